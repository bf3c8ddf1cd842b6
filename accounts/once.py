"""A form that is sent twice is taken once: the second time leads to where the first one led.

Each form carries a token that was made with its page. The token and what was typed are claimed in
the transaction that the view writes in, so a second click waits for the first one and then follows
it. The same form with other answers is another form: somebody went back and changed them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import SentForm, User
from accounts.refusals import refused

FIELD = "once"
LONGEST_TOKEN = 64
KEPT_FOR = timedelta(days=2)
UNTYPED = ("csrfmiddlewaretoken",)

View = Callable[..., HttpResponse]


class OnceMiddleware:
    """Runs the views of signed-in people's forms that carry a token. It stands last of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or not isinstance(request.user, User):
            return None
        token = request.POST.get(FIELD, "")
        if not token or len(token) > LONGEST_TOKEN:
            return None
        try:
            return _taken_once(
                request.user, digest_of(request), lambda: view(request, *args, **kwargs)
            )
        except Exception as exception:  # raised here, it passes no other middleware
            page = refused(request, exception)
            if page is None:
                raise
            return page


def _taken_once(user: User, digest: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        # A second copy waits here until the first one's transaction ends: two rows of one digest
        # cannot be inserted at once. Where the row is there already, it waits for its lock.
        sent, _ = SentForm.objects.get_or_create(
            user=user, digest=digest, defaults={"sent_at": timezone.now()}
        )
        sent = SentForm.objects.select_for_update(no_key=True).get(pk=sent.pk)
        if sent.leads_to:
            return redirect(sent.leads_to)
        response = answer()
        if 300 <= response.status_code < 400:
            sent.leads_to = response["Location"]
            sent.save(update_fields=["leads_to"])
        else:
            sent.delete()  # not taken: it may be sent again as it is
        return response


def digest_of(request: HttpRequest) -> str:
    """The SHA-256, in hex, of the address, the token and everything that was sent."""
    parts = [request.get_full_path()]
    for name, said in sorted(request.POST.lists()):
        if name not in UNTYPED:
            parts += [name, *said]
    for name, files in sorted(request.FILES.lists()):
        parts += [name, *(f"{file.name} {file.size}" for file in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def forget_sent_forms(*, at: datetime) -> int:
    """Deletes what nobody can be sending a second time any more; returns how many."""
    return SentForm.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]

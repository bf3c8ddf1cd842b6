"""Following by e-mail, for everybody. Nothing here says whether an address is known."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import once
from consultations.models import Consultation
from consultations.public.found import public_path, public_rows
from notifications.actions import following
from notifications.forms import FollowForm
from notifications.limits import TO_ONE_ADDRESS, is_within
from notifications.models import Subscription
from notifications.permissions import may_follow
from notifications.tokens import nonce_in
from organisations.models import Area


@login_not_required
@require_http_methods(["GET", "POST"])
def follow_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    return _follow(request, consultation=get_object_or_404(public_rows(), pk=pk))


@login_not_required
@require_http_methods(["GET", "POST"])
def follow_area(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, place=get_object_or_404(Area, slug=slug))


def _follow(
    request: HttpRequest, *, consultation: Consultation | None = None, place: Area | None = None
) -> HttpResponse:
    on, at = timezone.localdate(), timezone.now()
    may = may_follow(consultation, on) if consultation is not None else True
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_within("address", form.cleaned_data["email"].lower(), TO_ONE_ADDRESS):
            following.ask_to_follow(
                email=form.cleaned_data["email"],
                consultation=consultation,
                area=place,
                asking=request.POST.get(once.FIELD, "")[: once.LONGEST_TOKEN],
                on=on,
                at=at,
            )  # too many for one address are passed over in silence: the page says the same
        return redirect("notifications:asked")
    back = public_path(consultation) if consultation else reverse("consultations:public_data")
    context = {
        "form": form if may else None,
        "may": may,
        "what": str(consultation) if consultation else f"Consultations in {place}",
        "consultation": consultation,
        "back": back,
    }
    return render(request, "notifications/follow.html", context)


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    days = following.CONFIRM_WITHIN.days
    return render(request, "notifications/asked.html", {"days": days})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: programs that only open the links of a message confirm nothing."""
    nonce = nonce_in(token)
    if request.method == "POST":
        subscription = following.confirm(nonce=nonce, at=timezone.now())
        if subscription is not None:
            context = {"subscription": subscription, "token": token}
            return render(request, "notifications/confirmed.html", context)
    found = Subscription.objects.standing().filter(nonce=nonce).first()
    if found is None or request.method == "POST":
        return render(request, "notifications/gone.html", status=410)
    return render(request, "notifications/confirm.html", {"subscription": found})


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A POST ends it at once, whether from the page or from a mail program (RFC 8058)."""
    nonce = nonce_in(token)
    if not nonce:
        raise Http404
    if request.method == "POST":
        following.stop_following(nonce=nonce, at=timezone.now())
        return render(request, "notifications/stopped.html")
    found = Subscription.objects.standing().filter(nonce=nonce).first()
    if found is None:
        return render(request, "notifications/stopped.html")
    return render(request, "notifications/stop.html", {"subscription": found})

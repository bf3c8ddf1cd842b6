"""Following by e-mail: asked for, confirmed from the mailbox, ended with one click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.permissions import require
from accounts.tokens import fresh_nonce
from audit.writing import locked
from consultations.models import Consultation
from notifications.actions.outbox import Wanted, put
from notifications.models import (
    Message,
    MessageQuerySet,
    Subscription,
    SubscriptionQuerySet,
)
from notifications.permissions import may_follow
from notifications.tokens import confirm_url, one_click_headers, stop_url
from notifications.wording import Written, written
from organisations.models import Area

CONFIRM_WITHIN = timedelta(days=7)
KEPT_AFTER_THE_END = timedelta(days=90)
MESSAGES_KEPT = timedelta(days=30)


@transaction.atomic
def ask_to_follow(
    *,
    email: str,
    consultation: Consultation | None,
    area: Area | None,
    on: date,
    at: datetime,
    asking: str = "",
) -> None:
    """Sends a link to confirm by; to somebody who follows already, that and how to stop.

    `asking` tells one sent form from another: the same one sent twice sends one letter.
    """
    if consultation is not None:
        consultation = locked(consultation)
        require(may_follow(consultation, on))
    elif area is not None:
        area = locked(area)
    known = Subscription.objects.standing().select_for_update(no_key=True)
    found = known.filter(email__iexact=email, consultation=consultation, area=area).first()
    if found is None:
        found = Subscription.objects.create(
            email=email, consultation=consultation, area=area, nonce=fresh_nonce(), asked_at=at
        )
    elif found.confirmed_at is None:
        found.asked_at = at
        found.save(update_fields=["asked_at"])
    _send_link(found, asking=asking or fresh_nonce(), at=at)


def _send_link(subscription: Subscription, *, asking: str, at: datetime) -> None:
    name = "already" if subscription.confirmed_at else "confirm"
    subject = "You follow" if subscription.confirmed_at else "Confirm that you want to follow"

    def write(fresh: Sequence[str]) -> Written:
        return written(
            name,
            f"{subject}: {subscription.subject}",
            subscription=subscription,
            confirm_url=confirm_url(subscription),
            stop_url=stop_url(subscription),
            days=CONFIRM_WITHIN.days,
        )

    put(
        [
            Wanted(
                kind=Message.Kind.CONFIRM,
                to=subscription.email,
                causes=[f"asked:{subscription.pk}:{asking}"],
                write=write,
                headers=one_click_headers(subscription),
                subscription=subscription,
            )
        ],
        at=at,
    )


@transaction.atomic
def confirm(*, nonce: str, at: datetime) -> Subscription | None:
    """From now on it is told. None where nobody asked, or too long ago."""
    rows = Subscription.objects.standing().select_for_update(no_key=True)
    found = rows.filter(nonce=nonce).first()
    if found is None or (found.confirmed_at is None and found.asked_at < at - CONFIRM_WITHIN):
        return None
    if found.confirmed_at is None:
        found.confirmed_at = at
        found.save(update_fields=["confirmed_at"])
    return found


@transaction.atomic
def stop_following(*, nonce: str, at: datetime) -> None:
    """Ends it, forgets the address, and takes back what has not been sent. Twice is harmless."""
    _end(Subscription.objects.standing().filter(nonce=nonce), at=at)


def _end(subscriptions: SubscriptionQuerySet, *, at: datetime) -> int:
    held = subscriptions.order_by("pk").select_for_update(no_key=True, of=("self",))
    pks = list(held.values_list("pk", flat=True))
    Message.objects.waiting().filter(subscription__in=pks).delete()
    _without_addresses(Message.objects.filter(subscription__in=pks))
    return Subscription.objects.filter(pk__in=pks).update(email="", ended_at=at)


def _without_addresses(messages: MessageQuerySet) -> int:
    return messages.exclude(to="").update(to="", body="", headers={})


@transaction.atomic
def forget(*, at: datetime) -> dict[str, int]:
    """Deletes what nobody confirmed, ends what has run its course, empties messages long sent."""
    unconfirmed = Subscription.objects.unconfirmed_before(at - CONFIRM_WITHIN).order_by("pk")
    pks = list(unconfirmed.select_for_update().values_list("pk", flat=True))
    Message.objects.waiting().filter(subscription__in=pks).delete()
    _without_addresses(Message.objects.filter(subscription__in=pks))
    gone = Subscription.objects.filter(pk__in=pks).delete()[1]
    deleted = gone.get("notifications.Subscription", 0)
    long_ago = (at - KEPT_AFTER_THE_END).date()
    over = Q(consultation__feedback_on__lt=long_ago) | Q(consultation__cancelled_on__lt=long_ago)
    voided = Q(consultation__act__voided_at__lt=at - KEPT_AFTER_THE_END)
    ended = _end(Subscription.objects.standing().filter(over | voided), at=at)
    emptied = _without_addresses(Message.objects.over_before(at - MESSAGES_KEPT))
    return {"unconfirmed": deleted, "ended": ended, "emptied": emptied}

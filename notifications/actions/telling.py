"""From the log to the outbox. The log is read after a cursor; the cursor moves with its messages.

All that happened since the last run is told at once, so that an import of thousands of notices is one
message to each person, however many cases it raised.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit.models import ChainHead, Event
from commitments.models import Breach
from commitments.states import OPEN_STATES
from consultations.models import Response
from consultations.public.found import public_path
from consultations.public.news import HAPPENED, News, told
from consultations.public.words import closing
from notifications.actions.asking import ASKING, waiting_messages
from notifications.actions.outbox import BATCH, Wanted, held_cursor, put
from notifications.models import Message, Subscription
from notifications.tokens import one_click_headers, stop_url
from notifications.wording import Written, written
from organisations.actions.people import ACCEPT_WITHIN
from organisations.links import invitation_url
from organisations.models import Membership
from organisations.permissions import Right, roles_with

log = structlog.get_logger()

MAIL = "mail"
# An import of tens of thousands of notices is told in one message: batches would make several. The
# figure only keeps the memory of a worker within bounds.
EVENTS_AT_ONCE = 50_000
MOST_LISTED = 40
RESET = "membership.second_step_reset"
INVITING = {"membership.offered", "membership.offered_again"}
VERBS = {*HAPPENED, "response.sent", "breach.raised", *ASKING, *INVITING, RESET}
"""What is told by e-mail. Of disputes only chairs and neutrals are told, and by its reference alone: a
raiser may be confidential."""


def make_messages(*, at: datetime, seconds: float = 120) -> int:
    """Makes the messages of what has happened since the last run; returns how many.

    Goes on until all is told, or begins nothing new once so many seconds are over.
    """
    ends, made = time.monotonic() + seconds, 0
    for chain in list(ChainHead.objects.order_by("chain").values_list("chain", flat=True)):
        is_all = False
        while not is_all and time.monotonic() < ends:
            told_now, is_all = _tell_chain(chain, at=at)
            made += told_now
    return made


@transaction.atomic
def _tell_chain(chain: str, *, at: datetime) -> tuple[int, bool]:
    """How many messages were made, and whether the chain has been read to its end."""
    cursor = held_cursor(MAIL, chain)
    # Up to here nothing is missing: whoever appends holds the head until the end of the
    # transaction, so no event with a lower number can appear after the cursor has passed it.
    last = ChainHead.objects.values_list("number", flat=True).get(chain=chain)
    if last <= cursor.number:
        return 0, True
    events = list(_to_tell(chain, cursor.number, last))
    is_all = len(events) < EVENTS_AT_ONCE
    made = _make(events, at=at) if events else 0
    cursor.number = last if is_all else events[-1].number
    cursor.save(update_fields=["number"])
    return made, is_all


def _to_tell(chain: str, after: int, last: int) -> Iterable[Event]:
    """The events that are told, in order. What cases say of themselves stays in the database."""
    rows = Event.objects.filter(chain=chain, number__gt=after, number__lte=last, verb__in=VERBS)
    return rows.order_by("number")[:EVENTS_AT_ONCE].iterator(2000)


def _make(events: Sequence[Event], *, at: datetime) -> int:
    """All at once; where one event cannot be told, each half by itself, so that the rest are."""
    try:
        with transaction.atomic():
            return put(messages_for(events), at=at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # an event of any shape must not stop those after it
        if len(events) == 1:
            log.exception("mail.event_failed", chain=events[0].chain, number=events[0].number)
            return 0
    middle = len(events) // 2
    return _make(events[:middle], at=at) + _make(events[middle:], at=at)


def start_from_here() -> None:
    """Passes over all that has been written so far: a story told on setting up is no news."""
    for head in ChainHead.objects.order_by("chain"):
        cursor = held_cursor(MAIL, head.chain)
        cursor.number = head.number
        cursor.save(update_fields=["number"])


def messages_for(events: Sequence[Event]) -> Iterator[Wanted]:
    yield from _news(told(each for each in events if each.verb in HAPPENED))
    yield from _receipts([each for each in events if each.verb == "response.sent"])
    yield from _breaches([each for each in events if each.verb == "breach.raised"])
    yield from _resets([each for each in events if each.verb == RESET])
    yield from _invitations([each for each in events if each.verb in INVITING])
    yield from waiting_messages([each for each in events if each.verb in ASKING])


def cause(event: Event, kind: str, recipient: str) -> str:
    return f"{event.chain}:{event.number}:{kind}:{recipient}"


# Followers ------------------------------------------------------------------------------------


def _news(news: Sequence[News]) -> Iterator[Wanted]:
    """One message a follower and event; who follows the area too is told once."""
    rows = Subscription.objects.confirmed().filter(
        Q(consultation__in={each.consultation.pk for each in news})
        | Q(area__in={each.consultation.act.area_id for each in news})
    )
    of_consultation: dict[int, list[Subscription]] = defaultdict(list)
    of_area: dict[int, list[Subscription]] = defaultdict(list)
    for follower in rows.select_related("area", "consultation__act"):
        if follower.consultation_id is not None:
            of_consultation[follower.consultation_id].append(follower)
        elif follower.area_id is not None:
            of_area[follower.area_id].append(follower)
    for each in news:
        reached: set[str] = set()
        found = each.consultation
        for follower in [*of_consultation[found.pk], *of_area[found.act.area_id]]:
            address = follower.email.lower()
            followed = follower.confirmed_at is not None and follower.confirmed_at <= each.event.at
            if followed and address not in reached:
                reached.add(address)
                yield _news_message(each, follower)


def _news_message(news: News, follower: Subscription) -> Wanted:
    def write(fresh: Sequence[str]) -> Written:
        return written(
            "news",
            news.title,
            news=news,
            subscription=follower,
            page_url=settings.SITE_URL + public_path(news.consultation),
            stop_url=stop_url(follower),
        )

    return Wanted(
        kind=Message.Kind.NEWS,
        to=follower.email,
        causes=[cause(news.event, "news", f"follower-{follower.pk}")],
        write=write,
        headers=one_click_headers(follower),
        subscription=follower,
    )


# Those who respond ----------------------------------------------------------------------------


def _receipts(events: Sequence[Event]) -> Iterator[Wanted]:
    responses = Response.objects.select_related(
        "act__responsible", "consultation__act__area", "consultation__act__responsible"
    ).in_bulk([each.subject_id for each in events])
    people = User.objects.filter(is_active=True).in_bulk(
        {each.actor_id for each in events} - {None}
    )
    for event in events:
        response, person = responses.get(event.subject_id), people.get(event.actor_id or 0)
        if response is not None and person is not None:
            yield _receipt(event, response, person)


def _receipt(event: Event, response: Response, person: User) -> Wanted:
    consultation = response.consultation

    def write(fresh: Sequence[str]) -> Written:
        return written(
            "receipt",
            f"Response received: {consultation}",
            response=response,
            consultation=consultation,
            event=event,
            reference=event.detail.get("reference", ""),
            organisations=event.detail.get("organisations", 1),
            closes=closing(consultation.last_closes_on),
            page_url=settings.SITE_URL + response.get_absolute_url(),
        )

    return Wanted(
        kind=Message.Kind.RECEIPT,
        to=person.email,
        causes=[cause(event, "receipt", f"user-{person.pk}")],
        write=write,
    )


# The invited ------------------------------------------------------------------------------------


def _invitations(events: Sequence[Event]) -> Iterator[Wanted]:
    """The link of each invitation that still stands, as it is by now."""
    last = {each.subject_id: each for each in events}
    offered = Membership.objects.offered().filter(pk__in=list(last))
    for membership in offered.select_related("invitation", "user", "area", "organisation"):
        yield _invitation(last[membership.pk], membership)


def _invitation(event: Event, membership: Membership) -> Wanted:
    def write(fresh: Sequence[str]) -> Written:
        return written(
            "invitation",
            f"You are invited: {membership.organisation}",
            membership=membership,
            url=invitation_url(membership.invitation),
            days=ACCEPT_WITHIN.days,
        )

    return Wanted(
        kind=Message.Kind.INVITE,
        to=membership.user.email,
        causes=[cause(event, "invitation", f"user-{membership.user_id}")],
        write=write,
    )


def _resets(events: Sequence[Event]) -> Iterator[Wanted]:
    """To whoever had the second step that somebody reset."""
    held = Membership.objects.select_related("user").in_bulk([each.subject_id for each in events])
    for event in events:
        if event.subject_id in held:
            yield _reset(event, held[event.subject_id].user)


def _reset(event: Event, owner: User) -> Wanted:
    def write(fresh: Sequence[str]) -> Written:
        return written("second_step_reset", "Your second step was reset", event=event)

    return Wanted(
        kind=Message.Kind.ACCOUNT,
        to=owner.email,
        causes=[cause(event, "reset", f"user-{owner.pk}")],
        write=write,
    )


# Bodies whose promise seems broken ------------------------------------------------------------


Case = tuple[Event, int]  # what raised it, and its number


def _breaches(events: Sequence[Event]) -> Iterator[Wanted]:
    """One message a person and run, with every new case of their bodies and areas that is still open."""
    bodies: dict[int, list[Case]] = defaultdict(list)
    areas: dict[int, list[Case]] = defaultdict(list)
    by_case = {each.subject_id: each for each in events}
    for pk, body, area in _still_open(list(by_case)):
        bodies[body].append((by_case[pk], pk))
        areas[area].append((by_case[pk], pk))
    for person, theirs in _by_person(bodies, areas):
        yield _breach_message(person, theirs)


def _still_open(cases: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Number, body and area of those that are open, read a few hundred at a time."""
    rows = Breach.objects.filter(state__in=OPEN_STATES).order_by("pk")
    for start in range(0, len(cases), BATCH):
        part = rows.filter(pk__in=cases[start : start + BATCH])
        yield from part.values_list("pk", "responsible_id", "area_id")


def _by_person(
    bodies: dict[int, list[Case]], areas: dict[int, list[Case]]
) -> Iterator[tuple[User, list[Case]]]:
    found: dict[User, dict[int, Case]] = defaultdict(dict)
    members = Membership.objects.current().filter(user__is_active=True).select_related("user")
    for member in members.filter(role__in=roles_with(Right.RECORD), organisation__in=bodies):
        found[member.user].update({case[1]: case for case in bodies[member.organisation_id]})
    for member in members.filter(role__in=roles_with(Right.RUN), area__in=areas):
        found[member.user].update({case[1]: case for case in areas[member.area_id]})
    for person, theirs in found.items():
        yield person, sorted(theirs.values(), key=lambda case: case[0].number)


def _breach_message(person: User, theirs: Sequence[Case]) -> Wanted:
    by_cause = {cause(event, "breach", f"user-{person.pk}"): pk for event, pk in theirs}

    def write(fresh: Sequence[str]) -> Written:
        listed = _listed([by_cause[key] for key in fresh[:MOST_LISTED]])
        number = f"{len(fresh):,} new apparent breaches" if len(fresh) > 1 else (
            "1 new apparent breach"
        )  # fmt: skip
        return written(
            "breaches",
            f"{number} of the compact",
            breaches=listed,
            more=len(fresh) - len(listed),
            number=number,
        )

    return Wanted(kind=Message.Kind.BREACHES, to=person.email, causes=list(by_cause), write=write)


def _listed(cases: Sequence[int]) -> list[Breach]:
    found = Breach.objects.select_related(
        "area", "responsible", "check_made__act", "check_made__rule__provision__compact"
    ).in_bulk(cases)
    return [found[pk] for pk in cases]

"""From the log to the outbox. The log is read after a cursor; the cursor moves with its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import structlog
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
from notifications.actions.outbox import Wanted, held_cursor, put
from notifications.models import Message, Subscription
from notifications.tokens import one_click_headers, stop_url
from notifications.wording import Written, written
from organisations.models import Membership
from organisations.permissions import Right, roles_with

log = structlog.get_logger()

MAIL = "mail"
EVENTS_A_RUN = 2000
MOST_LISTED = 40
VERBS = {*HAPPENED, "response.sent", "breach.raised"}
"""What is told by e-mail. Events of disputes are not among them: a raiser may be confidential."""


def tell(*, at: datetime) -> int:
    """Makes the messages of what has happened since the last run; returns how many."""
    chains = ChainHead.objects.order_by("chain").values_list("chain", flat=True)
    return sum(_tell_chain(chain, at=at) for chain in list(chains))


@transaction.atomic
def _tell_chain(chain: str, *, at: datetime) -> int:
    cursor = held_cursor(MAIL, chain)
    rows = Event.objects.filter(chain=chain, number__gt=cursor.number).order_by("number")
    events = list(rows[:EVENTS_A_RUN])
    if not events:
        return 0
    made = _make([each for each in events if each.verb in VERBS], at=at)
    cursor.number = events[-1].number
    cursor.save(update_fields=["number"])
    return made


def _make(events: Sequence[Event], *, at: datetime) -> int:
    """All at once; where one event cannot be told, one by one, so that the rest are."""
    try:
        with transaction.atomic():
            return put(messages_for(events), at=at)
    except Exception:  # an event of any shape must not stop those after it
        log.exception("mail.events_failed", events=len(events))
    return sum(_make_one(event, at=at) for event in events)


def _make_one(event: Event, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            return put(messages_for([event]), at=at)
    except Exception:
        log.exception("mail.event_failed", chain=event.chain, number=event.number)
        return 0


@transaction.atomic
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


# Bodies whose promise seems broken ------------------------------------------------------------


def _breaches(events: Sequence[Event]) -> Iterator[Wanted]:
    """One message a person and run, with every new case of their bodies and areas that is still open."""
    cases = (
        Breach.objects.filter(state__in=OPEN_STATES)
        .select_related(
            "area", "responsible", "check_made__act", "check_made__rule__provision__compact"
        )
        .in_bulk([each.subject_id for each in events])
    )
    raised = [(each, cases[each.subject_id]) for each in events if each.subject_id in cases]
    for person, theirs in _by_person(raised).items():
        yield _breach_message(person, theirs)


def _by_person(raised: Iterable[tuple[Event, Breach]]) -> dict[User, list[tuple[Event, Breach]]]:
    raised = list(raised)
    bodies = {breach.responsible_id for _, breach in raised}
    areas = {breach.area_id for _, breach in raised}
    of_body: dict[int, set[User]] = defaultdict(set)
    of_area: dict[int, set[User]] = defaultdict(set)
    members = Membership.objects.current().filter(user__is_active=True).select_related("user")
    for member in members.filter(role__in=roles_with(Right.RECORD), organisation__in=bodies):
        of_body[member.organisation_id].add(member.user)
    for member in members.filter(role__in=roles_with(Right.RUN), area__in=areas):
        of_area[member.area_id].add(member.user)
    found: dict[User, list[tuple[Event, Breach]]] = defaultdict(list)
    for event, breach in raised:
        for person in of_body[breach.responsible_id] | of_area[breach.area_id]:
            found[person].append((event, breach))
    return found


def _breach_message(person: User, theirs: Sequence[tuple[Event, Breach]]) -> Wanted:
    by_cause = {cause(event, "breach", f"user-{person.pk}"): breach for event, breach in theirs}

    def write(fresh: Sequence[str]) -> Written:
        new = [by_cause[key] for key in fresh]
        number = f"{len(new)} new apparent breaches" if len(new) > 1 else "1 new apparent breach"
        return written(
            "breaches",
            f"{number} of the compact",
            breaches=new[:MOST_LISTED],
            more=max(0, len(new) - MOST_LISTED),
            number=number,
        )

    return Wanted(kind=Message.Kind.BREACHES, to=person.email, causes=list(by_cause), write=write)

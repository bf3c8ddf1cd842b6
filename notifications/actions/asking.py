"""Whom a request or a proposal of the other sector waits for, and how they are told of it.

A case that keeps a name is told by its reference alone, and to chairs and neutrals alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from commitments.models import ProposedDecision
from consultations.models import VoidRequest
from disputes.models import Neutral, ProposedConclusion
from disputes.states import DisputeState
from funding.models import Notice
from notifications.actions.outbox import Wanted
from notifications.models import Message
from notifications.wording import Written, written
from organisations.deciding import chairs_of
from organisations.models import Area, Membership, Organisation, Role
from organisations.permissions import Right, roles_with

MOST_LISTED = 40
VOID, DECISION, CONCLUSION, AGREED, CORRECTED = ASKING = (
    "response.void_asked",
    "breach.decision_proposed",
    "dispute.finding_proposed",
    "dispute.neutral_agreed",
    "act.corrected",
)
"""The events after which somebody of the other side is to act, or to look."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody is asked, of which event, and where they answer."""

    event: Event
    words: str
    path: str


def waiting_messages(events: Sequence[Event]) -> Iterator[Wanted]:
    """One message a person and run, with all that still waits for them."""
    by_person: dict[User, list[Waiting]] = defaultdict(list)
    for find, verb in _FINDERS:
        about = [each for each in events if each.verb == verb]
        for people, waiting in find(about) if about else ():
            for person in people:
                by_person[person].append(waiting)
    for person, theirs in by_person.items():
        yield _message(person, sorted(theirs, key=lambda each: each.event.number))


def _message(person: User, theirs: Sequence[Waiting]) -> Wanted:
    by_cause = {
        f"{each.event.chain}:{each.event.number}:waiting:user-{person.pk}": each for each in theirs
    }

    def write(fresh: Sequence[str]) -> Written:
        listed = [by_cause[key] for key in fresh[:MOST_LISTED]]
        subject = listed[0].words if len(fresh) == 1 else f"{len(fresh):,} things wait for you"
        return written(
            "waiting",
            subject,
            waiting=listed,
            more=len(fresh) - len(listed),
            desk_url=settings.SITE_URL + reverse("desk"),
            password_url=settings.SITE_URL + reverse("account_reset_password"),
        )

    return Wanted(kind=Message.Kind.WAITING, to=person.email, causes=list(by_cause), write=write)


Found = Iterator[tuple[Iterable[User], Waiting]]


def _last_by_subject(events: Sequence[Event]) -> dict[int, Event]:
    return {each.subject_id: each for each in events}


def _void_requests(events: Sequence[Event]) -> Found:
    by_response = _last_by_subject(events)
    rows = (
        VoidRequest.objects.waiting()
        .filter(response__in=by_response)
        .select_related(
            "response__act__responsible__area", "response__consultation__act__responsible"
        )
    )
    for each in rows:
        response = each.response
        if response.act is not None:
            words = f"{response.consultation.act.responsible} asks to void your response"
            waiting = Waiting(by_response[response.pk], words, response.get_absolute_url())
            yield people_of(response.act.responsible), waiting


def _decisions(events: Sequence[Event]) -> Found:
    by_case = _last_by_subject(events)
    rows = ProposedDecision.objects.waiting().filter(breach__in=by_case)
    for each in rows.select_related("breach__area"):
        path = reverse("commitments:answer_proposal", args=[each.breach_id])
        words = "The other chair proposes a decision on an apparent breach"
        yield _other_chairs(each, each.breach.area), Waiting(by_case[each.breach_id], words, path)


def _conclusions(events: Sequence[Event]) -> Found:
    by_case = _last_by_subject(events)
    rows = ProposedConclusion.objects.filter(dispute__in=by_case, agreed=None)
    for each in rows.select_related("dispute__area"):
        path = reverse("disputes:answer_conclusion", args=[each.dispute_id])
        words = f"The other chair proposes a conclusion in dispute {each.dispute.reference}"
        yield (
            _other_chairs(each, each.dispute.area),
            Waiting(by_case[each.dispute_id], words, path),
        )


def _neutrals(events: Sequence[Event]) -> Found:
    by_case = _last_by_subject(events)
    rows = Neutral.objects.agreed().filter(
        dispute__in=by_case, dispute__state=DisputeState.OPEN, declared_at=None
    )
    for each in rows.filter(user__is_active=True).select_related("dispute", "user"):
        path = reverse("disputes:neutral_declare", args=[each.pk])
        words = f"Both sides agreed on you in dispute {each.dispute.reference}"
        yield [each.user], Waiting(by_case[each.dispute_id], words, path)


def _corrected_notices(events: Sequence[Event]) -> Found:
    """Notices that were corrected after their recipient had acknowledged them."""
    by_act = _last_by_subject(events)
    rows = Notice.objects.live().filter(act__in=by_act).select_related("act__counterpart__area")
    notices = {each.pk: each for each in rows}
    said = Event.objects.filter(
        subject_type=Notice._meta.label_lower,
        subject_id__in=list(notices),
        verb="notice.acknowledged",
    ).order_by()
    for pk, at in said.values_list("subject_id").annotate(Max("at")):
        notice = notices[pk]
        event, recipient = by_act[notice.act_id], notice.act.counterpart
        if event.at > at and recipient is not None:
            words = f"A notice that you acknowledged was changed: {notice.act.reference}"
            yield people_of(recipient), Waiting(event, words, notice.get_absolute_url())


_FINDERS: tuple[tuple[Any, str], ...] = (
    (_void_requests, VOID),
    (_decisions, DECISION),
    (_conclusions, CONCLUSION),
    (_neutrals, AGREED),
    (_corrected_notices, CORRECTED),
)


def people_of(body: Organisation) -> list[User]:
    """Who records for an organisation; where nobody of a group signs in, the staff of its CVS."""
    current = Membership.objects.current().filter(user__is_active=True).select_related("user")
    own = [
        each.user for each in current.filter(organisation=body, role__in=roles_with(Right.RECORD))
    ]
    if own or body.is_infrastructure:
        return list(dict.fromkeys(own))
    staff = current.filter(
        area=body.area_id,
        role=Role.CVS_STAFF,
        organisation__kind=Organisation.Kind.INFRASTRUCTURE,
    )
    return list(dict.fromkeys(each.user for each in staff))


def _other_chairs(proposal: ProposedDecision | ProposedConclusion, area: Area) -> list[User]:
    """The chairs of the other sector than the one that proposed."""
    chairs = [each.user for each in chairs_of(area) if each.sector != proposal.sector]
    return [each for each in dict.fromkeys(chairs) if each.pk != proposal.proposed_by_id]

"""What the page of a record shows: its facts with who recorded them, its checks, its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from audit.history import said
from audit.models import Event
from commitments.events import history_of_acts
from commitments.models import Act, Breach, Check, Correction
from commitments.permissions import may_record_promise
from commitments.promises import facts_of, facts_of_the_other_side
from commitments.proofs import Proof, proof_of
from commitments.subjects import subject_of
from compacts.fact_words import ASKED_AS, fact_words
from funding.models import Notice, Record
from organisations.models import Organisation
from pages.shown import as_date, pounds
from pages.timeline import Line

ONLY_WHERE_KNOWN = {
    "order_attested",
    "retaken_on",
    "withdrawn_on",
    "fixed_term_end",
    "renewal_expected",
    "exception",
    "rationale_given_on",
    "central_notice_received_on",
    "central_last_day",
    "moved_on",
    "amount_before",
    "amount_after",
    "explanation",
    "explained_on",
    "problems_logged",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    name: str
    label: str
    value: Any
    recorded_by: str
    recorded_on: date
    was: str = ""
    told_by: Organisation | None = None
    """The other side, where it alone puts this on record."""

    @property
    def is_given(self) -> bool:
        return self.value not in (None, "") and (self.name, self.value) != ("order_attested", False)


@dataclass(frozen=True, slots=True)
class CheckShown:
    check: Check
    proof: Proof
    breach: Breach | None
    may_record: bool = False
    """Whether the reader may say how a promise of the act's other side was kept."""
    case_state: str = ""
    """What the state of its case is called on that day."""


def fact_label(subject: Record, fact: str, labels: dict[str, str] | None = None) -> str:
    return fact_words(subject.act.kind, fact, labels).label


def checks_of(
    acts: Sequence[Act], on_day: date, reader: User | AnonymousUser | None = None
) -> list[CheckShown]:
    checks = (
        Check.objects.filter(act__in=acts)
        .select_related("rule__provision__compact", "responsible__area", "breach")
        .order_by("rule__provision__position", "rule__position", "pk")
    )
    prefetch_related_objects(acts, "recorded_by", "corrections__corrected_by")
    known = {act.pk: act for act in acts}
    for each in checks:
        each.act = known[each.act_id]
    sayable = checks_to_say(reader, checks) if reader is not None else set()
    return [_check_shown(each, on_day, may_record=each.pk in sayable) for each in checks]


def _check_shown(check: Check, on_day: date, *, may_record: bool) -> CheckShown:
    case: Breach | None = getattr(check, "breach", None)
    state = case.state_on(on_day) if case else ""
    return CheckShown(check, proof_of(check, on_day), case, may_record, state)


def checks_to_say(reader: User | AnonymousUser, checks: Iterable[Check]) -> set[int]:
    """Of which checks there is something left to say that the reader may; asked once a body."""
    asked = [each for each in checks if each.is_of_the_other_side and facts_of(each)]
    may: dict[tuple[int, int], bool] = {}
    for each in asked:
        key = each.act_id, each.responsible_id
        if key not in may:
            may[key] = bool(may_record_promise(reader, each))
    return {each.pk for each in asked if may[each.act_id, each.responsible_id]}


def fact_rows(subject: Record, checks: Sequence[CheckShown]) -> list[FactRow]:
    """Each fact with who last put it on record, coded ones under their clause’s label."""
    labels: dict[str, str] = {}
    asked: list[str] = []
    missing: set[str] = set()
    for shown in checks:
        missing |= {ASKED_AS.get(name, name) for name in shown.check.missing}
        labels |= shown.check.rule.labels
        asked += [f"steps.{code}" for code in shown.check.rule.params.get("steps", [])]
        asked += [f"records.{code}" for code in shown.check.rule.params.get("fields", [])]
    tables = subject_of(subject).coded
    asked = [name for name in asked if name.partition(".")[0] in tables]
    asked += [f"{table}.{code}" for table in sorted(tables) for code in getattr(subject, table)]
    names = [*subject_of(subject).correctable, *dict.fromkeys(asked)]
    # Clauses ask for it as a record; a decision and a notice have a column for it, which is listed
    # already.
    names = [name for name in names if name not in ("records.rationale",)]
    corrected = {each.fact: each for each in _corrections(subject.act)}
    theirs = facts_of_the_other_side(subject.act)
    rows = [
        replace(_fact_row(subject, name, labels, corrected), told_by=theirs.get(name))
        for name in names
    ]
    return [
        row
        for row in rows
        if row.is_given or row.name not in ONLY_WHERE_KNOWN or row.name in missing
    ]


def _corrections(act: Act) -> list[Correction]:
    """Read once for the page: facts and the list of corrections are made of the same."""
    prefetch_related_objects([act], "corrections__corrected_by")
    return list(act.corrections.all())


def _fact_row(
    subject: Record, name: str, labels: dict[str, str], corrected: dict[str, Correction]
) -> FactRow:
    act = subject.act
    # A correction of a step or a record is kept under its code alone.
    correction = corrected.get(name.partition(".")[2] or name)
    by = correction.corrected_by if correction else act.recorded_by
    at = correction.corrected_at if correction else act.recorded_at
    return FactRow(
        name=name,
        label=fact_label(subject, name, labels),
        value=fact_value(subject, name),
        recorded_by=by.post if by else "the system",
        recorded_on=timezone.localdate(at),
        was=said(correction.old) if correction else "",
    )


def fact_value(subject: Record, name: str) -> Any:
    value = subject_of(subject).value_of(subject, name)
    if name.startswith("steps."):
        return as_date(value)
    if name.startswith("amount"):
        return pounds(value)
    display = getattr(subject, f"get_{name}_display", None)
    return display() if display is not None else value


def corrections_shown(subject: Record, rows: Sequence[FactRow]) -> list[dict[str, Any]]:
    labels = {row.name.partition(".")[2] or row.name: row.label for row in rows}
    return [
        {
            "label": labels.get(each.fact) or fact_label(subject, each.fact),
            "old": said(each.old),
            "new": said(each.new),
            "reason": each.reason,
            "by": each.corrected_by.post if each.corrected_by else "the system",
            "at": each.corrected_at,
        }
        for each in _corrections(subject.act)
    ]


def history_of(subjects: Sequence[Record], checks: Sequence[CheckShown]) -> list[Line]:
    """Every event about the records, their facts, their checks and cases, oldest first."""
    return history_of_acts(
        [each.act for each in subjects],
        [each.check for each in checks],
        subjects=subjects,
        cases=[each.breach for each in checks if each.breach],
    )


def changed_since(
    acknowledged: Sequence[dict[str, Any]], corrections: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What was corrected after the recipient first said that the notice reached it."""
    if not acknowledged:
        return []
    first = acknowledged[-1]["at"]
    return [each for each in corrections if each["at"] > first]


def changed_since_acknowledged(notices: QuerySet[Notice]) -> set[int]:
    """The notices of which a fact was corrected after the recipient last acknowledged them."""
    about = Event.objects.filter(
        subject_type=Notice._meta.label_lower,
        subject_id__in=notices.order_by().values("pk"),
        verb="notice.acknowledged",
    )
    last = dict(about.order_by().values_list("subject_id").annotate(Max("at")))
    corrections = Correction.objects.filter(act__notice__in=list(last)).order_by()
    changed = corrections.values_list("act__notice").annotate(Max("corrected_at"))
    return {pk for pk, at in changed if at > last[pk]}


def acknowledgements(notice: Notice) -> list[dict[str, Any]]:
    """The days on which the recipient says the notice reached it, newest first."""
    events = Event.objects.about(notice).filter(verb="notice.acknowledged").order_by("-number")
    return [
        {
            "received_on": as_date(event.detail.get("received_on")),
            "by": event.actor_post,
            "at": event.at,
        }
        for event in events
    ]

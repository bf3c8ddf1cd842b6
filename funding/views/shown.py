"""What the page of a record shows: its facts with who recorded them, its checks, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from commitments.events import TITLES as CASE_TITLES
from commitments.models import Act, Breach, Check, Correction
from commitments.proofs import Proof, proof_of
from commitments.states import ClosedBecause
from commitments.subjects import subject_of
from compacts.facts import label_of
from funding.models import Notice, Record
from pages.shown import as_date, outcome_words, pounds

LABELS = {
    "decided_on": "Decided on",
    "rationale": "Rationale",
    "programme": "Programme or service",
    "problems_logged": "Problems with the service logged",
    "order_attested": "Same-day steps came before the decision",
    "retaken_on": "Decided again on",
    "withdrawn_on": "Withdrawn on",
    "method": "How it was given",
    "sent_on": "Sent on",
    "received_on": "Received on",
    "in_writing": "In writing",
    "last_day": "Last day on the old terms",
    "fixed_term_end": "Ends only because a fixed term runs out",
    "renewal_expected": "Renewal could be expected",
    "exception": "Reason for a shorter notice",
    "rationale_given_on": "Rationale given on",
    "central_notice_received_on": "Central government’s notice received on",
    "central_last_day": "Last day of central government’s funding",
    "previous_last_day": "Last day as first notified",
    "moved_on": "Last day put back on",
    "amount_before": "Amount before",
    "amount_after": "Amount after",
    "mechanism": "Mechanism",
    "amount": "Amount",
    "informed_on": "Recipient informed on",
    "made_on": "Agreement made on",
    "expected_start": "Expected start",
    "start_on": "First funded day",
    "centrally_funded": "Money from central government",
    "explanation": "Explanation",
    "explained_on": "Explanation given on",
}
OWN_LABELS = {
    ("agreement", "last_day"): "Last funded day",
    ("notice", "rationale"): "Rationale given to the recipient",
}
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
ASKED_AS = {"order": "order_attested"}
VERBS = CASE_TITLES | {
    "decision.drafted": "Draft begun",
    "decision.recorded": "Decision recorded",
    "decision.withdrawn": "Decision withdrawn",
    "decision.retaken": "Decided again",
    "notice.given": "Notice recorded",
    "notice.imported": "Notice imported",
    "notice.withdrawn": "Notice withdrawn",
    "notice.last_day_moved": "Last day put back",
    "notice.acknowledged": "Receipt acknowledged",
    "agreement.made": "Agreement recorded",
    "agreement.entered": "Agreement entered",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    name: str
    label: str
    value: Any
    recorded_by: str
    recorded_on: date
    was: str = ""

    @property
    def is_given(self) -> bool:
        return self.value not in (None, "") and (self.name, self.value) != ("order_attested", False)


@dataclass(frozen=True, slots=True)
class CheckShown:
    check: Check
    proof: Proof
    breach: Breach | None


def fact_label(subject: Record, fact: str, labels: dict[str, str] | None = None) -> str:
    kind = subject.act.kind
    return (
        OWN_LABELS.get((kind, fact))
        or LABELS.get(fact)
        or label_of(fact.partition(".")[2] or fact, labels or {})
    )


def checks_of(acts: Sequence[Act], on_day: date) -> list[CheckShown]:
    checks = (
        Check.objects.filter(act__in=acts)
        .select_related("rule__provision__compact", "responsible", "breach", "act__recorded_by")
        .prefetch_related("act__corrections__corrected_by")
        .order_by("rule__provision__position", "rule__position", "pk")
    )
    return [
        CheckShown(each, proof_of(each, on_day), getattr(each, "breach", None)) for each in checks
    ]


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
    names = [name for name in names if name not in ("records.rationale",)]
    corrected = {each.fact: each for each in _corrections(subject.act)}
    rows = [_fact_row(subject, name, labels, corrected) for name in names]
    return [
        row
        for row in rows
        if row.is_given or row.name not in ONLY_WHERE_KNOWN or row.name in missing
    ]


def _corrections(act: Act) -> QuerySet[Correction]:
    return act.corrections.select_related("corrected_by")


def _fact_row(
    subject: Record, name: str, labels: dict[str, str], corrected: dict[str, Correction]
) -> FactRow:
    act = subject.act
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


def said(kept: str) -> str:
    """A value as a correction keeps it, in words."""
    if not kept:
        return "not given"
    day = as_date(kept) if len(kept) == 10 and kept[4:5] == "-" else None
    return f"{day:%-d %B %Y}" if day else kept


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


# What happened ----------------------------------------------------------------------------------


def timeline_of(subjects: Sequence[Record], checks: Sequence[CheckShown]) -> list[dict[str, Any]]:
    """Every event about the records, their facts, their checks and cases, oldest first."""
    about = Q(pk__in=[])
    for subject in subjects:
        about |= Q(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    about |= Q(
        subject_type=Act._meta.label_lower, subject_id__in=[each.act_id for each in subjects]
    )
    by_check = {each.check.pk: each.check for each in checks}
    about |= Q(subject_type=Check._meta.label_lower, subject_id__in=list(by_check))
    cases = {each.breach.pk: each.check for each in checks if each.breach}
    about |= Q(subject_type=Breach._meta.label_lower, subject_id__in=list(cases))
    names = {(each._meta.label_lower, each.pk): each.act.title for each in subjects}
    names = names if len(subjects) > 1 else {}
    shown: list[dict[str, Any]] = []
    for event in Event.objects.filter(about).order_by("at", "number"):
        check = by_check.get(event.subject_id) if event.verb == "check.changed" else None
        if check is not None and not event.detail.get("from"):
            _add_first_finding(shown, event, check)
        else:
            shown.append(_shown(event, by_check, cases, names))
    return shown


def _add_first_finding(shown: list[dict[str, Any]], event: Event, check: Check) -> None:
    """What the checks first said stands together, a line a clause."""
    line = f"Clause {check.rule.provision.ref}: {outcome_words(event.detail.get('to')).lower()}"
    for earlier in shown:
        if earlier.get("first_findings") and earlier["at"] == event.at:
            earlier["text"] += f"\n{line}"
            return
    shown.append(
        {
            "at": event.at,
            "title": "First checked",
            "by": event.actor_post or "The system",
            "text": line,
            "first_findings": True,
        }
    )


def _shown(
    event: Event, by_check: dict[int, Check], cases: dict[int, Check], names: dict[Any, str]
) -> dict[str, Any]:
    title = VERBS.get(event.verb, event.verb.replace(".", " ").replace("_", " ").capitalize())
    check = None
    if event.subject_type == Check._meta.label_lower:
        check = by_check.get(event.subject_id)
    elif event.subject_type == Breach._meta.label_lower:
        check = cases.get(event.subject_id)
    if check is not None:
        title = f"{title}: clause {check.rule.provision.ref}"
    told = [names.get((event.subject_type, event.subject_id), ""), *_told(event)]
    return {
        "at": event.at,
        "title": title,
        "by": event.actor_post or "The system",
        "text": "\n".join(each for each in told if each),
        "url": reverse("commitments:check", args=[check.pk]) if check is not None else "",
    }


def _told(event: Event) -> list[str]:
    detail, verb = event.detail, event.verb
    told = []
    if verb == "check.changed":
        was = f"From {outcome_words(detail['from']).lower()} to " if detail.get("from") else ""
        told.append(f"{was}{outcome_words(detail.get('to')).lower()}.".capitalize())
    if verb == "breach.closed" and detail.get("because") in ClosedBecause.values:
        told.append(f"{ClosedBecause(detail['because']).label}.")
    for name, words in (
        ("withdrawn_on", "Withdrawn on"),
        ("retaken_on", "Decided again on"),
        ("moved_on", "Told on"),
    ):
        if detail.get(name):
            told.append(f"{words} {said(detail[name])}.")
    if verb == "notice.acknowledged":
        told.append(f"The recipient says it received the notice on {said(detail['received_on'])}.")
    if verb == "notice.last_day_moved":
        told.append(f"From {said(detail['old'])} to {said(detail['new'])}.")
    for fact, (old, new) in detail.get("changed", {}).items():
        label = LABELS.get(fact) or label_of(fact, {})
        told.append(f"{label}: {said(old)}, now {said(new)}.")
    if detail.get("reason"):
        told.append(str(detail["reason"]))
    return told


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

"""How a consultation is shown on pages and in lists: its tag, its days in words, its story."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from commitments.events import history_of_acts
from commitments.models import CheckQuerySet
from commitments.proofs import Proof, proof_of
from consultations.models import Consultation
from consultations.states import Stage
from pages.timeline import Line

COLOURS = {
    Stage.DRAFT: "grey",
    Stage.FORTHCOMING: "blue",
    Stage.OPEN: "green",
    Stage.AWAITING: "orange",
    Stage.ANSWERED: "teal",
    Stage.CANCELLED: "magenta",
    Stage.VOIDED: "grey",
}
NOT_TOLD = ("consultation.corrected", "consultation.voided")


def stage_tag(stage: str) -> tuple[str, str]:
    return Stage(stage).label, COLOURS[Stage(stage)]


def in_full(day: date | None) -> str:
    """Friday 20 February 2015; nothing for nothing."""
    return date_format(day, "l j F Y") if day else ""


def closing_words(consultation: Consultation, on: date) -> str:
    """The last day for responses with its weekday, and that it counts to its end."""
    last = consultation.last_closes_on
    if last is None:
        return "No closing date has been set yet."
    over = last < on
    verb = "It closed at the end of" if over else "Responses count until the end of"
    return f"{verb} {in_full(last)}, 23:59 London time."


def proofs_of(checks: CheckQuerySet, on: date) -> list[Proof]:
    """Each check with its working, in the order of the clauses."""
    ordered = (
        checks.select_related(
            "rule__provision__compact", "responsible", "act__recorded_by", "breach"
        )
        .prefetch_related("act__corrections__corrected_by")
        .order_by("rule__provision__position", "rule__position")
    )
    return [proof_of(check, on) for check in ordered]


def story_of(consultation: Consultation) -> list[Line]:
    """What happened, oldest first. What the log says of the act is not said twice."""
    told = history_of_acts([consultation.act], subjects=[consultation], leave_out=NOT_TOLD)
    return told

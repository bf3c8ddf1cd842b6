"""A consultation as a kind of act: its day is the opening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from accounts.models import User
from audit.actions import log_event
from commitments.subjects import ANY_CODE, Change, Facts, Sheet, Subject, Tells, fact_column, known
from consultations.models import Consultation
from consultations.permissions import may_act_for_lead, may_edit_draft, may_import
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column
from rules import FactError, fact_names

FROM_COLUMNS = frozenset(
    {
        "sector_told",
        "matters_open_to_change",
        "methods_explained",
        "formats_available",
        "implications_for_sector",
        "feedback_published",
    }
)
"""Record and step codes that have fields of their own on the planning pages."""


def consultation_facts(consultation: Consultation) -> Facts:
    """All of `minimum_period`, its span, the steps before the opening, and the records by code."""
    return known(
        {
            "formal_written": consultation.formal_written,
            "significant_effect": consultation.significant_effect,
            "opens_on": consultation.opens_on,
            "documents_complete_on": consultation.documents_complete_on,
            "closes_on": consultation.closes_on,
            "explanation": consultation.explanation,
            "explained_on": consultation.explained_on,
            "event_on": consultation.opens_on,
            "start_on": consultation.opens_on,
            "end_on": consultation.closes_on,
            "order_attested": consultation.order_attested,
            "steps": known({**consultation.steps, "sector_told": consultation.told_on}),
            "fields": known({**consultation.records, **own_records(consultation)}),
            "withdrawn_on": consultation.cancelled_on,
        }
    )


def own_records(consultation: Consultation) -> Facts:
    """The records that are fields of the consultation, by code; blank ones are left out."""
    open_to_change = joined(consultation.open_to_change, consultation.not_open_to_change)
    formats = joined(consultation.formats, consultation.languages)
    feedback = consultation.feedback_on or consultation.records.get("feedback_published")
    return known(
        {
            "sector_told": consultation.told_on,
            "matters_open_to_change": open_to_change if consultation.open_to_change else "",
            "methods_explained": methods_in_words(consultation),
            "formats_available": formats,
            "implications_for_sector": consultation.effect_on_sector,
            "feedback_published": feedback,
        }
    )


def methods_in_words(consultation: Consultation) -> str:
    """Every method with its reason; nothing where a reason is missing."""
    methods = consultation.methods
    if not methods or not all(each.get("reason", "").strip() for each in methods):
        return ""
    return "; ".join(f"{each['method']}: {each['reason']}" for each in methods)


def joined(*words: str) -> str:
    return "\n".join(each.strip() for each in words if each.strip())


def opening_day(consultation: Consultation, recorded_on: date) -> date | None:
    return consultation.opens_on


def date_the_explanation(consultation: Consultation, on: date) -> Sequence[Change]:
    """A reason that is given counts from the day it is put on record, where no other is named."""
    if not consultation.explanation.strip() or consultation.explained_on is not None:
        return ()
    consultation.explained_on = on
    return [("explained_on", None, on)]


def tell_corrected(
    consultation: Consultation, *, reason: str, by: User, changes: object, on: date, at: datetime
) -> None:
    _log("consultation.corrected", consultation, by=by, reason=reason)


def tell_voided(
    consultation: Consultation, *, reason: str, by: User, on: date, at: datetime
) -> None:
    _log("consultation.voided", consultation, by=by, reason=reason)


def _log(verb: str, consultation: Consultation, *, by: User, reason: str) -> None:
    log_event(verb, consultation, by=by, chain=consultation.act.area.slug, reason=reason)


# In a spreadsheet -------------------------------------------------------------------------------

_column = partial(fact_column, "consultation")

COLUMNS = (
    Column(
        "lead",
        "text",
        "The body that consults, by its name here.",
        required=True,
        example="Thurrock Council",
    ),
    _column(
        "title",
        "text",
        "What it is called.",
        required=True,
        example="Library opening hours",
        longest=250,
    ),
    _column("formal_written", "yes_no", "Blank: not known.", example="yes"),
    _column("significant_effect", "choice", choices=(("yes", "y"), ("no", "n")), example="yes"),
    _column("announced_on", "date", example="2026-11-02"),
    _column("opens_on", "date", "The first day for responses.", example="2026-11-16"),
    _column("documents_complete_on", "date", "Where that was after the opening."),
    _column("closes_on", "date", "The last day for responses, to its end.", example="2027-02-08"),
    _column("explanation", "long_text", "The reason given for a shorter period.", longest=20_000),
    _column("explained_on", "date"),
    _column("feedback_on", "date", example="2027-03-29"),
)


def refuse_impossible(consultation: Consultation, recorded_on: date) -> None:
    """Days that cannot be, also outside every edition."""
    opens_on, closes_on = consultation.opens_on, consultation.closes_on
    if closes_on is not None and opens_on is None:
        raise FactError("opens_on", "a closing date needs an opening date")
    if closes_on is not None and opens_on is not None and closes_on < opens_on:
        raise FactError("closes_on", "this is before opens_on")
    complete_on = consultation.documents_complete_on
    if complete_on is not None and closes_on is not None and complete_on > closes_on:
        raise FactError("documents_complete_on", "this is after closes_on")
    feedback_on = consultation.feedback_on
    if feedback_on is not None and opens_on is not None and feedback_on < opens_on:
        raise FactError("feedback_on", "this is before opens_on")


CONSULTATION = Subject(
    kind="consultation",
    model=Consultation,
    prefix="C",
    noun=("consultation", "consultations"),
    own_pages=True,
    facts=consultation_facts,
    comes_from={
        "start_on": ("opens_on",),
        "end_on": ("closes_on",),
        "event_on": ("opens_on",),
        "withdrawn_on": ("cancelled_on",),
        "steps.sector_told": ("told_on",),
        "fields.sector_told": ("told_on",),
        "fields.matters_open_to_change": ("open_to_change", "not_open_to_change"),
        "fields.formats_available": ("formats", "languages"),
        "fields.implications_for_sector": ("effect_on_sector",),
        "fields.feedback_published": ("feedback_on", "fields.feedback_published"),
    },
    acted_on=opening_day,
    tells=Tells(
        facts=frozenset(fact_names("minimum_period")) | {"event_on", "start_on", "end_on"},
        steps=ANY_CODE,
        fields=ANY_CODE,
    ),
    may_record=may_act_for_lead,
    responsible="lead",
    correctable=(
        "lead",
        "title",
        "partners",
        "decisions",
        "level",
        "summary",
        "why",
        "decided_by",
        "open_to_change",
        "not_open_to_change",
        "audiences",
        "places",
        "methods",
        "formats",
        "languages",
        "how_to_respond",
        "formal_written",
        "significant_effect",
        "effect_on_sector",
        "criteria_disclosed",
        "criteria",
        "announced_on",
        "sector_told_on",
        "opens_on",
        "documents_complete_on",
        "closes_on",
        "feedback_expected_on",
        "decision_expected_on",
        "explanation",
        "explained_on",
        "order_attested",
        "feedback_on",
        "steps",
        "records",
    ),
    coded=frozenset({"steps", "records"}),
    completes=date_the_explanation,
    corrected=tell_corrected,
    voided=tell_voided,
    register="consultations:register",
    draft_page="consultations:draft_check",
    may_go_on=may_edit_draft,
    sheet=Sheet(
        columns=COLUMNS,
        bodies={"lead": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC)},
        may_import=may_import,
        refuse_impossible=refuse_impossible,
    ),
)

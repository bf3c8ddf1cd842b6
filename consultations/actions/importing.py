"""Consultations out of a table: the columns, and how each row becomes a consultation."""

from __future__ import annotations

from datetime import date
from typing import Any

from commitments.models import Act
from consultations.actions.facts import consultation_facts
from consultations.models import Consultation
from consultations.permissions import may_act_for_lead
from imports.engine import Importable
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column
from rules import FactError

COLUMNS = (
    Column(
        "lead",
        "text",
        "The body that consults, by its name here.",
        required=True,
        example="Thurrock Council",
    ),
    Column(
        "title",
        "text",
        "What it is called.",
        required=True,
        example="Library opening hours",
        longest=250,
    ),
    Column(
        "formal_written",
        "yes_no",
        "Whether it is a formal, written consultation. Blank: not known.",
        example="yes",
    ),
    Column(
        "significant_effect",
        "choice",
        "Whether it is likely to have a significant effect on the sector.",
        choices=(("yes", "y"), ("no", "n")),
        example="yes",
    ),
    Column("announced_on", "date", "The day it was announced.", example="2026-11-02"),
    Column("opens_on", "date", "The first day for responses.", example="2026-11-16"),
    Column(
        "documents_complete_on",
        "date",
        "The day from which all documents could be had, where that was after the opening.",
    ),
    Column("closes_on", "date", "The last day for responses, to its end.", example="2027-02-08"),
    Column("explanation", "long_text", "The reason given for a shorter period.", longest=20_000),
    Column("explained_on", "date", "The day that reason was published."),
    Column("feedback_on", "date", "The day feedback was published.", example="2027-03-29"),
)


def _facts(consultation: Consultation) -> dict[str, Any]:
    """The facts, once the days are in an order that can be: outside every edition no rule looks."""
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
    return consultation_facts(consultation)


def _acted_on(consultation: Consultation, recorded_on: date) -> date | None:
    """The opening. Feedback that is still ahead when a row comes in has not been published."""
    feedback_on = consultation.feedback_on
    if consultation.pk is None and feedback_on is not None and feedback_on > recorded_on:
        raise FactError("feedback_on", "this is in the future: leave it blank until it has come")
    return consultation.opens_on


def _subkind(_consultation: Consultation) -> str:
    return ""


CONSULTATIONS = Importable(
    kind=Act.Kind.CONSULTATION,
    model=Consultation,
    noun=("consultation", "consultations"),
    columns=COLUMNS,
    responsible="lead",
    facts=_facts,
    subkind=_subkind,
    acted_on=_acted_on,
    may_record=may_act_for_lead,
    on_act=frozenset({"title"}),
    bodies={"lead": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC)},
)

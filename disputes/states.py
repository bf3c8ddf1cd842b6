"""The life of a dispute, and the words it is told in. docs/states.md is generated from TRANSITIONS."""

from __future__ import annotations

from django.db import models


class DisputeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UPHELD = "upheld", "Upheld"
    UPHELD_IN_PART = "upheld_in_part", "Upheld in part"
    NOT_UPHELD = "not_upheld", "Not upheld"
    NO_CONCLUSION = "no_finding", "No conclusion"  # the code that rows and the log have had
    REFERRED_OUT = "referred_out", "Referred out"


FOUND = (
    DisputeState.UPHELD,
    DisputeState.UPHELD_IN_PART,
    DisputeState.NOT_UPHELD,
    DisputeState.NO_CONCLUSION,
)
ENDED = (DisputeState.SETTLED, DisputeState.WITHDRAWN, *FOUND, DisputeState.REFERRED_OUT)

TRANSITIONS: dict[DisputeState, set[DisputeState]] = {
    DisputeState.DRAFT: {DisputeState.OPEN},
    DisputeState.OPEN: set(ENDED),
    **{ending: set() for ending in ENDED},
}


class Body(models.TextChoices):
    """Who a stage is before. Only a neutral or the forum ever finds for one side."""

    PARTIES = "parties", "The parties themselves"
    RESPONDENT = "respondent", "The body complained of"
    NEUTRAL = "neutral", "A mediator both agree on"
    FORUM = "forum", "The forum"


class Side(models.TextChoices):
    RAISER = "raiser", "The side that raised it"
    RESPONDENT = "respondent", "The side that answers it"
    NEUTRAL = "neutral", "The panel or mediator"
    FORUM = "forum", "The forum's chairs"
    OBSERVER = "observer", "The compact officer"


PARTIES = (Side.RAISER, Side.RESPONDENT)
WORKING = (*PARTIES, Side.NEUTRAL, Side.FORUM)


class Audience(models.TextChoices):
    OWN = "own", "Our own side"
    PARTIES = "parties", "Both parties"
    PANEL = "panel", "Both parties and the panel or mediator"
    FORUM = "forum", "Both parties, the panel and the forum's chairs"


class DayShown(models.TextChoices):
    """How exactly others are told when it happened, in a case whose raiser's name is kept."""

    DAY = "day", "The day"
    MONTH = "month", "The month"
    YEAR = "year", "The year"
    KEPT = "kept", "Nothing of the day"


class ClausesShown(models.TextChoices):
    """How exactly others are told which clauses such a case is about."""

    CLAUSE = "clause", "The clauses"
    SECTION = "section", "Their sections"
    COMPACT = "compact", "The compact alone"


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", "Working days"
    DAYS = "days", "Days"
    WEEKS = "weeks", "Weeks"
    MONTHS = "months", "Months"

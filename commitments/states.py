"""The lives of acts and of cases: what may follow what. docs/states.md is generated from it.

`audit.writing.move` takes a row along these tables, and nothing else does.
"""

from django.db import models


class ActState(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Recorded"
    VOIDED = "voided", "Voided"


ACT_TRANSITIONS: dict[ActState, set[ActState]] = {
    ActState.DRAFT: {ActState.LIVE},
    ActState.LIVE: {ActState.VOIDED},
    ActState.VOIDED: set(),
}


class BreachState(models.TextChoices):
    FLAGGED = "flagged", "Waiting for a reply"
    ANSWERED = "answered", "Answered"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Not upheld"
    REMEDIED = "remedied", "Put right"
    CLOSED = "closed", "Closed"


REPLY_OVERDUE = "Reply overdue: a chair may decide"
"""What a case that waits for a reply is called once the day for it has passed."""


class ClosedBecause(models.TextChoices):
    EXPLAINED = "explained", "Explained late"
    REMEDIED = "remedied", "Put right afterwards"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CORRECTED = "corrected", "Facts corrected"
    VOIDED = "voided", "Record voided"


CASE_TRANSITIONS: dict[BreachState, set[BreachState]] = {
    BreachState.FLAGGED: {
        BreachState.ANSWERED,
        BreachState.CONFIRMED,
        BreachState.REJECTED,
        BreachState.CLOSED,
    },
    BreachState.ANSWERED: {BreachState.CONFIRMED, BreachState.REJECTED, BreachState.CLOSED},
    BreachState.CONFIRMED: {BreachState.REMEDIED, BreachState.CLOSED},
    # What people decided stands until the facts break the promise anew.
    BreachState.REJECTED: {BreachState.FLAGGED},
    BreachState.REMEDIED: {BreachState.FLAGGED},
    BreachState.CLOSED: {BreachState.FLAGGED},
}

AWAITING_DECISION = (BreachState.FLAGGED, BreachState.ANSWERED)
OPEN_STATES = (BreachState.FLAGGED, BreachState.ANSWERED, BreachState.CONFIRMED)

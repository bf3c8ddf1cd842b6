"""The life of a breach, in one place: what may follow what. docs/states.md is generated from it."""

from django.db import models


class BreachState(models.TextChoices):
    FLAGGED = "flagged", "Waiting for a reply"
    ANSWERED = "answered", "Answered"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Not upheld"
    REMEDIED = "remedied", "Put right"
    CLOSED = "closed", "Closed"


class ClosedBecause(models.TextChoices):
    EXPLAINED = "explained", "Explained late"
    REMEDIED = "remedied", "Put right afterwards"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CORRECTED = "corrected", "Facts corrected"
    VOIDED = "voided", "Record voided"


TRANSITIONS: dict[BreachState, set[BreachState]] = {
    BreachState.FLAGGED: {
        BreachState.ANSWERED,
        BreachState.CONFIRMED,
        BreachState.REJECTED,
        BreachState.CLOSED,
    },
    BreachState.ANSWERED: {BreachState.CONFIRMED, BreachState.REJECTED, BreachState.CLOSED},
    BreachState.CONFIRMED: {BreachState.REMEDIED, BreachState.CLOSED},
    BreachState.REJECTED: {BreachState.FLAGGED, BreachState.CLOSED},
    BreachState.REMEDIED: {BreachState.CLOSED},
    BreachState.CLOSED: {BreachState.FLAGGED},
}

OPEN_STATES = (BreachState.FLAGGED, BreachState.ANSWERED, BreachState.CONFIRMED)

"""Acts, the checks made of them, and the breaches that checks raise."""

from commitments.models.acts import OF_ACT, Act, ActQuerySet, Correction, SubjectQuerySet
from commitments.models.cases import (
    Breach,
    BreachQuerySet,
    Determination,
    Explanation,
    ProposedDecision,
)
from commitments.models.checks import Check, CheckQuerySet, Following, SweepRun, Verification

__all__ = [
    "OF_ACT",
    "Act",
    "ActQuerySet",
    "Breach",
    "BreachQuerySet",
    "Check",
    "CheckQuerySet",
    "Correction",
    "Determination",
    "Explanation",
    "Following",
    "ProposedDecision",
    "SubjectQuerySet",
    "SweepRun",
    "Verification",
]

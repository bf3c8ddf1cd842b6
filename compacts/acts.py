"""Which duties an act can carry: the loader asks here, and the apps that record acts answer.

This app knows none of the apps above it: each kind of act is made known when the site starts. Of a
kind that nobody has spoken for, nothing is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compacts.models import Rule

Lacks = Callable[[Rule], Sequence[str]]

SHARED_CODES = frozenset(
    {
        "impact_assessed", "reallocation_assessed", "discussed", "opportunity_to_respond",
        "response_considered", "improvement_timetable_agreed", "monitoring_agreed", "sector_told",
        "rationale", "feedback_published", "feedback_to_unsuccessful", "matters_open_to_change",
        "methods_explained", "written_explanation", "timescale_reasonable",
    }
)  # fmt: skip
"""Codes of steps and records that mean one thing in every compact, and belong to the acts that
have them. Any other code is a clause's own."""

_LACKS: dict[str, Lacks] = {}


def speak_for(kind: str, lacks: Lacks) -> None:
    """Makes known what acts of a kind cannot tell: of a rule, the facts that it will never have."""
    _LACKS[kind] = lacks


def facts_lacking(rule: Rule) -> Sequence[str]:
    """The facts that the rule needs of its acts and will never have, as "steps.CODE" for codes."""
    lacks = _LACKS.get(rule.act_kind)
    return lacks(rule) if lacks else ()

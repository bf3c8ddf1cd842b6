"""Which kinds of act there are, and which duties each can carry: the apps that record acts say so.

This app knows none of the apps above it: each kind of act is made known when the site starts. Of a
kind that is only planned for, nothing is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of act as clauses see it.

    noun: what one is called inside a sentence. subkinds: what the `kinds` of a clause may name.
    lacks: of a rule, the facts that such an act will never have.
    """

    noun: str
    subkinds: tuple[str, ...] = ()
    lacks: Lacks = lambda rule: ()


_KINDS: dict[str, ActKind] = {
    "planned_action": ActKind("planned action"),
    "review": ActKind("review"),
}
"""By name. These two stand in clauses already, and no app records them yet."""


def make_known(kind: str, known: ActKind) -> None:
    """Makes a kind of act known, which an app above records."""
    _KINDS[kind] = known


def act_kinds() -> dict[str, ActKind]:
    """Every kind of act that a clause may name."""
    return dict(_KINDS)


def noun_of(kind: str) -> str:
    """What one act of the kind is called inside a sentence."""
    return _KINDS[kind].noun if kind in _KINDS else kind.replace("_", " ")


def facts_lacking(rule: Rule) -> Sequence[str]:
    """The facts that the rule needs of its acts and will never have, as "steps.CODE" for codes."""
    known = _KINDS.get(rule.act_kind)
    return known.lacks(rule) if known else ()

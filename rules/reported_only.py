"""Clauses that are never computed: independence, the right to campaign, respect, good faith.

The rules specification, section 3.10. Either sector can cite such a clause in an issue or a
dispute, or record evidence of good practice against it.
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.params import Param, Params
from rules.verdict import Outcome, Verdict, not_applicable

FACTS = ("withdrawn_on",)
PARAMS: tuple[Param, ...] = ()
OUTCOMES: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls()


@dataclass(slots=True)
class Facts:
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(withdrawn_on=read.day(facts, "withdrawn_on"))


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    return not_applicable("This clause is never computed; it can be cited in an issue.")


def describe(settings: Settings) -> str:
    return (
        "This clause is never computed. Either sector can cite it in an issue or a dispute, or "
        "record evidence of good practice against it."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met: none, as nothing is computed."""
    return ()

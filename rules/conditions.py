"""Whether a clause applies at all: the rules specification, section 3.11.

Any rule may have a condition that must hold (`when`) and one that must not (`unless`). The fact
`conditions` answers each by its code, yes or no.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rules import facts as read
from rules.as_at import AsAt
from rules.params import Code, Params
from rules.verdict import Verdict, cannot_assess, not_applicable
from rules.words import code_in_words

WHEN = Code(
    name="when",
    meaning="The condition under which the clause applies.",
    example="over_5000_pounds",
)
UNLESS = Code(
    name="unless",
    meaning="The condition under which the clause does not apply.",
    example="emergency",
)
PARAMS = (WHEN, UNLESS)
Answers = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of one rule, by their codes."""

    when: str | None
    unless: str | None

    @classmethod
    def read(cls, params: Params) -> "Conditions | None":
        """Return the conditions, or None where the rule has neither."""
        conditions = cls(when=WHEN.read(params), unless=UNLESS.read(params))
        return conditions if conditions.codes else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes that are asked for, `when` first."""
        return tuple(dict.fromkeys(code for code in (self.when, self.unless) if code))

    def judge(self, answers: Answers, at: AsAt) -> Verdict | None:
        """Return the verdict where the clause does not apply or nobody has said, else None."""
        when, unless = self.when, self.unless
        if when and answers.get(when) == "no":
            reason = f"The clause has a condition that is not met: {code_in_words(when)}."
            return not_applicable(reason)
        if unless and answers.get(unless) == "yes":
            return not_applicable(
                f"The clause has an exception that holds: {code_in_words(unless)}."
            )
        missing = [f"conditions.{code}" for code in self.codes if answers.get(code) is None]
        if missing:
            return cannot_assess(*missing)
        if when:
            at.note(f"The clause's condition is met: {code_in_words(when)}.")
        if unless:
            at.note(f"The clause's exception does not hold: {code_in_words(unless)}.")
        return None

    @property
    def words(self) -> str:
        """Return one sentence a condition, for the description of the rule."""
        said = []
        if self.when:
            said.append(f"This applies only where: {code_in_words(self.when)}.")
        if self.unless:
            said.append(f"It does not apply where: {code_in_words(self.unless)}.")
        return " ".join(said)


def read_answers(facts: read.Facts) -> Answers:
    """Return the answers by code. Raises FactError for one that is neither yes nor no."""
    return read.answers_by_code(facts, "conditions")

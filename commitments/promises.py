"""What an act's other side promised, and puts on record itself.

A clause may bind the side that an act is towards: the group that a council funds plans for the end of
the funding. How such a promise was kept is the counterpart's to record. The body that recorded the
act reads it, and cannot write it.
"""

from __future__ import annotations

from commitments.models import Act, Check
from commitments.subjects import subject_for
from compacts.fact_parts import Fact
from compacts.fact_words import fact_words
from organisations.models import Organisation

KEPT_AS = {"steps": "steps", "fields": "records"}
"""The tables that a rule reads, and where the row of an act keeps each."""


def facts_of(check: Check) -> list[str]:
    """The facts of the act's row by which the promise is kept, as "steps.CODE" or "records.CODE"."""
    tables = subject_for(check.act.kind).coded
    return [
        f"{table}.{code}"
        for asked, table in KEPT_AS.items()
        if table in tables
        for code in check.rule.params.get(asked, [])
    ]


def asked_of(check: Check) -> list[Fact]:
    """The same as questions, under the clause's own labels."""
    return [fact_words(check.act.kind, name, check.rule.labels) for name in facts_of(check)]


def facts_of_the_other_side(act: Act) -> dict[str, Organisation]:
    """The facts by which the act's other side alone keeps a promise, and whose they are."""
    theirs: dict[str, Organisation] = {}
    own: set[str] = set()
    for check in Check.objects.filter(act=act).select_related("rule", "responsible__area"):
        check.act = act
        if check.is_of_the_other_side:
            theirs |= dict.fromkeys(facts_of(check), check.responsible)
        else:
            own.update(facts_of(check))
    return {fact: body for fact, body in theirs.items() if fact not in own}

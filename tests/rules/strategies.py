"""Facts for every rule type, with every fact in play and the dates close enough to meet."""

from datetime import date, timedelta

from hypothesis import strategies as st

from rules import Rule, fact_names

BASE = date(2027, 1, 31)
FIRST_DAY = BASE - timedelta(days=260)
LAST_DAY = BASE + timedelta(days=290)

_TEXT = st.sampled_from(["because", "because", "because", "  ", ""])
_YES_OR_NO = st.sampled_from(["yes", "yes", "no"])
_STEPS = [
    "impact_assessed", "discussed", "opportunity_to_respond", "response_considered",
    "improvement_timetable_agreed",
]  # fmt: skip


def days(first: int = -60, last: int = 90) -> st.SearchStrategy[str]:
    """ISO dates around BASE; month ends come often."""
    near = st.integers(first, last).map(lambda count: BASE + timedelta(days=count))
    month_ends = near.map(lambda day: day.replace(day=1) - timedelta(days=1))
    return st.one_of(near, month_ends).map(date.isoformat)


def _amounts(least: int, most: int) -> st.SearchStrategy[object]:
    """Amounts as numbers and as text."""
    pence = st.integers(least * 100, most * 100)
    return st.one_of(st.integers(least, most), pence.map(lambda count: f"{count / 100:.2f}"))


_FACTS = {
    "kind": st.sampled_from(["end", "end", "end", "change", "reduce"]),
    "renewal_expected": _YES_OR_NO,
    "significant_effect": _YES_OR_NO,
    "exception": st.sampled_from(["exceptional_circumstances", "central_government"]),
    "rationale": _TEXT,
    "explanation": _TEXT,
    "steps": st.fixed_dictionaries({step: st.none() | days(-60, 50) for step in _STEPS}),
    "fields": st.dictionaries(
        st.sampled_from(["rationale", "feedback_published", "sent"]),
        st.sampled_from([None, "", " ", "done", "done", True, False]),
    ),
    "received_on": days(-60, 40),
    "last_day": days(0, 130),
    "opens_on": days(-60, 20),
    "closes_on": days(40, 120),
    "documents_complete_on": days(-60, 50),
    "decided_on": days(-60, 20),
    "informed_on": days(-20, 60),
    "expected_start": days(20, 120),
    "paid_on": days(10, 110),
    "queried_on": days(-60, 20),
    "resubmitted_on": days(10, 80),
    "start_on": days(-60, 20),
    "retaken_on": days(30, 120),
    "anchor_on": days(-390, -330),
    "told": st.dictionaries(st.sampled_from(["service_users", "staff"]), days(-60, 90)),
    "unknown": st.lists(st.sampled_from(_STEPS), max_size=3),
    "conditions": st.fixed_dictionaries(
        {"large": st.sampled_from(["yes", "yes", "yes", "no", None]),
         "urgent": st.sampled_from(["no", "no", "no", "yes", " "])}
    ),
    "triggered_on": days(-60, 40),
    "end_on": days(30, 140),
    "period_start_on": days(-90, -10),
    "sector_before": _amounts(100, 110),
    "sector_after": _amounts(88, 104),
    "own_before": _amounts(100, 110),
    "own_after": _amounts(88, 104),
}  # fmt: skip
_FACTS_OF = {
    ("times_per_period", "held_on"): st.lists(st.none() | days(-120, 150), max_size=6),
    ("response_time", "done_on"): days(30, 90),
}
_FLAGS = {
    "in_writing", "fixed_term_end", "formal_written", "order_attested", "problems_logged",
    "ongoing", "minuted",
}  # fmt: skip
_RARE = {"withdrawn_on", "previous_last_day", "fixed_term_end", "ongoing", "agreed_terms_on"}


def _fact(rule_type: str, name: str) -> st.SearchStrategy[object]:
    value = st.booleans() if name in _FLAGS else _FACTS.get(name, days())
    value = _FACTS_OF.get((rule_type, name), value)
    return st.one_of(st.none(), st.none(), st.none(), value) if name in _RARE else value


def facts_for(rule: Rule) -> st.SearchStrategy[dict[str, object]]:
    """Facts of the rule's type: most of them there, the rare ones often null, a few absent."""
    names = fact_names(rule.type)
    facts = {name: _fact(rule.type, name) for name in names}
    gaps = st.sets(st.sampled_from(names), max_size=2)
    return st.builds(_without, st.fixed_dictionaries(facts), st.booleans(), gaps)


def _without(facts: dict[str, object], whole: bool, gaps: set[str]) -> dict[str, object]:
    if whole:
        return facts
    return {name: value for name, value in facts.items() if name not in gaps}

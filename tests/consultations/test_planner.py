"""The planner's dates against a calendar counted out by hand, day after day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.models import Act
from consultations.forms.records import ask_records
from consultations.models import Consultation
from consultations.views.planner import plan_of
from pages.forms import PageForm
from tests import cast
from tests.compacts import new_types

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
openings = st.dates(date(2013, 1, 1), date(2030, 12, 31))
SMALL = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def planned(area_slug: str = "thurrock", **facts: object) -> Consultation:
    lead = cast.council(area_slug)
    return Consultation(
        act=Act(area=lead.area, responsible=lead, kind="consultation"),
        formal_written=True,
        **facts,
    )


def counted_out(day: date, days: int) -> date:
    """`days` later, one day at a time."""
    for _ in range(abs(days)):
        day = date.fromordinal(day.toordinal() + (1 if days > 0 else -1))
    return day


@given(opens=openings, length=st.integers(0, 200), late=st.integers(0, 40))
@SMALL
def test_plan_agrees_with_a_calendar_counted_by_days(
    library: None, opens: date, length: int, late: int
) -> None:
    closes = opens + length * DAY
    complete = opens + min(late, length) * DAY
    plan = plan_of(
        planned(opens_on=opens, closes_on=closes, documents_complete_on=complete), on=opens
    )
    earliest = counted_out(complete, 84)
    assert plan.earliest_close == earliest
    assert plan.latest_opening == counted_out(closes, -84)
    assert plan.is_departure == (closes < earliest)
    assert plan.short_by == max(0, earliest.toordinal() - closes.toordinal())
    assert plan.lost_days == min(late, length)


@pytest.mark.parametrize(
    ("opens", "closes", "outcome", "short"),
    [
        (date(2014, 12, 1), date(2015, 2, 23), "met", 0),
        (date(2014, 12, 1), date(2015, 2, 20), "breach", 3),
        (date(2028, 1, 10), date(2028, 4, 3), "met", 0),
    ],
)
def test_plan_of_the_published_examples(
    library: None, opens: date, closes: date, outcome: str, short: int
) -> None:
    plan = plan_of(planned(opens_on=opens, closes_on=closes), on=opens)
    assert [str(each.verdict.outcome) for each in plan.recorded] == [outcome]
    assert plan.short_by == short


def test_plan_with_an_explanation_is_explained(library: None) -> None:
    opens = date(2026, 3, 2)
    plan = plan_of(
        planned(opens_on=opens, closes_on=opens + 7 * DAY, explanation="Because."), on=opens
    )
    assert plan.is_departure
    assert not plan.is_unexplained


def test_plan_in_stockton_shows_the_clause_beside(library: None) -> None:
    opens = date(2015, 3, 2)
    plan = plan_of(
        planned("stockton", opens_on=opens, closes_on=opens + 7 * DAY, significant_effect="yes"),
        on=opens,
    )
    assert [each.rule.provision.ref for each in plan.recorded] == ["S1.14"]
    assert [rule.provision.ref for rule in plan.also] == ["S1.23"]


@pytest.mark.parametrize(("area", "year"), [("southend", 2025), ("thurrock", 2008)])
def test_plan_without_a_figure_shows_a_local_benchmark(library: None, area: str, year: int) -> None:
    opens = date(year, 3, 3)
    plan = plan_of(planned(area, opens_on=opens, closes_on=opens + 7 * DAY), on=opens)
    assert plan.is_local
    assert plan.local_words
    assert plan.earliest_close == opens + 84 * DAY
    assert not plan.is_departure


def test_plan_without_dates_says_what_to_do(library: None) -> None:
    plan = plan_of(planned(), on=date(2026, 3, 2))
    assert plan.standing.startswith("Once there is an opening date")
    assert plan.earliest_close is None


def test_plan_with_a_close_alone_gives_the_latest_opening(library: None) -> None:
    closes = date(2026, 6, 1)
    plan = plan_of(planned(closes_on=closes), on=date(2026, 1, 5))
    assert plan.latest_opening == counted_out(closes, -84)
    assert plan.earliest_close is None


def test_plan_outside_every_edition_has_no_figure(library: None) -> None:
    opens = date(1999, 3, 1)
    plan = plan_of(planned(opens_on=opens, closes_on=opens + DAY), on=opens)
    assert plan.period is None
    assert "No compact is in force" in plan.standing


def test_a_new_rule_type_is_asked_for_its_steps_and_records(monkeypatch) -> None:
    new_types.make_known(monkeypatch)
    form = PageForm()
    clauses = ask_records(form, new_types.new_rules(), own=(), records={})
    assert [name for clause in clauses for name in clause.names] == [
        "step-walked_round",
        "record-seen",
    ]
    assert form.fields["record-seen"].label == "What was seen"

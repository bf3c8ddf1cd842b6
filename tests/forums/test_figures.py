"""The two headline rates, against a year worked out by hand."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commitments.selections import Span
from forums.figures import rates, whole_months
from tests.cast import area
from tests.forums import story

pytestmark = pytest.mark.django_db


def rates_of(on=story.TODAY, start=None, end=None):
    return rates(area(), Span(on, start, end))


def test_consultations_are_counted_once_closed():
    story.consultations()
    assert rates_of()["consultations"] == {
        "closed": 4,
        "assessed": 3,
        "under_period": 2,
        "share_under": 0.6667,
        "unexplained": 1,
        "share_unexplained": 0.5,
        "median_days": 28,
        "cannot_assess": 1,
        "withdrawn": 1,
    }


def test_notices_are_counted_once_given():
    story.notices()
    assert rates_of()["notices"] == {
        "assessed": 3,
        "full_period": 1,
        "share_full": 0.3333,
        "explained": 1,
        "median_months": 1,
        "median_days": 61,
        "cannot_assess": 1,
        "withdrawn": 1,
    }


def test_nothing_recorded_has_no_share():
    found = rates_of()
    assert found["consultations"]["share_under"] is None
    assert found["consultations"]["share_unexplained"] is None
    assert found["notices"]["share_full"] is None
    assert found["notices"]["median_months"] is None


def test_period_takes_consultations_by_close_and_notices_by_receipt():
    story.consultations()
    story.notices()
    found = rates_of(start=date(2026, 3, 2), end=date(2026, 6, 1))
    assert found["consultations"]["assessed"] == 3
    assert found["consultations"]["cannot_assess"] == 0
    assert found["notices"]["assessed"] == 1
    assert found["notices"]["withdrawn"] == 1
    day_less = rates_of(start=date(2026, 3, 3), end=date(2026, 5, 31))
    assert day_less["consultations"]["assessed"] == 1
    assert day_less["notices"]["assessed"] == 0


def test_day_gone_by_counts_what_had_closed_and_was_unexplained_then():
    story.consultation(
        "C-9",
        story.TODAY,
        date(2026, 5, 4),
        date(2026, 6, 1),
        explanation="Told in July.",
        explained_on=date(2026, 7, 1),
    )
    then = rates_of(on=date(2026, 6, 15))["consultations"]
    assert (then["under_period"], then["unexplained"]) == (1, 1)
    assert rates_of(on=date(2026, 5, 31))["consultations"]["assessed"] == 0
    assert rates_of()["consultations"]["unexplained"] == 0


def test_closing_day_itself_counts_as_under_but_not_yet_unexplained():
    story.consultation("C-9", date(2026, 6, 1), date(2026, 5, 4), date(2026, 6, 1))
    found = rates_of(on=date(2026, 6, 1))["consultations"]
    assert (found["assessed"], found["under_period"], found["unexplained"]) == (1, 1, 0)


def test_median_of_an_even_number_is_half_way_between_the_middle():
    story.consultation("C-1", story.TODAY, date(2026, 1, 5), date(2026, 4, 6))
    story.consultation("C-2", story.TODAY, date(2026, 2, 2), date(2026, 3, 2))
    assert rates_of()["consultations"]["median_days"] == 59.5


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 12, 31), date(2027, 3, 31), 3),
        (date(2027, 1, 1), date(2027, 3, 31), 2),
        (date(2026, 11, 30), date(2027, 2, 28), 3),
        (date(2026, 5, 1), date(2026, 5, 1), 0),
        (date(2014, 5, 5), date(2014, 3, 31), 0),
    ],
)
def test_notice_is_measured_in_whole_months(first, last, found):
    assert whole_months(first, last) == found


def report(*options):
    out = StringIO()
    call_command("report", "--area", "thurrock", *options, stdout=out)
    return json.loads(out.getvalue())


def test_report_prints_the_same_rates():
    story.consultations()
    story.notices()
    assert report("--on", "2026-11-23") == rates_of()
    assert report("--from", "2026-03-02", "--to", "2026-06-01", "--on", "2026-11-23") == rates_of(
        start=date(2026, 3, 2), end=date(2026, 6, 1)
    )


def test_report_names_the_fault():
    with pytest.raises(CommandError, match="No area is called 'atlantis'. Known: .*thurrock"):
        call_command("report", "--area", "atlantis")
    with pytest.raises(CommandError, match="--to cannot be before --from"):
        report("--from", "2026-06-01", "--to", "2026-03-01")
    with pytest.raises(CommandError, match="no date like 2027-03-31"):
        report("--from", "March")

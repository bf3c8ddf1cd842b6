"""Dates, money, outcomes and states read the same everywhere."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import pytest
from django.template import Context, Template

from pages import shown

DAY = dt.date(2027, 3, 31)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


def test_on_gives_the_date_in_words_inside_time():
    assert render("{{ d|on }}", d=DAY) == '<time datetime="2027-03-31">31 March 2027</time>'


def test_on_nothing_says_not_given():
    assert render("{{ d|on }}", d=None) == '<span class="muted">not given</span>'


def test_on_reads_iso_text_as_facts_keep_it():
    assert "31 March 2027" in render("{{ d|on }}", d="2027-03-31")


def test_on_an_instant_gives_the_local_day():
    late = dt.datetime(2027, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert "1 July 2027" in render("{{ d|on }}", d=late)


def test_weekday_on_names_the_day():
    assert "Friday 20 February 2015" in render("{{ d|weekday_on }}", d=dt.date(2015, 2, 20))


def test_at_gives_day_and_local_time():
    summer = dt.datetime(2027, 6, 30, 9, 5, tzinfo=dt.UTC)
    assert "30 June 2027 at 10:05" in render("{{ d|at }}", d=summer)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 days"), (1, "1 day"), (3, "3 days"), (-1, "-1 day"), (None, "")]
)
def test_days(number, words):
    assert shown.days(number) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (344000, "£344,000"),
        (Decimal("1250.50"), "£1,250.50"),
        ("12.00", "£12"),
        (-5, "−£5"),
        (0, "£0"),
        (None, ""),
    ],
)
def test_pounds(amount, words):
    assert shown.pounds(amount) == words


def test_every_outcome_has_words_and_a_mark_of_its_own():
    words = {words for words, _, _ in shown.OUTCOMES.values()}
    marks = {mark for _, _, mark in shown.OUTCOMES.values()}
    assert len(words) == len(marks) == len(shown.OUTCOMES) == 9


def test_outcome_tag_takes_an_enum_member():
    class Outcome(StrEnum):
        BREACH = "breach"

    html = render("{% outcome_tag outcome %}", outcome=Outcome.BREACH)
    assert "Apparent breach" in html
    assert 'aria-hidden="true"' in html


def test_state_tag_escapes_its_label():
    assert "&lt;b&gt;" in render('{% state_tag label "red" %}', label="<b>")


def test_state_tag_refuses_an_unknown_colour():
    with pytest.raises(ValueError, match="No tag is mauve"):
        shown.state_tag("New", "mauve")


def test_summary_list_shows_dates_and_what_is_missing():
    rows = [("Last day", DAY), {"key": "Reason", "value": None, "url": "/r"}]
    html = render('{% include "_components/summary_list.html" %}', rows=rows)
    assert "31 March 2027" in html
    assert "not given" in html
    assert 'href="/r"' in html


def test_why_this_date_shows_clause_facts_working_and_calendar():
    why = {
        "clause": "Clause 4.4",
        "clause_url": "/c/4.4",
        "facts": [{"label": "Last day", "value": DAY, "recorded_by": "Grants officer"}],
        "workings": ["Three months back."],
        "calendar": "England and Wales 2028",
    }
    html = render("{% why_this_date why %}", why=why)
    for expected in (
        "Clause 4.4",
        "/c/4.4",
        "31 March 2027",
        "Grants officer",
        "Three months back.",
    ):
        assert expected in html
    assert "England and Wales 2028" in html


def test_reason_button_refused_shows_the_reason_and_no_link():
    class No:
        reason = "Only the forum can."

        def __bool__(self) -> bool:
            return False

    html = render('{% reason_button no "Confirm" "/confirm/" %}', no=No())
    assert "disabled" in html
    assert "Only the forum can." in html
    assert "/confirm/" not in html.replace("reason-confirm-confirm", "")


def test_reason_button_allowed_is_a_link_or_a_form():
    assert 'href="/x/"' in render('{% reason_button True "Go" "/x/" %}')
    assert 'method="post"' in render('{% reason_button True "Go" "/x/" post=True %}')


def test_empty_state_says_what_to_do_next():
    html = render('{% empty_state "Nothing yet." url="/new/" label="Record one" %}')
    assert "Nothing yet." in html
    assert '<a class="govuk-link" href="/new/">Record one</a>' in html

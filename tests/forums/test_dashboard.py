"""The dashboard: who sees it, what it counts, that each figure opens what it counts, and its cost."""

import re
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.acts import void_act
from commitments.cases import determine
from commitments.models import Breach, Check, SweepRun
from forums.dashboard import Dashboard
from tests.cast import area, at, council, group, notice, organisation, person
from tests.forums import story
from tests.html import one_line

pytestmark = pytest.mark.django_db

PAGE = "/areas/thurrock/dashboard/"
MOST_QUERIES = 24
"""Sign-in and the frame of the page, then one a part of the page, however much there is to count."""


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(story.TODAY), tick=False):
        yield


@pytest.fixture
def chair():
    return person("forum_chair", organisation("thurrock-cvs"))


def board(on=story.TODAY):
    return Dashboard(area(), on=on, today=story.TODAY)


def counts(rows):
    return {row.label: tuple(figure.count for figure in row.figures) for row in rows}


# Who sees it


@pytest.mark.parametrize("role", ["forum_chair", "compact_officer", "cvs_staff", "read_only"])
def test_people_of_the_whole_area_see_it(client, role):
    client.force_login(person(role, organisation("thurrock-cvs")))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Thurrock: are we keeping our word?" in one_line(page)


def test_strangers_are_sent_to_sign_in(client):
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("role", ["officer", "vcs_member"])
def test_one_bodys_people_are_told_why_not(client, role):
    client.force_login(person(role, council() if role == "officer" else group()))
    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert "Only people who work for the whole of Thurrock can see this." in one_line(answer)


def test_another_area_is_not_there(client):
    client.force_login(person("forum_chair", council("southend")))
    assert client.get(PAGE).status_code == 404
    assert client.get("/areas/atlantis/dashboard/").status_code == 404


# What it counts


def test_findings_stand_side_by_side(chair):
    story.consultations()
    story.notices()
    by_hand = {
        outcome: (
            Check.objects.filter(outcome=outcome, sector="public").count(),
            Check.objects.filter(outcome=outcome, sector="vcs").count(),
        )
        for outcome in ("breach", "met", "explained", "at_risk", "cannot_assess", "not_applicable")
    }
    found = counts(board().findings)
    assert found["Apparent breach"] == by_hand["breach"]
    assert found["Met"] == by_hand["met"]
    assert found["Explained"] == by_hand["explained"]
    assert found["Cannot assess"] == by_hand["cannot_assess"]
    assert board().findings_total == Check.objects.count()


def test_open_breaches_have_an_age_and_a_clause():
    story.consultation("C-2", story.TODAY, date(2026, 2, 2), date(2026, 3, 2))
    story.many(1)
    assert counts(board().ages) == {
        "Up to 4 weeks": (0, 0),
        "5 to 12 weeks": (0, 0),
        "13 to 26 weeks": (1, 0),
        "Over 26 weeks": (1, 0),
    }
    assert counts(board().clauses) == {"2.4 (2012)": (1, 0), "4.4 (2012)": (1, 0)}
    assert board().open_total.count == 2


def test_new_is_counted_from_the_last_meeting():
    story.forum(met_on=date(2026, 10, 1))
    story.many(1, on=date(2026, 9, 20))
    story.consultation("C-2", date(2026, 10, 5), date(2026, 2, 2), date(2026, 3, 2))
    shown = board()
    assert (shown.last_held_on, shown.next_planned_on) == (date(2026, 10, 1), date(2026, 12, 8))
    assert counts(shown.new)["Breaches found"] == (1, 0)
    assert [case.check_made.rule.provision.ref for case in shown.newest] == ["2.4"]


@pytest.mark.parametrize("on", [story.TODAY, date(2026, 10, 15)])
def test_a_case_of_a_voided_record_is_counted_nowhere(client, chair, on):
    story.forum(met_on=date(2026, 9, 1))
    story.many(2, on=date(2026, 9, 20))
    assert counts(board(on).new)["Breaches found"] == (2, 0)
    voided, kept = Breach.objects.order_by("pk")
    officer = person("officer", council())
    void_act(voided.check_made.act, by=officer, reason="Twice.", on=story.TODAY, at=at(story.TODAY))
    shown = board(on)
    assert counts(shown.new) == {"Breaches found": (1, 0), "Cases closed": (0, 0)}
    assert shown.newest == [kept]
    assert shown.open_total.count == 1
    client.force_login(chair)
    for figure in [shown.open_total, *(figure for row in shown.new for figure in row.figures)]:
        assert client.get(figure.url).context["listing"].count == figure.count, figure.url


def test_without_a_meeting_the_last_twelve_weeks_are_new(client, chair):
    story.forum(met_on=None)
    assert board().since == date(2026, 8, 31)
    client.force_login(chair)
    said = one_line(client.get(PAGE))
    assert (
        "No meeting before this day is recorded as held, so this counts the last 12 weeks." in said
    )


def test_last_days_to_act_come_soonest_first():
    story.consultations()
    story.notices()
    days = [check.last_day_to_act for check in board().due]
    assert days == sorted(days)
    assert date(2026, 12, 7) in days
    assert date(2026, 12, 31) in days
    assert board().due_count.count == len(days)


def test_missing_facts_are_named_with_the_body(client, chair):
    story.consultations()
    story.notices()
    [line] = board().missing
    assert line["name"] == "Thurrock Council"
    words = dict(line["facts"])
    assert words["in writing"].count == 1
    assert words["formal and written"].count == 1
    client.force_login(chair)
    assert "in writing (1)" in one_line(client.get(PAGE))


def missing_of_the_council():
    [line] = [line for line in board().missing if line["name"] == "Thurrock Council"]
    return dict(line["facts"])


def test_a_missing_fact_is_called_what_each_kind_of_act_calls_it():
    facts, day = {"start_on": "2026-06-01"}, date(2026, 6, 1)
    story.act("agreement", "A-1", story.TODAY, acted_on=day, facts=facts, subkind="grant")
    assert missing_of_the_council()["last funded day"].count == 1
    notice(story.TODAY, received_on=date(2026, 6, 1))
    assert missing_of_the_council()["last day on the old terms or last funded day"].count == 2


def test_explained_departures_show_the_reason(client, chair):
    story.consultations()
    story.notices()
    client.force_login(chair)
    said = one_line(client.get(PAGE))
    assert "The building was unsafe after the flood." in said
    assert "The grant closed early." in said


def test_gap_in_the_checks_is_shown(client, chair):
    SweepRun.objects.create(
        on=date(2026, 11, 20),
        started_at=at(date(2026, 11, 20)),
        finished_at=at(date(2026, 11, 20)),
        not_run_from=date(2026, 11, 10),
    )
    client.force_login(chair)
    said = re.sub(r"<[^>]+>", "", one_line(client.get(PAGE)))
    assert "Checks were not run from 10 November 2026 to 20 November 2026." in said


def test_day_gone_by_counts_cases_as_they_stood(client, chair):
    story.forum()
    story.many(1, on=date(2026, 9, 20))
    case = Breach.objects.get()
    determine(
        case,
        by=person("forum_chair", organisation("thurrock-cvs"), "second.chair@test.example"),
        decision="rejected",
        reasons="The letter came by hand in May.",
        on=date(2026, 11, 1),
        at=at(date(2026, 11, 1)),
    )
    assert board(date(2026, 9, 19)).open_total.count == 0
    assert board(date(2026, 10, 31)).open_total.count == 1
    assert board(date(2026, 11, 1)).open_total.count == 0
    assert board().open_total.count == 0
    client.force_login(chair)
    said = one_line(client.get(PAGE, {"on": "2026-10-31"}))
    assert "This is a day gone by." in said
    assert "as they stand today" in said


def test_unreadable_day_is_said(client, chair):
    client.force_login(chair)
    page = client.get(PAGE, {"on": "2026-02-30"})
    assert page.status_code == 200
    assert "must be a real date" in one_line(page)


def test_no_person_is_named(client, chair):
    story.consultations()
    story.notices()
    client.force_login(chair)
    said = one_line(client.get(PAGE))
    assert "@test.example" not in said


# Each figure opens what it counts


def figures_of(shown):
    found = [shown.due_count, shown.open_total, shown.explained_total, shown.set_aside]
    for row in [*shown.findings, *shown.ages, *shown.clauses, *shown.new]:
        found += row.figures
    for line in shown.missing:
        found += [line["figure"], *(figure for _, figure in line["facts"])]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("on", [story.TODAY, date(2026, 10, 15)])
def test_every_figure_opens_what_it_counts(client, chair, on):
    story.forum()
    story.consultations(on=date(2026, 9, 10))
    story.notices()
    story.many(2, on=date(2026, 9, 20))
    client.force_login(chair)
    shown = board(on)
    for figure in figures_of(shown):
        page = client.get(figure.url)
        assert page.status_code == 200, figure.url
        assert page.context["listing"].count == figure.count, figure.url
    rates = {
        **{f"consultations_{name}": n for name, n in rate(shown.consultations, "under_period")},
        **{f"notices_{name}": n for name, n in rate(shown.notices, "full_period")},
    }
    for code, count in rates.items():
        page = client.get(shown.figure_urls[code.removesuffix("_assessed")])
        assert page.context["listing"].count == count, code


def rate(figures, part):
    short = {"under_period": "under", "full_period": "full"}[part]
    yield "assessed", figures.assessed
    yield short, getattr(figures, part)
    yield "withdrawn", figures.withdrawn
    yield "cannot_assess", figures.cannot_assess
    for name in ("unexplained", "explained"):
        if hasattr(figures, name):
            yield name, getattr(figures, name)


def test_chart_and_table_say_the_same(client, chair):
    story.notices()
    client.force_login(chair)
    page = one_line(client.get(PAGE))
    figure = re.search(r'<svg class="chart__drawing.*?</figure>', page, re.S).group()
    assert "<title" in figure
    assert "<desc" in figure
    drawn = re.findall(r'class="chart__figure"[^>]*>([\d,]+)<', figure)
    table = figure.split("</svg>")[1]
    written = re.findall(r">([\d,]+)</a>|numeric\">\s*(\d+)", table)
    assert drawn == [first or second for first, second in written]
    assert "style=" not in page


# What it costs


def queries(client):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(PAGE).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_queries_do_not_grow_with_checks(client, chair):
    story.forum()
    story.consultations()
    story.many(3)
    client.force_login(chair)
    few = queries(client)
    for number in range(3, 150):
        story.consultation(f"Q-{number}", story.TODAY, date(2026, 2, 2), date(2026, 3, 2))
    assert Check.objects.count() >= 300
    assert queries(client) == few <= MOST_QUERIES

"""The calculator: three addresses, a verdict with its working, and the days that follow from it."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from compacts.backwards import FINDERS, turned
from compacts.facts import DUE, HEADINGS, coded_facts, fact, facts_of, flattened, nested
from compacts.forms import FactsForm
from compacts.models import Rule
from rules import RULE_TYPES, fact_names
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

NOTICE = {
    "compact": "thurrock-2012",
    "rule": "4.4:minimum_notice",
    "kind": "end",
    "in_writing": "yes",
    "received_on": "2027-01-01",
    "last_day": "2027-03-31",
    "on": "2027-01-02",
}


def calculated(client, given: dict[str, str]) -> str:
    answer = client.get(reverse("calculator"), given)
    assert answer.status_code == 200
    return one_line(answer)


def rule(slug: str, ref: str, kind: str) -> Rule:
    return Rule.objects.select_related("provision").get(
        provision__compact__slug=slug, provision__ref=ref, type=kind
    )


def test_first_page_hints_the_edition_in_force(client):
    shown = calculated(client, {})
    assert "Thurrock. In force. From 14 November 2012." in shown
    assert "Thurrock. Superseded. 1 December 2006 to 13 November 2012." in shown


def test_going_on_without_a_choice_says_so(client):
    assert "There is a problem" in calculated(client, {"choose": "compact"})


def test_second_page_offers_computed_clauses_only(client):
    shown = calculated(client, {"compact": "thurrock-2012"})
    assert "rule=4.4%3Aminimum_notice" in shown
    assert "<strong>1.1</strong>" not in shown


def test_third_page_asks_for_the_facts_of_the_clause(client):
    shown = calculated(client, {"compact": "thurrock-2012", "rule": "4.3"})
    assert "Potential implications discussed with the organisation" in shown
    assert "steps.discussed_0" in shown
    assert 'id="verdict-title"' not in shown


def test_verdict_and_working(client):
    shown = calculated(client, NOTICE)
    assert "Apparent breach" in shown
    assert "Thursday 31 December 2026" in shown
    assert "1 day" in shown
    assert "3 months from then is 1 April 2027" in shown


def test_three_part_dates_give_the_same_answer(client):
    parts = {key: value for key, value in NOTICE.items() if key != "last_day"}
    parts |= {"last_day_0": "31", "last_day_1": "3", "last_day_2": "2027"}
    link = re.search(r'This page again.*?href="([^"]+)"', calculated(client, parts), re.S)
    assert link is not None
    assert unescape(link[1]).endswith(
        "?compact=thurrock-2012&rule=4.4:minimum_notice&kind=end&received_on=2027-01-01"
        "&in_writing=yes&last_day=2027-03-31&on=2027-01-02"
    )


@time_machine.travel("2026-12-01 12:00", tick=False)
def test_link_keeps_the_day_of_asking(client):
    given = {key: value for key, value in NOTICE.items() if key not in ("on", "received_on")}
    shown = calculated(client, given)
    assert "On track" in shown
    link = re.search(r'This page again.*?href="http://127.0.0.1:8000([^"]+)"', shown, re.S)
    assert link is not None
    with time_machine.travel("2027-06-01 12:00", tick=False):
        again = one_line(client.get(unescape(link[1])))
    assert "On track" in again
    assert "Verdict as at <time" in again
    assert "1 December 2026" in again


def test_missing_facts_are_named_under_their_labels(client):
    shown = calculated(client, {"compact": "thurrock-2012", "rule": "4.4", "kind": "end"})
    assert "Cannot assess" in shown
    assert "“Last day on the old terms”" in shown


def test_contradiction_lands_on_its_field_and_nothing_is_lost(client):
    given = {
        "compact": "stockton-2014",
        "rule": "S1.14",
        "significant_effect": "yes",
        "opens_on": "2014-12-01",
        "closes_on_0": "20",
        "closes_on_1": "Nov",
        "closes_on_2": "2014",
        "explanation": "Typed with care",
    }
    shown = calculated(client, given)
    message = "“Closes on” (20 November 2014) is before “Opens on” (1 December 2014)."
    assert f'<a href="#id_closes_on_0">{message}</a>' in shown
    assert 'value="Nov"' in shown
    assert "Typed with care" in shown
    assert 'id="verdict-title"' not in shown


def test_date_that_does_not_exist_is_refused_at_its_field(client):
    shown = calculated(client, NOTICE | {"last_day": "2027-02-31"})
    assert "#id_last_day_0" in shown


def test_backwards_from_either_date():
    notice = rule("thurrock-2012", "4.4", "minimum_notice")
    given = {"last_day": date(2026, 6, 30), "received_on": date(2026, 11, 30)}
    assert [each.day for each in turned(notice, given)] == [date(2026, 3, 31), date(2027, 2, 28)]
    period = rule("stockton-2014", "S1.14", "minimum_period")
    given = {"opens_on": date(2014, 12, 1), "closes_on": date(2015, 2, 23)}
    assert [each.day for each in turned(period, given)] == [date(2015, 2, 23), date(2014, 12, 1)]
    lead = rule("stockton-2014", "S2.19", "lead_time")
    assert turned(lead, {"expected_start": date(2015, 4, 1)})[0].day == date(2015, 1, 1)
    payment = rule("stockton-2014", "S2.27", "payment_period")
    assert turned(payment, {"received_on": date(2014, 12, 1)})[0].day == date(2015, 1, 15)
    assert turned(payment, {"received_on": date(2150, 12, 1)}) == []
    term = rule("stockton-2014", "S2.18", "minimum_term")
    assert turned(term, {"start_on": date(2015, 4, 1)})[0].day == date(2018, 3, 31)
    for each in Rule.objects.all():
        assert turned(each, {}) == []


def test_closing_day_is_shown_without_a_close(client):
    given = {"compact": "stockton-2014", "rule": "S1.14", "opens_on": "2014-12-01"}
    shown = calculated(client, given)
    assert "Earliest day to close" in shown
    assert "Monday 23 February 2015" in shown


def test_payment_shows_the_statutory_line_as_information(client):
    given = {"compact": "stockton-2014", "rule": "S2.27", "received_on": "2014-12-01"}
    shown = calculated(client, given)
    assert "Statutory 30 calendar days, for contracts: 31 December 2014." in shown
    assert "it is not in the compact" in shown
    assert "15 January 2015" in shown


def test_consultation_over_christmas_is_flagged(client):
    given = {
        "compact": "stockton-2014",
        "rule": "S1.14",
        "significant_effect": "yes",
        "opens_on": "2014-12-01",
        "closes_on": "2015-02-23",
    }
    assert "24 December to 2 January" in calculated(client, given)


def test_planned_action_comes_with_its_own_date(client):
    shown = calculated(client, {"compact": "thurrock-2006", "rule": "A3.7"})
    assert 'value="2007"' in shown


def test_last_day_goes_into_a_calendar(client):
    answer = client.get(reverse("calculator-ics"), NOTICE)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert "Thurrock Joint Compact 2012, 4.4" in str(event["summary"])
    assert "rule=4.4" in str(event["url"])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"compact": "thurrock-2012"},
        {"compact": "thurrock-2012", "rule": "4.4"},
        {"compact": "thurrock-2012", "rule": "4.4", "kind": "end"},
        {"compact": "thurrock-2012", "rule": "4.4", "last_day": "not a day"},
    ],
)
def test_calendar_without_a_last_day_is_404(client, given):
    assert client.get(reverse("calculator-ics"), given).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"compact": "atlantis"},
        {"compact": "thurrock-2012", "rule": "1.1"},
        {"compact": "thurrock-2012", "rule": "9.9:lead_time"},
    ],
)
def test_what_is_not_there_is_404(client, given):
    assert client.get(reverse("calculator"), given).status_code == 404


def test_vocabulary_has_every_fact_of_every_rule_type():
    for kind in RULE_TYPES:
        for name in set(fact_names(kind)) - {"steps", "fields", "conditions", "told"}:
            assert fact(kind, name).label


@pytest.mark.parametrize(
    ("table", "where"),
    [
        (DUE, "DUE in compacts/facts.py: what its due_on is called"),
        (HEADINGS, "HEADINGS in compacts/facts.py: where the calculator lists its clauses"),
        (FINDERS, "FINDERS in compacts/backwards.py: what the known dates say of the open ones"),
    ],
)
def test_every_computed_rule_type_stands_in_the_tables_of_the_calculator(table, where):
    computed = set(RULE_TYPES) - {"reported_only"}
    assert not computed - set(table), f"{sorted(computed - set(table))} needs a line in {where}"
    assert not set(table) - computed, f"{sorted(set(table) - computed)} is no rule type: {where}"


def test_every_computed_clause_is_listed_by_the_calculator(client):
    for compact in ("thurrock-2012", "stockton-2014"):
        shown = calculated(client, {"compact": compact})
        rules = Rule.objects.filter(provision__compact__slug=compact).exclude(type="reported_only")
        assert rules
        for each in rules.select_related("provision"):
            assert f"rule={each.provision.ref}%3A{each.type}" in shown


def test_every_clause_of_the_library_makes_a_form():
    for each in Rule.objects.select_related("provision").exclude(type="reported_only"):
        form = FactsForm({}, rule=each, on=date(2026, 1, 5))
        assert [name for name in form.fields if name != "on"] == [f.name for f in facts_of(each)]
        assert all(field.label for field in form.fields.values())


def test_steps_and_records_fold_and_unfold():
    facts = {"event_on": date(2026, 1, 5), "steps": {"discussed": date(2026, 1, 2)}}
    assert nested(flattened(facts)) == facts
    assert coded_facts("fields", ["rationale"], {})[0].label == "Rationale"


def test_queries_do_not_grow_with_the_clauses(client, django_assert_num_queries):
    for slug in ("thurrock-2012", "stockton-2014"):
        with django_assert_num_queries(3):
            calculated(client, {"compact": slug})

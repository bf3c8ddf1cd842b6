"""The newer rules in a compact's file, in the calculator and on the pages of their clauses."""

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.urls import reverse

from compacts.backwards import turned
from compacts.facts import facts_of, flattened, in_words_of, label_in, nested
from compacts.forms import FactsForm
from compacts.models import Rule
from rules import assess
from tests.compacts import promises
from tests.compacts.small import SLUG, clause, notice_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(trial):
    promises.load(trial)
    return trial


def rule_of(ref: str) -> Rule:
    return Rule.objects.select_related("provision").get(
        provision__compact__slug=SLUG, provision__ref=ref
    )


def shown(client, ref: str, **given) -> str:
    answer = client.get(reverse("calculator"), {"compact": SLUG, "rule": ref, **given})
    assert answer.status_code == 200
    return answer.content.decode()


def link_in(page: str) -> str:
    link = re.search(rf'href="{settings.SITE_URL}([^"]+)"\s*>http', page)
    assert link is not None
    return unescape(link[1])


def test_every_clause_is_offered_under_a_heading(promised, client):
    page = client.get(reverse("calculator"), {"compact": SLUG}).content.decode()
    for ref in promises.RULES:
        assert f"rule={ref}%3A" in page


def test_every_form_asks_what_the_rule_reads(promised):
    asked = {ref: [fact.name for fact in facts_of(rule_of(ref))] for ref in promises.RULES}
    assert asked["2.1"] == [
        "conditions.in_writing_made", "triggered_on", "done_on", "withdrawn_on",
    ]  # fmt: skip
    assert asked["2.2"] == ["event_on", "done_on", "explanation", "explained_on", "withdrawn_on"]
    assert asked["2.4"] == ["period_start_on", "held_on", "withdrawn_on"]
    assert asked["2.6"] == [
        "kind", "told.service_users", "last_day", "previous_last_day", "moved_on", "withdrawn_on",
    ]  # fmt: skip
    assert asked["2.8"] == [
        "event_on", "steps.impact_assessed", "unknown", "order_attested", "retaken_on",
        "withdrawn_on",
    ]  # fmt: skip
    for ref in promises.RULES:
        form = FactsForm({}, rule=rule_of(ref), on=date(2027, 1, 5))
        assert all(field.label for field in form.fields.values())


def test_a_condition_is_asked_under_the_clauses_own_label(promised, client):
    page = shown(client, "2.1")
    assert "The appeal was made in writing" in page
    assert 'name="conditions.in_writing_made"' in page
    page = shown(client, "2.1", triggered_on="2027-02-15", on="2027-06-01")
    assert "Cannot assess" in page
    assert "“The appeal was made in writing”" in page
    given = {"conditions.in_writing_made": "no", "on": "2027-06-01"}
    assert "Does not apply" in shown(client, "2.1", **given)
    given = {"conditions.in_writing_made": "yes", "triggered_on": "2027-02-15", "on": "2027-06-01"}
    page = shown(client, "2.1", **given)
    assert "Apparent breach" in page
    assert "Latest day to do it" in page
    assert "conditions.in_writing_made=yes" in link_in(page)


def test_those_who_are_told_have_a_date_of_their_own(promised, client):
    given = {"kind": "end", "last_day": "2027-03-31", "on": "2027-06-01"}
    page = shown(client, "2.6", **given | {"told.service_users": "2027-03-02"})
    assert "People who use the service told on" in page
    assert "Apparent breach" in page
    again = client.get(link_in(page)).content.decode()
    assert "Notice to service users was received on 2 March 2027" in again


def test_a_list_of_dates_is_typed_one_a_line(promised, client):
    typed = "10 June 2026\n2026-09-10\r\n\n10/6/2026"
    page = shown(client, "2.4", period_start_on="2026-04-01", held_on=typed, on="2027-01-01")
    assert "It was held 2 times by 31 March 2027." in page
    link = link_in(page)
    assert "held_on=2026-06-10,2026-09-10" in link
    assert "It was held 2 times by 31 March 2027." in client.get(link).content.decode()


def test_a_line_that_is_no_date_is_named_and_nothing_is_lost(promised, client):
    page = shown(client, "2.4", period_start_on="2026-04-01", held_on="10 June 2026\n31 June 2026")
    assert "The date “31 June 2026” must be a real date: June 2026 has 30 days" in page
    assert "10 June 2026\n31 June 2026" in unescape(page)
    assert 'id="verdict-title"' not in page


def test_amounts_are_pounds_and_exact(promised, client):
    given = {"event_on": "2027-03-01", "sector_before": "£1,000", "sector_after": "900.50"}
    given |= {"own_before": "2000", "own_after": "1801", "on": "2027-06-01"}
    page = shown(client, "2.5", **given)
    assert "Met" in page
    assert "£900.50" in page
    link = link_in(page)
    assert "sector_after=900.50" in link
    assert "£900.50" in client.get(link).content.decode()
    assert "The amount for the sector before must be an amount" in shown(
        client, "2.5", **given | {"sector_before": "lots"}
    )


def test_an_amount_of_nothing_is_refused_at_its_field(promised, client):
    given = {"event_on": "2027-03-01", "sector_before": "0", "own_after": "5"}
    page = shown(client, "2.5", **given)
    assert '<a href="#id_sector_before">More than 0 is needed.</a>' in page
    assert 'value="5"' in page


def test_a_step_may_be_marked_as_not_known(promised, client):
    given = {"event_on": "2027-03-01", "on": "2027-06-01"}
    assert "Apparent breach" in shown(client, "2.8", **given)
    page = shown(client, "2.8", **given | {"unknown": "impact_assessed"})
    assert "Cannot assess" in page
    assert "“Impact assessed”" in page
    assert "unknown=impact_assessed" in link_in(page)


def test_a_contradiction_lands_on_its_field(promised, client):
    page = shown(client, "2.3", start_on="2027-04-01", end_on="2027-03-01")
    assert "“Ends on” (1 March 2027) is before “Starts on” (1 April 2027)." in page
    assert "#id_end_on_0" in page


def test_working_days_name_their_calendar_and_other_units_none(promised, client):
    counted = shown(client, "2.2", event_on="2027-02-08", on="2027-01-01")
    assert "Bank holidays:" in counted
    assert "1 February 2027" in counted
    paid = shown(client, "2.7", **{"received_on": "2027-03-01", "conditions.disputed": "no"})
    assert "Bank holidays:" not in paid
    assert "31 March 2027" in paid


def test_backwards_in_any_unit(promised):
    def days(ref, **given):
        facts = {name.replace("__", "."): day for name, day in given.items()}
        return [each.day.isoformat() for each in turned(rule_of(ref), facts)]

    assert days("2.1", triggered_on=date(2027, 2, 15)) == ["2027-03-01"]
    assert days("2.2", event_on=date(2027, 2, 8), done_on=date(2027, 2, 1)) == [
        "2027-02-01", "2027-02-08",
    ]  # fmt: skip
    assert days("2.2", event_on=date(2029, 2, 8), done_on=date(2027, 2, 1)) == ["2027-02-08"]
    assert days("2.3", start_on=date(2027, 4, 1), end_on=date(2030, 3, 31)) == [
        "2030-03-31", "2027-04-01",
    ]  # fmt: skip
    assert days("2.4", period_start_on=date(2026, 4, 1)) == ["2027-03-31"]
    assert days("2.5", event_on=date(2027, 3, 1)) == ["2027-02-28"]
    assert days("2.6", last_day=date(2027, 3, 31), told__service_users=date(2027, 3, 2)) == [
        "2027-03-01", "2027-04-01",
    ]  # fmt: skip
    assert days("2.7", received_on=date(2027, 3, 1)) == ["2027-03-31"]


def test_the_earliest_start_of_a_longest_time_is_the_first_that_complies(promised):
    """Counted in each unit: the day itself complies, the day before does not."""
    for unit, count in (("days", 10), ("working_days", 10), ("weeks", 2), ("months", 2)):
        rule = Rule(type="maximum_length", params={"length": {"count": count, "unit": unit}})
        (found,) = turned(rule, {"end_on": date(2027, 3, 31)})
        spans = [
            next(turn.day for turn in turned(rule, {"start_on": start}))
            for start in (found.day, found.day.fromordinal(found.day.toordinal() - 1))
        ]
        assert spans[0] >= date(2027, 3, 31) > spans[1], unit


def test_the_page_of_a_clause_shows_its_worked_example(promised, client):
    pages = {}
    for ref in ("2.1", "2.4", "2.5", "2.8"):
        url = rule_of(ref).provision.get_absolute_url()
        pages[ref] = " ".join(client.get(url).content.decode().split())
    assert "The appeal was made in writing: Yes" in pages["2.1"]
    assert "Held on: 10 June 2026 and 10 September 2026" in pages["2.4"]
    assert "Amount for the sector after: £900.50" in pages["2.5"]
    assert "Not known whether it was done: Impact assessed" in pages["2.8"]


def test_tables_of_facts_fold_and_unfold():
    facts = {"conditions": {"large": "yes"}, "told": {"staff": date(2027, 1, 2)}, "kind": "end"}
    assert flattened(facts) == {
        "conditions.large": "yes", "told.staff": date(2027, 1, 2), "kind": "end",
    }  # fmt: skip
    assert nested(flattened(facts)) == facts


def test_missing_facts_have_their_labels(promised):
    assert label_in(rule_of("2.1"), "conditions.in_writing_made") == (
        "The appeal was made in writing"
    )
    assert label_in(rule_of("2.6"), "told.service_users") == "People who use the service told on"
    assert label_in(rule_of("2.7"), "conditions.disputed") == "Disputed"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"length": {"count": 3, "unit": "fortnights"}},
         "params.length: its unit is one of days, working_days, weeks, months"),
        ({"length": {"count": 0, "unit": "weeks"}},
         "params.length: its count is a whole number from 1 to 2600"),
        ({"length": "3 weeks"}, "params.length: a count and a unit are needed, such as"),
        ({"length": {"count": 3, "unit": "weeks"}, "months": 3},
         "params.length: length stands in place of months: give one of the two"),
        ({"months": 3, "addresee": "staff"},
         "params.addresee: this rule type has no such param; it takes months, length, triggers"),
        ({"months": 3, "when": "large", "unless": "large"},
         "params.unless: is the same as params.when: the clause would never apply"),
    ],
)  # fmt: skip
def test_a_wrong_param_is_told_with_what_would_be_right(trial, params, said):
    trial.clauses[0]["rules"][0]["params"] = {"triggers": ["end"], **params}
    with pytest.raises(CommandError, match=re.escape(f"provision 1.1, rules[0].{said}")):
        trial.load()


def test_labels_belong_to_codes_of_the_rule(trial):
    trial.clauses[0]["rules"][0]["labels"] = {"large": "Large"}
    with pytest.raises(CommandError, match=r"labels.large: is not a code of this rule$"):
        trial.load()
    rule = notice_rule()
    rule["params"]["unless"] = "urgent"
    rule["labels"] = {"large": "Large", "urgent": " "}
    trial.clauses[0] = clause("1.1", "Give notice.", rule)
    with pytest.raises(
        CommandError, match="labels.large: is not a code of this rule: it has urgent"
    ):
        trial.load()
    rule["labels"] = {"urgent": " "}
    with pytest.raises(CommandError, match="labels.urgent: words are needed"):
        trial.load()


def test_an_unknown_type_is_told_with_those_there_are(trial):
    trial.clauses[0]["rules"][0]["type"] = "maximum_notice"
    with pytest.raises(CommandError, match="type: 'maximum_notice' is not a rule type: one of"):
        trial.load()


def test_what_the_engine_says_names_steps_by_the_labels_of_the_clause():
    labels = {"discussed": "Discussed with the group", "asked": "Views asked for"}
    rule = Rule(type="prior_step", params={"steps": ["discussed", "asked"]}, labels=labels)
    at, facts = date(2027, 6, 1), {"event_on": "2027-03-01"}
    said = in_words_of(rule, assess(rule.law, facts, at).reason)
    assert said == "Not done before the event: discussed with the group and views asked for."
    told = "It was discussed: discussed, and asked again."
    assert in_words_of(rule, told) == "It was discussed: discussed with the group, and asked again."
    assert in_words_of(Rule(type="prior_step", labels={}), told) == told


def test_the_calculator_says_which_steps_are_wanting_by_the_labels_of_the_clause(promised, client):
    rule = rule_of("2.8")
    Rule.objects.filter(pk=rule.pk).update(labels={"impact_assessed": "Effect on users judged"})
    page = shown(client, "2.8", event_on="2027-03-01", on="2027-06-01")
    assert "Not done before the event: effect on users judged." in page
    assert "These must be done before the event: effect on users judged." in page
    assert "impact assessed" not in page

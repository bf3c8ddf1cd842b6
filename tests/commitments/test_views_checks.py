"""Checks as pages: the register, the proof of one check, and the way from an act to its page."""

import csv
import json
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.acts import record_corrections, void_act
from commitments.checks import reassess_due
from commitments.checks.judge import NO_LONGER_APPLIES
from commitments.models import Act, Check
from commitments.proofs import proof_of
from commitments.subjects import columns_behind, subjects
from compacts.models import Rule as StoredRule
from rules import Rule, assess
from tests.cast import at, council, group, notice, organisation, person
from tests.forums import story
from tests.html import one_line, words_of

pytestmark = pytest.mark.django_db

REGISTER = "/areas/thurrock/checks/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(story.TODAY), tick=False):
        yield


@pytest.fixture
def check():
    short = {"received_on": date(2026, 8, 1), "last_day": date(2026, 9, 15)}
    notice(story.TODAY, reference="N-0", **short)
    return Check.objects.get(rule__type="minimum_notice")


@pytest.fixture
def as_chair(client):
    client.force_login(person("forum_chair", organisation("thurrock-cvs")))
    return client


def page_of(check):
    return f"/checks/{check.pk}/"


def text_of(answer):
    return one_line(answer)


@pytest.mark.parametrize("address", ["", "line.json"])
def test_strangers_are_sent_to_sign_in(client, check, address):
    assert "login" in client.get(page_of(check) + address)["Location"]
    assert "login" in client.get(REGISTER)["Location"]


def test_other_area_and_other_body_see_nothing(client, check):
    for stranger in (
        person("forum_chair", council("southend")),
        person("vcs_member", group("Tilbury Choir")),
    ):
        client.force_login(stranger)
        assert client.get(page_of(check)).status_code == 404
        assert client.get(f"{page_of(check)}line.json").status_code == 404
        assert client.get(f"/acts/{check.act_id}/").status_code == 404
    assert client.get("/areas/southend/checks/").status_code == 404


def test_both_parties_see_the_proof(client, check):
    for party in (person("officer", council()), person("vcs_member", check.act.counterpart)):
        client.force_login(party)
        assert client.get(page_of(check)).status_code == 200


def test_proof_shows_clause_facts_recorder_and_working(as_chair, check):
    check.act.recorded_by = person("officer", council())
    check.act.save()
    said = text_of(as_chair.get(page_of(check)))
    assert check.rule.provision.text[:40] in said
    assert "Officer, Thurrock Council" in said
    assert "1 August 2026" in said
    assert "The latest day for notice is 15 June 2026" in said
    assert "Bank holidays:" in said


def test_proof_says_what_was_corrected_and_by_whom(as_chair, check):
    officer = person("officer", council())
    record_corrections(
        check.act,
        [("received_on", date(2026, 8, 2), date(2026, 8, 1))],
        reason="The envelope was found.",
        by=officer,
        at=at(story.TODAY),
    )
    said = text_of(as_chair.get(page_of(check)))
    assert "corrected, was" in said
    assert "2 August 2026" in said


def recorded_by(check, fact: str) -> tuple[str, object, object]:
    [found] = [each for each in proof_of(check, story.TODAY).facts if each.name == fact]
    return found.recorded_by, found.value, found.was


def test_a_fact_that_rules_call_otherwise_is_its_corrector_s_too(check):
    """`event_on` of a decision is its `decided_on`; "discussed" is a code of its steps."""
    day = date(2026, 8, 2)
    act = story.act("decision", "D-1", story.TODAY, acted_on=day, facts={})
    rule = StoredRule.objects.filter(type="prior_step", act_kind="decision").first()
    facts = {"event_on": "2026-08-02", "steps": {"discussed": "2026-07-01"}}
    made = Check.objects.create(
        act=act, rule=rule, area=act.area, sector="public", responsible=act.responsible,
        facts=facts, outcome="met", assessed_on=story.TODAY, calendar="",
    )  # fmt: skip
    officer = person("officer", council())
    record_corrections(
        act,
        [
            ("decided_on", date(2026, 8, 1), date(2026, 8, 2)),
            ("discussed", date(2026, 7, 2), date(2026, 7, 1)),
        ],
        reason="Misread.", by=officer, at=at(story.TODAY),
    )  # fmt: skip
    assert recorded_by(made, "event_on") == (officer.post, date(2026, 8, 2), date(2026, 8, 1))
    assert recorded_by(made, "discussed") == (officer.post, date(2026, 7, 1), date(2026, 7, 2))


@pytest.mark.parametrize("subject", subjects(), ids=lambda each: each.kind)
def test_every_fact_of_the_rules_is_found_in_its_row(subject):
    row = subject.model()
    unknown = {
        each
        for each in subject.tells.facts - {"steps", "fields", "conditions", "told", "unknown"}
        if not hasattr(row, columns_behind(subject.kind, each)[0])
    }
    assert not unknown, f"Say in `comes_from` which columns these are: {sorted(unknown)}"


def test_a_clause_that_no_longer_applies_is_not_worked_out_again(as_chair, check):
    Check.objects.filter(pk=check.pk).update(
        outcome=NO_LONGER_APPLIES.outcome, reason=NO_LONGER_APPLIES.reason
    )
    said = text_of(as_chair.get(page_of(check)))
    assert "The clause no longer applies to this record, so there is nothing to work out" in said
    assert "Worked out again" not in said
    assert "Do the sum again" not in said
    assert as_chair.get(f"{page_of(check)}line.json").status_code == 404


def test_anyone_can_recompute_from_the_line(as_chair, check):
    line = json.loads(as_chair.get(f"{page_of(check)}line.json").content)
    law = Rule(line["rule"], check.rule.params)
    verdict = assess(law, line["facts"], date.fromisoformat(line["on"]))
    assert (line["compact"], line["provision"]) == ("thurrock-2012", "4.4")
    assert str(verdict.outcome) == check.outcome == "breach"
    assert verdict.shortfall_days == check.shortfall_days


def test_proof_says_when_the_finding_has_moved_on(as_chair, check):
    Check.objects.filter(pk=check.pk).update(outcome="on_track")
    assert "Worked out again for today, the finding would be" in text_of(
        as_chair.get(page_of(check))
    )


def test_voided_check_stays_for_the_history(as_chair, check):
    officer = person("compact_officer", council())
    void_act(check.act, by=officer, reason="Twice.", on=story.TODAY, at=at(story.TODAY))
    Check.objects.filter(pk=check.pk).update(outcome="on_track")  # other than worked out today
    page = words_of(as_chair.get(page_of(check)))
    assert "This record has been voided." in page
    assert "Finding Voided Before the record was voided: " in page
    assert "On track" not in page
    assert "Worked out again for today" not in page
    assert as_chair.get(REGISTER).context["listing"].count == 0


def test_act_leads_to_its_own_page_or_says_what_is_known(as_chair, check):
    planned = story.act(
        "planned_action",
        "T-1",
        story.TODAY,
        acted_on=date(2026, 1, 1),
        facts={"due_on": date(2026, 1, 1)},
    )
    page = as_chair.get(f"/acts/{planned.pk}/")
    assert page.status_code == 200
    assert planned.title in text_of(page)
    answer = as_chair.get(f"/acts/{Act.objects.get(kind='notice').pk}/")
    assert answer.status_code in (200, 302)


def test_register_filters_by_what_figures_ask(as_chair, check):
    story.notices()
    listing = {
        question: as_chair.get(f"{REGISTER}?{question}").context["listing"].count
        for question in (
            "outcome=breach",
            "sector=vcs&outcome=breach",
            "clause=4.4",
            "clause=4.5",
            "provision=4.4",
            "ref=4.4",
            "compact=thurrock-2006",
            "missing=in_writing",
            "missing=in_writing,last_day",
            "due_within=84",
            "due_within=7",
            "body=thurrock-council",
            "body=nobody",
        )
    }
    breaches = Check.objects.filter(outcome="breach")
    assert listing["outcome=breach"] == breaches.count() > 0
    assert listing["sector=vcs&outcome=breach"] == 0
    of_the_clause = Check.objects.filter(rule__provision__ref="4.4").count()
    assert listing["clause=4.4"] == of_the_clause > 0
    assert listing["clause=4.5"] == 0
    # What the filter was called in links that people keep.
    assert listing["provision=4.4"] == listing["ref=4.4"] == of_the_clause
    assert listing["compact=thurrock-2006"] == 0
    assert listing["missing=in_writing"] == 1
    assert listing["missing=in_writing,last_day"] == 0
    assert listing["due_within=84"] == 1
    assert listing["due_within=7"] == 0
    assert listing["body=thurrock-council"] == Check.objects.count()
    assert listing["body=nobody"] == 0


def test_register_says_what_is_wrong_with_a_filter(as_chair, check):
    page = as_chair.get(f"{REGISTER}?outcome=unlawful")
    assert page.status_code == 200
    assert "There is a problem" in one_line(page)


def test_csv_holds_what_is_shown(as_chair, check):
    story.notices()
    shown = as_chair.get(f"{REGISTER}?outcome=breach").context["listing"]
    answer = as_chair.get(f"{REGISTER}?outcome=breach&format=csv")
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert rows[0] == [column.heading for column in shown.register.columns]
    assert len(rows) - 1 == shown.count
    assert {row[1] for row in rows[1:]} == {line.row.act.title for line in shown.rows}


def test_register_asks_the_same_number_of_queries_at_one_and_three_rows(as_chair, check):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert as_chair.get(REGISTER).status_code == 200
        return len(captured)

    few = asked()
    story.many(3)
    assert asked() == few


POISON = [
    pytest.param({"kind": "end", "last_day": "31 March"}, {}, id="a date that is none"),
    pytest.param(["no", "facts"], {}, id="a list"),
    pytest.param("text", {}, id="a text"),
    pytest.param({"steps": ["a"], "fields": 7, "last_day": {"a": 1}}, {}, id="wrong shapes"),
    pytest.param({}, {"notice": "three"}, id="a rule that cannot be read"),
]


@pytest.mark.parametrize(("facts", "params"), POISON)
def test_a_check_that_is_set_aside_has_its_page_like_any_other(client, facts, params):
    made = notice(date(2026, 11, 23), last_day=date(2027, 3, 31))
    check = Check.objects.filter(act=made.act).first()
    Check.objects.filter(pk=check.pk).update(facts=facts, reassess_on=date(2026, 11, 24))
    if params:
        type(check.rule).objects.filter(pk=check.rule_id).update(params=params)
    assert reassess_due(on=date(2027, 4, 1)).quarantined == 1
    client.force_login(person("officer", council()))
    page = client.get(f"/checks/{check.pk}/")
    assert page.status_code == 200
    assert "was set aside" in one_line(page)
    assert client.get("/areas/thurrock/checks/").status_code == 200
    assert client.get(made.get_absolute_url()).status_code == 200

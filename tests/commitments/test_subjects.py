"""Each kind of act says everything about itself in one place, and every verb reads it there."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from audit.writing import StaleError
from commitments.corrections import correct_fact, correct_facts
from commitments.models import Act, Check, Correction
from commitments.promises import facts_of
from commitments.subjects import (
    REFERENCE,
    columns_behind,
    page_of,
    register,
    row_of,
    rows_of,
    subject_for,
    subject_of,
    subjects,
)
from compacts.acts import act_kinds
from compacts.fact_words import CODED, words_known
from compacts.models import Rule
from consultations.subjects import CONSULTATION
from funding.models import Notice
from funding.subjects import NOTICE
from organisations.models import Organisation, Role
from rules import FactError
from tests import cast
from tests.consultations.made import published
from tests.scene import Scene

TODAY = date(2014, 1, 2)

KINDS = [pytest.param(each, id=str(each.kind)) for each in subjects()]
NOT_YET = {"planned_action", "review"}


def test_every_kind_but_those_without_an_app_is_registered() -> None:
    assert {str(each.kind) for each in subjects()} == set(act_kinds()) - NOT_YET


def test_kinds_are_taken_once() -> None:
    with pytest.raises(ValueError, match="registered already"):
        register(NOTICE)


@pytest.mark.parametrize("subject", KINDS)
def test_facts_to_correct_are_on_the_row_or_its_act(subject) -> None:  # type: ignore[no-untyped-def]
    fields = {each.name for each in subject.model._meta.get_fields()}
    known = fields | set(subject.bodies) | subject.on_act
    assert set(subject.correctable) <= known
    assert subject.titled_by <= known
    assert subject.coded <= fields
    assert fields >= {"act"}


@pytest.mark.parametrize("subject", [each for each in KINDS if each.values[0].sheet])
def test_columns_are_facts(subject) -> None:  # type: ignore[no-untyped-def]
    fields = {each.name for each in subject.model._meta.get_fields()}
    assert set(subject.row_columns) <= fields
    assert set(subject.bodies) <= set(subject.table.by_name)
    assert REFERENCE.name in subject.table.by_name
    assert subject.noun[0] != subject.noun[1]


@pytest.mark.parametrize("subject", KINDS)
def test_every_fact_has_words(subject) -> None:  # type: ignore[no-untyped-def]
    """A fact without any goes by its column's name, and its value is shown as text."""
    told = {name for fact in subject.tells.facts for name in columns_behind(subject.kind, fact)}
    columns = set(subject.row_columns) if subject.sheet else set()
    named = told | columns | set(subject.correctable)
    own = {name for name in named - set(subject.bodies) - set(CODED) if "." not in name}
    wordless = sorted(name for name in own if words_known(subject.kind, name) is None)
    assert not wordless, (
        f"Say in compacts/fact_table.py what these facts of {subject.noun[1]} are called"
        f" (COMMON, or OF_KIND where another kind calls it otherwise): {', '.join(wordless)}"
    )


def test_every_rule_of_the_library_can_be_answered(library: None) -> None:
    lacking = {
        str(rule): lacks
        for rule in Rule.objects.exclude(act_kind="").exclude(act_kind__in=NOT_YET)
        if (lacks := subject_for(rule.act_kind).tells.lacks(rule))
    }
    assert lacking == {}


def test_a_rule_that_asks_too_much_is_named() -> None:
    rule = Rule(type="required_record", params={"fields": ["rationale", "impact_assessed"]})
    assert NOTICE.tells.lacks(rule) == ["fields.impact_assessed"]
    own = Rule(type="required_record", params={"fields": ["rationale", "appeal_outcome"]})
    assert NOTICE.tells.lacks(own) == []
    rule = Rule(type="prior_step", params={"steps": ["discussed"], "condition": "problems_logged"})
    assert NOTICE.tells.lacks(rule) == ["problems_logged", "steps.discussed"]
    rule = Rule(type="lead_time", params={"months": 3, "when": "large"}, event="closes_on")
    assert NOTICE.tells.lacks(rule) == [
        "closes_on",
        "conditions.large",
        "decided_on",
        "expected_start",
        "informed_on",
    ]


def test_a_kind_that_nobody_records_is_told() -> None:
    with pytest.raises(LookupError, match="No app records acts of the kind 'review'"):
        subject_for("review")
    with pytest.raises(LookupError, match="is no kind of act"):
        subject_of(Organisation())


# Rows


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


def test_rows_are_read_in_one_query_a_kind(officer: User, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    acts = [cast.notice(TODAY, reference=f"T-{number}").act for number in range(3)]
    acts.append(published(officer, cast.council()).act)
    with django_assert_num_queries(2):
        rows = rows_of(acts)
    assert [rows[act.pk].act for act in acts] == acts
    with django_assert_num_queries(0):
        assert [rows[act.pk].act.title for act in acts]


def test_an_act_has_a_page_of_its_own(officer: User) -> None:
    notice = cast.notice(TODAY)
    assert page_of(notice.act) == reverse("funding:notice", args=[notice.pk])
    Notice.objects.all().delete()
    assert page_of(notice.act) == reverse("commitments:act", args=[notice.act_id])
    with pytest.raises(LookupError, match="has no row"):
        row_of(notice.act)


# Corrections


def corrected(row, by: User, **answers):  # type: ignore[no-untyped-def]
    return correct_facts(row, answers, reason="It was wrong.", by=by, on=TODAY, at=cast.at(TODAY))


def test_a_correction_judges_and_keeps_both_values(officer: User) -> None:
    notice = cast.notice(TODAY)
    fresh = corrected(notice, officer, last_day=date(2014, 6, 30))
    assert fresh.last_day == date(2014, 6, 30)
    assert fresh.act.version == notice.act.version + 1
    assert fresh.act.checks.get().facts["last_day"] == "2014-06-30"
    kept = Correction.objects.get()
    assert (kept.fact, kept.new, kept.reason) == ("last_day", "2014-06-30", "It was wrong.")


def test_the_title_follows_what_it_is_made_of(officer: User) -> None:
    fresh = corrected(cast.notice(TODAY), officer, programme="Lunch club")
    assert fresh.act.title.startswith("Notice of the end of Lunch club, ")
    assert Act.objects.get().title == fresh.act.title


def test_the_same_value_changes_nothing(officer: User) -> None:
    notice = cast.notice(TODAY)
    before = Event.objects.count()
    with pytest.raises(FactError, match="This is what is on record already"):
        corrected(notice, officer, last_day=notice.last_day)
    assert (Event.objects.count(), Act.objects.get().version) == (before, notice.act.version)


def test_what_may_not_be_corrected_is_named(officer: User) -> None:
    notice = cast.notice(TODAY)
    for fact in ("previous_last_day", "steps.discussed", "act"):
        with pytest.raises(FactError, match="cannot be corrected here"):
            correct_fact(
                notice, fact=fact, new="", reason="x", by=officer, on=TODAY, at=cast.at(TODAY)
            )


@pytest.mark.parametrize("code", ["x\0y", "x" * 5000, "\U0001f600", "a.b", "Discussed", ""])
def test_a_code_is_a_code(officer: User, code: str) -> None:
    """What no library file could ask for cannot be put on record, whoever writes the address."""
    assert not subject_for("decision").corrects(f"steps.{code}")


def test_a_code_that_no_clause_asks_for_has_no_page(client: Client, library: None) -> None:
    scene = Scene()
    act = scene.decision().act
    client.force_login(scene.officer)
    asked = [
        fact
        for check in act.checks.filter(rule__type="prior_step", sector="public")
        for fact in facts_of(check)
    ]
    assert client.get(f"/acts/{act.pk}/correct/{asked[0]}/").status_code == 200
    for code in ("unheard_of", "x%00y", "a.b"):
        assert client.get(f"/acts/{act.pk}/correct/steps.{code}/").status_code == 404


def test_a_stale_form_and_a_stranger_are_refused(officer: User) -> None:
    notice = cast.notice(TODAY)
    change = {"fact": "last_day", "new": None, "reason": "x", "on": TODAY, "at": cast.at(TODAY)}
    with pytest.raises(StaleError):
        correct_fact(notice, by=officer, version=notice.act.version + 1, **change)
    reader = cast.person(Role.READ_ONLY, cast.council())
    with pytest.raises(ActionRefused, match="Only the compact officer"):
        correct_fact(notice, by=reader, **change)


def test_a_duty_and_its_case_go_to_the_body_that_is_named(officer: User) -> None:
    made = published(
        officer, cast.council(), opens_on=date(2013, 1, 7), closes_on=date(2013, 1, 14)
    )
    other = Organisation.objects.get(slug="nhs-thurrock-ccg")
    broken = Check.objects.get(act=made.act, rule__type="minimum_period")
    assert broken.breach.responsible == cast.council()
    fresh = corrected(made, officer, lead=other)
    assert fresh.act.responsible == other
    broken.refresh_from_db()
    assert broken.responsible == broken.breach.responsible == other


def test_a_body_of_another_area_is_refused(officer: User) -> None:
    made = published(officer, cast.council())
    with pytest.raises(ActionRefused, match="does not belong to Thurrock"):
        corrected(made, officer, lead=cast.council("southend"))
    assert CONSULTATION.value_of(made, "lead") == cast.council()

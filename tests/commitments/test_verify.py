"""Stored checks against fresh ones: what was changed behind the product's back is found and put right."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from audit.verifying import broken_links
from commitments import tasks
from commitments.acts import void_act
from commitments.cases import determine
from commitments.checks import judge_again, reassess_due
from commitments.checks.verify import verify
from commitments.models import Act, Breach, Check, Verification
from compacts.models import Provision, Rule
from funding.models import Notice
from organisations.models import Role
from tests import cast
from tests.consultations.made import TODAY as LATER
from tests.consultations.made import published

TODAY = date(2014, 1, 2)
LATE = {"received_on": TODAY, "last_day": date(2014, 3, 31)}


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


@pytest.fixture
def notice(officer: User) -> Notice:
    """A late one: in breach, with a case."""
    return cast.notice(TODAY, reference="N-1", **LATE)


def found(**how: Any) -> list[str]:
    lines: list[str] = []
    verify(on=TODAY, at=cast.at(TODAY), seen=lambda each: lines.append(str(each)), **how)
    return lines


def repaired() -> Verification:
    return verify(on=TODAY, at=cast.at(TODAY), puts_right=True)


def the_check() -> Check:
    return Check.objects.get(rule__type="minimum_notice")


# Nothing differs


def test_what_the_product_wrote_is_as_it_should_be(officer: User) -> None:
    cast.notice(TODAY, reference="N-1", **LATE)
    cast.notice(TODAY, reference="N-2", received_on=date(2013, 12, 1), last_day=date(2014, 6, 30))
    cast.notice(TODAY, reference="N-3", decided_on=date(2013, 12, 1), last_day=date(2014, 6, 30))
    gone = cast.notice(TODAY, reference="N-4", **LATE)
    void_act(gone.act, by=officer, reason="Twice.", on=TODAY, at=cast.at(TODAY))
    published(officer, cast.council(), on=LATER)
    assert found() == []
    for days in (40, 90, 400):
        reassess_due(on=TODAY + timedelta(days=days))
        assert found() == []
    assert Verification.objects.latest("pk").acts == 5


def test_a_case_that_people_decided_is_as_it_should_be(officer: User, notice: Notice) -> None:
    chair = cast.person(Role.FORUM_CHAIR, cast.organisation("thurrock-cvs"))
    on = TODAY + timedelta(days=60)
    determine(
        Breach.objects.get(), by=chair, decision="rejected", reasons="No.", on=on, at=cast.at(on)
    )
    assert found() == []


def test_batches_are_read_one_after_the_other(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commitments.checks.verify.BATCH", 2)
    for number in range(5):
        cast.notice(TODAY, reference=f"N-{number}", **LATE)
    Check.objects.update(outcome="met")
    run = verify(on=TODAY, at=cast.at(TODAY))
    assert run.acts == 5
    assert run.differences == len(run.first) == 5


# What is found, and put right

WRONG_CHECKS = {
    "outcome": ({"outcome": "met"}, "outcome is met, afresh breach"),
    "facts": ({"facts": {}}, "facts is {}, afresh {'"),
    "due_on": ({"due_on": None}, "due_on is none, afresh 2013-12-31"),
    "breached_on": (
        {"breached_on": date(2014, 1, 9)},
        "breached_on is 2014-01-09, afresh 2014-01-0",
    ),
    "late": ({"late": True}, "late is True, afresh False"),
    "missing": ({"missing": ["kind"]}, "missing is ['kind'], afresh []"),
    "reason": ({"reason": ""}, "reason is none, afresh "),
    "reassess_on": ({"reassess_on": TODAY}, "reassess_on is 2014-01-02, afresh none"),
    "voided": ({"voided": True}, "its check is voided, and it is live"),
    "sector": ({"sector": "vcs"}, "sector is vcs, afresh public"),
}


@pytest.mark.parametrize("wrong", WRONG_CHECKS)
def test_a_check_that_parted_from_its_record(notice: Notice, wrong: str) -> None:
    change, said = WRONG_CHECKS[wrong]
    Check.objects.update(**change)
    lines = found()
    assert any(f"thurrock: notice N-1, clause 4.4: {said}" in line for line in lines), lines
    assert (repaired().differences, found()) == (0, [])
    assert the_check().outcome == "breach"
    assert Breach.objects.get().state == "flagged"
    told = Event.objects.get(verb="act.repaired")
    assert any(said in each for each in told.detail["differences"])
    assert not list(broken_links())


def test_a_duty_that_stands_with_another_body(notice: Notice) -> None:
    Check.objects.update(responsible=cast.organisation("thurrock-cvs"))
    assert any("responsible is Thurrock CVS, afresh Thurrock Council" in line for line in found())
    assert (repaired().differences, found()) == (0, [])


def test_an_act_under_another_day_standing_or_compact(notice: Notice) -> None:
    Act.objects.update(acted_on=date(2013, 6, 1), compact=None, standing="no_compact")
    lines = found()
    assert "thurrock: notice N-1: acted_on is 2013-06-01, afresh 2014-01-02" in lines
    assert "thurrock: notice N-1: standing is no_compact, afresh in_force" in lines
    assert any("compact is none, afresh" in line for line in lines)
    assert (repaired().differences, found()) == (0, [])
    assert Act.objects.get().version == notice.act.version + 1


def test_a_check_and_its_case_that_are_not_there(notice: Notice) -> None:
    Breach.objects.all().delete()
    assert found() == ["thurrock: notice N-1, clause 4.4: there is no case, and it is breach"]
    assert (repaired().differences, found()) == (0, [])
    Breach.objects.all().delete()
    Check.objects.all().delete()
    assert found() == ["thurrock: notice N-1, clause 4.4: there is no check"]
    assert (repaired().differences, found()) == (0, [])
    assert Breach.objects.get().state == "flagged"


def test_a_case_that_was_closed_while_the_promise_is_broken(notice: Notice) -> None:
    Breach.objects.update(state="closed", closed_on=TODAY, closed_because="corrected")
    assert found() == ["thurrock: notice N-1, clause 4.4: its case is closed, and it is breach"]
    assert (repaired().differences, found()) == (0, [])
    assert Breach.objects.get().state == "flagged"


def test_a_case_with_another_day(notice: Notice) -> None:
    Breach.objects.update(breached_on=date(2013, 1, 1))
    [line] = found()
    assert "case breached_on is 2013-01-01, afresh" in line
    assert (repaired().differences, found()) == (0, [])


def test_a_case_that_stayed_open_while_the_promise_was_kept(notice: Notice) -> None:
    Notice.objects.update(received_on=date(2013, 12, 1))
    judge_again(Notice.objects.get(), on=TODAY, by=None)
    Breach.objects.update(state="flagged", closed_on=None, closed_because="")
    assert found() == ["thurrock: notice N-1, clause 4.4: a case is open, and it is met"]
    assert (repaired().differences, found()) == (0, [])
    assert Breach.objects.get().state == "closed"


def test_a_row_that_was_changed_without_its_verb(notice: Notice) -> None:
    Notice.objects.update(received_on=date(2013, 12, 1))
    lines = found()
    assert any("acted_on is 2014-01-02, afresh 2013-12-01" in line for line in lines)
    assert any("outcome is breach, afresh met" in line for line in lines)
    assert (repaired().differences, found()) == (0, [])
    assert Breach.objects.get().closed_because == "corrected"


def test_a_voided_act_that_still_counts(officer: User, notice: Notice) -> None:
    void_act(notice.act, by=officer, reason="Twice.", on=TODAY, at=cast.at(TODAY))
    Check.objects.update(voided=False, reassess_on=TODAY)
    Breach.objects.update(state="flagged", closed_on=None, closed_because="")
    assert found() == [
        "thurrock: notice N-1, clause 4.4: its check counts, and it is voided",
        "thurrock: notice N-1, clause 4.4: it is assessed again on 2014-01-02",
        "thurrock: notice N-1, clause 4.4: its case is flagged",
    ]
    assert (repaired().differences, found()) == (0, [])
    assert Breach.objects.get().closed_because == "voided"


def test_facts_that_cannot_be_judged_are_left_to_people(notice: Notice) -> None:
    Notice.objects.update(exception="weather")
    [line] = found()
    assert line.startswith("thurrock: notice N-1, clause 4.4: it cannot be judged: ")
    assert (repaired().differences, found()) == (1, [line])


def test_an_earlier_wording_still_judges_what_it_judged(notice: Notice) -> None:
    old = Provision.objects.get(compact__slug="thurrock-2012", ref="4.4")
    rules = list(old.rules.all())
    Provision.objects.filter(pk=old.pk).update(superseded_at=cast.at(TODAY))
    new = Provision.objects.get(pk=old.pk)
    new.pk, new.superseded_at = None, None
    new.save()
    for rule in rules:
        rule.pk, rule.provision = None, new
        rule.save()
    assert Rule.objects.filter(provision__ref="4.4").count() == 2 * len(rules)
    assert found() == []
    Check.objects.update(outcome="met")
    assert found()
    assert (repaired().differences, found()) == (0, [])
    assert Check.objects.get().rule.provision_id == old.pk


# The command and the night


def test_the_command_lists_and_exits_with_one(notice: Notice) -> None:
    said = StringIO()
    call_command("verify_checks", stdout=said)
    assert said.getvalue() == "1 acts looked at, 0 differences.\n"
    Check.objects.update(outcome="met")
    said = StringIO()
    with pytest.raises(CommandError, match="1 acts looked at, 1 differences") as error:
        call_command("verify_checks", stdout=said)
    assert error.value.returncode == 1
    assert said.getvalue() == "thurrock: notice N-1, clause 4.4: outcome is met, afresh breach\n"
    said = StringIO()
    call_command("verify_checks", repair=True, stdout=said)
    assert said.getvalue().endswith("1 acts looked at, 0 differences left, 1 acts put right.\n")


def test_the_command_looks_at_one_area(notice: Notice) -> None:
    Check.objects.update(outcome="met")
    said = StringIO()
    call_command("verify_checks", area="southend", stdout=said)
    assert said.getvalue() == "0 acts looked at, 0 differences.\n"
    with pytest.raises(CommandError, match="There is no area 'essex'; there are: "):
        call_command("verify_checks", area="essex")


def test_once_a_night(notice: Notice) -> None:
    when = cast.at(TODAY).replace(hour=3)
    with time_machine.travel(when, tick=False) as now:
        tasks.verify_checks()
        now.shift(timedelta(hours=22))
        tasks.verify_checks()
        assert Verification.objects.count() == 1
        now.shift(timedelta(hours=1))
        tasks.verify_checks()
        assert Verification.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.urls("config.health")
def test_the_last_comparison_is_told(client, notice: Notice, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("config.condition.broker", lambda: "ok")
    monkeypatch.setattr("config.condition.LEAST_FREE", 0)
    reassess_due(on=TODAY)
    assert client.get("/healthz").json()["last_verification"] is None
    verify(on=TODAY, at=cast.at(TODAY))
    said = client.get("/healthz").json()
    assert (said["status"], said["last_verification"]["differences"]) == ("ok", 0)
    Check.objects.update(outcome="met")
    verify(on=TODAY, at=cast.at(TODAY) + timedelta(hours=1))
    said = client.get("/healthz").json()
    assert (said["status"], said["last_verification"]["differences"]) == ("degraded", 1)


def test_queries_do_not_grow_with_acts(officer: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert found() == []
        return len(captured)

    cast.notice(TODAY, reference="N-0", **LATE)
    one = queries()
    for number in range(1, 5):
        cast.notice(TODAY, reference=f"N-{number}", **LATE)
    assert queries() == one

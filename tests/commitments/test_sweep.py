"""Any sequence of sweep days, repeated, skipped, concurrent or killed, ends as sweeping every day."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from io import StringIO
from json import loads

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit.verifying import broken_links
from commitments import checks
from commitments.checks import follow_editions, reassess_due
from commitments.checks import sweep as sweeping
from commitments.models import Act, Breach, Check, SweepRun
from commitments.tasks import check_deadlines
from compacts.models import Compact
from tests.cast import at, notice

pytestmark = pytest.mark.django_db

START = date(2026, 11, 23)
END = date(2027, 8, 1)
DAYS = [START + timedelta(days=n) for n in range((END - START).days + 1)]
CASE = ("check_made__act__reference", "breached_on", "state", "closed_because", "closed_on")
STORED = (
    "act__reference",
    "outcome",
    "reason",
    "due_on",
    "last_day_to_act",
    "breached_on",
    "shortfall_days",
    "spare_days",
    "late",
    "missing",
    "reassess_on",
)


def a_year_of_notices():
    """Plans of every shape, so that time alone takes each check through its life."""
    notice(START, reference="silent", last_day=date(2027, 3, 31))
    notice(START, reference="planned", received_on=date(2026, 12, 20), last_day=date(2027, 3, 31))
    notice(START, reference="late", received_on=date(2027, 1, 20), last_day=date(2027, 3, 31))
    notice(
        START,
        reference="explained-late",
        received_on=date(2027, 1, 20),
        last_day=date(2027, 3, 31),
        exception="exceptional_circumstances",
        rationale="The government grant was withdrawn.",
        rationale_given_on=date(2027, 2, 3),
    )
    notice(
        START,
        reference="withdrawn",
        received_on=date(2027, 2, 1),
        last_day=date(2027, 3, 31),
        withdrawn_on=date(2027, 3, 1),
    )
    notice(
        START,
        reference="moved",
        received_on=date(2027, 2, 1),
        previous_last_day=date(2027, 3, 31),
        last_day=date(2027, 6, 30),
        moved_on=date(2027, 3, 15),
    )
    notice(START, reference="silent-june", last_day=date(2027, 6, 30))


def ends():
    checks = [tuple(map(str, row)) for row in Check.objects.values_list(*STORED)]
    cases = [tuple(map(str, row)) for row in Breach.objects.values_list(*CASE)]
    return sorted(checks), sorted(cases)


@cache
def ends_of_every_day():
    point = transaction.savepoint()
    a_year_of_notices()
    for day in DAYS:
        reassess_due(on=day)
    ended = ends()
    transaction.savepoint_rollback(point)
    return ended


@pytest.fixture
def daily(library):
    """How things stand after a sweep on every day: worked out for the first test that asks."""
    return ends_of_every_day()


def test_sweeping_every_day_finds_each_kind_of_ending(daily):
    _, cases = daily
    causes = {reference: (state, cause) for reference, _, state, cause, _ in cases}
    assert causes == {
        "silent": ("flagged", ""),
        "late": ("flagged", ""),
        "explained-late": ("closed", "explained"),
        "withdrawn": ("closed", "withdrawn"),
        "moved": ("closed", "remedied"),
        "silent-june": ("flagged", ""),
    }


@pytest.mark.parametrize("seed", range(6))
def test_any_days_in_any_order_end_as_every_day(daily, seed):
    chance = random.Random(seed)
    days = [*chance.choices(DAYS, k=chance.randint(0, 40)), END]
    a_year_of_notices()
    for day in days:
        reassess_due(on=day, batch=chance.randint(1, 5))
    assert ends() == daily
    assert list(broken_links()) == []


def test_ten_week_gap_is_caught_up_with_the_true_day_and_shown(daily):
    a_year_of_notices()
    reassess_due(on=START)
    reassess_due(on=END)
    assert ends() == daily
    run = SweepRun.objects.get(on=END)
    assert run.not_run_from == START + timedelta(days=1)


def test_second_run_changes_nothing():
    a_year_of_notices()
    first = reassess_due(on=END)
    again = reassess_due(on=END)
    assert first.breaches == 6
    assert (again.assessed, again.changed, again.breaches) == (0, 0, 0)


def test_killed_between_batches_leaves_whole_batches_and_the_next_run_finishes(daily, monkeypatch):
    a_year_of_notices()
    written = sweeping.write_verdicts
    calls = []

    def dies_on_the_third(judged, on):
        calls.append(on)
        if len(calls) == 3:
            raise KeyboardInterrupt
        written(judged, on)

    monkeypatch.setattr(sweeping, "write_verdicts", dies_on_the_third)
    with pytest.raises(KeyboardInterrupt):
        reassess_due(on=END, batch=2)
    monkeypatch.setattr(sweeping, "write_verdicts", written)
    reassess_due(on=END, batch=2)
    assert ends() == daily


def test_poisoned_check_is_quarantined_and_the_rest_go_on():
    a_year_of_notices()
    poisoned = Check.objects.get(act__reference="silent")
    Check.objects.filter(pk=poisoned.pk).update(facts={"kind": "end", "last_day": "31 March"})
    sweep = reassess_due(on=END)
    assert sweep.quarantined == 1
    assert sweep.breaches == 5
    poisoned.refresh_from_db()
    assert "last_day" in poisoned.quarantined


def test_mended_check_leaves_quarantine_on_the_next_run():
    a_year_of_notices()
    check = Check.objects.get(act__reference="silent")
    sound = check.facts
    Check.objects.filter(pk=check.pk).update(facts={"kind": "end", "last_day": "31 March"})
    reassess_due(on=END)
    Check.objects.filter(pk=check.pk).update(facts=sound)
    reassess_due(on=END)
    check.refresh_from_db()
    assert (check.outcome, check.quarantined) == ("breach", "")


def test_dry_run_counts_and_changes_nothing():
    a_year_of_notices()
    before = ends()
    out = StringIO()
    call_command("check_deadlines", "--on", END.isoformat(), "--dry-run", stdout=out)
    told = loads(out.getvalue())
    keys = ["on", "assessed", "changed", "breaches", "quarantined", "seconds", "followed"]
    assert list(told) == keys
    assert (told["breaches"], told["followed"]) == (6, 0)
    assert ends() == before
    assert not SweepRun.objects.exists()


def test_a_dry_run_says_what_a_run_does_after_a_text_was_loaded():
    """Acts older than their compact are judged by a run, so a dry run counts them as well."""
    Compact.objects.filter(slug="thurrock-2012").update(in_force_from=date(2999, 1, 1))
    a_year_of_notices()
    follow_editions(on=START)
    Compact.objects.filter(slug="thurrock-2012").update(
        in_force_from=date(2012, 4, 1), file_digest="loaded anew"
    )
    assert not Check.objects.exists()
    said = []
    for dry_run in (True, True, False):
        said.append(checks.check_deadlines(on=END, dry_run=dry_run) | {"seconds": 0})
        assert Breach.objects.exists() is not dry_run
    assert said[0] == said[1] == said[2]
    assert said[0]["followed"] == Act.objects.count()
    assert said[0]["breaches"] == Breach.objects.count() == 4


def test_command_prints_what_it_did():
    a_year_of_notices()
    out = StringIO()
    call_command("check_deadlines", "--on", END.isoformat(), stdout=out)
    told = loads(out.getvalue())
    assert (told["on"], told["breaches"], told["quarantined"]) == (END.isoformat(), 6, 0)
    assert Breach.objects.count() == 6


def test_a_day_ahead_is_refused_but_for_a_dry_run_and_a_demo(settings):
    a_year_of_notices()
    settings.DEMO = False
    ahead = date(2999, 1, 4).isoformat()
    with pytest.raises(CommandError, match="2999-01-04 is ahead of today"):
        call_command("check_deadlines", "--on", ahead)
    assert not SweepRun.objects.exists()
    out = StringIO()
    call_command("check_deadlines", "--on", END.isoformat(), "--dry-run", stdout=out)
    assert loads(out.getvalue())["breaches"] == 6


def test_a_clock_set_back_between_sweeps_takes_nothing_back_and_makes_no_gap():
    a_year_of_notices()
    for day in (DAYS[-2], END):
        reassess_due(on=day)
    before = ends(), sorted(Check.objects.values_list("pk", "assessed_on"))
    back = reassess_due(on=START + timedelta(days=100))
    assert (back.assessed, back.changed) == (0, 0)
    assert (ends(), sorted(Check.objects.values_list("pk", "assessed_on"))) == before
    reassess_due(on=END + timedelta(days=1))
    assert not SweepRun.objects.exclude(not_run_from=None).exists()


def test_a_quarantined_check_is_not_judged_as_at_an_earlier_day():
    a_year_of_notices()
    check = Check.objects.get(act__reference="silent")
    reassess_due(on=date(2027, 3, 1))
    Check.objects.filter(pk=check.pk).update(reassess_on=START, assessed_on=date(2027, 3, 1))
    assert reassess_due(on=START + timedelta(days=1)).assessed == 0


def test_a_clock_set_back_in_the_middle_of_a_sweep_still_ends_it(monkeypatch):
    a_year_of_notices()
    noon = at(END)
    times = iter([noon, noon - timedelta(hours=3)])
    monkeypatch.setattr(sweeping, "_now", lambda: next(times))
    reassess_due(on=END)
    run = SweepRun.objects.get()
    assert run.finished_at == run.started_at == noon


@pytest.mark.postgres
def test_the_task_does_nothing_where_the_clock_is_days_from_the_databases(settings):
    settings.DEMO = False
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        check_deadlines()
    assert not SweepRun.objects.exists()
    check_deadlines()
    assert SweepRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_raise_each_case_once(library):
    a_year_of_notices()

    def sweep(_):
        try:
            return reassess_due(on=END, batch=2).breaches
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))
    reassess_due(on=END)
    assert Breach.objects.count() == 6
    assert list(broken_links()) == []


def test_a_case_that_time_closes_is_no_longer_the_one_a_form_was_opened_on():
    made = notice(START, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    case = Breach.objects.get()
    assert (case.state, case.version) == ("flagged", 1)
    made.withdrawn_on = START + timedelta(days=10)
    made.save(update_fields=["withdrawn_on"])
    checks.judge_again(made, on=START + timedelta(days=10), by=None)
    case.refresh_from_db()
    assert (case.state, case.version) == ("closed", 2)
    reassess_due(on=END)
    case.refresh_from_db()
    assert case.version == 2

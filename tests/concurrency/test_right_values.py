"""What several people do to one record at the same instant, and the values that are there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.permissions import ActionRefused
from audit.models import Event
from audit.verifying import broken_links
from commitments.checks import reassess_due
from commitments.checks.verify import differences
from commitments.corrections import correct_fact, void_row
from commitments.models import Act, Breach, Check
from commitments.states import BreachState
from funding.actions.notices import withdraw_notice
from funding.models import Notice
from tests import cast
from tests.concurrency.six import SIX, Hall, at_once
from tests.scene import DAY, TODAY, WEEK

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = TODAY + 10 * WEEK
MOST_TRIES = 3  # of what comes out one way or the other by who was quicker


def fresh(notice: Notice) -> Notice:
    return Notice.objects.select_related("act").get(pk=notice.pk)


def tried(verb: Callable[..., Any], *args: Any, **answers: Any) -> Callable[[], bool]:
    """The verb as a call that says whether it was done, or refused."""

    def call() -> bool:
        try:
            verb(*args, **answers)
        except ActionRefused:
            return False
        return True

    return call


def corrects(hall: Hall, notice: Notice, fact: str, new: Any, who: str = "officer") -> Any:
    return tried(
        correct_fact, notice, fact=fact, new=new, reason="So.", by=hall.scene.person(who),
        on=TODAY, at=cast.at(TODAY),
    )  # fmt: skip


def voids(hall: Hall, notice: Notice) -> Any:
    return tried(
        void_row, notice, reason="Twice.", by=hall.scene.officer, on=TODAY, at=cast.at(TODAY)
    )


def told(verb: str, act: Act) -> list[dict[str, Any]]:
    """The details of an act's events, oldest first."""
    events = Event.objects.about(act).filter(verb=verb).order_by("number")
    return [each.detail for each in events]


def all_is_well() -> None:
    assert not [str(each) for _, differing in differences() for each in differing]
    assert not list(broken_links())


def test_two_officers_correct_two_facts_of_one_notice(hall: Hall) -> None:
    """Either correction alone leaves the notice too short; both together make it long enough."""
    notice = hall.scene.short_notice()
    received_on, last_day = TODAY - 8 * WEEK, TODAY + 6 * WEEK
    done = at_once(
        [
            corrects(hall, notice, "received_on", received_on, "officer"),
            corrects(hall, notice, "last_day", last_day, "compact_officer"),
        ]
    )
    assert done == [True, True]
    now = fresh(notice)
    assert (now.received_on, now.last_day) == (received_on, last_day)
    assert now.act.acted_on == received_on
    check = Check.objects.get(act=now.act, rule__type="minimum_notice")
    assert check.facts["received_on"] == received_on.isoformat()
    assert check.facts["last_day"] == last_day.isoformat()
    assert check.outcome == "met"
    assert check.breach.state == BreachState.CLOSED
    kept = {each.fact: (each.old, each.new) for each in now.act.corrections.all()}
    assert kept == {
        "received_on": ((TODAY - 3 * WEEK).isoformat(), received_on.isoformat()),
        "last_day": ((TODAY + WEEK).isoformat(), last_day.isoformat()),
    }
    assert len(told("act.corrected", now.act)) == 2
    all_is_well()


def test_each_of_six_corrections_replaces_the_one_before(hall: Hall) -> None:
    notice = hall.scene.notice()
    days = [notice.last_day + number * DAY for number in range(1, SIX + 1)]
    assert all(at_once([corrects(hall, notice, "last_day", day) for day in days]))
    now = fresh(notice)
    changes = [each["changed"]["last_day"] for each in told("act.corrected", now.act)]
    values = [notice.last_day.isoformat(), *[new for _, new in changes]]
    assert sorted(values[1:]) == [day.isoformat() for day in days]
    assert [old for old, _ in changes] == values[:-1]
    assert values[-1] == now.last_day.isoformat()
    assert now.act.version == notice.act.version + SIX
    all_is_well()


def test_notice_that_is_withdrawn_six_times_keeps_the_first_day(hall: Hall) -> None:
    notice = hall.scene.notice()
    days = [TODAY - number * DAY for number in range(SIX)]
    withdraws = partial(
        tried, withdraw_notice, notice=notice, reason="So.", by=hall.scene.officer, on=TODAY
    )
    done = at_once([withdraws(withdrawn_on=day) for day in days])
    assert sum(done) == 1
    (event,) = Event.objects.about(notice).filter(verb="notice.withdrawn")
    now = fresh(notice)
    assert now.withdrawn_on == days[done.index(True)]
    assert event.detail["withdrawn_on"] == now.withdrawn_on.isoformat()
    all_is_well()


def test_nothing_is_corrected_after_it_was_voided(hall: Hall) -> None:
    for _ in range(MOST_TRIES):
        notice = hall.scene.short_notice()
        new = TODAY + 30 * WEEK
        corrected, voided = at_once([corrects(hall, notice, "last_day", new), voids(hall, notice)])
        assert voided
        now = fresh(notice)
        assert now.act.state == Act.State.VOIDED
        assert now.last_day == (new if corrected else notice.last_day)
        verbs = Event.objects.about(now.act).order_by("number")
        expected = ["act.corrected"] * corrected + ["act.voided"]
        assert [each.verb for each in verbs] == expected
        assert not Check.objects.counted().filter(act=now.act).exists()
        assert not Breach.objects.filter(check_made__act=now.act).exclude(state=BreachState.CLOSED)
    all_is_well()


def test_two_beats_beside_corrections(hall: Hall) -> None:
    """Two workers bring everything up to one day while facts change: each turn is told once."""
    scene = hall.scene
    closed = [scene.closed_consultation() for _ in range(2)]
    notices = [scene.short_notice(), scene.notice()]
    at_once(
        [
            partial(reassess_due, on=LATER),
            partial(reassess_due, on=LATER),
            corrects(hall, notices[0], "last_day", TODAY + 30 * WEEK),
            corrects(hall, notices[1], "last_day", TODAY + WEEK),
        ]
    )
    sweep = reassess_due(on=LATER)
    assert (sweep.changed, sweep.quarantined) == (0, 0)
    assert reassess_due(on=LATER).assessed == 0
    turned = Event.objects.filter(verb="breach.raised").values_list("subject_id", flat=True)
    assert len(turned) == len(set(turned)) == Breach.objects.count()
    assert {each.act.checks.count() for each in closed} == {7}
    all_is_well()

"""Six people do whatever comes to mind to a handful of shared rows; afterwards everything is right.

The choices follow from a seed, who is quicker does not. A seed that found something is added below.
"""

from __future__ import annotations

import os
import shutil
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from audit.verifying import broken_links
from commitments.checks.verify import differences
from commitments.models import Act, Breach, Check
from commitments.states import ACT_TRANSITIONS, CASE_TRANSITIONS, OPEN_STATES
from consultations.models import Consultation
from consultations.states import TRANSITIONS as STAGES
from disputes.models import Dispute
from disputes.states import TRANSITIONS as DISPUTES
from pages.objections import Refused, Stale
from rules import FactError
from tests.concurrency.six import SIX, Hall, at_once
from tests.concurrency.trials.disputes import old, stopped
from tests.concurrency.verbs import VERBS, NothingToDo, Worker, days_work
from tests.disputes import way
from tests.scene import TODAY, Scene

SEEDS = ["1", "2", "3"]
MOST_IDLE = 8
"""Verbs that may all be refused: what is left to do hangs on who was quicker."""

REFUSALS = (Refused, Stale, FactError, NothingToDo)


@dataclass
class Work:
    """What came of it: which verbs were done, and every error that is no refusal."""

    done: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, name: str, *, done: bool) -> None:
        with self._lock:
            self.tried[name] += 1
            self.done[name] += done

    def idle(self) -> set[str]:
        return {name for name in self.tried if not self.done[name]}


def works(work: Work, worker: Worker, names: list[str]) -> Callable[[], None]:
    def steps() -> None:
        for name in names:
            try:
                VERBS[name](worker)
            except REFUSALS:
                work.count(name, done=False)
            except Exception:
                work.faults.append(f"{name}:\n{traceback.format_exc()}")
            else:
                work.count(name, done=True)

    return steps


def shared_rows(scene: Scene) -> None:
    """A few of each kind, so that six people meet on them."""
    scene.short_notice()
    scene.agreement()
    scene.answered_case()
    scene.response(scene.consultation())
    scene.closed_consultation()
    scene.theme()
    scene.document()
    scene.dispute()
    scene.dispute_at_forum()
    old(scene)
    scene.neutral()
    stopped(scene)
    scene.remedy()
    scene.meeting()


def stages_are_known() -> None:
    """Every state is one of its table, and goes with the rows that belong to it."""
    for model, table in ((Act, ACT_TRANSITIONS), (Breach, CASE_TRANSITIONS), (Dispute, DISPUTES)):
        rows: Any = model
        assert set(rows._default_manager.values_list("state", flat=True)) <= set(table)
    for made in Consultation.objects.select_related("act"):
        assert made.stage_on(TODAY) in STAGES
    of_nothing = Breach.objects.filter(state__in=OPEN_STATES)
    assert not of_nothing.exclude(check_made__act__state=Act.State.LIVE)
    assert not Check.objects.counted().exclude(act__state=Act.State.LIVE)
    for dispute in Dispute.objects.raised():
        is_open = dispute.state == "open"
        assert dispute.entries.filter(left_on=None).count() == is_open, str(dispute)
        assert (dispute.ended_on is None) == is_open, str(way.fresh(dispute))


def all_is_well() -> None:
    assert not [str(each) for _, differing in differences() for each in differing]
    assert not list(broken_links())
    stages_are_known()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_six_do_whatever_comes_to_mind(hall: Hall, subtests: pytest.Subtests) -> None:
    everything = Work()
    for seed in [*SEEDS, os.urandom(4).hex()]:
        shared_rows(hall.scene)
        work = Work()
        at_once(
            [
                works(work, Worker(hall.scene, f"{seed}/{number}"), names)
                for number, names in enumerate(days_work(seed, SIX))
            ]
        )
        everything.tried += work.tried
        everything.done += work.done
        with subtests.test(f"seed {seed}"):
            assert not work.faults, f"seed {seed}:\n" + "\n".join(work.faults)
            all_is_well()
    assert set(everything.tried) == set(VERBS)
    assert len(everything.idle()) <= MOST_IDLE, everything.idle()
    call_command("verify_audit", verbosity=0)
    keep_worked_database()


def keep_worked_database() -> None:
    """A copy of the database and its files for `.ci/run`, which has the commands verify it."""
    name, media = os.environ.get("WORKED_DATABASE"), os.environ.get("WORKED_MEDIA")
    if media:
        shutil.copytree(settings.MEDIA_ROOT, Path(media), dirs_exist_ok=True)
    if not name:
        return
    where = connection.settings_dict
    connections.close_all()
    server = {"host": where["HOST"], "port": where["PORT"] or 5432, "user": where["USER"]}
    with closing(psycopg2.connect(**server, password=where["PASSWORD"], dbname="postgres")) as main:
        main.autocommit = True
        with main.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{where["NAME"]}"')

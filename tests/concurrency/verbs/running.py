"""What is done to the area, its forum and its compacts, each by whoever may."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from compacts.actions import keeping
from compacts.models import KeptByAgreement
from forums import actions as forums
from forums.models import Meeting
from organisations.actions import change_organisation
from tests.concurrency.verbs.worker import (
    BECAUSE,
    NOW,
    Worker,
)
from tests.scene import TODAY


def renames_group(w: Worker) -> Any:
    group = w.scene.group
    return change_organisation(
        organisation=group, name=f"Tilbury Boxing {w.random.randint(1, 99)}", kind=group.kind,
        charity_number="", company_number="", **w.by("compact_officer"),
    )  # fmt: skip


def sets_ways(w: Worker) -> Any:
    return forums.set_ways_to_decide(w.scene.area, ways="either", **w.by("chair"), **BECAUSE)


def plans_meeting(w: Worker) -> Any:
    return forums.plan_meeting(area=w.scene.area, planned_on=w.day(-20, 20), **w.by("chair"))


def holds_meeting(w: Worker) -> Any:
    meeting = w.one(Meeting)
    return forums.hold_meeting(meeting, held_on=TODAY, minutes="Said.", **w.by("chair"))


def keeps(w: Worker) -> Any:
    return keeping.keep_by_agreement(
        w.scene.old_compact(), until=w.day(1, 100), at=NOW, **w.by("compact_officer"), **BECAUSE
    )


def ends_keeping(w: Worker) -> Any:
    return keeping.end_keeping(w.one(KeptByAgreement), at=timezone.now(), **w.by("compact_officer"))

"""Funding: the way to a decision, what it made, and what is done with that afterwards."""

from __future__ import annotations

from typing import Any

from django.test import Client

from funding.models import FundingDecision
from tests.concurrency.six import Trial
from tests.concurrency.trials.parts import REASON, days, in_area, leaves, of_page
from tests.funding import way
from tests.scene import TODAY, WEEK, Scene

NOTICE = {
    "n-method": "letter",
    **days(**{"n-received_on": TODAY - WEEK, "n-last_day": TODAY + 30 * WEEK}),
}


def ready_draft(scene: Scene) -> FundingDecision:
    """A draft with every page typed, one before it is recorded."""
    client = Client()
    client.force_login(scene.officer)
    draft = way.up_to_notice(client, scene.group)
    typed = way.notice_typed(scene.group, way.DECIDED)
    assert way.send(client, draft, "notice", **typed).status_code == 302
    return draft


def of_its_act(*more: Any) -> Any:
    return lambda scene, row: [row.act_id, *more]


def of_kind(kind: str, *more: Any) -> Any:
    return lambda scene, row: [kind, row.pk, *more]


TRIALS = [
    Trial(
        address="funding:decision_new",
        who="officer",
        args=in_area,
        typed={"kind": "end", "programme": "Youth", **days(decided_on=TODAY), "go": "continue"},
        adds=True,
        events={"decision.drafted": 1},
    ),
    Trial(
        address="funding:draft",
        who="officer",
        row=Scene.decision_draft,
        args=of_page("kind"),
        typed={"kind": "end", "programme": "Elders", **days(decided_on=TODAY), "go": "continue"},
        holds=leaves(programme="Elders"),
        events={},
    ),
    Trial(
        address="funding:draft_check",
        who="officer",
        row=ready_draft,
        events={"decision.recorded": 1, "notice.given": 1, "check.changed": 7},
    ),
    Trial(
        address="funding:draft_discard",
        who="officer",
        row=Scene.decision_draft,
        events={"decision.draft_discarded": 1},
    ),
    Trial(
        address="funding:retake",
        who="officer",
        row=Scene.decision,
        typed={**days(retaken_on=TODAY), **REASON},
        events={"decision.retaken": 1},
    ),
    Trial(
        address="funding:notice_new",
        who="officer",
        row=Scene.decision,
        query="?recipient=Tilbury%20Choir",
        typed=NOTICE,
        adds=True,
        events={"notice.given": 1, "check.changed": 1},
    ),
    Trial(
        address="funding:notice_again",
        who="officer",
        row=Scene.notice,
        typed=NOTICE,
        adds=True,
        events={"notice.given": 1, "check.changed": 1},
    ),
    Trial(
        address="funding:move",
        who="officer",
        row=Scene.notice,
        typed={**days(last_day=TODAY + 40 * WEEK, moved_on=TODAY), **REASON},
        events={"notice.last_day_moved": 1},
    ),
    Trial(
        address="funding:acknowledge",
        who="member",
        row=Scene.notice,
        typed=days(received_on=TODAY - 2 * WEEK),
        events={"notice.acknowledged": 1},
    ),
    Trial(
        address="funding:agreement_new",
        who="officer",
        args=in_area,
        typed=lambda scene, row: {
            "funder": scene.council.pk,
            "recipient": scene.group.name,
            "mechanism": "grant",
            "programme": "Advice",
            **days(decided_on=TODAY - 9 * WEEK, start_on=TODAY - WEEK, last_day=TODAY + 150 * WEEK),
        },
        adds=True,
        events={"agreement.entered": 1, "breach.raised": 1, "check.changed": 8},
    ),
    Trial(
        address="commitments:correct",
        who="officer",
        row=Scene.notice,
        args=of_its_act("received_on"),
        typed={**days(new=TODAY - 5 * WEEK), **REASON},
        events={"act.corrected": 1},
    ),
    Trial(
        address="commitments:correct",
        about="so that a case closes",
        who="officer",
        row=Scene.short_notice,
        args=of_its_act("last_day"),
        typed={**days(new=TODAY + 30 * WEEK), **REASON},
        events={"act.corrected": 1, "breach.closed": 1},
    ),
    Trial(
        address="commitments:correct",
        about="of a decision",
        who="officer",
        row=Scene.decision,
        args=of_its_act("decided_on"),
        typed={**days(new=TODAY - 5 * WEEK), **REASON},
        events={"act.corrected": 2},
    ),
    Trial(
        address="commitments:correct",
        about="of an agreement",
        who="officer",
        row=Scene.agreement,
        args=of_its_act("last_day"),
        typed={**days(new=TODAY + 200 * WEEK), **REASON},
        events={"act.corrected": 1},
    ),
    Trial(
        address="funding:withdraw",
        who="officer",
        row=Scene.notice,
        args=of_kind("notice"),
        typed={**days(withdrawn_on=TODAY), **REASON},
        events={"notice.withdrawn": 1, "check.changed": 1},
    ),
    Trial(
        address="funding:withdraw",
        about="a decision",
        who="officer",
        row=Scene.decision,
        args=of_kind("decision"),
        typed={**days(withdrawn_on=TODAY), **REASON},
        events={
            "decision.withdrawn": 1,
            "notice.withdrawn": 1,
            "breach.closed": 2,
            "check.changed": 4,
        },
    ),
    Trial(
        address="commitments:void",
        who="officer",
        row=Scene.short_notice,
        args=of_its_act(),
        typed=REASON,
        events={"act.voided": 1, "breach.closed": 1},
    ),
    Trial(
        address="commitments:void",
        about="a decision",
        who="officer",
        row=Scene.decision,
        args=of_its_act(),
        typed=REASON,
        events={"act.voided": 2, "breach.closed": 2},
    ),
    Trial(
        address="commitments:void",
        about="an agreement",
        who="officer",
        row=Scene.agreement,
        args=of_its_act(),
        typed=REASON,
        events={"act.voided": 1, "breach.closed": 1},
    ),
]

"""Disputes: raised, answered stage by stage, ended, and what follows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from disputes import actions
from disputes.models import Dispute, Neutral
from tests import cast
from tests.concurrency.six import Trial
from tests.concurrency.trials.parts import REASON, days, in_area, leaves, of_page, page, paper
from tests.disputes import way
from tests.scene import DAY, TODAY, WEEK, Scene

CONCLUSION = {"outcome": "upheld", "reasons": "Both were heard.", "reading": "As it says."}


def timed(scene: Scene) -> Dispute:
    """At a stage that has a limit."""
    actions.set_limit(
        compact=scene.compact, position=1, time_limit=6, unit="weeks", reason="Agreed.",
        by=scene.compact_officer, on=TODAY,
    )  # fmt: skip
    return scene.dispute()


def stopped(scene: Scene) -> Dispute:
    dispute = timed(scene)
    actions.stop_clock(dispute=dispute, reason="Holidays.", by=scene.member, on=TODAY)
    return way.fresh(dispute)


def more_time_asked(scene: Scene) -> Dispute:
    dispute = timed(scene)
    actions.ask_extension(
        dispute=dispute, new_due_on=TODAY + 20 * WEEK, reason="Illness.", by=scene.officer,
        on=TODAY,
    )  # fmt: skip
    return way.fresh(dispute)


def old(scene: Scene) -> Dispute:
    """Raised so long ago that it may go on to the next stage, where the compact has several."""
    raised_on = TODAY - 400 * DAY
    return scene.next_door.dispute(raised_on=raised_on, happened_on=raised_on - WEEK)


def offered(scene: Scene) -> Dispute:
    dispute = scene.dispute()
    actions.offer_settlement(dispute=dispute, terms="Two months.", by=scene.officer, on=TODAY)
    return way.fresh(dispute)


def held(scene: Scene) -> Dispute:
    dispute = scene.dispute()
    actions.ask_standstill(dispute=dispute, what="Wait.", by=scene.member, on=TODAY)
    return way.fresh(dispute)


def proposed(scene: Scene) -> Dispute:
    dispute = scene.dispute_at_forum()
    actions.propose_conclusion(
        dispute=dispute, by=scene.person("chair_council"), on=TODAY, **CONCLUSION
    )
    return way.fresh(dispute)


def agreed(scene: Scene) -> Neutral:
    return scene.neutral(agreed=True)


def found(scene: Scene) -> Dispute:
    dispute = scene.dispute_at_forum()
    actions.conclude(dispute=dispute, by=scene.chair, on=TODAY, at=cast.at(TODAY), **CONCLUSION)
    return way.fresh(dispute)


def stage_of(scene: Scene, row: Any) -> list[Any]:
    return [scene.slug, scene.compact.slug, 1]


TRIALS = [
    Trial(
        address="disputes:new",
        who="member",
        args=in_area,
        typed={"go": "continue"},
        adds=True,
        events={"dispute.drafted": 1},
    ),
    Trial(
        address="disputes:draft",
        who="member",
        row=Scene.dispute_draft,
        args=of_page("tried"),
        typed={"tried": "Two letters.", "go": "continue"},
        holds=leaves(tried="Two letters."),
        events={},
    ),
    Trial(
        address="disputes:draft",
        about="with a document",
        who="member",
        row=Scene.dispute_draft,
        args=of_page("documents"),
        typed=paper(go="continue"),
        adds=True,
        events={"dispute.paper_added": 1, "dispute.paper_checked": 1},
    ),
    Trial(
        address="disputes:raise",
        who="member",
        row=Scene.dispute_draft,
        opened=page("disputes:draft_check"),
        events={"dispute.raised": 1, "dispute.stage_entered": 1},
    ),
    Trial(
        address="disputes:draft_discard",
        who="member",
        row=Scene.dispute_draft,
        events={"dispute.discarded": 1},
    ),
    Trial(
        address="disputes:write",
        who="officer",
        row=Scene.dispute,
        typed={"text": "Our answer.", "audience": "forum"},
        adds=True,
        events={"dispute.paper_added": 1},
    ),
    Trial(
        address="disputes:write",
        about="a document",
        who="officer",
        row=Scene.dispute,
        typed=paper(audience="forum"),
        adds=True,
        events={"dispute.paper_added": 1, "dispute.paper_checked": 1},
    ),
    Trial(
        address="disputes:stop",
        who="member",
        row=timed,
        typed=REASON,
        events={"dispute.clock_stopped": 1},
    ),
    Trial(
        address="disputes:restart",
        who="member",
        row=stopped,
        typed=REASON,
        events={"dispute.clock_restarted": 1},
    ),
    Trial(
        address="disputes:extend",
        who="officer",
        row=timed,
        typed={**days(new_due_on=TODAY + 20 * WEEK), **REASON},
        events={"dispute.extension_asked": 1},
    ),
    Trial(
        address="disputes:extension",
        who="member",
        row=more_time_asked,
        typed={"agreed": "yes"},
        events={"dispute.extension_agreed": 1},
    ),
    Trial(
        address="disputes:escalate",
        who="next_member",
        row=old,
        typed=REASON,
        events={"dispute.escalated": 1, "dispute.stage_entered": 1},
    ),
    Trial(
        address="disputes:offer",
        who="officer",
        row=Scene.dispute,
        typed={"terms": "Two months more."},
        events={"dispute.settlement_offered": 1},
    ),
    Trial(
        address="disputes:terms",
        who="member",
        row=offered,
        typed={"accepted": "yes"},
        events={"dispute.settled": 1},
    ),
    Trial(
        address="disputes:terms",
        about="no",
        who="member",
        row=offered,
        typed={"accepted": "no"},
        events={"dispute.settlement_declined": 1},
    ),
    Trial(
        address="disputes:withdraw",
        who="member",
        row=Scene.dispute,
        typed=REASON,
        events={"dispute.withdrawn": 1},
    ),
    Trial(
        address="disputes:refer",
        who="member",
        row=Scene.dispute,
        typed={"where": "The ombudsman", **REASON},
        events={"dispute.referred_out": 1},
    ),
    Trial(
        address="disputes:standstill",
        who="member",
        row=Scene.dispute,
        typed={"what": "The end of the grant."},
        events={"dispute.standstill_asked": 1},
    ),
    Trial(
        address="disputes:standstill_answer",
        who="officer",
        row=held,
        typed={"granted": "yes", **days(until=TODAY + 4 * WEEK), **REASON},
        events={"dispute.standstill_granted": 1},
    ),
    Trial(
        address="disputes:exact",
        who="cvs_staff",
        row=lambda scene: scene.dispute(represented_by=scene.cvs, confidential=True),
        typed={},
        events={"dispute.exact_told": 1},
    ),
    Trial(
        address="disputes:anonymous",
        who="member",
        row=Scene.dispute,
        typed={"anonymous": "yes"},
        events={"dispute.anonymity_set": 1},
    ),
    Trial(
        address="disputes:conclude",
        who="chair",
        row=Scene.dispute_at_forum,
        typed=CONCLUSION,
        events={"dispute.found": 1},
    ),
    Trial(
        address="disputes:propose_conclusion",
        who="chair",
        row=Scene.dispute_at_forum,
        typed=CONCLUSION,
        events={"dispute.finding_proposed": 1},
    ),
    Trial(
        address="disputes:answer_conclusion",
        who="chair",
        row=proposed,
        typed={"agreed": "yes"},
        events={"dispute.found": 1},
    ),
    Trial(
        address="disputes:answer_conclusion",
        about="no",
        who="chair",
        row=proposed,
        typed={"agreed": "no", "answer": "Not upheld."},
        events={"dispute.finding_declined": 1},
    ),
    Trial(
        address="disputes:neutral",
        who="officer",
        row=Scene.dispute,
        typed=lambda scene, row: {
            "post": "Mediator, Essex Mediation",
            "email": scene.mediator.email,
            "part": "mediator",
            "why": "Trained.",
        },
        events={"dispute.neutral_proposed": 1},
    ),
    Trial(
        address="disputes:neutral_agree",
        who="member",
        row=Scene.neutral,
        typed={"agreed": "yes"},
        events={"dispute.neutral_agreed": 1},
    ),
    Trial(
        address="disputes:neutral_agree",
        about="no",
        who="member",
        row=Scene.neutral,
        typed={"agreed": "no"},
        events={"dispute.neutral_ended": 1},
    ),
    Trial(
        address="disputes:neutral_declare",
        who="mediator",
        row=agreed,
        typed={"conflict": "no", "declaration": "None."},
        events={"dispute.neutral_appointed": 1},
    ),
    Trial(
        address="disputes:neutral_declare",
        about="a conflict",
        who="mediator",
        row=agreed,
        typed={"conflict": "yes", "declaration": "A trustee."},
        events={"dispute.neutral_conflicted": 1},
    ),
    Trial(
        address="disputes:neutral_end",
        who="officer",
        row=Scene.neutral,
        typed=REASON,
        events={"dispute.neutral_ended": 1},
    ),
    Trial(
        address="disputes:remedy",
        who="officer",
        row=Scene.settled_dispute,
        typed={
            "what": "Pay two months more.",
            "owner_side": "respondent",
            **days(due_on=TODAY + WEEK),
        },
        adds=True,
        events={"dispute.remedy_added": 1},
    ),
    Trial(
        address="disputes:remedy_report",
        who="officer",
        row=Scene.remedy,
        typed={**days(done_on=TODAY), "report": "Paid."},
        events={"dispute.remedy_reported": 1},
    ),
    Trial(
        address="disputes:remedy_check",
        who="member",
        row=Scene.old_remedy,
        typed={"happened": "yes", "note": "It was paid."},
        events={"dispute.remedy_checked": 1},
    ),
    Trial(
        address="disputes:lesson",
        who="chair",
        row=found,
        typed={"text": "Give notice in time."},
        adds=True,
        events={"dispute.lesson_added": 1},
    ),
    Trial(
        address="disputes:limit",
        who="compact_officer",
        args=stage_of,
        typed={"has_limit": "yes", "time_limit": "9", "unit": "weeks", **REASON},
        events={"dispute_stage.limit_set": 1},
    ),
    Trial(
        address="disputes:paper_remove",
        who="member",
        row=Scene.paper,
        opened=lambda scene, row: reverse("disputes:draft", args=[row.dispute_id, "documents"]),
        events={"dispute.paper_removed": 1},
    ),
    Trial(
        address="disputes:paper_look_through",
        who="cvs_staff",
        row=Scene.asked_paper,
        opened=lambda scene, row: row.dispute.get_absolute_url(),
        events={"dispute.paper_looked_through": 1},
    ),
]

"""Consultations, responses, feedback, and the lists beside them."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from consultations.actions.feedback import save_feedback
from consultations.actions.responses import ask_to_void
from consultations.models import Attachment, Consultation, Response
from tests import cast
from tests.concurrency.six import Trial
from tests.concurrency.trials.parts import (
    REASON,
    days,
    in_area,
    leaves,
    of_page,
    own_page,
    page,
    paper,
)
from tests.scene import TODAY, WEEK, Scene, number

THEME = {"title": "Evenings", "you_said": "Open late.", "result": "done", "we_did": "Yes."}
ANSWER = {"text": "We need evenings.", "consents": "yes", "go": "save"}


def asked_to_void(scene: Scene) -> Response:
    response = scene.response()
    ask_to_void(response=response, reason="Sent twice.", by=scene.officer, at=cast.at(TODAY))
    return response


def with_feedback(scene: Scene) -> Consultation:
    made = scene.closed_consultation()
    save_feedback(
        consultation=made, answers={"arrangements": "One answer for all."}, by=scene.officer
    )
    return made


def attachment(scene: Scene) -> Attachment:
    draft = scene.response_draft(ContentFile(b"Text", "letter.txt"))
    return Attachment.objects.get(response=draft)


def period(scene: Scene, row: Any) -> list[Any]:
    return [scene.slug, row.pk]


def theme(scene: Scene, row: Any) -> list[Any]:
    return [row.feedback.consultation_id, row.pk]


TRIALS = [
    Trial(
        address="consultations:new",
        who="officer",
        args=in_area,
        typed={"title": "Library hours", "level": "consultation", "summary": "Which hours?"},
        adds=True,
        events={"consultation.drafted": 1},
    ),
    Trial(
        address="consultations:draft",
        who="officer",
        row=Scene.consultation_draft,
        args=of_page("purpose"),
        typed={"why": "To learn more.", "go": "continue"},
        holds=leaves(why="To learn more."),
        events={},
    ),
    Trial(
        address="consultations:publish",
        who="officer",
        row=Scene.consultation_draft,
        opened=page("consultations:draft_check"),
        events={"consultation.published": 1, "check.changed": 7},
    ),
    Trial(
        address="consultations:draft_discard",
        who="officer",
        row=Scene.consultation_draft,
        events={"consultation.draft_discarded": 1},
    ),
    Trial(
        address="consultations:extend",
        who="officer",
        row=Scene.consultation,
        typed={**days(closes_on=TODAY + 14 * WEEK), **REASON},
        events={"consultation.extended": 1},
    ),
    Trial(
        address="consultations:cut_short",
        who="officer",
        row=Scene.consultation,
        typed={**days(closes_on=TODAY + 4 * WEEK), **REASON},
        events={"consultation.cut_short": 1, "check.changed": 1},
    ),
    Trial(
        address="consultations:reopen",
        who="officer",
        row=Scene.closed_consultation,
        typed={**days(opens_on=TODAY, closes_on=TODAY + WEEK), **REASON},
        events={"consultation.reopened": 1},
    ),
    Trial(
        address="consultations:cancel",
        who="officer",
        row=Scene.consultation,
        typed=REASON,
        events={"consultation.cancelled": 1, "check.changed": 7},
    ),
    Trial(
        address="consultations:void",
        who="officer",
        row=Scene.consultation,
        typed=REASON,
        events={"act.voided": 1, "consultation.voided": 1},
    ),
    Trial(
        address="consultations:correct",
        who="officer",
        row=Scene.consultation,
        args=of_page("dates"),
        typed={**days(closes_on=TODAY + 6 * WEEK), **REASON},
        events={"act.corrected": 1, "consultation.corrected": 1, "check.changed": 1},
    ),
    Trial(
        address="consultations:documents",
        who="officer",
        row=Scene.consultation,
        typed=paper(title="The plan"),
        adds=True,
        events={"consultation.document_added": 1, "consultation.document_checked": 1},
    ),
    Trial(
        address="consultations:document_withdraw",
        who="officer",
        row=Scene.document,
        opened=lambda scene, row: reverse("consultations:documents", args=[row.consultation_id]),
        events={"consultation.document_removed": 1},
    ),
    Trial(
        address="consultations:checklist",
        who="officer",
        row=Scene.consultation,
        args=of_page("gunning"),
        typed={"answer-formative": "yes", "evidence-formative": "The minutes."},
        events={"consultation.checklist": 1},
    ),
    Trial(
        address="consultations:response_new",
        who="member",
        row=Scene.consultation,
        typed=ANSWER,
        adds=True,
        events={"response.drafted": 1},
    ),
    Trial(
        address="consultations:response_new",
        about="sent at once",
        who="member",
        row=Scene.consultation,
        typed=ANSWER | {"go": "send"},
        adds=True,
        events={"response.drafted": 1, "response.sent": 1, "check.changed": 3},
    ),
    Trial(
        address="consultations:response_edit",
        who="member",
        row=Scene.response_draft,
        typed=ANSWER | {"text": "We need mornings.", "go": "send"},
        events={"response.sent": 1, "check.changed": 3},
    ),
    Trial(
        address="consultations:response_log",
        who="officer",
        row=Scene.consultation,
        typed={
            "route": "letter",
            **days(received_on=TODAY),
            "from_whom": "A resident",
            "text": "Evenings, please.",
        },
        adds=True,
        events={"response.logged": 1},
    ),
    Trial(
        address="consultations:response_records",
        who="next_member",
        row=lambda scene: scene.next_door.response(),
        typed={},
        events={},
    ),
    Trial(
        address="consultations:response_publish",
        who="officer",
        row=Scene.response,
        opened=own_page,
        events={"response.published": 1},
    ),
    Trial(
        address="consultations:response_void",
        who="member",
        row=Scene.response,
        typed=REASON,
        events={"act.voided": 1, "response.voided": 1},
    ),
    Trial(
        address="consultations:response_void_ask",
        who="officer",
        row=Scene.response,
        typed=REASON,
        events={"response.void_asked": 1},
    ),
    Trial(
        address="consultations:response_void_answer",
        who="member",
        row=asked_to_void,
        opened=own_page,
        typed={"answer": "agree"},
        events={"act.voided": 1, "response.voided": 1},
    ),
    Trial(
        address="consultations:response_void_answer",
        about="no",
        who="member",
        row=asked_to_void,
        opened=own_page,
        typed={"answer": "decline"},
        events={"response.void_declined": 1},
    ),
    Trial(
        address="consultations:response_discard",
        who="member",
        row=Scene.response_draft,
        opened=own_page,
        events={"response.draft_discarded": 1},
    ),
    Trial(
        address="consultations:attachment_remove",
        who="member",
        row=attachment,
        opened=lambda scene, row: row.response.get_absolute_url(),
        events={},
    ),
    Trial(
        address="consultations:feedback",
        who="officer",
        row=Scene.closed_consultation,
        typed={"summary": "Two answered."},
        holds=leaves(feedback__summary="Two answered."),
        events={},
    ),
    Trial(
        address="consultations:theme_new",
        who="officer",
        row=with_feedback,
        typed=THEME,
        adds=True,
        events={},
    ),
    Trial(
        address="consultations:theme",
        who="officer",
        row=Scene.theme,
        args=theme,
        typed=THEME | {"we_did": "From May on."},
        holds=leaves(we_did="From May on."),
        events={},
    ),
    Trial(
        address="consultations:theme_remove",
        who="officer",
        row=Scene.theme,
        args=theme,
        opened=lambda scene, row: reverse(
            "consultations:feedback", args=[row.feedback.consultation_id]
        ),
        events={},
    ),
    Trial(
        address="consultations:feedback_publish",
        who="officer",
        row=with_feedback,
        typed=days(published_on=TODAY),
        events={"feedback.published": 1, "check.changed": 1},
    ),
    Trial(
        address="consultations:election_new",
        who="compact_officer",
        row=lambda scene: number(),
        args=in_area,
        typed=lambda scene, row: {
            "name": f"Poll {row}",
            **days(starts_on=TODAY, ends_on=TODAY + WEEK),
        },
        events={"election.added": 1},
    ),
    Trial(
        address="consultations:election",
        who="compact_officer",
        row=Scene.election,
        args=period,
        typed=days(ends_on=TODAY + 2 * WEEK),
        events={"election.changed": 1},
    ),
    Trial(
        address="consultations:election_remove",
        who="compact_officer",
        row=Scene.election,
        args=period,
        opened=lambda scene, row: reverse("consultations:election", args=[scene.slug, row.pk]),
        events={"election.removed": 1},
    ),
]

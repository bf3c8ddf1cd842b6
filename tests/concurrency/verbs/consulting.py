"""What is done to consultations and responses, each by whoever may, to a row that the worker chooses."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from commitments.corrections import correct_fact, void_row
from consultations.actions import changes, checklists, drafts, feedback, responses, uploads
from consultations.models import Consultation, Document, Response, Theme
from tests.concurrency.verbs.worker import (
    AT,
    BECAUSE,
    NOW,
    ON,
    Worker,
)
from tests.scene import TODAY


def publishes(w: Worker) -> Any:
    draft = w.scene.consultation_draft(opens_on=w.day(-8, 0), closes_on=w.day(1, 14))
    return drafts.publish_consultation(consultation=draft, **w.by("officer"), **AT)


def extends(w: Worker) -> Any:
    return changes.extend_consultation(
        consultation=w.one(Consultation), closes_on=w.day(14, 40), **w.by("officer"), **BECAUSE,
        **AT,
    )  # fmt: skip


def cuts_short(w: Worker) -> Any:
    return changes.cut_short(
        consultation=w.one(Consultation), closes_on=w.day(1, 3), **w.by("officer"), **BECAUSE, **AT
    )


def reopens(w: Worker) -> Any:
    return changes.reopen_consultation(
        consultation=w.one(Consultation, closes_on__lt=TODAY), opens_on=TODAY, closes_on=w.day(1, 4),
        **w.by("officer"), **BECAUSE, **AT,
    )  # fmt: skip


def cancels(w: Worker) -> Any:
    made = w.one(Consultation)
    return changes.cancel_consultation(consultation=made, **w.by("officer"), **BECAUSE, **AT)


def corrects_consultation(w: Worker) -> Any:
    return correct_fact(
        w.one(Consultation), fact="closes_on", new=w.day(2, 20), **w.by("officer"), **BECAUSE, **AT
    )


def adds_document(w: Worker) -> Any:
    return uploads.add_document(
        consultation=w.one(Consultation), file=ContentFile(b"Text", "plan.txt"), title="The plan",
        at=NOW, **w.by("officer"),
    )  # fmt: skip


def withdraws_document(w: Worker) -> Any:
    return uploads.withdraw_document(document=w.one(Document), at=NOW, **w.by("officer"))


def answers_checklist(w: Worker) -> Any:
    said = {"formative": (w.random.choice(["yes", "no"]), "The minutes.")}
    return checklists.answer_checklist(
        consultation=w.one(Consultation), checklist="gunning", answers=said, at=NOW,
        **w.by("officer"),
    )  # fmt: skip


def writes_feedback(w: Worker) -> Any:
    said = {"arrangements": f"Version {w.random.randint(1, 99)}."}
    return feedback.save_feedback(
        consultation=w.one(Consultation, closes_on__lt=TODAY), answers=said, **w.by("officer")
    )


def writes_theme(w: Worker) -> Any:
    said = {"title": "Evenings", "you_said": "Open late.", "result": "done", "we_did": "Yes."}
    return feedback.save_theme(
        consultation=w.one(Consultation, closes_on__lt=TODAY),
        theme=None,
        answers=said,
        **w.by("officer"),
    )


def removes_theme(w: Worker) -> Any:
    theme = w.one(Theme)
    made = theme.feedback.consultation
    return feedback.remove_theme(consultation=made, theme=theme, **w.by("officer"))


def publishes_feedback(w: Worker) -> Any:
    return feedback.publish_feedback(
        consultation=w.one(Consultation, closes_on__lt=TODAY),
        published_on=TODAY,
        **w.by("officer"),
        **AT,
    )


def responds(w: Worker) -> Any:
    draft = w.scene.response_draft(consultation=w.one(Consultation))
    return responses.send_response(response=draft, **w.by("member"), **AT)


def logs_response(w: Worker) -> Any:
    said = {
        "route": "letter", "received_on": TODAY, "from_whom": "A resident", "text": "Evenings.",
        "represents": "", "capacity": "", "basis": "", "consents": None,
    }  # fmt: skip
    return responses.log_response(
        consultation=w.one(Consultation), organisation=None, answers=said, **w.by("officer"), **AT
    )


def publishes_response(w: Worker) -> Any:
    return responses.publish_response(response=w.one(Response), **w.by("officer"), **ON)


def asks_to_void(w: Worker) -> Any:
    return responses.ask_to_void(response=w.one(Response), at=NOW, **w.by("officer"), **BECAUSE)


def answers_void(w: Worker) -> Any:
    agreed = w.random.random() < 0.5
    row = w.one(Response, void_requests__agreed=None, void_requests__isnull=False)
    return responses.answer_void_request(response=row, agreed=agreed, **w.by("member"), **AT)


def voids_response(w: Worker) -> Any:
    return void_row(w.one(Response), **w.by("member"), **BECAUSE, **AT)

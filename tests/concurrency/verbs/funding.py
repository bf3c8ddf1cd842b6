"""What is done to decisions, notices and agreements, each by whoever may, to a row that the worker chooses."""

from __future__ import annotations

from typing import Any

from commitments.corrections import correct_fact, void_row
from funding.actions import decisions, notices
from funding.actions.answers import NoticeAnswers
from funding.models import FundingAgreement, FundingDecision, Notice
from tests.concurrency.trials import others
from tests.concurrency.verbs.worker import (
    AT,
    BECAUSE,
    ON,
    Worker,
)
from tests.scene import TODAY, WEEK


def corrects_notice(w: Worker) -> Any:
    fact, new = w.random.choice(
        [
            ("last_day", w.day(1, 40)),
            ("received_on", w.day(-10, -1)),
            ("programme", f"Youth {w.random.randint(1, 9)}"),
        ]
    )
    row = w.one(Notice)
    return correct_fact(
        row, fact=fact, new=new, **w.by("officer", "compact_officer"), **BECAUSE, **AT
    )


def corrects_decision(w: Worker) -> Any:
    row = w.one(FundingDecision)
    return correct_fact(
        row, fact="decided_on", new=w.day(-12, -10), **w.by("officer"), **BECAUSE, **AT
    )


def corrects_agreement(w: Worker) -> Any:
    row = w.one(FundingAgreement)
    return correct_fact(
        row, fact="last_day", new=w.day(50, 200), **w.by("officer"), **BECAUSE, **AT
    )


def moves_notice(w: Worker) -> Any:
    return notices.move_last_day(
        notice=w.one(Notice), last_day=w.day(30, 80), moved_on=TODAY, **w.by("officer"), **BECAUSE,
        **ON,
    )  # fmt: skip


def acknowledges(w: Worker) -> Any:
    return notices.acknowledge_notice(
        notice=w.one(Notice), received_on=w.day(-3, -1), **w.by("member"), **ON
    )


def gives_notice(w: Worker) -> Any:
    answers = NoticeAnswers(
        recipient=w.scene.group, method="letter", sent_on=TODAY - WEEK, received_on=TODAY - WEEK,
        last_day=w.day(1, 30),
    )  # fmt: skip
    decision = w.one(FundingDecision)
    return notices.give_notice(decision=decision, answers=answers, **w.by("officer"), **AT)


def withdraws_notice(w: Worker) -> Any:
    return notices.withdraw_notice(
        notice=w.one(Notice), withdrawn_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def withdraws_decision(w: Worker) -> Any:
    return decisions.withdraw_decision(
        decision=w.one(FundingDecision), withdrawn_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def retakes(w: Worker) -> Any:
    return decisions.retake_decision(
        decision=w.one(FundingDecision), retaken_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def voids_notice(w: Worker) -> Any:
    return void_row(w.one(Notice), **w.by("officer"), **BECAUSE, **AT)


def voids_decision(w: Worker) -> Any:
    return void_row(w.one(FundingDecision), **w.by("compact_officer"), **BECAUSE, **AT)


def records_decision(w: Worker) -> Any:
    return w.scene.decision(last_day=w.day(1, 30))


def imports(w: Worker) -> Any:
    upload = others.checked(w.scene)
    others.uploads.confirm_upload(upload, create_organisations=False, **w.by("officer"))
    others.tasks.work_on_import(pk=upload.pk)

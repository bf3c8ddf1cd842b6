"""What is done in disputes, each by whoever may, to a row that the worker chooses."""

from __future__ import annotations

from typing import Any

from commitments.models import Breach
from disputes import actions as disputes
from disputes.models import Dispute, Extension, Neutral, Remedy, Settlement, Standstill
from tests.concurrency.verbs.worker import (
    AT,
    BECAUSE,
    BEFORE_THE_FORUM,
    NOW,
    ON,
    Worker,
)
from tests.scene import TODAY


def raises(w: Worker) -> Any:
    return w.scene.dispute(breach=w.one(Breach)) if w.random.random() < 0.5 else w.scene.dispute()


def writes(w: Worker) -> Any:
    return disputes.add_paper(
        dispute=w.one(Dispute, state="open", area=w.scene.area), audience="forum", text="A letter.", at=NOW,
        **w.by("officer", "member"),
    )  # fmt: skip


def offers(w: Worker) -> Any:
    return disputes.offer_settlement(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        terms="Two months.",
        **w.by("officer", "member"),
        **ON,
    )


def answers_offer(w: Worker) -> Any:
    return disputes.answer_settlement(
        settlement=w.one(Settlement, accepted=None), accepted=w.random.random() < 0.2,
        **w.by("officer", "member"), **ON,
    )  # fmt: skip


def stops(w: Worker) -> Any:
    return disputes.stop_clock(
        dispute=w.one(Dispute, state="open", area=w.scene.area), **w.by("member"), **BECAUSE, **ON
    )


def restarts(w: Worker) -> Any:
    return disputes.restart_clock(
        dispute=w.one(Dispute, entries__stops__isnull=False, entries__stops__restarted_on=None),
        **w.by("member"),
        **BECAUSE,
        **ON,
    )


def asks_for_time(w: Worker) -> Any:
    return disputes.ask_extension(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        new_due_on=w.day(20, 40),
        **w.by("officer"),
        **BECAUSE,
        **ON,
    )


def gives_time(w: Worker) -> Any:
    asked = w.one(Extension, agreed=None)
    return disputes.answer_extension(
        dispute=asked.entry.dispute, extension=asked, agreed=w.random.random() < 0.5,
        **w.by("member"), **ON,
    )  # fmt: skip


def escalates(w: Worker) -> Any:
    return disputes.escalate(
        dispute=w.one(Dispute, area=w.scene.next_door.area), **w.by("next_member"), **BECAUSE, **ON
    )


def asks_standstill(w: Worker) -> Any:
    return disputes.ask_standstill(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        what="Wait.",
        **w.by("member"),
        **ON,
    )


def answers_standstill(w: Worker) -> Any:
    return disputes.answer_standstill(
        standstill=w.one(Standstill, granted=None), granted=True, until=w.day(1, 9),
        **w.by("officer"), **BECAUSE, **ON,
    )  # fmt: skip


def conclusion(w: Worker) -> dict[str, Any]:
    return {"outcome": w.random.choice(["upheld", "not_upheld"]), "reasons": "So.", "reading": ""}


def concludes(w: Worker) -> Any:
    return disputes.conclude(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM), **conclusion(w), **w.by("chair"), **AT
    )


def proposes_conclusion(w: Worker) -> Any:
    return disputes.propose_conclusion(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM),
        **conclusion(w),
        **w.by("chair", "chair_council"),
        **ON,
    )


def answers_conclusion(w: Worker) -> Any:
    return disputes.answer_conclusion(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM, proposed_conclusions__isnull=False),
        agreed=w.random.random() < 0.5, answer="No.",
        **w.by("chair", "chair_council"), **AT,
    )  # fmt: skip


def proposes_neutral(w: Worker) -> Any:
    return disputes.propose_neutral(
        dispute=w.one(Dispute, state="open", area=w.scene.area), person=w.scene.mediator,
        part="mediator", why="Trained.", at=NOW,
        **w.by("officer"),
    )  # fmt: skip


def agrees_neutral(w: Worker) -> Any:
    return disputes.agree_neutral(
        neutral=w.one(Neutral, agreed_by_raiser_at=None), at=NOW, **w.by("member")
    )


def declares(w: Worker) -> Any:
    return disputes.declare_interests(
        neutral=w.one(Neutral), conflict=w.random.random() < 0.3, declaration="None.", at=NOW,
        **w.by("mediator"),
    )  # fmt: skip


def ends_neutral(w: Worker) -> Any:
    return disputes.end_neutral(neutral=w.one(Neutral), at=NOW, **w.by("officer"), **BECAUSE)


def withdraws_dispute(w: Worker) -> Any:
    return disputes.withdraw(
        dispute=w.one(Dispute, state="open", area=w.scene.area), **w.by("member"), **BECAUSE, **ON
    )


def refers_out(w: Worker) -> Any:
    return disputes.refer_out(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        where="The ombudsman",
        **w.by("member"),
        **BECAUSE,
        **ON,
    )


def adds_remedy(w: Worker) -> Any:
    return disputes.add_remedy(
        dispute=w.one(Dispute, state="settled"), what="Pay.", owner_side="respondent", due_on=w.day(1, 9),
        **w.by("officer"), **ON,
    )  # fmt: skip


def reports_remedy(w: Worker) -> Any:
    return disputes.report_remedy(
        remedy=w.one(Remedy), report="Paid.", done_on=TODAY, **w.by("officer"), **ON
    )


def sets_anonymous(w: Worker) -> Any:
    return disputes.set_anonymous(
        dispute=w.one(Dispute), anonymous=w.random.random() < 0.5, **w.by("member", "officer")
    )


def sets_limit(w: Worker) -> Any:
    return disputes.set_limit(
        compact=w.scene.compact, position=1, time_limit=w.random.randint(4, 9), unit="weeks",
        **w.by("compact_officer"), **BECAUSE, **ON,
    )  # fmt: skip

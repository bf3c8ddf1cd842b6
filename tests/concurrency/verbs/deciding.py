"""What is done to cases, and by the clock, each by whoever may, to a row that the worker chooses."""

from __future__ import annotations

from typing import Any

from commitments import cases
from commitments.checks import reassess_due
from commitments.checks.verify import verify
from commitments.models import Breach
from disputes.actions.reminding import remind
from tests.concurrency.verbs.worker import (
    AT,
    NOW,
    Worker,
)
from tests.scene import TODAY


def replies(w: Worker) -> Any:
    return cases.reply(
        w.one(Breach, state="flagged"), position="accepts", text="Yes.", at=NOW, **w.by("officer")
    )


def decided(w: Worker) -> dict[str, Any]:
    return {"decision": w.random.choice(["confirmed", "rejected"]), "reasons": "So."}


def determines(w: Worker) -> Any:
    return cases.determine(w.one(Breach, state="answered"), **decided(w), **w.by("chair"), **AT)


def proposes_decision(w: Worker) -> Any:
    return cases.propose_decision(
        w.one(Breach, state="answered"), **decided(w), **w.by("chair", "chair_council"), **AT
    )


def answers_proposal(w: Worker) -> Any:
    agreed = w.random.random() < 0.5
    return cases.answer_proposal(
        w.one(Breach, proposals__agreed=None, proposals__isnull=False),
        agreed=agreed,
        answer="No.",
        **w.by("chair", "chair_council"),
        **AT,
    )


def puts_right(w: Worker) -> Any:
    return cases.record_remedy(
        w.one(Breach, state="confirmed"), remedied_on=TODAY, remedy="Done again.", **w.by("officer")
    )


def sweeps(w: Worker) -> Any:
    return reassess_due(on=TODAY)


def repairs(w: Worker) -> Any:
    return verify(puts_right=True, **AT)


def reminds(w: Worker) -> Any:
    return remind(on=TODAY)

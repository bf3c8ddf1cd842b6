"""One table an app: every address that takes a form, with what follows from sending it."""

from __future__ import annotations

from tests.concurrency.six import Trial
from tests.concurrency.trials import cases, consulting, disputes, funding, others

TABLES: dict[str, list[Trial]] = {
    "cases": cases.TRIALS,
    "consulting": consulting.TRIALS,
    "disputes": disputes.TRIALS,
    "funding": funding.TRIALS,
    "others": others.TRIALS,
}

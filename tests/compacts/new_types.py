"""A rule type that no form was written for: it reads what another one reads, under a name of its own."""

from __future__ import annotations

from typing import Any

import pytest

from compacts.models import Provision, Rule
from organisations.models import Sector
from rules import prior_step, registry, required_record

STEPS, RECORDS = "steps_of_a_new_type", "records_of_a_new_type"


def make_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._TYPES, STEPS, prior_step)
    monkeypatch.setitem(registry._TYPES, RECORDS, required_record)


def new_rules() -> list[Rule]:
    return [
        _rule(STEPS, {"steps": ["walked_round"]}, {"walked_round": "Walked round"}),
        _rule(RECORDS, {"fields": ["seen"], "due_weeks": None}, {"seen": "What was seen"}),
    ]


def _rule(kind: str, params: dict[str, Any], labels: dict[str, str]) -> Rule:
    provision = Provision(ref="9.9", sector=Sector.PUBLIC)
    return Rule(provision=provision, type=kind, params=params, labels=labels)

"""How many lines a second `manage.py assess` answers on one core, start-up aside.

Run: python benchmarks/assess.py [LINES]. The mix has one line of each kind of date rule, with facts
that change from line to line. The share of the time that is the engine's own is printed beside it.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

LINES = 100_000
TARGET = 20_000
START = date(2014, 1, 6)


def questions() -> Iterator[dict[str, Any]]:
    """One act a day, for ever, going round the rule types."""
    for number, make in enumerate(cycle((notice, consultation, claim, decision, action))):
        day = START + timedelta(days=number % 900)
        compact, provision, rule, facts = make(day)
        yield {
            "id": number,
            "compact": compact,
            "provision": provision,
            "rule": rule,
            "on": (day + timedelta(days=120)).isoformat(),
            "facts": facts,
        }


def days(day: date, **offsets: int) -> dict[str, str]:
    return {name: (day + timedelta(days=offset)).isoformat() for name, offset in offsets.items()}


def notice(day: date) -> tuple[str, str, str, dict[str, Any]]:
    facts = {"kind": "end", "in_writing": True} | days(day, received_on=0, last_day=91)
    return "thurrock-2012", "4.4", "minimum_notice", facts


def consultation(day: date) -> tuple[str, str, str, dict[str, Any]]:
    facts = {"significant_effect": "yes"} | days(day, opens_on=0, closes_on=80)
    return "stockton-2014", "S1.14", "minimum_period", facts


def claim(day: date) -> tuple[str, str, str, dict[str, Any]]:
    return "stockton-2014", "S2.27", "payment_period", days(day, received_on=0, paid_on=45)


def decision(day: date) -> tuple[str, str, str, dict[str, Any]]:
    facts = days(day, decided_on=0, informed_on=3, expected_start=100)
    return "stockton-2014", "S2.19", "lead_time", dict(facts)


def action(day: date) -> tuple[str, str, str, dict[str, Any]]:
    return "thurrock-2006", "A3.7", "fixed_deadline", days(day, due_on=100)


def main(lines: int) -> None:
    django.setup()
    # Imported after the set-up that the command itself has already had.
    from compacts.management.commands.assess import RulesInUse, assess_lines  # noqa: PLC0415
    from rules import assess  # noqa: PLC0415 - after the set-up too

    asked = list(islice(questions(), lines))
    text = "".join(f"{json.dumps(question)}\n" for question in asked)
    book = RulesInUse()
    for question in asked[:5]:
        book.find(question["compact"], question["provision"], question["rule"])

    began = process_time()
    all_good = assess_lines(io.StringIO(text), io.StringIO(), book)
    whole = process_time() - began

    began = process_time()
    for question in asked:
        law = book.find(question["compact"], question["provision"], question["rule"])
        assess(law, question["facts"], date.fromisoformat(question["on"]))
    engine = process_time() - began

    rate = lines / whole
    said = "every line was answered" if all_good else "NOT every line could be answered"
    sys.stdout.write(
        f"{lines:,} lines in {whole:.2f} s of one core: {rate:,.0f} lines a second, "
        f"{rate / TARGET:.1f} times the target of {TARGET:,}; {said}.\n"
        f"The engine alone took {engine / whole:.0%} of that; the rest is JSON in and out.\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)

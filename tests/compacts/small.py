"""A compact of three clauses, written to a file that tests change and load again."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import yaml
from django.core.management import call_command

SLUG = "thurrock-trial"


def content() -> dict[str, Any]:
    return {
        "schema": 1,
        "compact": SLUG,
        "title": "Trial Compact",
        "area": "thurrock",
        "edition": "trial",
        "status": "in_force",
        "supersedes": None,
        "in_force": {"from": None, "to": None, "note": None},
        "source": {"title": "Trial", "publisher": "Nobody", "year": 2020, "note": None},
        "parties": {"public": "The Council", "vcs": "The Sector"},
        "signatories": [
            {
                "slug": "trial-body",
                "name": "Trial Body",
                "sector": "public",
                "kind": "other-public",
                "post": "Chair",
                "signed_on": None,
            }
        ],
        "dispute": {
            "basis": "local",
            "note": "A local setting.",
            "stages": [
                {
                    "name": "Talk",
                    "decides": "The parties",
                    "time_limit": 10,
                    "unit": "working_days",
                    "files_raiser": ["what happened"],
                    "files_respondent": ["reply"],
                    "ways_out": ["settled"],
                    "source": "1.2",
                }
            ],
        },
        "codes": [{"ref": "C1", "title": "Funding", "status": "promised", "note": None}],
        "sections": [
            {
                "ref": "1",
                "title": "Funding",
                "theme": "funding",
                "page": 3,
                "provisions": [
                    clause("1.1", "Give three months notice in writing.", notice_rule()),
                    clause("1.2", "Treat each other with respect.", {"type": "reported_only"}),
                    clause("1.3", "Say why.", record_rule(), sector="vcs", checkable="partial"),
                ],
            }
        ],
    }


def clause(ref: str, text: str, *rules: dict[str, Any], **other: Any) -> dict[str, Any]:
    plain = {"sector": "public", "kind": "undertaking", "checkable": "no"}
    return {"ref": ref, **plain, **other, "text": text, "rules": list(rules)}


def notice_rule() -> dict[str, Any]:
    return {
        "type": "minimum_notice",
        "params": {"months": 3, "triggers": ["end"]},
        "applies_to": {"act": "notice", "kinds": ["end"]},
        "cases": [
            {
                "name": "on the latest day",
                "on": "2013-12-31",
                "facts": {
                    "kind": "end",
                    "in_writing": True,
                    "last_day": "2014-03-31",
                    "received_on": "2013-12-31",
                },
                "expect": {"outcome": "met", "spare_days": 0},
            }
        ],
    }


def record_rule() -> dict[str, Any]:
    return {
        "type": "required_record",
        "params": {"fields": ["rationale"]},
        "labels": {"rationale": "Rationale given"},
        "cases": [
            {
                "name": "nothing recorded",
                "on": "2013-12-31",
                "facts": {"event_on": "2013-12-31"},
                "expect": {"outcome": "outstanding"},
            }
        ],
    }


class File:
    """The file, the clause at hand, and what the command printed last."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{SLUG}.yaml"
        self.content = content()
        self.write()

    @property
    def clauses(self) -> list[dict[str, Any]]:
        clauses: list[dict[str, Any]] = self.content["sections"][0]["provisions"]
        return clauses

    def write(self, text: str | None = None) -> None:
        written = text or yaml.safe_dump(self.content, sort_keys=False, allow_unicode=True)
        # ISO dates in quotes are text: the format wants dates.
        self.path.write_text(_dates_bare(written), encoding="utf-8")

    def load(self, *options: str) -> str:
        self.write()
        out = io.StringIO()
        call_command("load_compacts", str(self.path), *options, stdout=out)
        return out.getvalue()


def _dates_bare(text: str) -> str:
    lines = []
    for line in text.splitlines():
        key, _, value = line.partition(": ")
        bare = value.strip("'")
        is_date = len(bare) == 10 and bare[4:8:3] == "--"
        lines.append(f"{key}: {bare}" if is_date else line)
    return "\n".join(lines) + "\n"

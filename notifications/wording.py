"""The words of the e-mails, from templates/notifications/email."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    body: str


def written(name: str, subject: str, **context: Any) -> Written:
    """A subject in one line, and a body whose blank lines never pile up."""
    text = render_to_string(
        f"notifications/email/{name}.txt", {"site_url": settings.SITE_URL, **context}
    )
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return Written(" ".join(subject.split())[:LONGEST_SUBJECT], "\n".join(lines) + "\n")

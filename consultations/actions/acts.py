"""What happens to a consultation, in the log of its area."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from audit.actions import log_event
from consultations.models import Consultation


def log_consultation_event(
    verb: str, consultation: Consultation, *, by: User | None, **detail: Any
) -> None:
    """Writes what happened to the log. Followers are told from there."""
    log_event(verb, consultation, by=by, chain=consultation.act.area.slug, **detail)

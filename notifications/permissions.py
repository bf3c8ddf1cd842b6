"""Who may follow what: anybody, anything public that something can still happen to."""

from __future__ import annotations

from datetime import date

from accounts.permissions import YES, Answer
from consultations.models import Consultation
from consultations.states import Stage


def may_follow(consultation: Consultation, on: date) -> Answer:
    match consultation.stage_on(on):
        case Stage.DRAFT | Stage.VOIDED:
            return Answer("This consultation is not published.")
        case Stage.CANCELLED:
            return Answer("This consultation has been cancelled: nothing will change any more.")
    return YES

"""A consultation's days in words. The closing day counts to 23:59 in London, and says so."""

from __future__ import annotations

from datetime import date

from consultations.models import Consultation
from consultations.presenters import in_full
from consultations.states import Stage
from pages.shown import days

END_OF_DAY = "at 23:59 (London time)"


def days_left(consultation: Consultation, on: date) -> int | None:
    """Whole days after this one on which responses still count; nought on the closing day."""
    last = consultation.last_closes_on
    return None if last is None else (last - on).days


def left_in_words(consultation: Consultation, on: date) -> str:
    left = days_left(consultation, on)
    if left is None:
        return "No closing day yet"
    return "Last day" if left == 0 else f"{days(left)} left"


def closing(day: date | None) -> str:
    """Friday 20 February 2015 at 23:59 (London time)."""
    return f"{in_full(day)} {END_OF_DAY}" if day else "a day that has not been set yet"


def in_short(consultation: Consultation, stage: str, on: date) -> str:
    """What comes next, for a list."""
    match stage:
        case Stage.OPEN:
            return left_in_words(consultation, on)
        case Stage.FORTHCOMING:
            opens_on = consultation.opens_on
            return f"Opens in {days((opens_on - on).days)}" if opens_on else "No opening day yet"
        case Stage.CANCELLED:
            return "Cancelled"
        case Stage.ANSWERED:
            return "Feedback published"
    return expected_in_short(consultation, on)


def expected_in_short(consultation: Consultation, on: date) -> str:
    expected = consultation.feedback_expected_on
    if expected is None:
        return "No day promised for feedback"
    if expected < on:
        return f"Feedback {days((on - expected).days)} late"
    return (
        "Feedback expected today" if expected == on else f"Feedback in {days((expected - on).days)}"
    )


def countdown(consultation: Consultation, stage: str, on: date) -> str:
    """The sentence at the top of its page."""
    last, opens_on = consultation.last_closes_on, consultation.opens_on
    match stage:
        case Stage.OPEN if last is None:
            return "It is open. No closing day has been set yet."
        case Stage.OPEN:
            verb = "closes today," if last == on else "closes"
            return f"{left_in_words(consultation, on)}, {verb} {closing(last)}"
        case Stage.FORTHCOMING if opens_on is None:
            return "It has been announced. The opening day has not been set yet."
        case Stage.FORTHCOMING if opens_on is not None:
            until = f" and closes {closing(last)}" if last else ""
            return f"Opens in {days((opens_on - on).days)}, on {in_full(opens_on)}{until}"
        case Stage.CANCELLED:
            return f"Cancelled on {in_full(consultation.cancelled_on)}"
        case Stage.ANSWERED:
            told = in_full(consultation.feedback_on)
            return f"Closed {closing(last)}. Feedback was published on {told}"
    return f"Closed {closing(last)}. {awaited(consultation, on)}"


def awaited(consultation: Consultation, on: date) -> str:
    """What was promised about feedback, and whether that day is over."""
    expected = consultation.feedback_expected_on
    if expected is None:
        return "Feedback has not been published, and no day has been promised for it"
    if expected < on:
        late = days((on - expected).days)
        return f"Feedback was promised for {in_full(expected)}, {late} ago, and is still awaited"
    return f"Feedback is promised for {in_full(expected)}"

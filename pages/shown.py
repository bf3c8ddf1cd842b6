"""How dates, money, outcomes and states are shown, in templates and registers alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

NOT_GIVEN = SafeString('<span class="muted">not given</span>')

# The word, the colour of the tag, and a mark, so that nothing rests on colour alone.
OUTCOMES = {
    "not_applicable": ("Does not apply", "grey", "–"),
    "cannot_assess": ("Cannot assess", "purple", "?"),
    "on_track": ("On track", "blue", "→"),
    "at_risk": ("At risk", "yellow", "▲"),
    "outstanding": ("Outstanding", "orange", "…"),
    "met": ("Met", "green", "✓"),
    "explained": ("Explained", "teal", "✎"),
    "breach": ("Apparent breach", "red", "✕"),
    "remedied": ("Remedied", "magenta", "↺"),
}
VOIDED = "voided"
"""What stands in place of an outcome where the record was voided: nothing is found of it."""
FINDINGS = OUTCOMES | {VOIDED: ("Voided", "orange", "")}
COLOURS = {"grey", "purple", "blue", "yellow", "orange", "green", "teal", "red", "magenta"}


def code_of(value: Any) -> str:
    """The stored text of an enum member, or the text itself."""
    return str(getattr(value, "value", value) or "")


def as_date(value: Any) -> dt.date | None:
    """A civil date from a date, an instant or ISO text; None where there is none."""
    if isinstance(value, str):
        value = parse_date(value[:10]) if value else None
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value or None


def on(value: Any) -> SafeString:
    """31 March 2027, inside a <time>."""
    date = as_date(value)
    if date is None:
        return NOT_GIVEN
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), date_format(date, "j F Y")
    )


def weekday_on(value: Any) -> SafeString:
    """Friday 20 February 2015, inside a <time>."""
    date = as_date(value)
    if date is None:
        return NOT_GIVEN
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), date_format(date, "l j F Y")
    )


def at(value: dt.datetime | str | None) -> SafeString:
    """23 November 2026 at 10:30, in local time."""
    if isinstance(value, str):
        value = parse_datetime(value)
    if not value:
        return NOT_GIVEN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        f"{date_format(local, 'j F Y')} at {date_format(local, 'H:i')}",
    )


def days(value: Any) -> str:
    """1 day, 3 days, and nothing for nothing."""
    if value is None or value == "":
        return ""
    return f"{value:,} {'day' if abs(value) == 1 else 'days'}"


def pounds(value: Any) -> str:
    """£344,000; pence only where there are any."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    shape = ",.0f" if amount == amount.to_integral_value() else ",.2f"
    return f"{'−' if amount < 0 else ''}£{abs(amount):{shape}}"


def outcome_words(outcome: Any) -> str:
    code = code_of(outcome)
    return FINDINGS[code][0] if code in FINDINGS else code.replace("_", " ").capitalize()


def outcome_tag(outcome: Any) -> SafeString:
    code = code_of(outcome)
    if not code:
        return NOT_GIVEN
    words, colour, mark = FINDINGS.get(code, (outcome_words(code), "grey", ""))
    return state_tag(words, colour, mark)


def state_tag(label: Any, colour: str = "grey", mark: str = "") -> SafeString:
    """A tag that says its state in words. An unknown colour is a mistake in the template."""
    if colour not in COLOURS:
        raise ValueError(f"No tag is {colour}: use one of {', '.join(sorted(COLOURS))}.")
    sign = format_html('<span class="tag-mark" aria-hidden="true">{}</span> ', mark) if mark else ""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}{}</strong>', colour, sign, label)

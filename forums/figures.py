"""The two headline rates: how long consultations ran, and how much notice was given.

Reads only. Each rate has its numerator and denominator; what is withdrawn or cannot be assessed
stays out of both and is counted beside them. A median is that of the record in the middle by length;
of an even number of records, half-way between the two in the middle. Bodies are never ranked.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from commitments import selections
from commitments.models import Check
from commitments.selections import Span
from organisations.models import Area
from rules import add_months

MEASURED = Q(spare_days__isnull=False) | Q(shortfall_days__isnull=False)
"""What has a length: not what closes today and may still be explained, nor words without a letter."""


def register_url(area: Area, register: str, **asked: object) -> str:
    """The register of an area's checks or breaches, narrowed to what is asked; None asks nothing."""
    question = urlencode({name: said for name, said in asked.items() if said not in (None, "")})
    address = reverse(f"commitments:{register}", args=[area.slug])
    return f"{address}?{question}" if question else address


def figure_urls(area: Area, **asked: object) -> dict[str, str]:
    """For each figure, the register of exactly the checks that it counts."""
    return {
        code.replace("-", "_"): register_url(area, "checks", figure=code, **asked)
        for code in selections.FIGURES
    }


class NoticeDays(Func):
    """Calendar days from the receipt of a notice to the last day, from a check's facts."""

    arity = 1
    output_field = IntegerField()
    template = (
        "(julianday(JSON_EXTRACT(%(expressions)s, '$.last_day'))"
        " - julianday(JSON_EXTRACT(%(expressions)s, '$.received_on')))"
    )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        days = (
            "((%(expressions)s ->> 'last_day')::date - (%(expressions)s ->> 'received_on')::date)"
        )
        return self.as_sql(compiler, connection, template=days, **extra)


@dataclass(frozen=True, slots=True)
class ConsultationFigures:
    closed: int
    assessed: int
    under_period: int
    unexplained: int
    cannot_assess: int
    withdrawn: int
    median_days: float | None

    @property
    def share_under(self) -> float | None:
        return share(self.under_period, self.assessed)

    @property
    def share_unexplained(self) -> float | None:
        return share(self.unexplained, self.under_period)

    @property
    def under_in_percent(self) -> str:
        return in_percent(self.share_under)

    @property
    def unexplained_in_percent(self) -> str:
        return in_percent(self.share_unexplained)

    def as_dict(self) -> dict[str, Any]:
        return {
            "closed": self.closed,
            "assessed": self.assessed,
            "under_period": self.under_period,
            "share_under": self.share_under,
            "unexplained": self.unexplained,
            "share_unexplained": self.share_unexplained,
            "median_days": self.median_days,
            "cannot_assess": self.cannot_assess,
            "withdrawn": self.withdrawn,
        }


@dataclass(frozen=True, slots=True)
class NoticeFigures:
    """The median notice is given twice: in whole months, as the period is counted, and in days."""

    assessed: int
    full_period: int
    explained: int
    cannot_assess: int
    withdrawn: int
    median_months: float | None
    median_days: float | None

    @property
    def share_full(self) -> float | None:
        return share(self.full_period, self.assessed)

    @property
    def full_in_percent(self) -> str:
        return in_percent(self.share_full)

    @property
    def median_notice(self) -> str:
        """In words: "3 whole months (97 days)"."""
        months, days = self.median_months, self.median_days
        if months is None or days is None:
            return ""
        if days < 0:
            return f"{-days:g} days after the last day"
        in_days = f"{days:g} {'day' if days == 1 else 'days'}"
        if not months:
            return in_days
        return f"{months:g} whole {'month' if months == 1 else 'months'} ({in_days})"

    def as_dict(self) -> dict[str, Any]:
        return {
            "assessed": self.assessed,
            "full_period": self.full_period,
            "share_full": self.share_full,
            "explained": self.explained,
            "median_months": self.median_months,
            "median_days": self.median_days,
            "cannot_assess": self.cannot_assess,
            "withdrawn": self.withdrawn,
        }


def share(part: int, whole: int) -> float | None:
    """Four decimals; None where there is nothing to take a share of."""
    return round(part / whole, 4) if whole else None


def in_percent(part: float | None) -> str:
    """Whole per cent, a half rounded up."""
    # Python's `round` takes a half to the even number: 12.5 would become 12, and 13.5 become 14.
    return "" if part is None else f"{int(part * 100 + 0.5)}%"


def rates(area: Area, span: Span) -> dict[str, dict[str, Any]]:
    return {
        "consultations": consultation_figures(area, span).as_dict(),
        "notices": notice_figures(area, span).as_dict(),
    }


def consultation_figures(area: Area, span: Span) -> ConsultationFigures:
    checks = _checks(area, "minimum_period")
    found = checks.aggregate(
        closed=_count(selections.consultations_closed, span),
        assessed=_count(selections.consultations_assessed, span),
        under_period=_count(selections.consultations_under, span),
        unexplained=_count(selections.consultations_unexplained, span),
        cannot_assess=_count(selections.consultations_cannot_assess, span),
        withdrawn=_count(selections.consultations_withdrawn, span),
        measured=Count("pk", filter=selections.consultations_assessed(span) & MEASURED),
    )
    judged = selections.consultations_assessed(span) & MEASURED
    lengths = (
        checks.filter(judged)
        .annotate(margin=Coalesce("spare_days", -F("shortfall_days")))
        .order_by("margin", "pk")
        .values_list("last_day_to_act", "facts")
    )
    lengths_in_days = [
        (closed_on - opened_with_all(facts)).days
        for closed_on, facts in _middle(lengths, found.pop("measured"))
    ]
    return ConsultationFigures(**found, median_days=_half_way(lengths_in_days))


def opened_with_all(facts: dict[str, Any]) -> date:
    """The opening of a consultation, or the day its documents were complete where that is later."""
    opens_on = facts["opens_on"]
    return date.fromisoformat(max(opens_on, facts.get("documents_complete_on") or opens_on))


def notice_figures(area: Area, span: Span) -> NoticeFigures:
    checks = _checks(area, "minimum_notice")
    found = checks.aggregate(
        assessed=_count(selections.notices_assessed, span),
        full_period=_count(selections.notices_full, span),
        explained=_count(selections.notices_explained, span),
        cannot_assess=_count(selections.notices_cannot_assess, span),
        withdrawn=_count(selections.notices_withdrawn, span),
        measured=Count("pk", filter=selections.notices_assessed(span) & MEASURED),
    )
    judged = selections.notices_assessed(span) & MEASURED
    lengths = (
        checks.filter(judged).order_by(NoticeDays("facts"), "pk").values_list("facts", flat=True)
    )
    middle = [given_and_last(facts) for facts in _middle(lengths, found.pop("measured"))]
    return NoticeFigures(
        **found,
        median_months=_half_way([whole_months(given, last) for given, last in middle]),
        median_days=_half_way([(last - given).days for given, last in middle]),
    )


def given_and_last(facts: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(facts["received_on"]), date.fromisoformat(facts["last_day"])


def whole_months(first: date, last: date) -> int:
    """Whole months from one date to another; none where they run backwards."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(months - (add_months(first, months) > last), 0)


def _checks(area: Area, rule_type: str) -> QuerySet[Check]:
    return Check.objects.counted().filter(area=area, rule__type=rule_type)


def _count(selection: Callable[[Span], Q], span: Span) -> Count:
    return Count("pk", filter=selection(span))


def _middle(rows: Any, count: int) -> list[Any]:
    """The one or two rows in the middle of `count`; one query, also where there is none."""
    return list(rows[max(count - 1, 0) // 2 : count // 2 + 1]) if count else list(rows[:0])


def _half_way(values: list[int]) -> float | None:
    """The median of the rows in the middle, whole where it is whole."""
    if not values:
        return None
    median = statistics.median(values)
    return int(median) if median == int(median) else median

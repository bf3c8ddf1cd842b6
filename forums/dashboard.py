"""What the forum's chairs see on one page, as at a day: reads only, a constant number of queries.

Every figure carries the address of the register that lists exactly what it counts. For a day gone
by, what stored dates allow is counted as it stood then; the page says which figures are as of now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from commitments import selections
from commitments.models import Breach, Check, SweepRun
from commitments.selections import LOOK_AHEAD_DAYS, Span
from compacts.fact_words import missing_words
from compacts.models import Compact
from forums.drawing import Drawing, back_to_back
from forums.figures import (
    ConsultationFigures,
    NoticeFigures,
    consultation_figures,
    figure_urls,
    notice_figures,
    register_url,
)
from forums.models import Forum
from organisations.models import Area, Sector
from pages.shown import outcome_words
from rules import GRAVEST_FIRST, Outcome
from rules.words import listed

SECTORS = (Sector.PUBLIC.value, Sector.VCS.value)
MOST_DUE, MOST_NEW, MOST_CLAUSES, MOST_EXPLAINED, MOST_MISSING = 8, 5, 6, 4, 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list behind it."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is, and a figure for each sector, public first."""

    label: str
    figures: tuple[Figure, ...]
    code: str = ""

    @property
    def total(self) -> int:
        return sum(figure.count for figure in self.figures)


class Dashboard:
    """The figures of one area. Each part is read once, when the page asks for it."""

    def __init__(self, area: Area, *, on: date, today: date) -> None:
        self.area, self.on, self.today = area, on, today
        self.is_past = on < today
        self.is_ahead = on > today
        self.span = Span(on)

    # Where the figures come from

    def _checks(self) -> Any:
        # Both sectors are named for the index by sector and outcome.
        checks = Check.objects.counted().filter(area=self.area, sector__in=SECTORS)
        return checks.filter(selections.checks_as_at(self.on)) if self.is_past else checks

    def _cases(self) -> Any:
        return Breach.objects.filter(selections.cases_counted(), area=self.area)

    def _open_cases(self) -> Any:
        return self._cases().filter(selections.breaches_open(self.on, self.today))

    @property
    def _as_at(self) -> date | None:
        """What a register is asked for: as things stand needs no day."""
        return None if self.on == self.today else self.on

    def _url(self, register: str, **asked: object) -> str:
        return register_url(self.area, register, as_at=self._as_at, **asked)

    def _pair(self, found: dict[str, int], register: str, **asked: object) -> tuple[Figure, ...]:
        return tuple(
            Figure(found.get(sector, 0), self._url(register, sector=sector, **asked))
            for sector in SECTORS
        )

    # The forum and its meetings

    @cached_property
    def forum(self) -> Forum | None:
        """The forum with the day it last met before `on` and the day it is to meet next."""
        met = Max("meetings__held_on", filter=Q(meetings__held_on__lt=self.on))
        meets = Min(
            "meetings__planned_on",
            filter=Q(meetings__held_on=None, meetings__planned_on__gte=self.on)
            | Q(meetings__held_on__gte=self.on, meetings__planned_on__gte=self.on),
        )
        forums = Forum.objects.filter(area=self.area).select_related("area")
        return forums.annotate(last_held_on=met, next_planned_on=meets).first()

    @property
    def last_held_on(self) -> date | None:
        return self.forum.last_held_on if self.forum else None  # type: ignore[attr-defined]

    @property
    def next_planned_on(self) -> date | None:
        return self.forum.next_planned_on if self.forum else None  # type: ignore[attr-defined]

    @property
    def since(self) -> date:
        """The day after which something counts as new."""
        return self.last_held_on or self.on - timedelta(days=LOOK_AHEAD_DAYS)

    @cached_property
    def compacts(self) -> list[Compact]:
        found = Compact.objects.filter(area=self.area)
        in_use = Q(pk__in=found.in_force(self.on)) | Q(pk__in=found.kept(self.on))
        return list(found.filter(in_use).order_by(F("in_force_from").desc(nulls_last=True)))

    @cached_property
    def gaps(self) -> list[SweepRun]:
        """The times since the last meeting when checks were not run."""
        runs = SweepRun.objects.filter(
            not_run_from__isnull=False, on__gt=self.since, on__lte=self.on
        )
        return list(runs.order_by("-on", "-pk")[:3])

    # The headline rates

    @cached_property
    def consultations(self) -> ConsultationFigures:
        return consultation_figures(self.area, self.span)

    @cached_property
    def notices(self) -> NoticeFigures:
        return notice_figures(self.area, self.span)

    @cached_property
    def figure_urls(self) -> dict[str, str]:
        return figure_urls(self.area, as_at=self._as_at)

    # Findings by state

    @cached_property
    def _counted(self) -> list[dict[str, Any]]:
        """One reading of every check, for three parts of the page."""
        # Without the default order here and below: Django would group by its columns too.
        counted = self._checks().order_by().values("outcome", "sector")
        ahead = selections.last_day_within(LOOK_AHEAD_DAYS, self.on)
        return list(
            counted.annotate(
                n=Count("pk"),
                ahead=Count("pk", filter=ahead),
                set_aside=Count("pk", filter=selections.set_aside()),
            )
        )

    @cached_property
    def findings(self) -> list[Row]:
        found: dict[str, dict[str, int]] = {}
        for row in self._counted:
            found.setdefault(row["outcome"], {})[row["sector"]] = row["n"]
        return [
            Row(outcome_words(code), self._pair(found.get(code, {}), "checks", outcome=code), code)
            for code in map(str, GRAVEST_FIRST)
        ]

    @property
    def findings_total(self) -> int:
        return sum(row.total for row in self.findings)

    @property
    def findings_drawing(self) -> Drawing:
        return drawn(self.findings)

    # New since the last meeting

    @cached_property
    def new(self) -> list[Row]:
        found = selections.found_between(self.since, self.on)
        closed = selections.closed_between(self.since, self.on)
        counted = (
            self._cases()
            .filter(found | closed)
            .order_by()
            .values("sector")
            .annotate(found=Count("pk", filter=found), closed=Count("pk", filter=closed))
        )
        by_sector = {row["sector"]: row for row in counted}
        found_here, closed_here = (
            {sector: row[name] for sector, row in by_sector.items()} for name in ("found", "closed")
        )
        return [
            Row(
                "Breaches found",
                self._pair(found_here, "breaches", found_after=self.since),
                "found",
            ),
            Row(
                "Cases closed",
                self._pair(closed_here, "breaches", closed_after=self.since),
                "closed",
            ),
        ]

    @cached_property
    def newest(self) -> list[Breach]:
        cases = self._cases().filter(selections.found_between(self.since, self.on))
        shown = first_few(cases, MOST_NEW, "-detected_on", "-pk")
        return list(
            shown.select_related("responsible", "check_made__act", "check_made__rule__provision")
        )

    # The next 12 weeks

    @cached_property
    def due(self) -> list[Check]:
        """The last days to act that come next, soonest first."""
        checks = self._checks().filter(selections.last_day_within(LOOK_AHEAD_DAYS, self.on))
        soonest = first_few(checks, MOST_DUE, "last_day_to_act", "pk")
        return list(soonest.select_related("responsible", "act", "rule__provision"))

    @property
    def due_count(self) -> Figure:
        count = sum(row["ahead"] for row in self._counted)
        return Figure(count, self._url("checks", due_within=LOOK_AHEAD_DAYS))

    # Open breaches

    @cached_property
    def ages(self) -> list[Row]:
        counts = {
            f"age_{place}": Count("pk", filter=selections.aged(code, self.on))
            for place, code in enumerate(selections.AGES)
        }
        counted = self._open_cases().order_by().values("sector").annotate(**counts)
        by_sector = {row["sector"]: row for row in counted}
        return [
            Row(
                label,
                self._pair(
                    {sector: row[f"age_{place}"] for sector, row in by_sector.items()},
                    "breaches",
                    state="open",
                    age=code,
                ),
                code,
            )
            for place, (code, (label, _, _)) in enumerate(selections.AGES.items())
        ]

    @property
    def ages_drawing(self) -> Drawing:
        return drawn(self.ages)

    @property
    def open_total(self) -> Figure:
        return Figure(sum(row.total for row in self.ages), self._url("breaches", state="open"))

    @cached_property
    def clauses(self) -> list[Row]:
        """Every clause with an open case, the most cases first."""
        provision = "check_made__rule__provision"
        counted = (
            self._open_cases()
            .order_by()
            .values(
                "sector",
                ref=F(f"{provision}__ref"),
                compact=F(f"{provision}__compact__slug"),
                edition=F(f"{provision}__compact__edition"),
            )
            .annotate(n=Count("pk"))
        )
        found: dict[tuple[str, str, str], dict[str, int]] = {}
        for row in counted:
            clause = (row["compact"], row["edition"], row["ref"])
            found.setdefault(clause, {})[row["sector"]] = row["n"]
        rows = [
            Row(
                f"{ref} ({edition})",
                self._pair(by_sector, "breaches", state="open", clause=ref, compact=compact),
            )
            for (compact, edition, ref), by_sector in found.items()
        ]
        return sorted(rows, key=lambda row: (-row.total, row.label))

    # Explained departures, and what cannot be assessed

    @cached_property
    def explained(self) -> list[dict[str, Any]]:
        """The latest departures that the clause itself allows, each with the reason given."""
        checks = self._checks().filter(outcome=Outcome.EXPLAINED)
        latest = first_few(checks, MOST_EXPLAINED, "-act__acted_on", "-pk")
        shown = latest.select_related("responsible", "act", "rule__provision")
        return [{"check": check, "said": reason_given(check)} for check in shown]

    @property
    def explained_total(self) -> Figure:
        url = self._url("checks", outcome=Outcome.EXPLAINED.value)
        row = next(row for row in self.findings if row.code == Outcome.EXPLAINED)
        return Figure(row.total, url)

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """Whose facts are missing, and which: one line a body, by name, never ranked."""
        counted = (
            self._checks()
            .filter(outcome=Outcome.CANNOT_ASSESS)
            .order_by()
            .values(
                "missing",
                kind=F("act__kind"),
                body=F("responsible__slug"),
                name=F("responsible__name"),
            )
            .annotate(n=Count("pk"))
        )
        bodies: dict[str, dict[str, Any]] = {}
        for row in counted:
            line = bodies.setdefault(
                row["body"],
                {"name": row["name"], "count": 0, "facts": {}, "words": {}, "body": row["body"]},
            )
            line["count"] += row["n"]
            for fact in row["missing"]:
                line["facts"][fact] = line["facts"].get(fact, 0) + row["n"]
                line["words"].setdefault(fact, set()).add(missing_words(row["kind"], [fact]))
        return [self._lacking(line) for line in by_name(bodies.values())]

    def _lacking(self, line: dict[str, Any]) -> dict[str, Any]:
        url = self._url("checks", outcome=Outcome.CANNOT_ASSESS.value, body=line["body"])
        facts = [
            (
                listed(sorted(line["words"][fact]), "or"),
                Figure(
                    n,
                    self._url(
                        "checks",
                        outcome=Outcome.CANNOT_ASSESS.value,
                        body=line["body"],
                        missing=fact,
                    ),
                ),
            )
            for fact, n in sorted(line["facts"].items(), key=lambda each: (-each[1], each[0]))
        ]
        return {"name": line["name"], "figure": Figure(line["count"], url), "facts": facts}

    @property
    def set_aside(self) -> Figure:
        """Checks that a fault keeps from being assessed."""
        count = sum(row["set_aside"] for row in self._counted)
        return Figure(count, self._url("checks", set_aside="true"))


def drawn(rows: Iterable[Row]) -> Drawing:
    return back_to_back([(row.label, *(figure.count for figure in row.figures)) for row in rows])  # type: ignore[misc]


def first_few(rows: Any, most: int, *order: str) -> Any:
    """The first few in that order: chosen before anything is joined to them."""
    chosen = rows.order_by(*order).values("pk")[:most]
    return rows.model.objects.filter(pk__in=chosen).order_by(*order)


def reason_given(check: Check) -> str:
    """The explanation or rationale as given, else the verdict's own sentence."""
    return str(check.facts.get("explanation") or check.facts.get("rationale") or check.reason)


def by_name(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: line["name"])

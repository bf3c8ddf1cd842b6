"""Who could be guessed: how many records of the area fit what each reader is shown of a case.

A name that is kept is given away by the exact day beside the clause, where one record fits. So others
are told the month or the year, and the section or the compact, as wide as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from commitments.models import Act
from commitments.subjects import subjects
from compacts.models import Rule
from disputes.comparison.figures import amounts_in
from disputes.comparison.letters import plain
from disputes.models import Dispute
from disputes.states import ClausesShown, DayShown
from organisations.models import Sector
from rules import Outcome
from rules.words import plain as in_words

ENOUGH = 5
"""With fewer organisations a reader who knows the area could guess."""

UNKEPT = [
    str(each)
    for each in Outcome
    if each not in (Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.ON_TRACK)
]
WIDTHS = (
    (DayShown.DAY, ClausesShown.CLAUSE),
    (DayShown.MONTH, ClausesShown.SECTION),
    (DayShown.YEAR, ClausesShown.SECTION),
    (DayShown.KEPT, ClausesShown.SECTION),
    (DayShown.KEPT, ClausesShown.COMPACT),
)
"""From the exact facts to the widest."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How many records fit, and of how many organisations."""

    records: int
    organisations: int

    @property
    def is_few(self) -> bool:
        return self.organisations < ENOUGH

    def __str__(self) -> str:
        if not self.records:
            return "no record fits"
        records = "1 record fits" if self.records == 1 else f"{self.records} records fit"
        if self.organisations == 1:
            return f"{records}, of one organisation"
        return f"{records}, of {self.organisations} organisations"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, what they are shown, and what fits it; `fit` is None where they are shown nothing."""

    who: str
    shown: str
    fit: Fit | None


def fit(dispute: Dispute, day: str, clauses: str, *, texts: bool = True) -> Fit:
    """What fits a day and clauses shown so exactly; with `texts` also the programmes and amounts that
    the raiser's own words name."""
    acts = _acts(dispute)
    if dispute.happened_on is not None:
        acts = acts.filter(_within(dispute.happened_on, day))
    acts = acts.filter(_under(dispute, clauses)).distinct()
    found = dict(acts.values_list("pk", "counterpart"))
    if texts and found:
        found = {pk: body for pk, body in found.items() if pk in _named(dispute, set(found))}
    return Fit(len(found), len(set(found.values())))


def _acts(dispute: Dispute) -> QuerySet[Act]:
    """What the other side did to voluntary organisations, before the case was raised, that may not
    have kept a promise: nobody disputes the rest, so a reader leaves it out at once."""
    rows = Act.objects.live().filter(area=dispute.area_id, counterpart__sector=Sector.VCS)
    if dispute.raised_on is not None:
        rows = rows.filter(recorded_at__date__lte=dispute.raised_on)
    return rows.filter(responsible=dispute.respondent_id) if dispute.respondent_id else rows


def _within(day: date, shown: str) -> Q:
    if shown == DayShown.KEPT:
        return Q()
    spans = {
        DayShown.DAY: {"": day},
        DayShown.MONTH: {"__year": day.year, "__month": day.month},
        DayShown.YEAR: {"__year": day.year},
    }
    span = spans[DayShown(shown)]
    acted = Q(**{f"acted_on{lookup}": value for lookup, value in span.items()})
    return acted | Q(
        **{f"checks__breach__breached_on{lookup}": value for lookup, value in span.items()}
    )


def _under(dispute: Dispute, shown: str) -> Q:
    chosen = list(dispute.clauses.values_list("ref", "section"))
    # A clause that nothing is checked by narrows nothing among the records.
    rules = Rule.objects.filter(provision__in=dispute.clauses.all())
    if shown == ClausesShown.COMPACT or not chosen or not rules.exists():
        return Q(checks__outcome__in=UNKEPT)
    under = Q(checks__rule__provision__compact=dispute.compact_id, checks__outcome__in=UNKEPT)
    if shown == ClausesShown.CLAUSE:
        return under & Q(checks__rule__provision__ref__in=[ref for ref, _ in chosen])
    return under & Q(checks__rule__provision__section__in=[section for _, section in chosen])


def _named(dispute: Dispute, acts: set[int]) -> set[int]:
    """Of these acts those that the words of the case leave: where they name a programme or an amount
    of one of them, the others no longer fit."""
    words = " \n ".join((dispute.title, dispute.happened, dispute.tried, dispute.outcome_sought))
    letters, amounts = plain(words), amounts_in(words)
    by_programme: set[int] = set()
    by_amount: set[int] = set()
    for subject in subjects():
        for row in subject.model._default_manager.filter(act__in=acts):
            programme = plain(getattr(row, "programme", "") or "")
            if programme and programme in letters:
                by_programme.add(row.act_id)
            if amounts & set(_amounts(row)):
                by_amount.add(row.act_id)
    return acts & (by_programme or acts) & (by_amount or acts)


def _amounts(row: Any) -> Iterator[Decimal]:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.DecimalField):
            value = getattr(row, field.name)
            if value is not None:
                yield value.normalize()


def wide_enough(dispute: Dispute) -> tuple[DayShown, ClausesShown]:
    """The least that has to be widened for nobody to be guessed; all of it where nothing is enough."""
    for day, clauses in WIDTHS:
        if not fit(dispute, day, clauses).is_few:
            return day, clauses
    return WIDTHS[-1]


def day_words(day: date | None, shown: str) -> str:
    """A day as exactly as it is shown: "on 3 November 2026", "in November 2026", "in 2026"; or that
    it is kept."""
    if day is None:
        return ""
    if shown == DayShown.DAY:
        return f"on {in_words(day)}"
    if shown == DayShown.KEPT:
        return "on a day that is kept"
    return f"in {day:%B %Y}" if shown == DayShown.MONTH else f"in {day.year}"


def readers_of(dispute: Dispute, day: str, clauses: str) -> list[Reader]:
    """For each circle of readers what it is shown of a case, and what on record fits it."""
    shown = (
        f"{day_words(dispute.happened_on, day)}, {clause_words(dispute, clauses)}, and your words"
    )
    inside = fit(dispute, day, clauses)
    deciding = "The forum’s chairs, once it is there, and a panel or mediator"
    return [
        Reader(str(dispute.represented_by), "everything, and who you are", None),
        Reader(str(dispute.respondent or "The other side"), shown, inside),
        Reader(deciding, shown, inside),
        Reader(
            f"Everybody in {dispute.area}, in the annual review",
            f"{clause_words(dispute, clauses)}, and the day it was raised",
            fit(dispute, DayShown.YEAR, clauses, texts=False),
        ),
        Reader("The public", "nothing of any dispute", None),
    ]


def clause_words(dispute: Dispute, shown: str) -> str:
    rows = dispute.clauses.in_document_order()
    if shown == ClausesShown.CLAUSE:
        refs = [each.ref for each in rows]
        return f"clause {', '.join(refs)}" if len(refs) == 1 else f"clauses {', '.join(refs)}"
    if shown == ClausesShown.SECTION:
        sections = list(dict.fromkeys(each.section.ref for each in rows.select_related("section")))
        noun = "section" if len(sections) == 1 else "sections"
        return f"{noun} {', '.join(sections)}"
    return f"a clause of {dispute.compact}"

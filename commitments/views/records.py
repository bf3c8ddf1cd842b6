"""The page that every act has, and what may be done there: corrected, voided, disputed.

A kind whose own pages ask more says so in its subject (`own_pages`); all others are served here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import YES
from commitments.corrections import correct_fact, void_row
from commitments.events import history_of_acts
from commitments.forms import CorrectForm, ReasonForm
from commitments.models import Act, Check
from commitments.models.acts import OF_ACT
from commitments.offers import ON_AN_ACT
from commitments.previews import foresee
from commitments.promises import facts_of, facts_of_the_other_side
from commitments.subjects import (
    Person,
    live_with,
    may_void,
    page_of,
    rows_of,
    said_of,
    subject_of,
    subjects,
)
from commitments.views.checks import checks_shown
from compacts.fact_words import fact_words
from compacts.happened import refuse_ahead
from organisations.permissions import may_record_kept
from pages import shown
from pages.change import Change, Foreseen, change_page
from pages.timeline import Line
from rules.words import plain


@require_safe
def act_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The act's own page where its app has one, else what is known of the act itself."""
    acts = Act.objects.visible_to(request.user).select_related(
        "area", "responsible", "counterpart", "compact", "recorded_by"
    )
    act = get_object_or_404(acts, pk=pk)
    url = page_of(act)
    if url != request.path:
        return redirect(url)
    row = rows_of([act]).get(act.pk)
    checks = checks_of(act)
    seen = checks_shown().visible_to(request.user).filter(act=act)
    context = {
        "act": act,
        "area": act.area,
        "checks": seen.order_by("rule__provision__position", "rule__position", "pk"),
        "more_to_do": ON_AN_ACT.offered(request.user, act),
        "events": history_of_row(act, row, checks),
    }
    if row is not None:
        context |= {
            "subject": row,
            "facts": facts_shown(row, request.user),
            "may_void": may_void(request.user, row),
            "void_url": reverse("commitments:void", args=[act.pk]),
        }
    return render(request, "commitments/act.html", context)


def checks_of(act: Act) -> list[Check]:
    found = Check.objects.filter(act=act).select_related("rule__provision__compact", "breach")
    return list(found.order_by("rule__provision__position", "rule__position", "pk"))


def history_of_row(act: Act, row: Any, checks: list[Check]) -> list[Line]:
    """Every event about the act, its row, its checks and its cases, oldest first."""
    cases = [case for each in checks if (case := getattr(each, "breach", None))]
    return history_of_acts([act], checks, subjects=[row] if row is not None else [], cases=cases)


def facts_shown(row: Any, user: Person) -> list[dict[str, Any]]:
    """What is on record of an act that has no page of its own, with where each fact is corrected."""
    subject, act = subject_of(row), row.act
    may_correct = bool(subject.may_change(user, row))
    return [
        {
            "label": fact_words(act.kind, fact).label,
            "value": fact_shown(row, fact),
            "url": reverse("commitments:correct", args=[act.pk, fact]) if may_correct else "",
        }
        for fact in subject.correctable
    ]


def fact_shown(row: Any, fact: str) -> Any:
    """A fact as its page says it: money as pounds, a code as the words of its choice."""
    value = subject_of(row).value_of(row, fact)
    kind = fact_words(row.act.kind, fact).kind
    if kind == "money":
        return shown.pounds(value)
    if kind == "date":
        return shown.as_date(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    display = getattr(row, f"get_{fact}_display", None)
    return display() if display is not None else value


def _row_or_404(request: HttpRequest, pk: int) -> Any:
    """The row behind an act, of a kind that these pages serve, as far as the person may see it."""
    act = get_object_or_404(Act.objects.visible_to(request.user), pk=pk)
    served = [each for each in subjects() if each.kind == act.kind and not each.own_pages]
    if not served:
        raise Http404
    rows: Any = served[0].model._default_manager
    return get_object_or_404(rows.select_related(*OF_ACT), act=act)


def _change_of(row: Any, **described: Any) -> Change:
    """A change of a record, which leads back to it."""
    return Change(
        version=row.act.version,
        area=row.act.area,
        caption=row.act.title,
        back=page_of(row.act),
        history=lambda: history_of_row(row.act, row, checks_of(row.act)),
        **described,
    )


@change_page
def correct(request: HttpRequest, pk: int, fact: str) -> Change:
    row, on = _row_or_404(request, pk), timezone.localdate()
    subject = subject_of(row)
    if not subject.corrects(fact):
        raise Http404
    coded = fact not in subject.correctable
    labels: dict[str, str] = {}
    if coded:
        checks = checks_of(row.act)
        if fact not in _codes_known(row, checks):
            raise Http404
        for check in checks:
            labels |= check.rule.labels
    theirs = facts_of_the_other_side(row.act).get(fact) if coded else None
    label = fact_words(row.act.kind, fact, labels).label
    value, now = subject.value_of(row, fact), fact_shown(row, fact)
    carried = subject.carried_to(row, fact, value)
    return _change_of(
        row,
        may=subject.may_change(request.user, row)
        and (YES if theirs is None else may_record_kept(request.user, theirs)),
        form=partial(CorrectForm, row=row, fact=fact, label=label, initial={"new": value}),
        verb=partial(correct_fact, row, fact=fact, by=request.user, on=on, at=timezone.now()),
        preview=partial(_foresee, [row, *carried], fact, value, on),
        title=f"Correct: {label}",
        done="The correction is recorded, and the checks are made again.",
        intro="" if now in (None, "") else f"On record: {_in_words(now)}.",
    )


def _codes_known(row: Any, checks: Iterable[Check]) -> set[str]:
    """The steps and records that a clause asks of the act, and those that it has on record, each as
    "steps.CODE": what else an address names would stand on record for nobody."""
    asked = {fact for check in checks for fact in facts_of(check)}
    return asked | {
        f"{table}.{code}" for table in subject_of(row).coded for code in getattr(row, table)
    }


def _foresee(
    rows: list[Any], fact: str, old: Any, on: date, said: Mapping[str, Any]
) -> Foreseen | None:
    if "new" not in said:
        return None
    refuse_ahead(rows[0].act.kind, [(fact, old, said["new"])], on=on)
    return foresee(rows, {fact: said["new"]}, on=on)


def _in_words(value: Any) -> str:
    return plain(value) if isinstance(value, date) else str(value)


@change_page
def void(request: HttpRequest, pk: int) -> Change:
    row, on = _row_or_404(request, pk), timezone.localdate()
    return _change_of(
        row,
        may=may_void(request.user, row),
        form=ReasonForm,
        verb=partial(void_row, row, by=request.user, on=on, at=timezone.now()),
        title="Void this record",
        done="The record is voided. It stays readable and is counted nowhere.",
        submit="Void the record",
        is_grave=True,
        intro="For a record that should never have been made. It stays readable, with your reason;"
        f" its checks and cases are counted nowhere. {said_of(live_with(row), 'voided')}",
    )

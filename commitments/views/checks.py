"""The register of checks, and the proof of one check."""

from __future__ import annotations

import json
from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from commitments.corrections import record_promise, say_undone
from commitments.events import history_of_acts
from commitments.forms import CheckFilters, PromiseForm, UndoneForm
from commitments.models import Check
from commitments.offers import ABOVE_REGISTERS
from commitments.permissions import may_record_promise
from commitments.previews import foresee
from commitments.promises import asked_of, facts_of
from commitments.proofs import label_of, proof_of
from commitments.subjects import row_of, subject_of, untold_steps
from commitments.views.columns import NONE, clause_column, day_column, sector_of
from compacts.fact_words import missing_words
from organisations.views import area_or_404
from pages.change import Change, change_page
from pages.downloads import as_download
from pages.offers import Link
from pages.registers import Column, Register, register_page


def checks_shown() -> QuerySet[Check]:
    return Check.objects.select_related("act", "responsible", "rule__provision__compact")


def missing_in(check: Check) -> str:
    return missing_words(check.act.kind, check.missing, check.rule.labels)


def lacks(check: Check) -> str:
    return capfirst(missing_in(check))


COLUMNS = [
    clause_column(lambda check: check.rule.provision, "rule__provision__position"),
    Column("act", "What was done", "act.title", sort="act__title"),
    Column("body", "Whose duty", "responsible.name", sort="responsible__name"),
    Column("sector", "Sector", sector_of, sort="sector"),
    Column("outcome", "Finding", "outcome", kind="outcome", sort="outcome"),
    day_column("last_day_to_act", "Last day to act"),
    day_column("breached_on", "Not met from"),
    Column("missing", "Facts missing", lambda check: lacks(check) or NONE, csv=lacks),
]


@require_safe
def check_register(request: HttpRequest, area: str) -> HttpResponseBase:
    found = area_or_404(request, area)
    register = Register(
        name="Checks",
        columns=COLUMNS,
        queryset=checks_shown().visible_to(request.user).counted().filter(area=found),
        filterset_class=CheckFilters.on_day(timezone.localdate()),
        search_fields=("act__title", "act__reference", "responsible__name"),
        default_sort="last_day_to_act",
        empty_text="No check has been made yet. Checks appear as soon as an act is recorded.",
        link=lambda check: reverse("commitments:check", args=[check.pk]),
        noun=("check", "checks"),
        search_label="Search by title, reference or body",
    )
    context = {"area": found, "trail": ABOVE_REGISTERS.offered(request.user, found)}
    return register_page(request, register, template="commitments/checks.html", context=context)


def check_seen_by(request: HttpRequest, pk: int) -> Check:
    checks = Check.objects.visible_to(request.user).select_related(
        "area",
        "responsible",
        "act__recorded_by",
        "act__responsible",
        "act__counterpart",
        "rule__provision__compact",
        "breach",
    )
    return get_object_or_404(checks.prefetch_related("act__corrections__corrected_by"), pk=pk)


@require_safe
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    check, on = check_seen_by(request, pk), timezone.localdate()
    proof = proof_of(check, on)
    return render(
        request,
        "commitments/check.html",
        {
            "check": check,
            "proof": proof,
            # Django raises for a one-to-one without a row, which hasattr takes for no attribute.
            "case_state": check.breach.state_on(on) if hasattr(check, "breach") else "",
            "area": check.area,
            "sector": sector_of(check),
            "lacks": missing_in(check),
            "may_record": may_record_promise(request.user, check),
            "undone": _ways_to_say_undone(request, check),
            "can_be_said": check.is_of_the_other_side and bool(facts_of(check)),
            "question": _indented(proof.line),
        },
    )


def _indented(line: str) -> str:
    return json.dumps(json.loads(line), indent=2, ensure_ascii=False) if line else ""


@change_page
def check_record(request: HttpRequest, pk: int) -> Change:
    check, on = check_seen_by(request, pk), timezone.localdate()
    row, asked = row_of(check.act), asked_of(check)
    known = {fact.name: subject_of(row).value_of(row, fact.name) for fact in asked}
    return Change(
        may=may_record_promise(request.user, check),
        form=partial(PromiseForm, asked=asked, known=known),
        answers=PromiseForm.answers,
        verb=partial(record_promise, check, by=request.user, on=on, at=timezone.now()),
        preview=lambda said: foresee([row], {n: said[n] for n in said if n in known}, on=on),
        version=check.act.version,
        title="Say how the promise was kept",
        intro=f"It is a promise of {check.responsible}, so its own side says how it was kept. "
        f"{check.act.responsible} can read it, and cannot change it.",
        quote=check.rule.provision.text,
        submit="Put it on record",
        done="It is on record, and the checks are made again.",
        area=check.area,
        caption=f"Clause {check.rule.provision.ref}: {check.act.title}",
        back=reverse("commitments:check", args=[check.pk]),
        back_label="Back to the check",
        history=partial(history_of_acts, [check.act], [check]),
    )


def _untold(check: Check) -> list[str]:
    """The steps that the check waits for, and that no file and nobody has said anything of."""
    codes = [name.partition(".")[2] for name in check.missing if name.startswith("steps.")]
    return untold_steps(row_of(check.act), codes) if codes and check.act.told_by_file else []


def _ways_to_say_undone(request: HttpRequest, check: Check) -> list[Link]:
    codes = _untold(check)
    if not codes or not subject_of(row := row_of(check.act)).may_change(request.user, row):
        return []
    return [
        Link(
            f"Say that it was not done: {label_of(check, code)}",
            reverse("commitments:say_undone", args=[check.pk, code]),
        )
        for code in codes
    ]


@change_page
def check_undone(request: HttpRequest, pk: int, code: str) -> Change:
    check, on = check_seen_by(request, pk), timezone.localdate()
    if code not in _untold(check):
        raise Http404
    row = row_of(check.act)
    return Change(
        may=subject_of(row).may_change(request.user, row),
        form=UndoneForm,
        verb=partial(say_undone, row, code=code, by=request.user, on=on, at=timezone.now()),
        version=check.act.version,
        title=f"It was not done: {label_of(check, code)}",
        intro="The file that brought this record left it blank, so nobody has said yet whether it was "
        "done. If it was, put the day on record instead.",
        quote=check.rule.provision.text,
        submit="Put it on record",
        done="It is on record, and the checks are made again.",
        area=check.area,
        caption=f"Clause {check.rule.provision.ref}: {check.act.title}",
        back=reverse("commitments:check", args=[check.pk]),
        back_label="Back to the check",
        history=partial(history_of_acts, [check.act], [check]),
    )


@require_safe
def check_line(request: HttpRequest, pk: int) -> JsonResponse:
    """The facts, the clause and the day, in the form that `manage.py assess` takes."""
    proof = proof_of(check_seen_by(request, pk), timezone.localdate())
    if not proof.line:
        raise Http404
    return as_download(JsonResponse(json.loads(proof.line)), f"check-{pk}.json")

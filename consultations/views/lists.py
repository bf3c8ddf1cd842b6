"""The checklists of a consultation, and the election periods of an area."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Answer, require
from audit.history import history_of
from commitments.checks import RuleBook
from commitments.models import Act
from commitments.permissions import may_change
from compacts.models import Provision
from consultations.actions.checklists import answer_checklist, remove_election, save_election
from consultations.forms.changes import ChecklistForm, ElectionForm
from consultations.models import ChecklistAnswer, Consultation, ElectionPeriod
from consultations.permissions import may_edit_draft, may_keep_elections
from consultations.views.changing import consultation_change
from consultations.views.lookups import consultation_or_404
from organisations.views import area_or_404
from pages.change import Change, change_page

Checklist = ChecklistAnswer.Checklist
GUNNING = (
    ("formative", "Are the proposals still at a formative stage?"),
    ("information", "Do people have enough information to consider them and to respond?"),
    ("time", "Do people have enough time to consider them and to respond?"),
    ("consideration", "Will responses be conscientiously considered before the decision?"),
)
WORDS = {
    "gunning": (
        "Gunning's four questions",
        "Courts ask these four of any consultation (R v Brent LBC ex p Gunning, 1985). This list "
        "is for your own use: it raises no finding.",
    ),
    "principles": (
        "The principles of the local code",
        "What the compact says about asking people, each with what shows that it was done. This "
        "list raises no finding.",
    ),
}


def principles_of(consultation: Consultation) -> list[Provision]:
    """The local code's principles on consulting, in the edition that judges this consultation.

    An edition without a code of its own has its promises on involvement instead.
    """
    act = consultation.act
    on = consultation.opens_on or timezone.localdate()
    found = RuleBook.for_areas([act.area]).edition_on(act.area_id, on)
    if found is None:
        return []
    wording = Provision.objects.filter(compact=found[0].compact, superseded_at=None)
    codes = wording.filter(kind=Provision.Kind.CODE_PRINCIPLE, rules__act_kind="consultation")
    if codes.exists():
        sections = set(codes.values_list("section", flat=True))
        return list(
            wording.filter(kind=Provision.Kind.CODE_PRINCIPLE, section__in=sections).select_related(
                "compact"
            )
        )
    return list(
        wording.filter(theme="involvement", kind=Provision.Kind.UNDERTAKING)
        .exclude(sector="vcs")
        .select_related("compact")
    )


def _asked(consultation: Consultation, checklist: str) -> list[tuple[str, str]]:
    if checklist == Checklist.GUNNING:
        return list(GUNNING)
    return [(each.ref, f"{each.ref}: {each.text}") for each in principles_of(consultation)]


def may_answer(request: HttpRequest, consultation: Consultation) -> Answer:
    if consultation.act.state == Act.State.DRAFT:
        return may_edit_draft(request.user, consultation)
    return may_change(request.user, consultation)


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """For the lead a form; for everybody else who sees the consultation, its answers."""
    consultation = consultation_or_404(request, pk)
    if name not in Checklist.values:
        raise Http404
    if may_answer(request, consultation) or request.method == "POST":
        return checklist_answers(request, pk, name)
    known = _known(consultation, name)
    title, text = WORDS[name]
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "title": title,
        "text": text,
        "rows": [(question, known.get(code)) for code, question in _asked(consultation, name)],
    }
    return render(request, "consultations/checklist.html", context)


def _known(consultation: Consultation, checklist: str) -> dict[str, ChecklistAnswer]:
    answers = consultation.checklist_answers.filter(checklist=checklist)
    return {each.code: each for each in answers}


@change_page
def checklist_answers(request: HttpRequest, pk: int, name: str) -> Change:
    consultation = consultation_or_404(request, pk)
    asked = _asked(consultation, name)
    title, text = WORDS[name]
    return consultation_change(
        consultation,
        may=may_answer(request, consultation),
        form=partial(ChecklistForm, asked=asked, known=_known(consultation, name)),
        answers=lambda form: {"answers": form.answers()},
        verb=partial(
            answer_checklist,
            consultation=consultation,
            checklist=name,
            by=request.user,
            at=timezone.now(),
        ),
        title=title,
        intro=text,
        fields="consultations/_checklist_fields.html",
        submit="Save the answers",
        done="The answers are kept.",
    )


@require_safe
def elections(request: HttpRequest, area: str) -> HttpResponse:
    place = area_or_404(request, area)
    context = {
        "area": place,
        "periods": ElectionPeriod.objects.filter(area=place).order_by("-starts_on"),
        "may": may_keep_elections(request.user, place),
    }
    return render(request, "consultations/elections.html", context)


@change_page
def election(request: HttpRequest, area: str, pk: int | None = None) -> Change:
    place = area_or_404(request, area)
    found = get_object_or_404(ElectionPeriod, pk=pk, area=place) if pk else None
    return Change(
        may=may_keep_elections(request.user, place),
        form=partial(ElectionForm, area=place, election=found),
        verb=partial(save_election, area=place, election=found, by=request.user),
        version=found.version if found else None,
        title="Change an election period" if found else "Add an election period",
        submit="Save the period",
        done="The election period is kept.",
        area=place,
        back=reverse("consultations:elections", args=[place.slug]),
        history=partial(history_of, found) if found else None,
        below="consultations/_election_remove.html" if found else "",
        context={"period": found},
    )


@require_POST
def election_remove(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    place = area_or_404(request, area)
    require(may_keep_elections(request.user, place))
    remove_election(election=get_object_or_404(ElectionPeriod, pk=pk, area=place), by=request.user)
    messages.success(request, "The election period is removed.")
    return redirect("consultations:elections", area=area)

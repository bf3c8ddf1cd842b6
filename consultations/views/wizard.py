"""The officer's way through a plan: one question group a page, and the promise beside the dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Answer, require
from consultations.actions.drafts import (
    discard_draft,
    draft_consultation,
    keep_page,
    publish_consultation,
)
from consultations.forms.draft import ConsultationDraft
from consultations.forms.planning import TITLES, SubjectForm
from consultations.models import Consultation
from consultations.permissions import may_edit_draft, may_plan
from consultations.views.lookups import consultation_or_404
from consultations.views.planner import Plan, plan_of, with_answers
from organisations.views import area_or_404
from pages.wizard import DraftViews, FirstPage, Lack, Typed, Wizard, begin, right_answers

WITH_PLAN = ("dates", "explanation")
NEEDED = (
    ("why", "purpose", "Say why you are consulting."),
    ("open_to_change", "matters", "Say what is open to change."),
)


class ConsultationWizard(Wizard):
    name = "consultations"
    templates = "consultations/wizard"
    reads = ConsultationDraft
    finds = staticmethod(consultation_or_404)
    discarded = "The draft is gone. Nothing had been published."
    over = "This consultation has been published meanwhile: correct it from its own page."
    go_back_first = "Before it can be published, go back to:"
    finish_label = "Publish the consultation"
    refused = "Not published yet"
    done = "The consultation is published, and its checks have begun."

    row: Consultation

    @property
    def caption(self) -> str:
        return self.row.act.title

    @property
    def what_goes(self) -> str:
        return (
            f"“{self.row.act.title}” has not been published, so no check and no clock depends on "
            "it. What was typed, and the documents added, will be gone."
        )

    @property
    def home(self) -> str:
        return self.row.get_absolute_url()

    @property
    def list_url(self) -> str:
        return reverse("consultations:register", args=[self.area.slug])

    def may_edit(self) -> Answer:
        return may_edit_draft(self.request.user, self.row)

    def keep(self, page: str, typed: Typed, answers: Any, **sent: Any) -> Consultation:
        return keep_page(
            consultation=self.row,
            page=page,
            typed=typed,
            answers=answers,
            by=self.request.user,
            **sent,
        )

    def record(self, *, version: int) -> Consultation:
        return publish_consultation(
            consultation=self.row,
            by=self.request.user,
            on=self.on,
            at=timezone.now(),
            version=version,
        )

    def throw_away(self, *, version: int) -> None:
        discard_draft(consultation=self.row, by=self.request.user, version=version)

    def must_go_on(self, page: str) -> bool:
        """Other dates keep the promise or need another explanation."""
        return page == "dates"

    # The promise ----------------------------------------------------------------------------------

    @cached_property
    def plan(self) -> Plan:
        """What the promise asks of the dates on the draft."""
        return plan_of(self.row, on=self.on)

    def _plan_with(self, page: str) -> Plan:
        """The same of what the page says that is right."""
        answers = right_answers(self.draft.forms(page)[0])
        return plan_of(with_answers(self.row, answers), on=self.on) if answers else self.plan

    def object_to(self, page: str) -> None:
        form = self.draft.forms(page)[0]
        if page not in WITH_PLAN or not form.is_bound:
            return
        plan = self._plan_with(page)
        if page == "explanation" and plan.is_departure:
            form.require_explanation()
        elif page == "dates" and plan.fault:
            field = plan.fault_field if plan.fault_field in form.fields else None
            form.add_error(field, plan.fault)

    def page_context(self, page: str) -> dict[str, Any]:
        return {
            "consultation": self.row,
            "plan": self._plan_with(page) if page in WITH_PLAN else None,
            "panel_url": reverse("consultations:draft_plan", args=[self.row.pk])
            if page in WITH_PLAN
            else "",
        }

    # The end --------------------------------------------------------------------------------------

    def lacks(self) -> list[Lack]:
        missing = [
            (page, sentence)
            for name, page, sentence in NEEDED
            if not getattr(self.row, name).strip()
        ]
        if self.row.opens_on is not None and self.row.closes_on is None:
            missing.append(("dates", "Enter the closing date."))
        if self.plan.fault:
            missing.append(("dates", self.plan.fault))
        return self.with_missing(missing)

    def object_to_recording(self) -> str:
        if self.plan.is_unexplained and not self.request.POST.get("unexplained"):
            return (
                "Explain why it departs from the promise, or tick “Publish it without an "
                "explanation”."
            )
        return ""

    def check_context(self, lacks: Sequence[Lack]) -> dict[str, Any]:
        return {
            "consultation": self.row,
            "plan": self.plan,
            "documents": self.row.documents.filter(withdrawn_at=None),
            "finish_url": reverse("consultations:publish", args=[self.row.pk]),
        }


DRAFT = DraftViews(ConsultationWizard)


def lacks_of(request: HttpRequest, consultation: Consultation, on: date) -> list[Lack]:
    """The pages of a draft to go back to before it can be published."""
    return ConsultationWizard(request, consultation, on).lacks()


@require_http_methods(["GET", "POST"])
def consultation_new(request: HttpRequest, area: str) -> HttpResponse:
    """The first page. A draft is made once it has a title and a lead."""
    place, on = area_or_404(request, area), timezone.localdate()
    require(may_plan(request.user, place))

    def make(answers: dict[str, Any], typed: dict[str, Typed], is_right: bool) -> Consultation:
        return draft_consultation(
            area=place,
            by=request.user,
            at=timezone.now(),
            typed=typed,
            answered_pages=list(typed) if is_right else [],
            **answers,
        )

    first = FirstPage(
        wizard=ConsultationWizard,
        page="subject",
        title=TITLES["subject"],
        caption="A new consultation",
        area=place,
        back=reverse("consultations:register", args=[place.slug]),
        form=lambda typed: SubjectForm(
            typed, consultation=Consultation(), user=request.user, on=on, area=place
        ),
        make=make,
        least=("title", "lead"),
        least_words="To keep a draft, give it at least a title and the body that consults.",
        steps=len(TITLES) + 1,
    )
    return begin(request, first, on)


@require_POST
def draft_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The planner panel for what is being typed: its fields tell which page that is."""
    return DRAFT.panel(request, pk, WITH_PLAN["explanation" in request.POST])

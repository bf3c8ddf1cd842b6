"""The officer's way through a decision, from its first page to the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Answer, require
from funding.actions.decisions import record_decision
from funding.actions.drafts import Description, discard_draft, draft_decision, keep_page
from funding.forms.draft import ROW_PAGES, TITLES, DecisionDraft
from funding.forms.opening import KindForm
from funding.models import FundingDecision
from funding.permissions import may_draft_decision, may_record_decision
from funding.views.lookups import decision_or_404
from funding.views.panel import Panel, decision_panel, panels_of, row_panel
from organisations.views import area_or_404
from pages.objections import add_objection
from pages.wizard import DraftViews, FirstPage, Group, Lack, Typed, Wizard, begin, group_of

SEARCH = "search"
ROW_TITLES = {"notice": "Notice to", "agreement": "Agreement with"}


class DecisionWizard(Wizard):
    name = "funding"
    templates = "funding/wizard"
    reads = DecisionDraft
    finds = staticmethod(decision_or_404)
    over = "This decision has been recorded meanwhile."
    go_back_first = "Before the decision can be recorded, go back to:"
    finish_label = "Record the decision"
    refused = "Not recorded yet"
    done = "The decision is recorded. Its clocks run from now on."

    row: FundingDecision
    draft: DecisionDraft

    @property
    def caption(self) -> str:
        return self.row.act.title

    @property
    def what_goes(self) -> str:
        return (
            f"“{self.row.act.title}” has not been recorded, so no check and no clock depends on it. "
            "What was typed will be gone."
        )

    @property
    def home(self) -> str:
        return reverse("area", args=[self.area.slug])

    @property
    def list_url(self) -> str:
        return reverse("funding:decisions", args=[self.area.slug])

    def may_edit(self) -> Answer:
        return may_record_decision(self.request.user, self.row)

    def answers(self, page: str) -> None:
        """Nothing but what was typed is kept of a page: the record is made from that at the end."""

    def keep(self, page: str, typed: Typed, answers: Any, **sent: Any) -> FundingDecision:
        described = self._described() if page in ("kind", "recipients") else None
        return keep_page(
            decision=self.row,
            page=page,
            typed=typed,
            described=described,
            by=self.request.user,
            **sent,
        )

    def _described(self) -> Description:
        """Lists show a draft under its latest kind, body, programme and recipients."""
        known = {
            "kind": self.row.kind,
            "funder": self.row.act.responsible,
            "programme": self.row.programme,
            "decided_on": self.row.decided_on,
        } | known_so_far(self.draft.forms("kind")[0])
        recipients = [each.organisation for each in self.draft.recipients()]
        return Description(recipients=recipients, **known)

    def record(self, *, version: int) -> FundingDecision:
        return record_decision(
            decision=self.row,
            answers=self.draft.decision_answers(),
            notices=self.draft.notice_answers(),
            agreements=self.draft.agreement_answers(),
            recipients=[each.organisation for each in self.draft.recipients()],
            by=self.request.user,
            on=self.on,
            at=timezone.now(),
            version=version,
        )

    def throw_away(self, *, version: int) -> None:
        discard_draft(decision=self.row, by=self.request.user, version=version)

    def too_early(self, page: str) -> tuple[str, str] | None:
        if page in (*ROW_PAGES, "conditions") and not self.draft.recipients():
            return "recipients", "First say who the decision is for."
        return None

    def object_to(self, page: str) -> None:
        """What the rules object to, and a departure that nothing is said about."""
        for row in self.draft.forms(page) if page in ROW_PAGES else []:
            panel = row_panel(self.draft, row, self.on)
            if panel.fault is not None:
                add_objection(row, panel.fault)
            elif panel.is_unexplained:
                row.require_explanation()

    def is_settled(self, page: str) -> bool:
        """The record is made from what was typed, so each page is judged again."""
        return self.is_right(page)

    def goes_elsewhere(self, page: str) -> HttpResponse | None:
        if page == "recipients" and self.request.POST.get("go") == SEARCH:
            return HttpResponseRedirect(f"{self.request.path}?find=1#recipients")
        return None

    def page_context(self, page: str) -> dict[str, Any]:
        forms, panels = self.draft.forms(page), panels_of(self.draft, page, self.on)
        has_rows = page in ROW_PAGES
        return {
            "decision": self.row,
            "panels": panels,
            "panel": panels[0] if page == "steps" else None,
            "panel_url": reverse("funding:draft_preview", args=[self.row.pk, page])
            if panels
            else "",
            "rows": list(zip(forms, panels, strict=True)) if has_rows else [],
            "reason_clauses": self._asks_rationale() if page == "reasons" else [],
        }

    def _asks_rationale(self) -> list[Any]:
        return [
            rule.provision
            for rule in self.draft.rules("decision", self.row.kind)
            if "rationale" in rule.params.get("fields", [])
        ]

    def groups(self) -> list[Group]:
        """A page of rows has a group a recipient."""
        return [
            group_of(
                page,
                f"{ROW_TITLES[page]} {form.about}" if page in ROW_PAGES else TITLES[page],
                form,
            )
            for page in self.draft.pages
            for form in self.draft.forms(page)
        ]

    def check_context(self, lacks: Sequence[Lack]) -> dict[str, Any]:
        return {"decision": self.row, "panels": self._panels({lack.page for lack in lacks})}

    def _panels(self, wrong: set[str]) -> list[Panel]:
        panels = [decision_panel(self.draft, self.on)]
        for page in ROW_PAGES:
            if page in self.draft.pages and page not in wrong:
                panels += panels_of(self.draft, page, self.on, whole=True)
        return panels


def known_so_far(form: KindForm) -> dict[str, Any]:
    """What a draft needs, where the form has it right: the kind and the body."""
    if not form.is_bound:
        return {}
    form.is_valid()
    known = form.cleaned_data
    if not known.get("kind") or not known.get("funder"):
        return {}
    return {
        "kind": known["kind"],
        "funder": known["funder"],
        "programme": known.get("programme", ""),
        "decided_on": known.get("decided_on"),
    }


DRAFT = DraftViews(DecisionWizard)


@require_http_methods(["GET", "POST"])
def decision_new(request: HttpRequest, area: str) -> HttpResponse:
    """The first page. A draft is made once it is known what is decided, and by which body."""
    place = area_or_404(request, area)
    require(may_draft_decision(request.user, place))

    def make(answers: dict[str, Any], typed: dict[str, Typed], _: bool) -> FundingDecision:
        return draft_decision(
            area=place, by=request.user, at=timezone.now(), typed=typed, **answers
        )

    first = FirstPage(
        wizard=DecisionWizard,
        page="kind",
        title=TITLES["kind"],
        caption="A new decision",
        area=place,
        back=reverse("funding:decisions", args=[place.slug]),
        form=lambda typed: KindForm(typed, user=request.user, area=place),
        make=make,
        least=("kind", "funder"),
        least_words="To keep a draft, say at least what is decided, and by which body.",
    )
    return begin(request, first, timezone.localdate())

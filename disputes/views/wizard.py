"""Raising a dispute: one question a page, saved as one goes, checked before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from accounts.permissions import Answer, require
from commitments.models import Act, Breach
from disputes import actions
from disputes.confidentiality import raiser_label
from disputes.forms.draft import LONGEST_SEARCH, DisputeDraft
from disputes.forms.raising import TITLES, RaiserForm
from disputes.guessing import clause_words, day_words, readers_of, wide_enough
from disputes.models import Dispute
from disputes.permissions import may_edit_draft, may_raise, raisers_for
from disputes.views.lookups import dispute_or_404
from disputes.views.papers import look_soon, papers_context
from organisations.models import Area
from organisations.views import area_or_404
from pages.answers import Answered, answered
from pages.typed import number_in
from pages.wizard import DraftViews, FirstPage, Group, Lack, Typed, Wizard, begin

MOST_DUPLICATES = 5


class DisputeWizard(Wizard):
    name = "disputes"
    templates = "disputes/wizard"
    reads = DisputeDraft
    finds = staticmethod(dispute_or_404)
    first_step = 2
    kept = "Your draft is kept as you typed it. Nobody but your side can see it."
    discarded = "The draft is gone. Nobody else had seen it."
    over = "This dispute has been raised: what was said then stays as it was said."
    go_back_first = "Before it can be raised, go back to:"
    finish_label = "Raise the dispute"
    refused = "Not raised yet"
    caption = "A new dispute"
    what_goes = (
        "What was written and every document added to it goes. Nobody but your side has seen it."
    )

    row: Dispute
    draft: DisputeDraft

    def __init__(self, request: HttpRequest, row: Dispute, *args: Any) -> None:
        super().__init__(request, row, *args)
        self.draft.query = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        self.compact_before = row.compact_id

    @property
    def done(self) -> str:
        return f"The dispute is raised: {self.row.reference}. Its clock has started."

    @property
    def home(self) -> str:
        return reverse("disputes:register", args=[self.area.slug])

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def area(self) -> Area:
        return self.row.area

    @property
    def is_draft(self) -> bool:
        return self.row.is_draft

    def may_edit(self) -> Answer:
        return may_edit_draft(self.request.user, self.row)

    def may_check(self) -> Answer:
        return self.may_edit()

    def keep(self, page: str, typed: Typed, answers: Any, **sent: Any) -> Dispute:
        kept = actions.save_answers(
            dispute=self.row,
            page=page,
            typed=typed,
            answers=answers,
            by=self.request.user,
            at=timezone.now(),
            doubts=[] if answers is None else self.draft.forms(page)[0].doubts,
            **sent,
        )
        if page in ("name", "documents"):
            look_soon(kept)
        return kept

    def record(self, *, version: int) -> Dispute:
        return actions.raise_dispute(
            dispute=self.row,
            version=version,
            by=self.request.user,
            on=self.on,
            at=timezone.now(),
        )

    def throw_away(self, *, version: int) -> None:
        actions.discard_draft(dispute=self.row, by=self.request.user, version=version)

    def too_early(self, page: str) -> tuple[str, str] | None:
        if page == "clauses" and self.row.compact is None:
            sentence = "Say first when it happened: the day decides which compact applies."
            return "happened", sentence
        return None

    def goes_elsewhere(self, page: str) -> HttpResponse | None:
        posted = self.request.POST
        if page == "clauses" and posted.get("go") == "search":
            question = urlencode({"q": posted.get("q", "")[:LONGEST_SEARCH]})
            return redirect(f"{self.request.path}?{question}")
        if page == "documents" and self.request.FILES and self.draft.is_valid(page):
            messages.success(self.request, "The document is added, and is being checked.")
            return redirect(self.request.path)
        return None

    def must_go_on(self, page: str) -> bool:
        """Another day may bring another edition of the compact, with other clauses."""
        return page == "happened" and self.row.compact_id != self.compact_before

    def page_context(self, page: str) -> dict[str, Any]:
        is_last = page == "documents"
        return {
            "dispute": self.row,
            "query": self.draft.query,
            **(papers_context(self.row, self.request.user) if is_last else {}),
            "go_on": "Add, or continue without" if is_last else "Continue",
        }

    # The end --------------------------------------------------------------------------------------

    def lacks(self) -> list[Lack]:
        return self.with_missing(actions.unfinished(self.row))

    def groups(self) -> list[Group]:
        """What the draft holds; of a page that is not right yet, what was typed."""
        held = self._held()
        return [
            Group(
                page,
                TITLES[page],
                [Answered(question, value) for question, value in held[page]]
                if self.draft.is_answered(page)
                else answered(self.draft.forms(page)[0]),
            )
            for page in self.draft.pages
        ]

    def _held(self) -> dict[str, list[tuple[str, Any]]]:
        dispute = self.row
        name = "Kept: only the body that represents knows it" if dispute.confidential else "Shown"
        clauses = format_html_join(
            "\n",
            "<strong>{}</strong> {}",
            (
                (each.ref, Truncator(each.text).words(30))
                for each in dispute.clauses.in_document_order()
            ),
        )
        papers = format_html_join(
            "\n",
            '<a class="govuk-link" href="{}">{}</a> ({})',
            (
                (each.get_absolute_url(), each.name, each.get_state_display().lower())
                for each in dispute.papers.all()
            ),
        )
        return {
            "name": [("Raised by", raiser_label(self.request.user, dispute)), ("Name", name)],
            "against": [("Against", dispute.respondent)],
            "happened": [
                ("About", dispute.title),
                ("When", dispute.happened_on),
                ("What happened", dispute.happened),
            ],
            "clauses": [("Clauses", clauses)],
            "linked": [("On record here", dispute.act)],
            "tried": [("Tried so far", dispute.tried)],
            "outcome": [
                ("Outcome sought", dispute.outcome_sought),
                ("Names in the annual review", UNNAMED[dispute.anonymous_in_review]),
            ],
            "documents": [("Documents", papers or "None")],
            "shown": self._shown() if "shown" in self.draft.pages else [],
        }

    def _widths(self) -> tuple[str, str]:
        """How exactly others are told, as chosen, or as it will be where nobody chose."""
        dispute = self.row
        if dispute.day_shown and dispute.clauses_shown:
            return dispute.day_shown, dispute.clauses_shown
        return wide_enough(dispute)

    def _shown(self) -> list[tuple[str, Any]]:
        day, clauses = self._widths()
        return [
            ("When it happened", day_words(self.row.happened_on, day)),
            ("What it is about in the compact", clause_words(self.row, clauses)),
        ]

    def check_context(self, lacks: Sequence[Lack]) -> dict[str, Any]:
        duplicates: list[Dispute] = []
        if not lacks:
            alike = actions.likely_duplicates(self.row, self.request.user, self.on)
            duplicates = list(alike[:MOST_DUPLICATES])
        return {
            "dispute": self.row,
            "duplicates": duplicates,
            "readers": readers_of(self.row, *self._widths())
            if "shown" in self.draft.pages and not lacks
            else [],
            "finish_url": reverse("disputes:raise", args=[self.row.pk]),
        }


UNNAMED = {True: "Neither party is named", False: "Both parties are named"}


DRAFT = DraftViews(DisputeWizard)


@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest, area: str) -> HttpResponse:
    """In whose name. A draft is made once that is known."""
    place = area_or_404(request, area)
    require(may_raise(request.user, place))
    breach, act = _subject(request, place)
    raisers = list(raisers_for(request.user, place)[:2])
    initial = {"raiser": raisers[0] if len(raisers) == 1 else None}
    subject = breach.check_made.act if breach else act
    if subject is not None and subject.counterpart is not None:
        initial["raiser"] = subject.counterpart

    def make(answers: dict[str, Any], typed: dict[str, Typed], is_right: bool) -> Dispute:
        return actions.draft_dispute(
            raiser=answers["raiser"], by=request.user, at=timezone.now(), breach=breach, act=act
        )

    first = FirstPage(
        wizard=DisputeWizard,
        title="Raise a dispute",
        caption="A new dispute",
        area=place,
        back=reverse("disputes:register", args=[place.slug]),
        form=lambda typed: RaiserForm(typed, user=request.user, area=place, initial=initial),
        make=make,
        least=("raiser",),
        least_words="To keep a draft, say at least in whose name it is raised.",
        template="disputes/wizard/new.html",
        steps=len(TITLES) + DisputeWizard.first_step,
        context={"breach": breach, "act": act},
    )
    return begin(request, first, timezone.localdate())


def _subject(request: HttpRequest, area: Area) -> tuple[Breach | None, Act | None]:
    """What a link such as "Dispute this" brings along, among what the person may see."""
    breach_pk, act_pk = number_in(request.GET.get("breach")), number_in(request.GET.get("act"))
    breach = act = None
    if breach_pk:
        rows = Breach.objects.visible_to(request.user).select_related(
            "check_made__act__counterpart", "check_made__rule__provision", "responsible"
        )
        breach = get_object_or_404(rows, pk=breach_pk, area=area)
    elif act_pk:
        acts = Act.objects.visible_to(request.user).live().select_related("counterpart")
        act = get_object_or_404(acts, pk=act_pk, area=area)
    return breach, act

"""The first pages of a decision: what is decided, for whom, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from compacts.fact_words import asking
from funding.models import FundingAgreement, FundingDecision
from funding.permissions import funders_for
from organisations.models import Area, Organisation, Sector
from pages.forms import ChoiceRadios, ChoiceTicks, DateField, PageForm

KIND_HINTS = {
    "award": "New support for one recipient or several",
    "renew": "Support that goes on under a new agreement",
    "vary": "The terms change, and the amount stays",
    "reduce": "Less money or other support than before",
    "end": "Support stops",
    "refuse": "An application or a request is turned down",
}
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient of a decision. `key` names its part of a page."""

    key: str
    organisation: Organisation
    agreement: FundingAgreement | None = None

    @property
    def name(self) -> str:
        if self.agreement and self.agreement.programme:
            return f"{self.organisation}: {self.agreement.programme}"
        return str(self.organisation)


class KindForm(PageForm):
    kind = ChoiceRadios(
        label="What are you deciding?", choices=FundingDecision.Kind.choices, hints=KIND_HINTS
    )
    funder = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Which body decides?",
        empty_label="Select a body",
    )
    programme = forms.CharField(required=False, max_length=200, **asking("decision", "programme"))
    decided_on = DateField(**asking("decision", "decided_on"))

    def __init__(self, *args: Any, user: User, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funders = funders_for(user, area)
        field = self.fields["funder"]
        field.queryset = funders  # type: ignore[attr-defined]
        # Two are enough to see that no body is alone.
        alone = list(funders[:2])
        if len(alone) == 1:
            field.initial = alone[0].pk


class RecipientsForm(PageForm):
    """Ticks for the funder's agreements and for the area's organisations, narrowed by a search."""

    mark_optional = False
    never_shown = ("q",)
    passed_over = ("agreements", "organisations")

    q = forms.CharField(label="Find a recipient or a programme", required=False, max_length=100)
    agreements = ChoiceTicks(label="Agreements that this decision concerns", required=False)
    organisations = ChoiceTicks(label="Organisations", required=False)

    def __init__(self, *args: Any, decision: FundingDecision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.left_out = 0
        words = str(self["q"].value() or "").split()
        if decision.kind in ("award", "refuse"):
            del self.fields["agreements"]
        else:
            self._offer_agreements(words)
            self.fields["organisations"].label = "Recipients without an agreement on record"
        self._offer_organisations(words)

    def _ticked(self, name: str) -> set[int]:
        sent = [str(value) for value in self[name].value() or []]
        return {int(each) for each in sent if each.isdecimal() and len(each) < 19}

    def _offer_agreements(self, words: Sequence[str]) -> None:
        act = self.decision.act
        rows = (
            FundingAgreement.objects.live()
            .filter(act__area=act.area_id, act__responsible=act.responsible_id)
            .select_related("act__counterpart")
            .order_by("act__counterpart__name", "-last_day", "pk")
        )
        found = rows
        for word in words:
            found = found.filter(
                Q(act__counterpart__name__icontains=word)
                | Q(programme__icontains=word)
                | Q(act__reference__icontains=word)
            )
        self.offered_agreements = self._offered(rows, found, self._ticked("agreements"))
        self.fields["agreements"].choices = [  # type: ignore[attr-defined]
            (each.pk, _agreement_label(each)) for each in self.offered_agreements
        ]

    def _offer_organisations(self, words: Sequence[str]) -> None:
        rows = Organisation.objects.filter(
            area=self.decision.act.area_id, sector=Sector.VCS
        ).order_by("name")
        found = rows
        # They are listed by their agreements already; somebody who searches for a name finds it all
        # the same.
        if not words:
            known = [each.act.counterpart_id for each in getattr(self, "offered_agreements", [])]
            found = found.exclude(pk__in=known)
        for word in words:
            found = found.filter(name__icontains=word)
        self.offered_organisations = self._offered(rows, found, self._ticked("organisations"))
        self.fields["organisations"].choices = [  # type: ignore[attr-defined]
            (each.pk, each.name) for each in self.offered_organisations
        ]

    def _offered(self, rows: QuerySet[Any], found: QuerySet[Any], ticked: set[int]) -> list[Any]:
        """The ticked rows first, whatever the search says, then the first that match."""
        chosen = list(rows.filter(pk__in=ticked)) if ticked else []
        others = list(found.exclude(pk__in=ticked)[: MOST_SHOWN + 1])
        if len(others) > MOST_SHOWN:
            self.left_out += found.exclude(pk__in=ticked).count() - MOST_SHOWN
        return chosen + others[:MOST_SHOWN]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        chosen = self.recipients(answers)
        if not chosen and not self.errors:
            # By this code a page that is opened again does not complain of it yet (forgive_blanks).
            nobody = forms.ValidationError("Select at least one recipient", code="required")
            self.add_error("organisations", nobody)
        with_agreement = {each.organisation.pk for each in chosen if each.agreement}
        for each in chosen:
            if each.agreement is None and each.organisation.pk in with_agreement:
                self.add_error(
                    "organisations",
                    f"{each.organisation} is ticked twice: keep either the agreement or the name",
                )
        answers["recipients"] = chosen
        return answers

    def recipients(self, answers: dict[str, Any]) -> list[Recipient]:
        agreements = {str(each.pk): each for each in getattr(self, "offered_agreements", [])}
        organisations = {str(each.pk): each for each in self.offered_organisations}
        chosen = [
            Recipient(f"a{key}", agreements[key].act.counterpart, agreements[key])
            for key in answers.get("agreements") or []
        ]
        chosen += [
            Recipient(f"o{key}", organisations[key]) for key in answers.get("organisations") or []
        ]
        return chosen


def _agreement_label(agreement: FundingAgreement) -> str:
    what = agreement.programme or agreement.get_mechanism_display()
    until = f", to {agreement.last_day:%-d %B %Y}" if agreement.last_day else ""
    return f"{agreement.act.counterpart}: {what}{until}"


class ReasonsForm(PageForm):
    rationale = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        **asking("decision", "rationale"),
    )

"""What may be done with a record afterwards: each is a few questions and a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from commitments.forms import ReasonForm
from compacts.fact_words import asking
from funding.actions.answers import AgreementAnswers
from funding.forms.rows import AgreementRow
from funding.models import FundingAgreement
from organisations.forms import OrganisationField
from organisations.models import Area, Organisation, Sector
from pages.forms import DateField, PageForm


class MoveForm(ReasonForm):
    last_day = DateField(**asking("notice", "last_day", once_more="moved"))
    moved_on = DateField(**asking("notice", "moved_on"))
    field_order = ["last_day", "moved_on", "reason"]


class WithdrawForm(ReasonForm):
    withdrawn_on = DateField(**asking("notice", "withdrawn_on", hinted=False))
    field_order = ["withdrawn_on", "reason"]


class RetakeForm(ReasonForm):
    retaken_on = DateField(**asking("decision", "retaken_on"))
    field_order = ["retaken_on", "reason"]


class AcknowledgeForm(PageForm):
    received_on = DateField(**asking("notice", "received_on", once_more="acknowledged"))


class ChooseRecipientForm(PageForm):
    recipient = OrganisationField(label="Who is the notice for?", sector=Sector.VCS)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].search_in(area.slug)  # type: ignore[attr-defined]


class EnterAgreementForm(PageForm):
    """An agreement that already stands, entered without its decision."""

    funder = forms.ModelChoiceField(
        label="Funder", queryset=Organisation.objects.none(), empty_label="Select a body"
    )
    recipient = OrganisationField(label="Recipient", sector=Sector.VCS)
    programme = forms.CharField(required=False, max_length=200, **asking("agreement", "programme"))
    mechanism = AgreementRow.base_fields["mechanism"]
    amount = AgreementRow.base_fields["amount"]
    decided_on = DateField(required=False, **asking("agreement", "decided_on"))
    informed_on = AgreementRow.base_fields["informed_on"]
    made_on = AgreementRow.base_fields["made_on"]
    start_on = AgreementRow.base_fields["start_on"]
    last_day = AgreementRow.base_fields["last_day"]
    centrally_funded = AgreementRow.base_fields["centrally_funded"]
    explanation = AgreementRow.base_fields["explanation"]
    explained_on = AgreementRow.base_fields["explained_on"]

    def __init__(self, *args: Any, area: Area, funders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = funders  # type: ignore[attr-defined]
        self.fields["recipient"].search_in(area.slug)  # type: ignore[attr-defined]
        alone = list(funders[:2])
        if len(alone) == 1:
            self.fields["funder"].initial = alone[0].pk

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        start, last = known.get("start_on"), known.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", "The last funded day cannot be before the first")
        decided, told = known.get("decided_on"), known.get("informed_on")
        if decided and told and told < decided:
            self.add_error("informed_on", "Nobody can be told of a decision before it is made")
        if not (decided or known.get("made_on") or start) and not self.errors:
            self.add_error(
                "decided_on", "Enter the day of the decision, of the agreement or of its start"
            )
        return known

    def answers(self) -> AgreementAnswers:
        columns = {each.name for each in FundingAgreement._meta.fields} | {"recipient"}
        known = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in columns and value not in (None, "")
        }
        return AgreementAnswers(expected_start=known.get("start_on"), **known)

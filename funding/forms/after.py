"""What may be done with a record afterwards: each is a few questions and a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from commitments.forms import ReasonForm
from compacts.facts import fact as known_fact
from funding.actions.answers import AgreementAnswers
from funding.forms.rows import AgreementRow
from funding.models import FundingAgreement, Mechanism
from organisations.forms import OrganisationField
from organisations.models import Area, Organisation, Sector
from pages.forms import ChoiceRadios, DateField, MoneyField, PageForm, YesNoField


class MoveForm(ReasonForm):
    last_day = DateField(
        label="New last day",
        help_text="Later than the one on record. An end brought forward is a new notice.",
    )
    moved_on = DateField(label="Day on which the recipient was told of the new last day")
    field_order = ["last_day", "moved_on", "reason"]


class WithdrawForm(ReasonForm):
    withdrawn_on = DateField(label="Day of the withdrawal")
    field_order = ["withdrawn_on", "reason"]


class RetakeForm(ReasonForm):
    retaken_on = DateField(
        label="Day on which it was decided again",
        help_text="After the steps that the first decision had left out.",
    )
    field_order = ["retaken_on", "reason"]


class AcknowledgeForm(PageForm):
    received_on = DateField(label="On which day did the notice reach you?")


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
    programme = forms.CharField(label="Programme or service", required=False, max_length=200)
    mechanism = ChoiceRadios(label="What is it?", choices=Mechanism.choices)
    amount = MoneyField(
        label="Amount", required=False, min_value=0, help_text="In pounds, over the whole term."
    )
    decided_on = DateField(label=known_fact("lead_time", "decided_on").label, required=False)
    informed_on = DateField(label=known_fact("lead_time", "informed_on").label, required=False)
    made_on = DateField(label="Agreement made on", required=False)
    start_on = DateField(label="First funded day", required=False)
    last_day = DateField(label="Last funded day", required=False)
    centrally_funded = YesNoField(
        label="Does the money come from central government?", required=False
    )
    explanation = AgreementRow.base_fields["explanation"]
    explained_on = DateField(label="Explanation given on", required=False)

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

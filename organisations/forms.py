"""Forms and filters for organisations."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms

from organisations.models import Area, Organisation, Sector
from pages.forms import PageForm

PUBLIC_KINDS = {"council", "nhs", "police", "fire", "probation", "employment", "other-public"}
EITHER = {"partnership"}


class OrganisationForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    sector = forms.ChoiceField(label="Sector", choices=Sector.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Select a kind"), *Organisation.Kind.choices]
    )
    charity_number = forms.CharField(
        label="Charity number", required=False, max_length=12, help_text="6 or 7 figures."
    )
    company_number = forms.CharField(
        label="Company number",
        required=False,
        max_length=12,
        help_text="8 figures or letters, with any noughts in front, such as 01234567.",
    )

    def __init__(
        self, *args: Any, area: Area, organisation: Organisation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.organisation = area, organisation
        if organisation is not None:
            del self.fields["sector"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.in_area(self.area).filter(name__iexact=name)
        if self.organisation is not None:
            others = others.exclude(pk=self.organisation.pk)
        if others.exists():
            raise forms.ValidationError(f"{self.area} already has an organisation of that name")
        return name

    def clean_charity_number(self) -> str:
        number = re.sub(r"\s", "", self.cleaned_data["charity_number"])
        if number and not re.fullmatch(r"\d{6,7}(-\d{1,3})?", number):
            raise forms.ValidationError("The charity number must have 6 or 7 figures")
        return number

    def clean_company_number(self) -> str:
        number = re.sub(r"\s", "", self.cleaned_data["company_number"]).upper()
        if number and not re.fullmatch(r"[A-Z0-9]{8}", number):
            raise forms.ValidationError("The company number must have 8 figures or letters")
        return number

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        sector = self.organisation.sector if self.organisation else answers.get("sector")
        kind = answers.get("kind")
        known = sector and kind and kind not in EITHER
        if known and (kind in PUBLIC_KINDS) != (sector == Sector.PUBLIC):
            self.add_error("kind", "Select a kind that belongs to the sector")
        return answers


class OrganisationFilters(django_filters.FilterSet):
    sector = django_filters.ChoiceFilter(
        label="Sector", choices=Sector.choices, empty_label="Either sector"
    )
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=Organisation.Kind.choices, empty_label="Every kind"
    )

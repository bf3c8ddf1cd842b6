"""How the registers of funding are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from commitments.models import Act
from compacts.fact_words import fact_words
from funding.models import FundingDecision, Mechanism, Notice
from organisations.forms import OrganisationFilter
from organisations.models import Organisation, Sector
from pages.filters import DateFilter
from pages.shown import FINDINGS

OUTCOME_CHOICES = [(code, words) for code, (words, _, _) in FINDINGS.items()]
STATE_CHOICES = [
    ("live", "Recorded"),
    ("draft", "Your drafts"),
    ("withdrawn", "Withdrawn"),
    ("voided", "Voided"),
]


def funders(request: HttpRequest | None) -> QuerySet[Organisation]:
    """The public bodies of the register's own area: a handful, so all of them are listed."""
    match = request.resolver_match if request is not None else None
    if match is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(area__slug=match.kwargs["area"], sector=Sector.PUBLIC)


class FundingFilters(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(
        "worst", label="Finding", choices=OUTCOME_CHOICES, empty_label="Every finding"
    )
    funder = django_filters.ModelChoiceFilter(
        "act__responsible", label="Funder", queryset=funders, empty_label="Every funder"
    )


class StateFilters(FundingFilters):
    state = django_filters.ChoiceFilter(
        label="State", choices=STATE_CHOICES, empty_label="Every state", method="in_state"
    )

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        # No state of an act but a fact of it, which the rules judge: the act lives on.
        if value == "withdrawn":
            return rows.filter(act__state=Act.State.LIVE).exclude(withdrawn_on=None)
        if value == "live":
            return rows.filter(act__state=Act.State.LIVE, withdrawn_on=None)
        return rows.filter(act__state=value)


class DecisionFilters(StateFilters):
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=FundingDecision.Kind.choices, empty_label="Every kind"
    )
    since = DateFilter("decided_on", "gte", label="Decided since")
    until = DateFilter("decided_on", "lte", label="Decided until")


class NoticeFilters(StateFilters):
    kind = django_filters.ChoiceFilter(
        label=fact_words("notice", "kind").label,
        choices=Notice.Kind.choices,
        empty_label="Every kind",
    )
    recipient = OrganisationFilter("act__counterpart", label="Recipient", sector=Sector.VCS)
    since = DateFilter("received_on", "gte", label="Received since")
    until = DateFilter("received_on", "lte", label="Received until")
    ends_since = DateFilter("last_day", "gte", label="Last day from")
    ends_until = DateFilter("last_day", "lte", label="Last day until")


class ClaimFilters(StateFilters):
    """A claim names its two bodies as payer and claimant, and is on record from the first."""

    # So django-filter leaves out a filter that was inherited.
    funder = None
    payer = django_filters.ModelChoiceFilter(
        "act__responsible", label="Payer", queryset=funders, empty_label="Every payer"
    )
    claimant = OrganisationFilter("act__counterpart", label="Claimant", sector=Sector.VCS)
    state = django_filters.ChoiceFilter(
        label="State",
        choices=[each for each in STATE_CHOICES if each[0] != "draft"],
        empty_label="Every state",
        method="in_state",
    )
    since = DateFilter("received_on", "gte", label="Received since")
    until = DateFilter("received_on", "lte", label="Received until")


class AgreementFilters(FundingFilters):
    mechanism = django_filters.ChoiceFilter(
        label=fact_words("agreement", "mechanism").label,
        choices=Mechanism.choices,
        empty_label="Every mechanism",
    )
    recipient = OrganisationFilter("act__counterpart", label="Recipient", sector=Sector.VCS)
    ends_since = DateFilter("last_day", "gte", label="Last day from")
    ends_until = DateFilter("last_day", "lte", label="Last day until")

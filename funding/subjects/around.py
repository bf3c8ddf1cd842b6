"""What other records say that makes a value improbable: the agreement's end, usual amounts, payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from funding.models import Claim, FundingAgreement, Notice
from rules.words import plain

FEWEST = 3
"""Amounts of a programme from which on one of them can be called usual."""
MOST_READ = 300

Around = dict[str, Any]


def around_notices(notices: Sequence[Notice]) -> list[Around]:
    """The last day of each notice's agreement."""
    ends = dict(
        FundingAgreement.objects.filter(
            pk__in={each.agreement_id for each in notices if each.agreement_id}
        ).values_list("pk", "last_day")
    )
    return [
        {"agreement_last_day": ends.get(each.agreement_id) if each.agreement_id else None}
        for each in notices
    ]


def around_agreements(agreements: Sequence[FundingAgreement]) -> list[Around]:
    """What the area's other agreements of the same programme usually come to."""
    own = {each.pk for each in agreements if each.pk}
    usual = _usual_amounts(agreements, own)
    return [
        {"usual_amount": usual.get((each.act.area_id, each.programme)) if each.programme else None}
        for each in agreements
    ]


def _usual_amounts(
    agreements: Sequence[FundingAgreement], own: set[int]
) -> dict[tuple[int, str], Decimal]:
    wanted = {(each.act.area_id, each.programme) for each in agreements if each.programme}
    if not wanted:
        return {}
    rows = (
        FundingAgreement.objects.live()
        .filter(
            act__area__in={area for area, _ in wanted},
            programme__in={programme for _, programme in wanted},
            amount__gt=0,
        )
        .exclude(pk__in=own)
        .order_by("-pk")
        .values_list("act__area_id", "programme", "amount")
    )
    amounts: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for area_id, programme, amount in rows[: MOST_READ * len(wanted)]:
        amounts[area_id, programme].append(amount)
    return {key: median(found) for key, found in amounts.items() if len(found) >= FEWEST}


def around_claims(claims: Sequence[Claim]) -> list[Around]:
    """Another claim of the same number, between the same two, that was paid; and usual amounts."""
    numbers = {each.number for each in claims if each.number}
    claimants = {each.act.counterpart_id for each in claims if each.act.counterpart_id}
    paid: dict[tuple[int, int | None, str], list[Claim]] = defaultdict(list)
    amounts: dict[int | None, list[Decimal]] = defaultdict(list)
    rows = Claim.objects.live().filter(act__counterpart__in=claimants).select_related("act")
    for row in rows.filter(number__in=numbers, paid_on__isnull=False) if numbers else ():
        paid[row.act.responsible_id, row.act.counterpart_id, row.number].append(row)
    for claimant, amount in (
        rows.filter(amount__gt=0)
        .order_by("-pk")
        .values_list("act__counterpart_id", "amount")[: MOST_READ * max(len(claimants), 1)]
        if claimants
        else ()
    ):
        amounts[claimant].append(amount)
    return [
        {
            "paid_before": _paid_before(
                each, paid[each.act.responsible_id, each.act.counterpart_id, each.number]
            ),
            "usual_amount": _usual(amounts[each.act.counterpart_id]),
        }
        for each in claims
    ]


def _usual(amounts: list[Decimal]) -> Decimal | None:
    return median(amounts) if len(amounts) >= FEWEST else None


def _paid_before(claim: Claim, rows: Sequence[Claim]) -> str:
    other = next((each for each in rows if each.pk != claim.pk), None)
    if other is None or other.paid_on is None:
        return ""
    return f"{other.act.reference}, on {plain(other.paid_on)}"

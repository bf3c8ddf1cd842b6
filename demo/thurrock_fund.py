"""The Voluntary Sector Development Fund: who is paid from it, how much, and for how long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from demo.people import group
from demo.telling import Funder
from funding.actions.answers import NoticeAnswers
from funding.models import FundingAgreement
from organisations.models import Organisation

FUND = "Voluntary Sector Development Fund"
COUNCIL = Funder("thurrock", "thurrock-council", "compact.officer")
GRANTS = Funder("thurrock", "thurrock-council", "grants.officer")

# 430,000 pounds in all; 344,000 of it (80%) on a three-year cycle.
THREE_YEAR = {
    "Tilbury Carers Network": 96_000,
    "South Ockendon Advice": 108_000,
    "Thurrock Mind and Body": 80_000,
    "Thurrock Youth Arts": 60_000,
}
SHORTER = {
    "Grays Befriending": 14_000,
    "Purfleet Community Hub": 32_000,
    "Stanford Older People's Lunch Club": 9_000,
    "Corringham Faith Kitchen": 11_000,
    "Chafford Hundred Parents": 8_000,
    "Thurrock Recovery Partnership": 12_000,
}
SHORT_TERM_REASON = "A pilot: the fund's panel asked for a short term before a longer one."


def thurrock(name: str) -> Organisation:
    return group("thurrock", name)


def agreement_with(name: str) -> FundingAgreement:
    return FundingAgreement.objects.get(act__counterpart=thurrock(name), programme=FUND)


def notice(name: str, **answers: object) -> NoticeAnswers:
    agreement = agreement_with(name)
    if "amount_after" not in answers:
        answers["amount_after"] = Decimal(0)
    return NoticeAnswers(
        recipient=agreement.act.counterpart,  # type: ignore[arg-type]
        agreement=agreement,
        programme=FUND,
        method="letter",
        amount_before=agreement.amount,
        **answers,  # type: ignore[arg-type]
    )


def award_the_fund(day: date) -> None:
    start = next(first for year in (day.year, day.year + 1) if (first := date(year, 4, 1)) > day)
    for name, amount in THREE_YEAR.items():
        COUNCIL.agreement(
            thurrock(name),
            day,
            programme=FUND,
            amount=Decimal(amount),
            expected_start=start,
            start_on=start,
            last_day=date(start.year + 3, 3, 31),
        )
    for number, (name, amount) in enumerate(SHORTER.items()):
        explained = number != 3
        COUNCIL.agreement(
            thurrock(name),
            day,
            programme=FUND,
            amount=Decimal(amount),
            expected_start=start,
            start_on=start,
            # The first one's is ended before its time, whenever the story is told.
            last_day=date(start.year + (1 if number else 2), 3, 31),
            explanation=SHORT_TERM_REASON if explained else "",
            explained_on=day if explained else None,
            without=() if number else ("end_planned", "governance_arrangements"),
        )

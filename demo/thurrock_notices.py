"""Thurrock's notices: with the full period, short and explained, short and not, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from demo.telling import Story
from demo.thurrock_fund import COUNCIL, FUND, GRANTS, agreement_with, notice, thurrock
from funding.actions.answers import NoticeAnswers
from funding.actions.notices import withdraw_notice
from funding.models import Notice
from rules import add_months


def plan_kept_promises(story: Story, today: date) -> None:
    """Notices with the full three months: met, whatever else was decided."""
    long_ago = today - timedelta(weeks=40)

    def premises(on: date) -> None:
        COUNCIL.decides(
            "vary",
            on,
            programme=FUND,
            rationale="The hub moves to larger rooms, so its grant is paid from another budget.",
            notices=[
                notice(
                    "Purfleet Community Hub",
                    sent_on=on,
                    received_on=on,
                    last_day=add_months(on, 4),
                    amount_after=Decimal(32_000),
                )
            ],
        )

    story.add(long_ago, premises)

    def reduction(on: date) -> None:
        last_day = add_months(on, 3) + timedelta(days=8)
        COUNCIL.decides(
            "reduce",
            on,
            programme=FUND,
            rationale="Fewer sessions are run than the grant was made for; both sides agreed.",
            notices=[
                notice(
                    "Thurrock Youth Arts",
                    received_on=on,
                    sent_on=on - timedelta(days=2),
                    last_day=last_day,
                    amount_after=Decimal(52_000),
                )
            ],
        )

    story.add(today - timedelta(weeks=30), reduction)

    def withdrawn(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=False,
            rationale="The service was thought to be covered by a new contract.",
            notices=[
                notice(
                    "South Ockendon Advice",
                    received_on=on,
                    sent_on=on,
                    last_day=add_months(on, 2),
                )
            ],
        )

    story.add(today - timedelta(weeks=26), withdrawn)

    def take_back(on: date) -> None:
        given = Notice.objects.get(act__counterpart=thurrock("South Ockendon Advice"))
        withdraw_notice(
            notice=given,
            withdrawn_on=on,
            reason="The contract does not cover debt advice, so support continues.",
            by=COUNCIL.by,
            on=on,
        )

    story.add(today - timedelta(weeks=24), take_back)


def plan_short_notices(story: Story, today: date) -> None:
    """Explained in time, explained late, unexplained, and told after the event."""
    fire = today - timedelta(weeks=22)

    def explained(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=False,
            rationale="The building was closed after a fire.",
            notices=[
                notice(
                    "Corringham Faith Kitchen",
                    received_on=on,
                    sent_on=on,
                    last_day=add_months(on, 1),
                    exception="exceptional_circumstances",
                    rationale="The kitchen cannot be used after the fire; no other site was safe.",
                    rationale_given_on=on,
                )
            ],
        )

    story.add(fire, explained)

    def explained_late(on: date) -> None:
        COUNCIL.decides(
            "reduce",
            on,
            programme=FUND,
            rationale="The ward budget behind this grant was cut in the year.",
            notices=[
                notice(
                    "Chafford Hundred Parents",
                    received_on=on,
                    sent_on=on,
                    last_day=on + timedelta(days=45),
                    amount_after=Decimal(5_000),
                    exception="exceptional_circumstances",
                    rationale="The cut was made at short notice after the in-year settlement.",
                    rationale_given_on=on + timedelta(days=28),
                )
            ],
        )

    story.add(today - timedelta(weeks=16), explained_late)

    def unexplained(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=True,
            without=("improvement_timetable_agreed", "response_considered"),
            rationale="Monitoring returns were late twice.",
            notices=[
                notice(
                    "Thurrock Recovery Partnership",
                    received_on=on,
                    sent_on=on - timedelta(days=1),
                    last_day=on + timedelta(days=50),
                )
            ],
        )

    story.add(today - timedelta(weeks=3), unexplained)

    def no_writing(on: date) -> None:
        GRANTS.decides(
            "reduce",
            on,
            programme=FUND,
            without=("impact_assessed",),
            rationale="Attendance fell below the number agreed.",
            notices=[
                NoticeAnswers(
                    recipient=thurrock("Stanford Older People's Lunch Club"),
                    agreement=agreement_with("Stanford Older People's Lunch Club"),
                    programme=FUND,
                    method="",
                    received_on=on,
                    last_day=None,
                    amount_before=Decimal(9_000),
                    amount_after=Decimal(6_000),
                )
            ],
        )

    story.add(today - timedelta(weeks=2), no_writing)

"""Stockton within its term and after it, and Southend, whose compact gives no figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from demo.people import area_of, group, post
from demo.telling import Funder, Story
from forums.actions import found_forum
from funding.actions.answers import NoticeAnswers

STOCKTON = Funder("stockton", "stockton-council", "stockton.officer")
SOUTHEND = Funder("southend", "southend-council", "southend.officer")


def _end(
    funder: Funder,
    recipient: str,
    programme: str,
    day: date,
    received_on: date,
    last_day: date,
    **more: object,
) -> None:
    funder.decides(
        "end",
        day,
        programme=programme,
        problems_logged=False,
        rationale="The programme that paid for it has closed.",
        notices=[
            NoticeAnswers(
                recipient=group(funder.area, recipient),
                programme=programme,
                method="letter",
                sent_on=received_on,
                received_on=received_on,
                last_day=last_day,
                amount_after=Decimal(0),
                rationale="The programme that paid for it has closed.",
                rationale_given_on=received_on,
                **more,  # type: ignore[arg-type]
            )
        ],
    )


def plan_stockton(story: Story) -> None:
    """September 2014 to August 2017, and one act after the term."""

    def forum(on: date) -> None:
        found_forum(
            area=area_of("stockton"),
            name="Stockton Strategic Partnership",
            by=post("stockton.officer"),
        )

    def award(on: date) -> None:
        STOCKTON.agreement(
            group("stockton", "Thornaby Advice Centre"),
            on,
            programme="Welfare advice",
            mechanism="contract",
            amount=Decimal(120_000),
            decided_on=date(2014, 12, 15),
            informed_on=date(2015, 1, 5),
            made_on=date(2015, 3, 20),
            expected_start=date(2015, 4, 1),
            start_on=date(2015, 4, 1),
            last_day=date(2018, 3, 31),
        )

    story.add(date(2014, 9, 8), forum)
    story.add(date(2015, 3, 20), award)
    story.add(
        date(2015, 12, 14),
        lambda on: _end(STOCKTON, "Billingham Carers", "Carers' breaks", on, on, date(2016, 3, 31)),
    )
    story.add(
        date(2016, 1, 22),
        lambda on: _end(
            STOCKTON,
            "Yarm Environment Group",
            "Green jobs",
            on,
            on,
            date(2016, 3, 31),
            exception="central_government",
            central_notice_received_on=date(2016, 1, 15),
            central_last_day=date(2016, 3, 31),
        ),
    )
    story.add(
        date(2017, 2, 6),
        lambda on: _end(
            STOCKTON, "Thornaby Advice Centre", "Welfare advice", on, on, date(2017, 3, 31)
        ),
    )
    story.add(
        date(2017, 9, 18),
        lambda on: _end(
            STOCKTON, "Billingham Carers", "Carers' breaks", on, on, date(2017, 10, 31)
        ),
    )


def plan_southend(story: Story, today: date) -> None:
    """Its clauses ask for records and an annual review; no notice period is printed."""

    def forum(on: date) -> None:
        found_forum(
            area=area_of("southend"), name="Annual Compact meeting", by=post("southend.officer")
        )

    def award(on: date) -> None:
        for name, amount in (("Leigh Family Support", 24_000), ("Westcliff Welcome", 16_000)):
            SOUTHEND.agreement(
                group("southend", name),
                on,
                programme="Community grants",
                amount=Decimal(amount),
                start_on=on + timedelta(days=30),
                last_day=on + timedelta(days=30 + 364),
                without=("reporting_arrangements",) if amount == 16_000 else (),
            )

    def end(on: date) -> None:
        _end(SOUTHEND, "Shoebury Sheds", "Community grants", on, on, on + timedelta(days=40))

    story.add(today - timedelta(weeks=30), forum)
    story.add(today - timedelta(weeks=28), award)
    story.add(today - timedelta(weeks=9), end)

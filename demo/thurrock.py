"""Thurrock: the Voluntary Sector Development Fund through a year, every outcome once or more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from commitments.cases import determine, propose_decision, record_remedy, reply
from commitments.corrections import void_row
from commitments.models import Breach
from demo.people import area_of, post
from demo.telling import Story, instant
from demo.thurrock_fund import COUNCIL, FUND, GRANTS, award_the_fund, notice, thurrock
from demo.thurrock_notices import plan_kept_promises, plan_short_notices
from forums.actions import found_forum, hold_meeting, plan_meeting
from funding.actions.notices import move_last_day
from funding.models import FundingDecision, Notice
from rules import add_months, latest_day


def plan(story: Story, today: date) -> None:
    start = today - timedelta(days=364)
    story.add(start, open_the_forum)
    story.add(start + timedelta(days=1), award_the_fund)
    _meetings(story, today)
    plan_kept_promises(story, today)
    plan_short_notices(story, today)
    _decided_cases(story, today)
    _plans(story, today)


def open_the_forum(day: date) -> None:
    found_forum(area=area_of("thurrock"), name=FORUM, by=post("compact.officer"))


FORUM = "Joint Strategic Forum"


def _meetings(story: Story, today: date) -> None:
    def hold(weeks_ago: int, minutes: str) -> None:
        day = today - timedelta(weeks=weeks_ago)

        def held(on: date) -> None:
            officer = post("compact.officer")
            meeting = plan_meeting(area=area_of("thurrock"), planned_on=on, by=officer)
            hold_meeting(
                meeting, held_on=on, minutes=minutes, present=["public", "vcs"], by=officer
            )

        story.add(day, held)

    hold(44, "The Compact is a standing item. The dashboard was agreed as its paper.")
    hold(31, "The notices given since the last meeting were read. No dispute was open.")
    hold(18, "One case was confirmed and its remedy asked for.")
    hold(5, "The forum asked for the explanations that are missing.")

    def next_one(on: date) -> None:
        day = today + timedelta(weeks=8)
        plan_meeting(area=area_of("thurrock"), planned_on=day, by=post("compact.officer"))

    story.add(today - timedelta(weeks=5), next_one)


def _decided_cases(story: Story, today: date) -> None:
    """A case from flag to remedy, and one that the forum did not uphold."""
    given = today - timedelta(weeks=34)

    def short(on: date) -> None:
        COUNCIL.decides(
            "reduce",
            on,
            programme=FUND,
            rationale="Savings agreed in the budget.",
            notices=[
                notice(
                    "Tilbury Carers Network",
                    received_on=on,
                    sent_on=on,
                    last_day=on + timedelta(days=60),
                    amount_after=Decimal(90_000),
                )
            ],
        )

    def the_case() -> Breach:
        return Breach.objects.get(
            check_made__act__counterpart=thurrock("Tilbury Carers Network"),
            check_made__act__kind="notice",
        )

    def answer(on: date) -> None:
        reply(
            the_case(),
            by=COUNCIL.by,
            position="accepts",
            text="The letter went out a month late. Payment continues until the full three months.",
            at=instant(on),
        )

    def confirm(on: date) -> None:
        determine(
            the_case(),
            by=post("cochair.cvs"),
            decision="confirmed",
            reasons="Sixty days were given where three months are promised, without a reason.",
            on=on,
            at=instant(on),
        )

    def remedy(on: date) -> None:
        record_remedy(
            the_case(),
            by=COUNCIL.by,
            remedied_on=on,
            remedy="The old rate was paid for the missing month.",
        )

    story.add(given, short)
    story.add(given + timedelta(days=6), answer)
    story.add(today - timedelta(weeks=31), confirm)
    story.add(today - timedelta(weeks=29), remedy)
    story.add(today - timedelta(days=2), _propose_to_the_other_chair)
    _moved(story, today)
    _entered_twice(story, today)


def _propose_to_the_other_chair(on: date) -> None:
    """Nobody replied about the short consultation; the council's chair proposes to the CVS's."""
    case = Breach.objects.get(check_made__act__title="Small grants criteria")
    propose_decision(
        case,
        by=post("cochair.council"),
        decision="confirmed",
        reasons="Less than twelve weeks were given, and no reason was published.",
        on=on,
        at=instant(on),
    )


def _moved(story: Story, today: date) -> None:
    def late(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=False,
            rationale="The programme's first phase closes.",
            notices=[
                notice(
                    "Purfleet Community Hub",
                    received_on=on,
                    sent_on=on,
                    last_day=on + timedelta(days=70),
                )
            ],
        )

    def put_back(on: date) -> None:
        ending = Notice.objects.get(
            act__counterpart=thurrock("Purfleet Community Hub"), kind=Notice.Kind.END
        )
        move_last_day(
            notice=ending,
            last_day=add_months(ending.received_on or on, 3) + timedelta(days=10),
            moved_on=on,
            reason="The hub showed that staff contracts need the full three months.",
            by=COUNCIL.by,
            on=on,
        )

    story.add(today - timedelta(weeks=12), late)
    story.add(today - timedelta(weeks=10), put_back)


def _entered_twice(story: Story, today: date) -> None:
    def enter(on: date) -> None:
        GRANTS.decides(
            "refuse",
            on,
            programme="Community Hubs small grants",
            rationale="The fund was spent.",
            recipients=[thurrock("Grays Befriending")],
        )

    def void(on: date) -> None:
        decision = FundingDecision.objects.filter(kind="refuse").latest("pk")
        void_row(decision, reason="Entered twice.", by=COUNCIL.by, on=on, at=instant(on))

    day = today - timedelta(weeks=8)
    story.add(day, enter)
    story.add(day + timedelta(days=1), enter)
    story.add(day + timedelta(days=2), void)


def year_end(today: date) -> date:
    """The last 31 March that is at least four months ahead."""
    this_year = date(today.year, 3, 31)
    return next(
        day
        for day in (this_year, date(today.year + 1, 3, 31), date(today.year + 2, 3, 31))
        if day >= add_months(today, 4)
    )


def _plans(story: Story, today: date) -> None:
    """What lies ahead: an ending whose notice is still to be given, and one nearly too late."""
    end = year_end(today)

    def ahead(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=False,
            rationale="The pilot ends and the panel does not extend it.",
            notices=[notice("Grays Befriending", last_day=end, renewal_expected="yes")],
        )

    def soon(on: date) -> None:
        last = next(
            day
            for day in (add_months(today, 3) + timedelta(days=n) for n in range(9, 60))
            if latest_day(day, 3) >= today + timedelta(days=9)
        )
        COUNCIL.decides(
            "reduce",
            on,
            programme=FUND,
            rationale="The second phase needs fewer sessions.",
            notices=[notice("Thurrock Mind and Body", last_day=last, amount_after=Decimal(70_000))],
        )

    story.add(today - timedelta(days=6), ahead)
    story.add(today - timedelta(days=5), soon)

"""Thurrock: the Voluntary Sector Development Fund through a year, every outcome once or more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from commitments.actions import determine, record_remedy, reply
from commitments.models import Act, Breach
from config.demo.people import group, organisation, post
from config.demo.telling import Funder, Story, instant
from forums.models import Forum, Meeting
from funding.actions.answers import NoticeAnswers
from funding.actions.decisions import void_decision
from funding.actions.notices import move_last_day, withdraw_notice
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation
from rules import add_months, latest_day

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
ONE_YEAR_REASON = "A pilot: the fund's panel asked for one year before a longer term."


def thurrock(name: str) -> Organisation:
    return group("thurrock", name)


def agreement_with(name: str) -> FundingAgreement:
    return FundingAgreement.objects.get(act__counterpart=thurrock(name), programme=FUND)


def year_end(today: date) -> date:
    """The last 31 March that is at least four months ahead."""
    this_year = date(today.year, 3, 31)
    return next(
        day
        for day in (this_year, date(today.year + 1, 3, 31), date(today.year + 2, 3, 31))
        if day >= add_months(today, 4)
    )


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


def plan(story: Story, today: date) -> None:
    start = today - timedelta(days=364)
    story.add(start, open_the_forum)
    story.add(start + timedelta(days=1), award_the_fund)
    _meetings(story, today)
    _kept_promises(story, today)
    _short_notices(story, today)
    _decided_cases(story, today)
    _plans(story, today)


def open_the_forum(day: date) -> None:
    Forum.objects.create(area=organisation("thurrock", "thurrock-council").area, name=FORUM)


FORUM = "Joint Strategic Forum"


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
            last_day=date(start.year + 1, 3, 31),
            explanation=ONE_YEAR_REASON if explained else "",
            explained_on=day if explained else None,
            without=() if number else ("end_planned", "governance_arrangements"),
        )


def _meetings(story: Story, today: date) -> None:
    def hold(weeks_ago: int, minutes: str) -> None:
        day = today - timedelta(weeks=weeks_ago)

        def held(on: date) -> None:
            forum = Forum.objects.get(area__slug="thurrock")
            Meeting.objects.create(forum=forum, planned_on=on, held_on=on, minutes=minutes)

        story.add(day, held)

    hold(44, "The Compact is a standing item. The dashboard was agreed as its paper.")
    hold(31, "The notices given since the last meeting were read. No dispute was open.")
    hold(18, "One case was confirmed and its remedy asked for.")
    hold(5, "The forum asked for the explanations that are missing.")

    def next_one(on: date) -> None:
        forum = Forum.objects.get(area__slug="thurrock")
        Meeting.objects.create(forum=forum, planned_on=today + timedelta(weeks=8))

    story.add(today - timedelta(weeks=5), next_one)


def _kept_promises(story: Story, today: date) -> None:
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


def _short_notices(story: Story, today: date) -> None:
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
            check_made__act__kind=Act.Kind.NOTICE,
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
            finding="confirmed",
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
    _moved(story, today)
    _entered_twice(story, today)


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
        void_decision(
            decision=decision, reason="Entered twice.", by=COUNCIL.by, on=on, at=instant(on)
        )

    day = today - timedelta(weeks=8)
    story.add(day, enter)
    story.add(day + timedelta(days=1), enter)
    story.add(day + timedelta(days=2), void)


def _plans(story: Story, today: date) -> None:
    """What lies ahead: an ending whose notice is still to be given, and one nearly too late."""
    end = year_end(today)

    def ahead(on: date) -> None:
        COUNCIL.decides(
            "end",
            on,
            programme=FUND,
            problems_logged=False,
            rationale="The pilot year ends and the panel does not extend it.",
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

"""Consultations at every stage: asked in time, asked in haste with and without a reason, answered."""

from __future__ import annotations

from datetime import date, timedelta

from consultations.actions.changes import (
    cancel_consultation,
    extend_consultation,
    reopen_consultation,
)
from consultations.actions.feedback import publish_feedback, save_feedback, save_theme
from consultations.actions.responses import log_response
from demo.asking import (
    GRANTS,
    REPLY,
    SOUTHEND,
    STOCKTON,
    THURROCK,
    WEEKS_12,
    answer,
    asked,
    void_asked,
)
from demo.people import group
from demo.telling import Story, instant


def plan_thurrock(story: Story, today: date) -> None:
    _answered(story, today)
    _awaiting(story, today)
    _explained(story, today)
    _in_haste(story, today)
    _open(story, today)
    _ahead(story, today)
    _given_up(story, today)


def _answered(story: Story, today: date) -> None:
    """Twelve weeks, responses, and an account of what became of them."""
    title, opened = "Community transport in the east of the borough", today - timedelta(weeks=30)
    closed = opened + WEEKS_12

    def ask(on: date) -> None:
        THURROCK.asks(
            title,
            on,
            summary="How community transport should run once the present contract ends.",
            why="The contract ends next year, and the routes have not been looked at for ten years.",
            decided_by="Cabinet",
            open_to_change="Routes, days and hours, and how trips are booked.",
            not_open_to_change="The budget for the year.",
            audiences="Groups that book trips, and the people who ride.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=on,
            closes_on=closed,
            feedback_expected_on=closed + timedelta(weeks=6),
        )

    def log_letter(on: date) -> None:
        log_response(
            consultation=asked(title),
            organisation=group("thurrock", "Corringham Faith Kitchen"),
            answers={
                "route": "letter", "text": "Saturday trips matter most to us.",
                "received_on": on, "consents": False, "records": {},
            },
            by=THURROCK.by, on=on, at=instant(on),
        )  # fmt: skip

    def tell_back(on: date) -> None:
        consultation, by = asked(title), THURROCK.by
        save_feedback(
            consultation=consultation,
            answers={
                "summary": "Three organisations answered.",
                "what_changed": "Two routes were added to the draft.",
                "decision_made": "Cabinet agreed the new routes.",
            },
            by=by,
        )
        for theme, said, did, result in THEMES:
            answers = {"title": theme, "you_said": said, "we_did": did, "result": result}
            save_theme(consultation=consultation, theme=None, answers=answers, by=by)
        publish_feedback(consultation=consultation, published_on=on, by=by, on=on, at=instant(on))

    story.add(opened, ask)
    story.add(
        opened + timedelta(weeks=5),
        answer(title, "grays-befriending", "Evening trips would let carers come along."),
    )
    story.add(
        opened + timedelta(weeks=9),
        answer(title, "thurrock-cvs", "Booking by telephone must stay.", who="policy.lead"),
    )
    story.add(opened + timedelta(weeks=10), log_letter)
    story.add(closed + timedelta(weeks=5), tell_back)


THEMES = [
    (
        "Evenings and Saturdays",
        "Trips stop at five, when many groups begin.",
        "Two routes now run until nine, and on Saturdays.",
        "done",
    ),
    (
        "Booking",
        "Not everybody can book on a screen.",
        "The telephone line stays. Its hours are shorter than was asked for.",
        "partly",
    ),
    (
        "Free trips for volunteers",
        "Volunteers should ride free.",
        "The budget does not allow it this year; it will be looked at again with the next one.",
        "not_done",
    ),
]  # fmt: skip


def _awaiting(story: Story, today: date) -> None:
    title, opened = "Opening hours of community centres", today - timedelta(weeks=16)
    closed = opened + WEEKS_12

    def ask(on: date) -> None:
        GRANTS.asks(
            title,
            on,
            summary="Whether the centres should open later on weekdays and close later.",
            open_to_change="The hours of each centre.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=on,
            closes_on=closed,
            feedback_expected_on=today + timedelta(days=10),
        )

    story.add(opened, ask)
    story.add(
        opened + timedelta(weeks=3),
        answer(title, "grays-befriending", "Later hours would suit those who work."),
    )
    story.add(
        today - timedelta(days=1),
        void_asked(title, "grays-befriending", "The same views came by letter from its members."),
    )


def _explained(story: Story, today: date) -> None:
    """Six weeks with the reason given at the opening; then a week more, as was asked for."""
    title, opened = "Winter shelter for rough sleepers", today - timedelta(weeks=20)
    closed = opened + timedelta(weeks=6)

    def ask(on: date) -> None:
        THURROCK.asks(
            title,
            on,
            summary="Where the shelter should be, and who should run it.",
            open_to_change="The place and the partner.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=on,
            closes_on=closed,
            explanation="The shelter has to open before the cold: a decision is needed by autumn.",
            explained_on=on,
            feedback_expected_on=closed + timedelta(weeks=3),
        )

    def extend(on: date) -> None:
        extend_consultation(
            consultation=asked(title),
            closes_on=closed + timedelta(weeks=1),
            reason="Two groups meet only once a month and asked for a week more.",
            by=THURROCK.by,
            on=on,
            at=instant(on),
        )

    story.add(opened, ask)
    story.add(opened + timedelta(weeks=4), extend)


def _in_haste(story: Story, today: date) -> None:
    """Four weeks, and no reason; opened again later, when groups said so."""
    title, opened = "Small grants criteria", today - timedelta(weeks=14)
    closed = opened + timedelta(weeks=4)

    def ask(on: date) -> None:
        GRANTS.asks(
            title,
            on,
            without=("early_involvement", "participation_costs"),
            summary="New criteria for grants below 5,000 pounds.",
            open_to_change="The weight of each criterion.",
            how_to_respond="Fill in the form that was sent to all who hold a grant.",
            formal_written=True,
            criteria_disclosed=True,
            opens_on=on,
            documents_complete_on=on + timedelta(days=6),
            closes_on=closed,
        )

    def open_again(on: date) -> None:
        reopen_consultation(
            consultation=asked(title),
            opens_on=on,
            closes_on=today + timedelta(days=12),
            reason="Groups had three weeks in the holidays. They are asked again, with the papers.",
            by=GRANTS.by,
            on=on,
            at=instant(on),
        )

    story.add(opened, ask)
    story.add(today - timedelta(weeks=2), open_again)


def _open(story: Story, today: date) -> None:
    title, opened = "Carers strategy for the next three years", today - timedelta(weeks=5)

    def ask(on: date) -> None:
        THURROCK.asks(
            title,
            on,
            summary="What carers need, and what the strategy should put first.",
            why="The strategy runs out at the end of the year.",
            decided_by="Health and Wellbeing Board",
            open_to_change="Priorities, and how the money is split between them.",
            audiences="Carers, and groups that support them.",
            methods=[
                {"method": "Evening meetings", "reason": "Carers asked for them last time."},
                {"method": "Written answers", "reason": "For those who cannot come."},
            ],
            how_to_respond=REPLY,
            languages="English, Romanian, Yoruba",
            formal_written=True,
            significant_effect="yes",
            effect_on_sector="Three contracts depend on what is put first.",
            opens_on=on,
            closes_on=on + WEEKS_12,
            feedback_expected_on=on + WEEKS_12 + timedelta(weeks=4),
            decision_expected_on=on + WEEKS_12 + timedelta(weeks=8),
        )

    story.add(opened, ask)
    story.add(
        today - timedelta(weeks=1),
        answer(title, "grays-befriending", "Breaks for carers come first for our members."),
    )

    def short(on: date) -> None:
        GRANTS.asks(
            "Use of empty shops by community groups",
            on,
            summary="Which of the empty shops in Grays groups would use, and for what.",
            open_to_change="The list of shops.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=on,
            closes_on=today + timedelta(days=6),
        )

    story.add(today - timedelta(weeks=3), short)


def _ahead(story: Story, today: date) -> None:
    opens = today + timedelta(weeks=3)

    def announce(on: date) -> None:
        THURROCK.asks(
            "Library services from next year",
            on,
            summary="Which services the libraries should keep, and where.",
            open_to_change="Hours, places and what is on offer.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=opens,
            closes_on=opens + WEEKS_12,
            feedback_expected_on=opens + WEEKS_12 + timedelta(weeks=6),
        )

    story.add(today - timedelta(days=3), announce)


def _given_up(story: Story, today: date) -> None:
    title, opened = "Moving the volunteer centre", today - timedelta(weeks=10)

    def ask(on: date) -> None:
        GRANTS.asks(
            title,
            on,
            summary="Whether the volunteer centre should move to the new civic building.",
            how_to_respond=REPLY,
            formal_written=True,
            opens_on=on,
            closes_on=on + WEEKS_12,
        )

    def cancel(on: date) -> None:
        cancel_consultation(
            consultation=asked(title),
            reason="The building will not be finished in time, so there is nothing to decide.",
            by=GRANTS.by,
            on=on,
            at=instant(on),
        )

    story.add(opened, ask)
    story.add(opened + timedelta(weeks=4), cancel)


def plan_stockton(story: Story) -> None:
    """Within its term: twelve weeks kept once, and once less with the reason."""

    def kept(on: date) -> None:
        STOCKTON.asks(
            "Welfare advice after 2018",
            on,
            summary="How advice should be bought once the contract ends.",
            how_to_respond="Write to the Municipal Buildings.",
            formal_written=True,
            significant_effect="yes",
            opens_on=on,
            closes_on=on + WEEKS_12,
            feedback_expected_on=on + WEEKS_12 + timedelta(weeks=4),
        )

    def explained(on: date) -> None:
        STOCKTON.asks(
            "Youth offer in the holidays",
            on,
            summary="What to offer young people in the summer.",
            how_to_respond="Come to one of the four meetings.",
            formal_written=True,
            significant_effect="yes",
            opens_on=on,
            closes_on=on + timedelta(weeks=6),
            explanation="The summer money was announced in April and has to be spent by August.",
            explained_on=on,
        )

    story.add(date(2014, 11, 28), kept)
    story.add(date(2016, 4, 11), explained)


def plan_southend(story: Story, today: date) -> None:
    """A compact without a number of weeks: nothing is counted, and the page says so."""

    def ask(on: date) -> None:
        SOUTHEND.asks(
            "Seafront events and the groups that run them",
            on,
            summary="What events on the seafront need from the council.",
            how_to_respond="Write to events@southend.example.",
            formal_written=True,
            opens_on=on,
            closes_on=on + timedelta(weeks=8),
            feedback_expected_on=on + timedelta(weeks=14),
        )

    story.add(today - timedelta(weeks=4), ask)

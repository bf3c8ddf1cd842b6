"""Stages follow from dates alone, and the database says the same as the model."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from commitments.models import Act
from consultations.models import Consultation, Span
from consultations.states import TRANSITIONS, Stage, stage_on
from organisations.models import Organisation
from tests.consultations.made import draft

OPENS, CLOSES = date(2025, 1, 6), date(2025, 3, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (OPENS - DAY, Stage.FORTHCOMING),
        (OPENS, Stage.OPEN),
        (CLOSES, Stage.OPEN),
        (CLOSES + DAY, Stage.AWAITING),
    ],
)
def test_stage_counts_the_closing_day(on: date, stage: Stage) -> None:
    assert stage_on(on, first=(OPENS, CLOSES)) == stage


def test_stage_without_dates_is_forthcoming() -> None:
    assert stage_on(CLOSES, first=(None, None)) == Stage.FORTHCOMING


def test_stage_cancelled_is_cancelled_from_that_day() -> None:
    days = {"first": (OPENS, CLOSES), "cancelled_on": OPENS + DAY}
    assert stage_on(OPENS, **days) == Stage.OPEN
    assert stage_on(OPENS + DAY, **days) == Stage.CANCELLED


def test_stage_feedback_in_an_open_consultation_waits_for_the_close() -> None:
    days = {"first": (OPENS, CLOSES), "feedback_on": CLOSES - DAY}
    assert stage_on(CLOSES, **days) == Stage.OPEN
    assert stage_on(CLOSES + DAY, **days) == Stage.ANSWERED


days = st.dates(date(2025, 1, 1), date(2025, 3, 1))


@given(start=days, length=st.integers(0, 20), gap=st.integers(1, 9), more=st.integers(0, 9),
       feedback=st.none() | days, cancelled=st.none() | days)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_stages_follow_each_other_as_the_diagram_says(
    start: date, length: int, gap: int, more: int, feedback: date | None, cancelled: date | None
) -> None:
    close = start + length * DAY
    span = (close + gap * DAY, close + (gap + more) * DAY)
    seen = [
        stage_on(
            date(2024, 12, 1) + number * DAY,
            first=(start, close),
            spans=[span],
            feedback_on=feedback,
            cancelled_on=cancelled,
        )
        for number in range(160)
    ]
    late_cancel = cancelled is not None and feedback is not None
    for before, after in zip(seen, seen[1:], strict=False):
        assert before == after or after in TRANSITIONS[before] or late_cancel


@pytest.mark.django_db
def test_database_and_model_give_the_same_stage(officer: User, lead: Organisation) -> None:
    chance = random.Random(7)
    for number in range(60):
        made_up(chance, officer, lead, number)
    rows = list(Consultation.objects.select_related("act").prefetch_related("spans"))
    for on in (date(2025, 1, 1) + timedelta(days=offset) for offset in range(0, 60, 3)):
        asked = dict(Consultation.objects.with_stage(on).values_list("pk", "stage"))
        for row in rows:
            stage = row.stage_on(on)
            assert asked[row.pk] == stage
        for stage in Stage:
            found = set(Consultation.objects.at_stage(stage, on).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if row.stage_on(on) == stage}


def made_up(chance: random.Random, by: User, lead: Organisation, number: int) -> None:
    def some(first: int, last: int) -> date:
        return date(2025, 1, 1) + timedelta(days=chance.randint(first, last))

    opens = some(0, 30) if chance.random() < 0.9 else None
    closes = opens + timedelta(days=chance.randint(0, 15)) if opens else None
    row = draft(
        by,
        lead,
        f"No {number}",
        opens_on=opens,
        closes_on=closes if chance.random() < 0.9 else None,
        feedback_on=some(0, 60) if chance.random() < 0.5 else None,
        cancelled_on=some(0, 60) if chance.random() < 0.2 else None,
    )
    state = chance.choice(["live", "live", "live", "draft"])
    Act.objects.filter(pk=row.act_id).update(state=state)
    if closes and row.closes_on and chance.random() < 0.4:
        start = closes + timedelta(days=chance.randint(1, 5))
        Span.objects.create(
            consultation=row,
            opens_on=start,
            closes_on=start + timedelta(days=chance.randint(0, 9)),
            announced_on=start,
        )

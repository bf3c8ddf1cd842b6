"""A small year in Thurrock, worked out by hand: six notices, six consultations, three reports due."""

from __future__ import annotations

from datetime import date
from typing import Any

from commitments.models import Act
from forums.models import Forum, Meeting
from organisations.models import Organisation
from tests.cast import area, at, council, group, judge, notice

TODAY = date(2026, 11, 23)
LAST_MET = date(2026, 9, 1)
NEXT_MEETING = date(2026, 12, 8)


def act(
    kind: str,
    reference: str,
    on: date,
    *,
    acted_on: date,
    facts: dict[str, Any],
    subkind: str = "",
) -> Act:
    """A live act of the council with its checks, without a page of its own."""
    made = Act.objects.create(
        kind=kind,
        area=area(),
        reference=reference,
        title=f"{kind} {reference}",
        responsible=council(),
        acted_on=acted_on,
        state=Act.State.LIVE,
        recorded_at=at(on),
    )
    judge(made, subkind=subkind, facts=facts, on=on)
    return made


def consultation(reference: str, on: date, opens_on: date, closes_on: date, **facts: Any) -> Act:
    known = {"formal_written": True, "opens_on": opens_on, "closes_on": closes_on} | facts
    return act("consultation", reference, on, acted_on=opens_on, facts=known)


def notices(on: date = TODAY) -> None:
    """Three given (one in full, one explained, one short), one ahead, one unclear, one withdrawn."""
    day = date
    notice(on, reference="N-1", received_on=day(2026, 6, 1), last_day=day(2026, 9, 30))
    notice(on, reference="N-2", received_on=day(2026, 8, 1), last_day=day(2026, 9, 15))
    notice(
        on,
        reference="N-3",
        received_on=day(2026, 7, 1),
        last_day=day(2026, 8, 31),
        exception="exceptional_circumstances",
        rationale="The building was unsafe after the flood.",
        rationale_given_on=day(2026, 7, 1),
    )
    notice(on, reference="N-4", decided_on=day(2026, 11, 2), last_day=day(2027, 3, 31))
    notice(
        on,
        reference="N-5",
        received_on=day(2026, 5, 1),
        last_day=day(2026, 5, 31),
        withdrawn_on=day(2026, 5, 10),
    )
    notice(
        on,
        reference="N-6",
        received_on=day(2026, 10, 1),
        last_day=day(2027, 1, 31),
        in_writing=None,
    )


def consultations(on: date = TODAY) -> None:
    """Three closed (one in full, one explained, one not), one open, one unclear, one withdrawn."""
    day = date
    consultation("C-1", on, day(2026, 1, 5), day(2026, 4, 6))
    consultation("C-2", on, day(2026, 2, 2), day(2026, 3, 2))
    consultation(
        "C-3",
        on,
        day(2026, 5, 4),
        day(2026, 6, 1),
        explanation="The grant closed early.",
        explained_on=day(2026, 5, 4),
    )
    consultation("C-4", on, day(2026, 11, 2), day(2026, 12, 7))
    consultation("C-5", on, day(2026, 6, 1), day(2026, 7, 1), formal_written=None)
    consultation("C-6", on, day(2026, 8, 3), day(2026, 9, 1), withdrawn_on=day(2026, 8, 10))


def forum(*, met_on: date | None = LAST_MET) -> Forum:
    made = Forum.objects.create(area=area(), name="Joint Strategic Forum")
    if met_on is not None:
        Meeting.objects.create(forum=made, planned_on=met_on, held_on=met_on)
    Meeting.objects.create(forum=made, planned_on=NEXT_MEETING)
    return made


def many(count: int, on: date = TODAY) -> None:
    """Several of everything that the dashboard lists, each from another body."""
    for number in range(count):
        recipient: Organisation = group(f"Group {number:03}")
        notice(
            on,
            reference=f"M-{number}",
            recipient=recipient,
            received_on=date(2026, 8, 1),
            last_day=date(2026, 9, 15),
        )

"""Charts as SVG made on the server, with a title, a description and the figures as a table.

No style attribute and no script: colours come from classes in the stylesheet. The drawing is 360
units wide, so that its words keep their size on a telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 360
ROW, BAR, TOP = 46, 18, 4
TEXT_ROOM = 56
SERIES_CLASSES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    text: str
    text_x: float
    label_y: float
    bar_y: float
    width: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Segment:
    series: str
    colour: int
    text: str
    x: float
    width: float
    text_x: float
    has_room: bool


@dataclass(frozen=True, slots=True)
class Stack:
    label: str
    label_y: float
    bar_y: float
    text_y: float
    segments: list[Segment]
    total_text: str


def pair_of(row: Any) -> tuple[str, Any, str]:
    """(label, value, text) from a tuple of two or three, or a mapping."""
    if isinstance(row, dict):
        label, value, text = row["label"], row["value"], row.get("text")
    else:
        label, value, text = (*row, None)[:3]
    return str(label), value or 0, str(text if text is not None else f"{value or 0:,}")


def bars(rows: Iterable[Any]) -> dict[str, Any]:
    """What the bar chart's template draws, from (label, value) or (label, value, shown text)."""
    pairs = [pair_of(row) for row in rows]
    most = max((float(value) for _, value, _ in pairs), default=0) or 1
    room = WIDTH - TEXT_ROOM
    drawn = []
    for place, (label, value, text) in enumerate(pairs):
        y = TOP + place * ROW
        width = round(max(float(value), 0) / most * room, 1)
        drawn.append(Bar(label, text, width + 6, y + 14, y + 20, width, y + 20 + BAR - 4))
    return {"bars": drawn, "width": WIDTH, "height": TOP + len(pairs) * ROW, "bar_height": BAR}


def stacks(rows: Iterable[Any], series: Sequence[str]) -> dict[str, Any]:
    """What the stacked chart's template draws. Rows are (label, [a figure for each series])."""
    if len(series) > SERIES_CLASSES:
        raise ValueError(f"A stacked chart shows at most {SERIES_CLASSES} series.")
    figures = [(str(label), [value or 0 for value in values]) for label, values in rows]
    most = max((float(sum(values)) for _, values in figures), default=0) or 1
    drawn = []
    for place, (label, values) in enumerate(figures):
        y = TOP + place * ROW
        segments, x = [], 0.0
        for index, (name, value) in enumerate(zip(series, values, strict=True)):
            width = round(float(value) / most * (WIDTH - TEXT_ROOM), 1)
            if width:
                text = f"{value:,}"
                segments.append(
                    Segment(
                        name, index, text, x, width, round(x + width / 2, 1), width > 9 * len(text)
                    )
                )
            x = round(x + width, 1)
        drawn.append(Stack(label, y + 14, y + 20, y + 20 + BAR - 4, segments, f"{sum(values):,}"))
    return {
        "stacks": drawn,
        "figures": [(label, [f"{value:,}" for value in values]) for label, values in figures],
        "legend": list(enumerate(series)),
        "width": WIDTH,
        "height": TOP + len(figures) * ROW,
        "bar_height": BAR,
    }

"""Two sectors back to back: the drawing of a chart whose figures stand in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
MIDDLE = WIDTH / 2
LABEL_HALF = 60
FIGURE_ROOM = 34
ROW, BAR, TOP = 22, 14, 22


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the label in the middle, a bar to each side, and where its figures stand."""

    label: str
    text_y: float
    bar_y: float
    left_x: float
    left_width: float
    left_text_x: float
    right_width: float
    right_text_x: float
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Drawing:
    pairs: list[Pair]
    height: int
    width: int = WIDTH
    middle: float = MIDDLE
    left_edge: float = MIDDLE - LABEL_HALF
    right_edge: float = MIDDLE + LABEL_HALF
    bar_height: int = BAR


def back_to_back(rows: Sequence[tuple[str, int, int]]) -> Drawing:
    """Draws rows of (label, left, right) to one scale, so that the sides can be compared."""
    most = max((max(left, right) for _, left, right in rows), default=0) or 1
    room = MIDDLE - LABEL_HALF - FIGURE_ROOM
    edge_left, edge_right = MIDDLE - LABEL_HALF, MIDDLE + LABEL_HALF
    pairs = []
    for place, (label, left, right) in enumerate(rows):
        y = TOP + place * ROW
        left_width, right_width = round(left / most * room, 1), round(right / most * room, 1)
        pairs.append(
            Pair(
                label=label,
                text_y=y + BAR - 3,
                bar_y=y,
                left_x=round(edge_left - left_width, 1),
                left_width=left_width,
                left_text_x=round(edge_left - left_width - 4, 1),
                right_width=right_width,
                right_text_x=round(edge_right + right_width + 4, 1),
                left=f"{left:,}",
                right=f"{right:,}",
            )
        )
    return Drawing(pairs, TOP + len(pairs) * ROW)

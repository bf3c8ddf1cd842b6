"""Columns as data: what may stand in each cell, and the sentence where something else does."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from pages.csv import FORMULA_STARTS

KINDS = ("text", "long_text", "date", "yes_no", "money", "choice")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
LONGEST_CELL = 20_000
MOST_POUNDS = Decimal(10) ** 12
YES = {"yes", "y", "true", "1"}
NO = {"no", "n", "false", "0"}
SAID = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, for the reader of the template and for the reader of the file.

    A `choice` lists codes with their words; either may stand in the cell.
    """

    name: str
    kind: str
    meaning: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""
    longest: int = 200

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Column {self.name}: no kind is called {self.kind!r}.")

    @property
    def blank(self) -> Any:
        """What a blank cell means: unknown."""
        return "" if self.kind in ("text", "long_text", "choice") else None

    @property
    def how_to_write_it(self) -> str:
        match self.kind:
            case "date":
                return "A date: 2027-03-31 or 31/03/2027"
            case "yes_no":
                return "yes or no"
            case "money":
                return "Pounds: 1200 or £1,200.50"
            case "choice":
                return _listed([code for code, _ in self.choices])
        return f"Text, up to {self.longest:,} characters"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell (or a row, or the file) and what would be right."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "file"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.problem}"

    def as_dict(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "problem": self.problem}


@dataclass(frozen=True, slots=True)
class Heading:
    """Which cell of a row is which column, as the first row of one file says."""

    readers: tuple[tuple[int, Column, Callable[[Any], Any]], ...]
    width: int
    nameless: tuple[int, ...] = ()

    @property
    def names(self) -> set[str]:
        return {column.name for _, column, _ in self.readers}

    def read(self, row: int, cells: Sequence[Any], faults: list[Fault]) -> dict[str, Any]:
        """The row's values by column. A wrong cell adds its fault and counts as blank."""
        values: dict[str, Any] = {}
        count = len(cells)
        for index, column, read in self.readers:
            raw = cells[index] if index < count else ""
            value = None
            if raw != "" and raw is not None:
                try:
                    value = read(raw)
                except ValueError as wrong:
                    faults.append(Fault(row, column.name, str(wrong)))
                    values[column.name] = column.blank
                    continue
            if value is None:
                value = column.blank
                if column.required:
                    problem = f"this is blank; write {column.example}, for example"
                    faults.append(Fault(row, column.name, problem))
            values[column.name] = value
        if count > self.width or self.nameless:
            self._refuse_nameless(row, cells, faults)
        return values

    def _refuse_nameless(self, row: int, cells: Sequence[Any], faults: list[Fault]) -> None:
        for index in (*self.nameless, *range(self.width, len(cells))):
            if index < len(cells) and str(cells[index] or "").strip():
                letter = get_column_letter(index + 1)
                problem = (
                    f"{_quoted(str(cells[index]))} stands under no column name; "
                    "text with a comma in it needs quotation marks around it"
                )
                faults.append(Fault(row, letter, problem))


class Table:
    """The columns that a kind of file may have, in the order of its template."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self.by_name = {column.name: column for column in self.columns}

    def heading(self, cells: Sequence[Any], faults: list[Fault]) -> Heading:
        """Reads the first row. Names forgive case, spaces and hyphens; unknown ones never pass."""
        names = [_plain_name(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        readers: list[tuple[int, Column, Callable[[Any], Any]]] = []
        seen: dict[str, int] = {}
        for index, name in enumerate(names):
            column = self.by_name.get(name)
            if column is None:
                if name:
                    faults.append(Fault(1, str(cells[index]).strip()[:60], self._unknown(name)))
            elif name in seen:
                letters = f"{get_column_letter(seen[name] + 1)} and {get_column_letter(index + 1)}"
                faults.append(Fault(1, name, f"this column stands twice, in {letters}; keep one"))
            else:
                seen[name] = index
                readers.append((index, column, reader_of(column)))
        for column in self.columns:
            if column.required and column.name not in seen:
                problem = f"this column is missing; add it ({column.meaning.rstrip('.')})"
                faults.append(Fault(1, column.name, problem))
        nameless = tuple(index for index, name in enumerate(names) if not name)
        return Heading(tuple(readers), len(names), nameless)

    def _unknown(self, name: str) -> str:
        close = get_close_matches(name[:60], self.by_name, n=1, cutoff=0.6)
        if close:
            return f"there is no such column; did you mean {close[0]}?"
        return f"there is no such column; the columns are {', '.join(self.by_name)}"


def _plain_name(cell: Any) -> str:
    words = str(cell if cell is not None else "").strip().lstrip("\ufeff").lower()
    return re.sub(r"[\s\-]+", "_", words)


# Cells ----------------------------------------------------------------------------------------


def reader_of(column: Column) -> Callable[[Any], Any]:
    """What reads a filled cell: it returns the value (None or "" where only blanks stood) or raises
    ValueError with the sentence.
    """
    match column.kind:
        case "date":
            return _as_date
        case "yes_no":
            return _as_yes_no
        case "money":
            return _as_money
        case "choice":
            return _choice_reader(column)
    return _text_reader(column)


def _as_text(raw: Any) -> str:
    """A cell as its reader saw it: whole numbers without .0, dates as ISO text, true as yes."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ")
    return str(raw)


def _text_reader(column: Column) -> Callable[[Any], str | None]:
    one_line = column.kind == "text"
    longest = min(column.longest, LONGEST_CELL)

    def read(raw: Any) -> str | None:
        text = _as_text(raw).strip()
        if not text:
            return None
        if text[0] == "'" and text[1:].lstrip().startswith(FORMULA_STARTS):
            text = text[1:]  # our own exports write it so, for the sake of spreadsheets
        if one_line and not text.isprintable():
            text = " ".join(text.split())
        if len(text) > longest:
            raise ValueError(
                f"this has {len(text):,} characters; the most is {longest:,}, so shorten it"
            )
        return text

    return read


def _choice_reader(column: Column) -> Callable[[Any], str | None]:
    known: dict[str, str] = {}
    for code, words in column.choices:
        known[_plain_name(words)] = known[_plain_name(code)] = code

    def read(raw: Any) -> str | None:
        found = known.get(raw)
        if found is not None:
            return found
        text = _as_text(raw).strip()
        found = known.get(_plain_name(text))
        if found is None and text:
            raise ValueError(problem_with_choice(text, [code for code, _ in column.choices]))
        return found

    return read


def problem_with_choice(text: str, codes: Sequence[str]) -> str:
    close = get_close_matches(_plain_name(text), codes, n=1, cutoff=0.6)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"{_quoted(text)} is not one of the choices; write {_listed(codes)}{hint}"


def _as_yes_no(raw: Any) -> bool | None:
    text = _as_text(raw).strip()
    answer = SAID.get(text.lower())
    if answer is None and text:
        raise ValueError(
            f"{_quoted(text)} is neither yes nor no; write yes or no, or leave it blank if unknown"
        )
    return answer


def _as_date(raw: Any) -> dt.date | None:
    if isinstance(raw, str):
        return _date_in(raw)
    if isinstance(raw, dt.datetime):
        raw = raw.date()
    if isinstance(raw, dt.date):
        return _in_years(raw, raw.isoformat())
    raise ValueError(
        f"{_quoted(_as_text(raw))} is not a date; format the cell as a date, "
        "or write it as 2027-03-31 or 31/03/2027"
    )


@lru_cache(maxsize=32768)
def _date_in(typed: str) -> dt.date | None:
    text = typed.strip()
    if not text:
        return None
    if typed_so := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", text):
        year, month, day = (int(part) for part in typed_so.groups())
    elif typed_so := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = (int(part) for part in typed_so.groups())
    else:
        raise ValueError(_no_date(text, dt.date(2027, 3, 31)))
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise ValueError(_no_date(text, _meant(year, month, day))) from None
    return _in_years(found, text)


def _in_years(day: dt.date, text: str) -> dt.date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(
            f"{_quoted(text)} is not a date between {EARLIEST_YEAR} and {LATEST_YEAR}; "
            "write it as 2027-03-31 or 31/03/2027"
        )
    return day


def _meant(year: int, month: int, day: int) -> dt.date:
    """The real date nearest to what was typed: the month's last day, or day and month exchanged."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        year = 2027
    if 1 <= month <= 12:
        return dt.date(year, month, min(max(day, 1), monthrange(year, month)[1]))
    if 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1]:
        return dt.date(year, day, month)
    return dt.date(year, 3, 31)


def _no_date(text: str, right: dt.date) -> str:
    return f"{_quoted(text)} is not a date; write it as {right.isoformat()} or {right:%d/%m/%Y}"


MONEY = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?")


def _as_money(raw: Any) -> Decimal | None:
    if isinstance(raw, float):
        raw = f"{raw:.2f}" if abs(raw - round(raw, 2)) < 1e-9 else repr(raw)
    return _money_in(_as_text(raw))


@lru_cache(maxsize=8192)
def _money_in(typed: str) -> Decimal | None:
    text = re.sub(r"\s", "", typed)
    if not text:
        return None
    found = MONEY.fullmatch(text)
    if found is None:
        raise ValueError(
            f"{_quoted(typed.strip())} is not an amount in pounds; write it as 1200 or £1,200.50"
        )
    try:
        amount = Decimal(found[1].replace(",", "") + (found[2] or "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = MOST_POUNDS
    if amount >= MOST_POUNDS:
        raise ValueError(f"{_quoted(typed.strip())} is too large; write the amount in pounds")
    return amount


def _quoted(text: str) -> str:
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"

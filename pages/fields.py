"""Form fields for what people here enter: dates, yes or no, money, one of a few."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pages.naming import lowered, subject
from pages.widgets import DateParts, InlineRadios, Radios, Ticks

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAY, MONTH, YEAR = range(3)


def month_number(typed: str) -> int | None:
    """3 from "3", "03", "Mar" or "march"; None from anything else."""
    if typed.isdecimal():
        # Python refuses to read a number of thousands of figures: what is too long for a year is no
        # month.
        return int(typed) if len(typed) <= 4 else None
    for number, name in enumerate(MONTHS, start=1):
        if len(typed) >= 3 and name.startswith(typed.lower().rstrip(".")):
            return number
    return 9 if typed.lower().rstrip(".") == "sept" else None


class DateField(forms.Field):
    """A civil date in three parts: month names and 1st will do, a year such as 27 will not."""

    widget = DateParts
    earliest_year, latest_year = 1900, 2200

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.label_in_messages = str(self.label or "Date")

    def name_parts(self, label: str) -> None:
        self.label_in_messages = label

    def prepare_value(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> dt.date | None:
        date = self.to_python(value)
        self.validate(date)
        self.run_validators(date)
        return date

    def to_python(self, value: Any) -> dt.date | None:
        # Before dates, since Python counts an instant among them.
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        parts = value if isinstance(value, (list, tuple)) else DateParts().decompress(value)
        day, month, year = (str(part if part is not None else "").strip() for part in parts)
        # The same field may be cleaned again: a part that was faulty then is not marked now.
        self._mark(set())
        if not (day or month or year):
            return None
        # A whole date in the first box: pasted there, or text of a link that DateParts could not
        # take apart.
        if not month and not year:
            if whole := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", day):
                year, month, day = whole.groups()
            elif whole := re.fullmatch(r"(\d{1,2})[/. ](\w+)[/. ](\d{4})", day):
                day, month, year = whole.groups()
        missing = [part for part, typed in enumerate((day, month, year)) if not typed]
        if missing:
            names = " and ".join(("a day", "a month", "a year")[part] for part in missing)
            raise self._fault(f"must include {names}", set(missing))
        return self._real_date(day, month, year)

    def _real_date(self, day: str, month: str, year: str) -> dt.date:
        day_typed = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", day.lower())
        month_typed = month_number(month)
        if month_typed is None or not 1 <= month_typed <= 12:
            raise self._fault("must have a real month, like 3 or March", {MONTH})
        # \d alone also matches the figures of other scripts.
        if not re.fullmatch(r"\d+", year) or not year.isascii():
            raise self._fault("must have a year in figures, like 2027", {YEAR})
        if len(year) != 4:
            raise self._fault("must have a year with 4 figures, like 2027", {YEAR})
        if not self.earliest_year <= int(year) <= self.latest_year:
            raise self._fault(
                f"must have a year between {self.earliest_year} and {self.latest_year}", {YEAR}
            )
        if not re.fullmatch(r"[0-9]{1,4}", day_typed):
            raise self._fault("must have a day in figures, like 31", {DAY})
        longest = monthrange(int(year), month_typed)[1]
        if not 1 <= int(day_typed) <= longest:
            name = MONTHS[month_typed - 1].capitalize()
            raise self._fault(f"must be a real date: {name} {year} has {longest} days", {DAY})
        return dt.date(int(year), month_typed, int(day_typed))

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            self._mark({DAY, MONTH, YEAR})
            raise ValidationError(self.error_messages["required"], code="required")

    def _fault(self, words: str, parts: set[int]) -> ValidationError:
        self._mark(parts)
        name = self.label_in_messages
        if name.endswith("?"):
            return ValidationError(f"The date ({lowered(name)}) {words}", code="invalid")
        return ValidationError(f"{subject(name)} {words}", code="invalid")

    def _mark(self, parts: set[int]) -> None:
        if isinstance(self.widget, DateParts):
            self.widget.faulty = parts

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DatesField(forms.Field):
    """Several dates, one a line, each in any form that a single date may have; no day twice."""

    most = 100

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return "\n".join(day.isoformat() for day in value)
        return value

    def to_python(self, value: Any) -> list[dt.date]:
        if isinstance(value, (list, tuple)):
            return sorted(set(value))
        lines = [line.strip() for line in re.split(r"[\n,;]", str(value or "")) if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(f"Enter at most {self.most} dates", code="invalid")
        days = {_day_in(line) for line in lines}
        return sorted(day for day in days if day is not None)


def _day_in(line: str) -> dt.date | None:
    """A date in one line, such as "31st March 2027", 31/3/2027 or 2027-03-31."""
    parts = re.split(r"[\s/.-]+", line)
    typed = parts if len(parts) == 3 and len(parts[2]) == 4 else [line, "", ""]
    return DateField(label=f"date “{line[:40]}”").to_python(typed)


class YesNoField(forms.TypedChoiceField):
    """Yes, No, or no answer: True, False, None. Nothing is chosen beforehand."""

    widget = InlineRadios
    YES = {"yes", "true", "on", "1", "y"}
    NO = {"no", "false", "off", "0", "n"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("yes", "Yes"), ("no", "No")])
        super().__init__(coerce=self._answer, empty_value=None, **kwargs)

    def _answer(self, value: str) -> bool:
        return value == "yes"

    def to_python(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        typed = str(value).strip().lower()
        return "yes" if typed in self.YES else "no" if typed in self.NO else typed

    def prepare_value(self, value: Any) -> str:
        return self.to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class MoneyField(forms.DecimalField):
    """Pounds, with the signs people type: "£344,000" and "344 000.50" are both understood."""

    prefix = "£"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault(
            "widget",
            forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = re.sub(r"[£,\s]", "", value)
        return super().to_python(value)

    def name_parts(self, label: str) -> None:
        self.error_messages["invalid"] = f"{subject(label)} must be an amount, like 344,000"
        for code in ("max_digits", "max_whole_digits"):
            self.error_messages[code] = f"{subject(label)} must be a smaller amount"
        self.error_messages["max_decimal_places"] = f"{subject(label)} must have at most 2 decimals"


class ChoiceRadios(forms.ChoiceField):
    """One of a few, as radios. `hints` gives a choice a line of explanation."""

    def __init__(self, *, hints: dict[Any, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios(hints=hints))
        super().__init__(**kwargs)


class ChoiceTicks(forms.MultipleChoiceField):
    """Any of a few, as checkboxes. `hints` gives a choice a line of explanation."""

    def __init__(self, *, hints: dict[Any, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Ticks(hints=hints))
        super().__init__(**kwargs)

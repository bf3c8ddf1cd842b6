"""What stands in a form, in words: where two people saved, both versions read alike."""

from datetime import date

import pytest

from pages.answers import differences, said
from pages.fields import DateField
from pages.forms import PageForm

FIRST = date(2027, 2, 1)


class Asked(PageForm):
    last_day = DateField(label="Last day")


def typed(day: str, month: str, year: str) -> Asked:
    return Asked({"last_day_0": day, "last_day_1": month, "last_day_2": year})


def test_a_day_that_is_refused_is_still_said_as_a_day() -> None:
    form = typed("1", "2", "2027")
    form.add_error("last_day", "It is before the first day.")
    assert said(form["last_day"]) == FIRST
    saved = Asked(initial={"last_day": date(2027, 3, 31)})
    (each,) = differences([saved], [form])
    assert (each.saved, each.typed) == ("31 March 2027", "1 February 2027")


@pytest.mark.parametrize("parts", [("31", "2", "2027"), ("", "2", "2027")])
def test_what_is_no_day_is_said_as_it_was_typed(parts: tuple[str, str, str]) -> None:
    assert said(typed(*parts)["last_day"]) == " ".join(part for part in parts if part)

"""Dates in three parts, yes or no, money: what they forgive and what they say."""

import datetime as dt
from decimal import Decimal

import pytest

from pages.forms import DateField, DatesField, MoneyField, PageForm, YesNoField


class NoticeForm(PageForm):
    received_on = DateField(label="Day the notice was received")
    in_writing = YesNoField(label="Was it in writing?", required=False)
    amount = MoneyField(required=False)


def posted(day="", month="", year="", **others):
    return {"received_on_0": day, "received_on_1": month, "received_on_2": year, **others}


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "3", "2027"),
        (" 31 ", "03", "2027"),
        ("31st", "March", "2027"),
        ("31", "mar", "2027"),
        ("31", "Mar.", "2027"),
    ],
)
def test_date_forgives_how_it_is_typed(parts):
    form = NoticeForm(posted(*parts))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["received_on"] == dt.date(2027, 3, 31)


@pytest.mark.parametrize("text", ["2027-03-31", "31/03/2027", "31 March 2027"])
def test_date_takes_one_text_under_its_plain_name(text):
    form = NoticeForm({"received_on": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["received_on"] == dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("parts", "message", "faulty"),
    [
        (("", "", ""), "Enter the day the notice was received", {0, 1, 2}),
        (("31", "", "2027"), "The day the notice was received must include a month", {1}),
        (("", "3", ""), "The day the notice was received must include a day and a year", {0, 2}),
        (("31", "3", "27"), "must have a year with 4 figures, like 2027", {2}),
        (("31", "3", "three"), "must have a year in figures", {2}),
        (("31", "Marchuary", "2027"), "must have a real month, like 3 or March", {1}),
        (("31", "13", "2027"), "must have a real month", {1}),
        (("29", "2", "2027"), "must be a real date: February 2027 has 28 days", {0}),
        (("0", "2", "2027"), "must be a real date", {0}),
        (("x", "2", "2027"), "must have a day in figures", {0}),
        (("1", "2", "0027"), "must have a year between 1900 and 2200", {2}),
        (("²", "2", "2027"), "must have a day in figures", {0}),
    ],
)
def test_date_says_which_part_is_wrong(parts, message, faulty):
    form = NoticeForm(posted(*parts))
    assert not form.is_valid()
    assert message in form.errors["received_on"][0]
    assert form.fields["received_on"].widget.faulty == faulty


def test_date_marks_only_the_faulty_part_and_keeps_what_was_typed():
    html = str(NoticeForm(posted("31", "", "2027"))["received_on"])
    assert 'name="received_on_0" value="31"' in html
    assert html.count("govuk-input--error") == 1


def test_date_of_one_form_leaves_the_next_unmarked():
    assert not NoticeForm(posted("31", "", "2027")).is_valid()
    assert NoticeForm().fields["received_on"].widget.faulty == set()


def test_date_shows_an_initial_date_in_its_parts():
    html = str(NoticeForm(initial={"received_on": dt.date(2027, 3, 31)})["received_on"])
    for part in ('value="31"', 'value="3"', 'value="2027"'):
        assert part in html


def test_date_unchanged_is_not_changed():
    initial = {"received_on": dt.date(2027, 3, 31), "in_writing": True}
    form = NoticeForm(posted("31", "3", "2027", in_writing="yes"), initial=initial)
    assert form.changed_data == []


@pytest.mark.parametrize(
    ("typed", "answer"), [("yes", True), ("no", False), ("", None), ("True", True), ("0", False)]
)
def test_yes_no(typed, answer):
    form = NoticeForm(posted("1", "1", "2027", in_writing=typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["in_writing"] is answer


def test_yes_no_refuses_another_word_by_name():
    form = NoticeForm(posted("1", "1", "2027", in_writing="perhaps"))
    assert "was it in writing" in form.errors["in_writing"][0].lower()


def test_yes_no_keeps_no_when_shown_again():
    html = str(NoticeForm(initial={"in_writing": False})["in_writing"])
    assert 'value="no" id="id_in_writing_1" checked' in html


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("£344,000", "344000"), ("344 000.50", "344000.50"), ("12", "12")],
)
def test_money_understands_the_signs_people_type(typed, amount):
    form = NoticeForm(posted("1", "1", "2027", amount=typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(amount)


@pytest.mark.parametrize("typed", ["lots", "1.234", "NaN", "9" * 30])
def test_money_says_what_it_wants(typed):
    form = NoticeForm(posted("1", "1", "2027", amount=typed))
    assert form.errors["amount"][0].startswith("The amount must ")


class MeetingsForm(PageForm):
    held_on = DatesField(label="Held on", required=False)


def held(typed):
    return MeetingsForm({"held_on": typed})


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", []),
        (" \n\r\n ", []),
        ("2027-03-31", [31]),
        ("31 March 2027\r\n1/3/2027\n\n31st Mar. 2027", [1, 31]),
        ("2027-03-31, 2027-03-02; 2027-03-01", [1, 2, 31]),
    ],
)
def test_dates_are_typed_one_a_line_in_any_form(typed, days):
    form = held(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == [dt.date(2027, 3, day) for day in days]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1 March 2027\n30 February 2027", "The date “30 February 2027” must be a real date: "
         "February 2027 has 28 days"),
        ("yesterday", "The date “yesterday” must include a month and a year"),
        ("\n".join(["2027-03-31"] * 101), "Enter at most 100 dates"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_date_is_named_and_what_was_typed_stays(typed, said):
    form = held(typed)
    assert form.errors["held_on"] == [said]
    assert typed.partition("\n")[0] in str(form["held_on"])


def test_dates_on_record_are_shown_one_a_line():
    initial = {"held_on": [dt.date(2027, 3, 1), dt.date(2027, 3, 31)]}
    assert "2027-03-01\n2027-03-31" in str(MeetingsForm(initial=initial)["held_on"])

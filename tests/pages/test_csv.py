"""No cell of any CSV is ever a formula."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csv import csv_response, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_text_that_begins_like_a_formula_is_neutralised(start):
    assert safe_cell(f"{start}SUM(A1)") == f"'{start}SUM(A1)"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (-5, -5),
        (Decimal("-1.50"), Decimal("-1.50")),
        (dt.date(2027, 3, 31), "2027-03-31"),
        (dt.datetime(2027, 6, 30, 9, 5, tzinfo=dt.UTC), "2027-06-30 10:05"),
        ("A - B", "A - B"),
    ],
)
def test_other_values_stay_what_they_are(value, cell):
    assert safe_cell(value) == cell


@pytest.mark.slow
@given(st.text())
def test_no_text_begins_with_a_formula_sign(text):
    assert not str(safe_cell(text)).lstrip().startswith(("=", "+", "-", "@"))


def test_response_streams_with_a_byte_order_mark():
    response = csv_response("x.csv", ["Name", "Day"], [["=cmd", dt.date(2027, 1, 2)]])
    body = b"".join(response.streaming_content)
    assert response.streaming
    assert body.decode("utf-8-sig") == "Name,Day\r\n'=cmd,2027-01-02\r\n"
    assert 'filename="x.csv"' in response["Content-Disposition"]

"""Numbers longer than Python reads, and identifiers larger than a column: refused in words, no 500."""

from typing import Any

import pytest
from django.test import Client

from funding.models import FundingDecision
from organisations.models import Role
from tests import cast
from tests.html import one_line

pytestmark = pytest.mark.django_db

TOO_LONG = "9" * 5000
TOO_LARGE = "9" * 25
NEW = "/areas/thurrock/decisions/new/"


@pytest.fixture
def officer(library: None, client: Client) -> Client:
    client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council()))
    return client


def opening(**changed: str) -> dict[str, Any]:
    return {
        "kind": "end",
        "funder": str(cast.council().pk),
        "programme": "Home visiting",
        "decided_on_0": "1",
        "decided_on_1": "11",
        "decided_on_2": "2026",
    } | changed


@pytest.mark.parametrize("part", ["decided_on_0", "decided_on_1", "decided_on_2"])
def test_part_of_a_date_with_thousands_of_digits(officer: Client, part: str) -> None:
    answer = officer.post(NEW, opening(**{part: TOO_LONG}))
    assert answer.status_code == 200
    assert "There is a problem" in one_line(answer)


@pytest.mark.parametrize("part", ["since_0", "since_1", "since_2"])
def test_the_same_in_a_filter(officer: Client, part: str) -> None:
    asked = {"since_0": "1", "since_1": "1", "since_2": "2026"} | {part: TOO_LONG}
    assert officer.get("/areas/thurrock/notices/", asked).status_code == 200


@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE])
def test_numbers_that_no_row_has(officer: Client, number: str) -> None:
    officer.post(NEW, opening())
    edit = f"/decisions/{FundingDecision.objects.get().pk}/edit"
    ticked = {"organisations": number, "agreements": number, "version": "1"}
    assert officer.post(f"{edit}/recipients/", ticked).status_code < 500
    assert officer.post(f"{edit}/kind/", opening(version=number)).status_code < 500
    assert officer.post(f"{edit}/check/", {"version": number}).status_code < 500


def test_too_many_fields_are_refused_on_a_page_of_ours(officer: Client) -> None:
    answer = officer.post(NEW, {f"field-{number}": "" for number in range(2000)})
    assert answer.status_code == 400
    assert "The request could not be read" in one_line(answer)
    assert "Content-Security-Policy" in answer

"""The registers: what is shown is what the CSV holds, and rows cost no queries."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from commitments.corrections import void_row
from funding.actions.drafts import draft_decision
from funding.models import Claim, FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation, Role
from tests import cast
from tests.funding.way import TODAY, claimed, entered_agreement, recorded
from tests.html import one_line

IN_TIME, LATE = date(2013, 12, 30), date(2014, 1, 2)
GROUPS = ["Alpha Aid", "Bravo Band", "Charlie Choir"]
NAMES = ["decisions", "notices", "agreements", "claims"]


def address(name: str) -> str:
    return reverse(f"funding:{name}", args=["thurrock"])


def shown(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    return [[as_text(column.csv_of(row.row)) for column, _ in row.cells] for row in rows_of(answer)]


def as_text(cell: object) -> str:
    return "" if cell is None else str(cell)


def rows_of(answer: object) -> list[object]:
    return answer.context["listing"].rows  # type: ignore[attr-defined]


def in_csv(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url + ("&" if "?" in url else "?") + "format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def story(officer: User, count: int) -> None:
    for number in range(count):
        group = cast.group(GROUPS[number])
        recorded(officer, group, received_on=LATE if number else IN_TIME)
        entered_agreement(officer, group)
        claimed(officer, group)


@pytest.mark.parametrize("name", NAMES)
def test_rows_cost_no_queries(as_officer: Client, officer: User, name: str) -> None:
    story(officer, 1)
    as_officer.get(address(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        as_officer.get(address(name))
    story_rest(officer)
    with CaptureQueriesContext(connection) as three:
        assert len(rows_of(as_officer.get(address(name)))) == 3
    assert len(one) == len(three)


def story_rest(officer: User) -> None:
    for number in (1, 2):
        group = cast.group(GROUPS[number])
        recorded(officer, group, received_on=LATE)
        entered_agreement(officer, group)
        claimed(officer, group)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("question", ["", "?q=Bravo", "?sort=-reference"])
def test_the_csv_is_what_is_shown(
    as_officer: Client, officer: User, name: str, question: str
) -> None:
    story(officer, 3)
    rows = shown(as_officer, address(name) + question)
    held = in_csv(as_officer, address(name) + question)
    assert len(rows) == (1 if "q=" in question else 3)
    assert held == rows


def test_filters_narrow_by_finding_funder_state_and_date(as_officer: Client, officer: User) -> None:
    story(officer, 3)
    notices = address("notices")
    assert len(rows_of(as_officer.get(f"{notices}?outcome=breach"))) == 2
    assert len(rows_of(as_officer.get(f"{notices}?outcome=met"))) == 1
    assert len(rows_of(as_officer.get(f"{notices}?funder={cast.council().pk}"))) == 3
    assert len(rows_of(as_officer.get(f"{notices}?since=2014-01-01"))) == 2
    group = cast.group(GROUPS[1])
    assert len(rows_of(as_officer.get(f"{notices}?recipient={group.pk}"))) == 1
    assert len(rows_of(as_officer.get(f"{notices}?state=voided"))) == 0
    assert len(rows_of(as_officer.get(f"{address('decisions')}?kind=end"))) == 3
    assert len(rows_of(as_officer.get(f"{address('agreements')}?mechanism=loan"))) == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_finding_of_a_voided_record_is_that_it_is_voided(
    as_officer: Client, officer: User, name: str
) -> None:
    story(officer, 2)
    kind = {"decisions": FundingDecision, "notices": Notice, "agreements": FundingAgreement}
    voided = kind.get(name, Claim).objects.latest("pk")
    void_row(voided, reason="Entered twice.", by=officer, on=TODAY, at=cast.at(TODAY))
    found = {row.row.pk: row.row.worst for row in rows_of(as_officer.get(address(name)))}
    assert found.pop(voided.pk) == "voided"
    assert len(found) == 1
    assert "voided" not in found.values()
    asked = f"{address(name)}?outcome=voided"
    assert [row.row.pk for row in rows_of(as_officer.get(asked))] == [voided.pk]
    [held] = in_csv(as_officer, asked)
    assert "Voided" in held
    assert "Apparent breach" not in held


def test_drafts_are_listed_for_their_own_side_alone(
    as_officer: Client, officer: User, member: User
) -> None:
    draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    drafts = address("decisions") + "?state=draft"
    assert len(rows_of(as_officer.get(drafts))) == 1
    for somebody in (member, cast.person(Role.CVS_STAFF, cast.organisation("thurrock-cvs"))):
        as_officer.force_login(somebody)
        assert rows_of(as_officer.get(address("decisions"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_who_sees_a_register(
    client: Client,
    officer: User,
    member: User,
    stranger: User,
    recipient: Organisation,
    name: str,
) -> None:
    story(officer, 1)
    recorded(officer, recipient, received_on=IN_TIME)
    entered_agreement(officer, recipient)
    claimed(officer, recipient)
    assert client.get(address(name)).status_code == 302
    client.force_login(stranger)
    assert client.get(address(name)).status_code == 404
    client.force_login(member)
    assert len(rows_of(client.get(address(name)))) == 1
    client.force_login(cast.person(Role.READ_ONLY, cast.council()))
    seen = client.get(address(name))
    assert len(rows_of(seen)) == 2
    for way_in in ("/new/", "/imports/"):
        assert way_in not in one_line(seen)

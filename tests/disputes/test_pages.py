"""Every page of a case opens for whom it should, and says why where it does not."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from commitments.models import Breach
from disputes import actions
from disputes.models import Dispute
from tests import cast
from tests.disputes import way
from tests.disputes.way import Area
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(cast.at(way.DAY), tick=False) as traveller:
        yield traveller


def get(client: Client, user: User, url: str, **data):
    client.force_login(user)
    return client.get(url, data)


def words(answer) -> str:
    return one_line(answer)


VERBS = [
    "write", "stop", "restart", "extend", "extension", "escalate", "offer", "terms", "withdraw",
    "refer", "standstill", "standstill/answer", "anonymous", "conclude", "neutral", "remedy", "lesson",
]  # fmt: skip
LISTS = ["", "new/", "review/", "conclusions/", "procedures/"]


@pytest.mark.slow
def test_pages_open_for_the_parties_and_no_stranger(
    client: Client, stockton: Area, southend: Area
) -> None:
    dispute = way.raised(stockton, happened_on=date(2015, 6, 1))
    for user in (stockton.member, stockton.officer, stockton.reader):
        answer = get(client, user, dispute.get_absolute_url())
        assert answer.status_code == 200
        assert "Informal discussion" in words(answer)
    strangers = [stockton.other_member, stockton.cvs_staff, stockton.chair_cvs]
    for user in [*strangers, *southend.everybody.values()]:
        for url in ["", "write/", "bundle.pdf", "ombudsman/"]:
            answer = get(client, user, f"{dispute.get_absolute_url()}{url}")
            assert answer.status_code == 404, (user, url)


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_answer_with_a_page_or_a_sentence(client: Client, thurrock: Area, verb: str) -> None:
    dispute = way.raised(thurrock)
    for user in (thurrock.member, thurrock.officer, thurrock.chair_cvs):
        answer = get(client, user, f"/disputes/{dispute.pk}/{verb}/")
        assert answer.status_code in (200, 403), answer.status_code
    answer = get(client, thurrock.other_member, f"/disputes/{dispute.pk}/{verb}/")
    assert answer.status_code == 404
    client.logout()
    assert "login" in client.get(f"/disputes/{dispute.pk}/{verb}/")["Location"]


@pytest.mark.parametrize("part", LISTS)
def test_lists_open_in_the_own_area_alone(client: Client, thurrock: Area, part: str) -> None:
    way.raised(thurrock)
    assert get(client, thurrock.cvs_staff, f"/areas/thurrock/disputes/{part}").status_code == 200
    assert get(client, thurrock.cvs_staff, f"/areas/southend/disputes/{part}").status_code == 404


def test_register_asks_as_often_for_one_row_as_for_three(client: Client, thurrock: Area) -> None:
    way.raised(thurrock)
    client.force_login(thurrock.officer)
    url = "/areas/thurrock/disputes/"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    way.raised(thurrock)
    way.raised(thurrock)
    with CaptureQueriesContext(connection) as three:
        answer = client.get(url)
    assert "3 disputes" in words(answer)
    assert len(three) == len(one)


def test_case_page_asks_as_often_for_one_paper_as_for_three(client: Client, thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    client.force_login(thurrock.member)

    def write() -> None:
        actions.add_paper(
            dispute=dispute, audience="parties", by=thurrock.member, at=cast.at(way.DAY), text="A"
        )

    write()
    client.get(dispute.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(dispute.get_absolute_url())
    write()
    write()
    with CaptureQueriesContext(connection) as three:
        client.get(dispute.get_absolute_url())
    assert len(three) == len(one)


def test_the_whole_way_by_pages(client: Client, thurrock: Area) -> None:
    """Raised page by page, answered, settled."""
    client.force_login(thurrock.member)
    new = client.get("/areas/thurrock/disputes/new/")
    assert new.status_code == 200
    answer = client.post("/areas/thurrock/disputes/new/", {"raiser": thurrock.group.pk})
    dispute = Dispute.objects.get()
    assert answer["Location"] == f"/disputes/{dispute.pk}/draft/name/"

    def send(page: str, **typed):
        draft = Dispute.objects.get()
        url = f"/disputes/{draft.pk}/draft/{page}/"
        assert client.get(url).status_code == 200, page
        answer = client.post(url, {"version": draft.version, "go": "continue", **typed})
        assert answer.status_code == 302, (page, words(answer))
        return answer

    send("name", how="openly")
    send("against", respondent=thurrock.council.pk)
    send(
        "happened",
        title="Short notice",
        happened_on_0="2",
        happened_on_1="6",
        happened_on_2="2025",
        happened="A month.",
    )
    found = send("clauses", go="search", q="4.4")
    assert found["Location"].endswith("?q=4.4")
    assert "three months" in words(client.get(found["Location"])).lower()
    send("clauses", clauses=[way.clause().pk])
    send("linked")
    send("tried", tried="A call.")
    send("outcome", outcome_sought="Proper notice.")
    send("documents")
    dispute = Dispute.objects.get()
    check = client.get(f"/disputes/{dispute.pk}/check/")
    assert "Raise the dispute" in words(check)
    client.post(f"/disputes/{dispute.pk}/raise/", {"version": dispute.version})
    dispute.refresh_from_db()
    assert dispute.reference == "DS-2025-0001"
    filled_in(client, f"/disputes/{dispute.pk}/offer/", {"terms": "Notice to September."})
    client.force_login(thurrock.officer)
    shown = words(client.get(dispute.get_absolute_url()))
    assert "Notice to September." in shown
    filled_in(client, f"/disputes/{dispute.pk}/terms/", {"accepted": "yes"})
    dispute.refresh_from_db()
    assert dispute.state == "settled"
    assert dispute.ended_on == date(2025, 6, 16)


def test_a_stale_draft_is_said_and_what_was_typed_stays(client: Client, thurrock: Area) -> None:
    dispute = way.drafted(thurrock)
    client.force_login(thurrock.member)
    answer = client.post(
        f"/disputes/{dispute.pk}/draft/tried/", {"version": 1, "tried": "Something new."}
    )
    assert answer.status_code == 409
    assert "Something new." in words(answer)


def test_an_expired_sign_in_loses_nothing(client: Client, thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    url = f"/disputes/{dispute.pk}/offer/"
    client.force_login(thurrock.member)
    cast.signed_out_by_time(client)
    client.post(url, {"terms": "Long thought about."})
    client.force_login(thurrock.member)
    answer = client.get(url)
    assert "Long thought about." in words(answer)
    assert "Your sign-in had run out" in words(answer)


def test_breach_link_brings_its_clause_and_its_body(client: Client, thurrock: Area) -> None:
    cast.notice(
        way.DAY,
        funder=thurrock.council,
        recipient=thurrock.group,
        received_on=date(2025, 5, 20),
        last_day=date(2025, 6, 10),
    )

    breach = Breach.objects.get()
    url = f"/areas/thurrock/disputes/new/?breach={breach.pk}"
    assert url not in words(get(client, thurrock.reader, breach.get_absolute_url()))
    assert url in words(get(client, thurrock.member, breach.get_absolute_url()))
    url = f"/areas/thurrock/disputes/new/?breach={breach.pk}"
    assert "4.4" in words(client.get(url))
    client.post(url, {"raiser": thurrock.group.pk})
    dispute = Dispute.objects.get()
    assert dispute.respondent == thurrock.council
    assert dispute.breach == breach
    assert [each.ref for each in dispute.clauses.all()] == ["4.4"]

"""What the pages of a case ask of the database: each thing once, whoever reads them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from disputes import actions
from disputes.models import Dispute, DisputeStageEntry
from disputes.states import DisputeState
from tests import cast
from tests.disputes import way
from tests.disputes.way import Area
from tests.queries import no_query_twice

pytestmark = pytest.mark.django_db
MOST_ON_CASE = 21  # one of them the menu's: what waits for the reader
MOST_ON_CHANGE = 14


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(cast.at(way.DAY), tick=False) as traveller:
        yield traveller


def with_everybody(area: Area, **answers: object) -> tuple[Dispute, dict[str, User]]:
    """A case in which something waits for everybody, and one reader of every kind."""
    by = area.cvs_staff if answers.get("confidential") else area.member
    dispute = way.raised(area, by=by, **answers)
    mediator = way.appointed(dispute, area, way.mediator())
    panel = way.appointed(way.fresh(dispute), area, way.mediator("panel@test.example"), "panel")
    way.answered(way.fresh(dispute), area)
    Dispute.objects.filter(pk=dispute.pk).update(reached_forum=True)
    case = {"dispute": way.fresh(dispute), "on": way.DAY}
    actions.ask_standstill(**case, what="The end of the grant.", by=by)
    actions.offer_settlement(**case, terms="Three months.", by=area.officer)
    return way.fresh(dispute), {
        "raiser": by,
        "respondent": area.officer,
        "represents": area.cvs_staff,
        "chair": area.chair_council,
        "mediator": mediator,
        "panel": panel,
        "compact officer": area.compact_officer,
    }


def asked_by_each(client: Client, url: str, people: dict[str, User], *, at_most: int) -> None:
    for person in people.values():
        client.force_login(person)
        no_query_twice(client, url, at_most=at_most)


@pytest.mark.parametrize("ways", ["either", "together"])
@pytest.mark.parametrize("confidential", [False, True])
def test_case_asks_nothing_twice(
    client: Client, thurrock: Area, ways: str, confidential: bool
) -> None:
    dispute, people = with_everybody(thurrock, confidential=confidential)
    dispute.area.ways_to_decide = ways
    dispute.area.save()
    if not confidential:
        del people["represents"]
    asked_by_each(client, dispute.get_absolute_url(), people, at_most=MOST_ON_CASE)


def test_case_on_a_longer_ladder_asks_nothing_twice(client: Client, stockton: Area) -> None:
    dispute, people = with_everybody(stockton, happened_on=date(2015, 6, 1))
    del people["represents"]
    DisputeStageEntry.objects.filter(dispute=dispute).update(ways_out=["escalate"])
    asked_by_each(client, dispute.get_absolute_url(), people, at_most=MOST_ON_CASE)


def test_ended_case_asks_nothing_twice(client: Client, thurrock: Area) -> None:
    dispute, people = with_everybody(thurrock)
    del people["represents"]
    actions.answer_settlement(
        settlement=dispute.settlements.get(), accepted=True, by=people["raiser"], on=way.DAY
    )
    dispute = way.fresh(dispute)
    assert dispute.state == DisputeState.SETTLED
    for days in (1, 2):
        actions.add_remedy(
            dispute=dispute, what="Pay.", owner_side="respondent", due_on=date(2025, 8, days),
            by=people["respondent"], on=way.DAY,
        )  # fmt: skip
    asked_by_each(client, dispute.get_absolute_url(), people, at_most=MOST_ON_CASE)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("mediator", "write"),
        ("mediator", "stop"),
        ("mediator", "escalate"),
        ("raiser", "write"),
        ("raiser", "terms"),
        ("respondent", "standstill/answer"),
        ("raiser", "neutral"),
    ],
)
def test_change_of_case_asks_nothing_twice(
    client: Client, thurrock: Area, who: str, page: str
) -> None:
    dispute, people = with_everybody(thurrock)
    DisputeStageEntry.objects.filter(dispute=dispute).update(
        ways_out=["escalate"], position=0, due_on=date(2025, 7, 1)
    )
    client.force_login(people[who])
    no_query_twice(client, f"/disputes/{dispute.pk}/{page}/", at_most=MOST_ON_CHANGE)

"""A blank cell says nothing: what a file leaves out is not known, and never a breach by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.checks.verify import verify
from commitments.corrections import correct_fact, say_undone
from commitments.models import Act, Check, Correction
from commitments.subjects import row_of
from organisations.models import Role
from rules import FactError
from tests import cast
from tests.consultations.made import published
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
MODEL = {
    "reference": "GOOD-2",
    "area": "stockton",
    "lead": "Stockton-on-Tees Borough Council",
    "title": "A model consultation",
    "formal_written": "yes",
    "significant_effect": "yes",
    "announced_on": "",
    "opens_on": "2015-04-13",
    "closes_on": "2015-08-13",
    "feedback_on": "2015-09-01",
}
TODAY, LATER = date(2015, 10, 1), date(2015, 10, 8)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


def bring(folder: Path, kind: str, row: dict[str, str]) -> dict[str, Any]:
    path, said = folder / "sheet.csv", StringIO()
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    call_command("import_acts", kind, str(path), stdout=said, stderr=said)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


def told_first() -> Check:
    """The check of S1.9: the sector is told before the opening."""
    return Check.objects.get(rule__provision__ref="S1.9")


@pytest.fixture
def keeper(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council("stockton"))


@pytest.fixture
def brought(keeper: User, tmp_path: Path) -> Act:
    told = bring(tmp_path, "consultation", MODEL)
    assert (told["created"], told["breaches"]) == (1, 0)
    return Act.objects.get()


def test_a_blank_for_a_step_is_no_breach(brought: Act) -> None:
    check = told_first()
    assert (check.outcome, check.missing) == ("cannot_assess", ["steps.sector_told"])
    assert check.facts["unknown"] == ["sector_told"]
    assert verify(on=TODAY, at=cast.at(TODAY)).differences == 0


def test_it_is_assessed_once_the_day_is_known(brought: Act, tmp_path: Path) -> None:
    for day, outcome in (("2015-04-14", "breach"), ("2015-04-12", "met")):
        assert bring(tmp_path, "consultation", MODEL | {"announced_on": day})["updated"] == 1
        assert told_first().outcome == outcome
    assert "unknown" not in told_first().facts


def test_it_is_a_breach_once_somebody_says_that_it_was_not_done(brought: Act, keeper: User) -> None:
    how = {"reason": "Nobody told them.", "by": keeper, "on": LATER, "at": cast.at(LATER)}
    say_undone(row_of(brought), code="sector_told", **how)
    assert told_first().outcome == "breach"
    with pytest.raises(FactError, match="on record already"):
        say_undone(row_of(brought), code="sector_told", **how)
    kept = Correction.objects.get()
    assert (kept.fact, kept.old, kept.new) == ("sector_told", "not known", "not done")
    assert verify(on=LATER, at=cast.at(LATER)).differences == 0


def test_a_blank_that_is_sent_again_says_nothing(brought: Act, keeper: User) -> None:
    said = {"fact": "steps.sector_told", "new": None, "reason": "Looked through.", "by": keeper}
    with pytest.raises(FactError, match="on record already"):
        correct_fact(row_of(brought), on=LATER, at=cast.at(LATER), **said)
    assert told_first().outcome == "cannot_assess"
    assert not Correction.objects.exists()


def test_the_checks_page_leads_there_for_those_who_may(
    brought: Act, keeper: User, client: Client
) -> None:
    check = told_first()
    page = reverse("commitments:check", args=[check.pk])
    url = reverse("commitments:say_undone", args=[check.pk, "sector_told"])
    catalyst = cast.organisation("catalyst", "stockton")
    for role, body, status in (
        (Role.READ_ONLY, cast.council("stockton"), 403),
        (Role.CVS_STAFF, catalyst, 403),
        (Role.VCS_MEMBER, cast.group("Norton Choir", "stockton"), 404),
        (Role.COMPACT_OFFICER, cast.council(), 404),
    ):
        client.force_login(cast.person(role, body))
        assert url not in one_line(client.get(page))
        assert (client.get(url).status_code, client.post(url).status_code) == (status, status)
    client.force_login(keeper)
    assert url in one_line(client.get(page))
    assert "/not-done/discussed/" not in one_line(client.get(page))
    assert client.get(url.replace("sector_told", "discussed")).status_code == 404
    assert client.post(url, {"reason": "Nobody told them."}).status_code == 409  # no version
    assert filled_in(client, url, {"reason": "Nobody told them."}).status_code == 302
    assert told_first().outcome == "breach"
    assert client.get(url).status_code == 404


def test_what_people_record_here_is_asked_for_so_a_blank_means_not_done(keeper: User) -> None:
    published(
        keeper,
        cast.council("stockton"),
        on=date(2015, 4, 13),
        opens_on=date(2015, 4, 13),
        closes_on=date(2015, 8, 13),
    )
    act = Act.objects.get()
    assert not act.told_by_file
    assert "unknown" not in told_first().facts


AGREED = {
    "reference": "G-1",
    "area": "thurrock",
    "funder": "Thurrock Council",
    "recipient": "Thurrock CVS",
    "mechanism": "grant",
    "start_on": "2013-04-01",
    "last_day": "2016-03-31",
}


def test_an_agreement_from_a_file_is_judged_by_what_it_says(library: None, tmp_path: Path) -> None:
    bring(tmp_path, "agreement", AGREED)
    found = {check.rule.type: check.outcome for check in Check.objects.select_related("rule")}
    assert found
    assert "breach" not in found.values()
    assert found.get("prior_step", "cannot_assess") == "cannot_assess"
    assert Act.objects.get().title == "Grant, Thurrock CVS"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"last_day": "2013-03-31"}, "last_day: this is before start_on"),
        (
            {"decided_on": "2013-01-07", "informed_on": "2013-01-06"},
            "informed_on: this is before decided_on",
        ),
        ({"start_on": ""}, "decided_on: write the day of the decision, or made_on, or start_on"),
        ({"mechanism": "grnat"}, 'mechanism: "grnat" is not one of the choices; write grant'),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_with_what_would_be_right(
    library: None, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    told = StringIO()
    row = AGREED | cells
    path = tmp_path / "agreements.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    with pytest.raises(CommandError):
        call_command("import_acts", "agreement", str(path), stderr=told)
    assert said in told.getvalue()

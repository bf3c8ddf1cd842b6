"""A claim: a kind of act through the protocol alone. Stockton S2.27 promises payment in 30 working days."""

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
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.checks import reassess_due
from commitments.checks.verify import verify
from commitments.corrections import correct_fact, void_row
from commitments.models import Act, Breach, Check
from commitments.subjects import subjects
from forums.dashboard import Dashboard
from funding.models import Claim
from organisations.models import Role
from pages.constraints import refusal_of
from tests import cast
from tests.consultations.made import published
from tests.html import one_line, words_of

pytestmark = pytest.mark.django_db
RECEIVED, DUE = date(2014, 12, 1), date(2015, 1, 15)
GOOD = {
    "reference": "C-1",
    "area": "stockton",
    "payer": "Stockton-on-Tees Borough Council",
    "claimant": "Catalyst",
    "number": "INV-7",
    "amount": "1200.50",
    "received_on": "2014-12-01",
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(date(2015, 2, 1)), tick=False):
        yield


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council("stockton"))


def bring(folder: Path, **cells: Any) -> dict[str, Any]:
    row = {**GOOD, **cells}
    path = folder / "claims.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    said = StringIO()
    call_command("import_acts", "claim", str(path), stdout=said, stderr=said)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


def the_check() -> Check:
    return Check.objects.get(rule__provision__ref="S2.27")


@pytest.fixture
def claim(officer: User, tmp_path: Path) -> Claim:
    assert bring(tmp_path)["created"] == 1
    reassess_due(on=date(2015, 2, 1))
    return Claim.objects.get()


def test_an_imported_claim_is_judged_and_goes_overdue(claim: Claim) -> None:
    act = claim.act
    assert (act.kind, act.title) == ("claim", "Claim INV-7, Catalyst")
    assert act.acted_on == RECEIVED
    assert (the_check().outcome, the_check().due_on) == ("breach", DUE)
    assert Breach.objects.get().responsible == cast.council("stockton")


def test_a_late_payment_and_a_payment_in_time(claim: Claim, officer: User) -> None:
    how = {"fact": "paid_on", "reason": "Found.", "by": officer, "on": date(2015, 2, 1)}
    correct_fact(claim, new=date(2015, 1, 16), at=cast.at(date(2015, 2, 1)), **how)
    assert (the_check().outcome, the_check().shortfall_days) == ("breach", 1)
    correct_fact(claim, new=DUE, at=cast.at(date(2015, 2, 1)), **how)
    assert (the_check().outcome, Breach.objects.get().state) == ("met", "closed")
    assert verify(on=date(2015, 2, 1), at=cast.at(date(2015, 2, 1))).differences == 0


def test_the_number_names_it(claim: Claim, officer: User) -> None:
    fresh = correct_fact(
        claim, fact="number", new="INV-8", reason="Misread.", by=officer, on=DUE, at=cast.at(DUE)
    )
    assert fresh.act.title == "Claim INV-8, Catalyst"


def test_it_is_voided_like_every_kind(claim: Claim, officer: User) -> None:
    void_row(claim, reason="Sent twice.", by=officer, on=DUE, at=cast.at(DUE))
    assert Act.objects.get().state == "voided"
    assert not Check.objects.counted().exists()


def test_its_page_shows_its_facts_and_where_they_are_corrected(
    claim: Claim, officer: User, client: Client
) -> None:
    client.force_login(officer)
    said = one_line(client.get(claim.get_absolute_url()))
    for words in ("Claim INV-7, Catalyst", "£1,200.50", "1 December 2014", "Apparent breach"):
        assert words in said
    url = reverse("commitments:correct", args=[claim.act_id, "paid_on"])
    assert url in said
    version = {"version": str(claim.act.version), "reason": "It was paid."}
    day = {"new_0": "15", "new_1": "1", "new_2": "2015"}
    assert client.post(url, {**version, **day}).status_code == 302
    found = the_check()
    assert found.outcome == "met", (found.reason, found.facts, found.missing)
    assert client.get(reverse("funding:withdraw", args=["claim", claim.pk])).status_code == 404


def test_its_page_leads_to_all_that_may_be_done_about_it(
    claim: Claim, officer: User, client: Client
) -> None:
    client.force_login(officer)
    page = claim.get_absolute_url()
    void = reverse("commitments:void", args=[claim.act_id])
    said = one_line(client.get(page))
    assert void in said
    assert "What happened" in said
    assert "Found by the checks" in said
    typed = {"reason": "Sent twice.", "version": str(claim.act.version)}
    assert client.post(void, typed).status_code == 302
    said = one_line(client.get(page))
    assert "Voided" in said
    assert "Sent twice." in said
    assert "Record voided" in said
    shown = words_of(client.get(page))
    assert "Voided Clause" in shown
    assert "Apparent breach Clause" not in shown
    client.force_login(cast.person(Role.VCS_MEMBER, claim.act.counterpart))
    dispute = f"{reverse('disputes:new', args=['stockton'])}?act={claim.act_id}"
    said = one_line(client.get(page))
    assert dispute in said
    assert f'href="{void}"' not in said


def test_each_import_leads_to_those_of_the_other_kinds(officer: User, client: Client) -> None:
    client.force_login(officer)
    kinds = {each.kind for each in subjects() if each.sheet and each.sheet.may_import}
    for kind in kinds:
        said = one_line(client.get(reverse("imports:upload", args=["stockton", kind])))
        for other in kinds - {kind}:
            assert reverse("imports:upload", args=["stockton", other]) in said


def test_a_kind_with_pages_of_its_own_is_not_served_twice(officer: User, client: Client) -> None:
    made = published(officer, cast.council("stockton"))
    client.force_login(officer)
    for url in (
        reverse("commitments:void", args=[made.act_id]),
        reverse("commitments:correct", args=[made.act_id, "title"]),
    ):
        assert client.get(url).status_code == 404


def test_it_is_in_the_registers_and_on_the_dashboard(
    claim: Claim, officer: User, client: Client
) -> None:
    client.force_login(officer)
    for name in ("checks", "breaches"):
        page = one_line(client.get(reverse(f"commitments:{name}", args=["stockton"])))
        assert "Claim INV-7, Catalyst" in page
    said = one_line(client.get(reverse("forums:dashboard", args=["stockton"])))
    assert "Claim INV-7, Catalyst" in said
    shown = Dashboard(cast.area("stockton"), on=date(2015, 2, 1), today=date(2015, 2, 1))
    assert {row.code: row.total for row in shown.findings if row.total} == {"breach": 1}
    assert shown.open_total.count == 1


def listed(client: Client, question: str = "") -> list[Claim]:
    url = reverse("funding:claims", args=["stockton"])
    return [row.row for row in client.get(url + question).context["listing"].rows]


def test_both_parties_find_it_in_the_register_and_nobody_else(claim: Claim, client: Client) -> None:
    claimant, url = claim.act.counterpart, reverse("funding:claims", args=["stockton"])
    other = cast.group("Norton Choir", "stockton")
    for body, role in ((cast.council("stockton"), Role.OFFICER), (claimant, Role.VCS_MEMBER)):
        client.force_login(cast.person(role, body))
        assert listed(client) == [claim]
        assert claim.get_absolute_url() in one_line(client.get(url))
    client.force_login(cast.person(Role.VCS_MEMBER, other))
    assert listed(client) == []
    client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council()))
    assert client.get(url).status_code == 404


def test_the_register_is_narrowed_by_finding_state_body_and_day(
    claim: Claim, officer: User, client: Client
) -> None:
    client.force_login(officer)
    bodies = f"payer={claim.act.responsible_id}&claimant={claim.act.counterpart_id}"
    found = ("outcome=breach", "state=live", bodies, "since=2014-12-01", "q=INV-7")
    for question in found:
        assert listed(client, f"?{question}") == [claim], question
    missed = ("outcome=met", "state=voided", "state=withdrawn", "until=2014-11-30", "q=INV-8")
    for question in missed:
        assert listed(client, f"?{question}") == [], question


def test_what_the_register_exports_goes_in_again_unchanged(
    claim: Claim, officer: User, client: Client, tmp_path: Path
) -> None:
    client.force_login(officer)
    answer = client.get(reverse("funding:claims", args=["stockton"]), {"format": "import"})
    path = tmp_path / "again.csv"
    path.write_bytes(b"".join(answer.streaming_content))
    said = StringIO()
    call_command("import_acts", "claim", str(path), stdout=said, stderr=said)
    assert json.loads(said.getvalue())["unchanged"] == 1


def test_a_reader_sees_no_way_to_correct_it(claim: Claim, client: Client) -> None:
    client.force_login(cast.person(Role.READ_ONLY, cast.council("stockton")))
    assert "/correct/" not in one_line(client.get(claim.get_absolute_url()))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"paid_on": "2014-11-30"}, "paid_on: this is before received_on"),
        ({"resubmitted_on": "2014-12-09"}, "queried_on: a claim is sent in again only after"),
        (
            {"queried_on": "2014-12-09", "resubmitted_on": "2014-12-02"},
            "resubmitted_on: this is before queried_on",
        ),
        ({"agreed_due_on": "2015-03-31"}, "agreed_terms_on: a day for payment needs the day"),
    ],
)
def test_what_cannot_be_is_refused_by_row_and_column(
    officer: User, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    row = {**GOOD, **cells}
    path = tmp_path / "claims.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    told = StringIO()
    with pytest.raises(CommandError, match="1 error"):
        call_command("import_acts", "claim", str(path), stderr=told)
    assert told.getvalue().startswith(f"row 2, column {said}")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"paid_on": date(2014, 1, 1)}, "cannot be paid before it was received"),
        ({"resubmitted_on": DUE}, "only after it was queried"),
        ({"agreed_due_on": DUE}, "needs the day on which it was agreed"),
        ({"amount": -1}, "cannot be below nought"),
    ],
)
def test_the_database_refuses_the_impossible_in_words(
    claim: Claim, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(IntegrityError) as error:
        Claim.objects.filter(pk=claim.pk).update(**values)
    assert sentence in refusal_of(error.value).sentence

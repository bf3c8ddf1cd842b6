"""A day on which something happened is today at the latest; a plan may be put off until its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import DateField
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.corrections import correct_fact
from commitments.subjects import subjects
from compacts.happened import HAPPENED, PLANNED, refuse_ahead
from funding.actions.decisions import retake_decision, withdraw_decision
from funding.actions.notices import move_last_day, withdraw_notice
from funding.models import Claim, FundingDecision, Notice
from organisations.models import Organisation, Role
from rules import FactError
from tests import cast
from tests.funding.way import LAST_DAY, TODAY, parts, recorded
from tests.html import filled_in, one_line

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
AHEAD_BY_NATURE = {
    "agreed_due_on",
    "central_last_day",
    "closes_on",
    "decision_expected_on",
    "documents_complete_on",
    "expected_start",
    "feedback_expected_on",
    "last_day",
    "opens_on",
    "start_on",
}


@pytest.fixture
def decision(officer: User, recipient: Organisation) -> FundingDecision:
    return recorded(officer, recipient, received_on=TODAY - DAY)


@pytest.fixture
def notice(decision: FundingDecision) -> Notice:
    return decision.notices.get()


def test_every_day_of_a_record_is_one_that_happened_or_lies_ahead_by_nature() -> None:
    """A new one has to be put on one side or the other."""
    dates = {
        name
        for subject in subjects()
        for name in {*subject.correctable, *(subject.sheet.table.by_name if subject.sheet else ())}
        if any(each.name == name for each in subject.model._meta.fields)
        and isinstance(subject.model._meta.get_field(name), DateField)
    }
    assert "paid_on" in dates
    assert dates - set(HAPPENED) == AHEAD_BY_NATURE
    assert not AHEAD_BY_NATURE & set(HAPPENED)
    assert set().union(*PLANNED.values()) <= set(HAPPENED)


@pytest.mark.parametrize(
    ("kind", "fact"),
    [(subject, fact) for subject in ("notice", "claim", "decision") for fact in sorted(HAPPENED)],
)
def test_today_passes_and_tomorrow_is_refused(kind: str, fact: str) -> None:
    refuse_ahead(kind, [(fact, None, TODAY)], on=TODAY)
    with pytest.raises(FactError, match="cannot be in the future") as refused:
        refuse_ahead(kind, [(fact, None, TOMORROW)], on=TODAY)
    assert refused.value.field == fact


def test_a_plan_is_recorded_and_put_off_until_its_day_has_come() -> None:
    plan = [("received_on", None, TOMORROW)]
    refuse_ahead("notice", plan, on=TODAY, is_new=True)
    refuse_ahead("notice", [("received_on", TOMORROW, TOMORROW + DAY)], on=TODAY)
    with pytest.raises(FactError):
        refuse_ahead("notice", [("received_on", TODAY, TOMORROW)], on=TODAY)
    with pytest.raises(FactError):
        refuse_ahead("claim", plan, on=TODAY, is_new=True)


def test_steps_are_asked_one_by_one() -> None:
    was, later = {"a": "2013-12-01"}, {"a": "2013-12-01", "b": TOMORROW.isoformat()}
    refuse_ahead("decision", [("steps", was, was)], on=TODAY)
    with pytest.raises(FactError) as refused:
        refuse_ahead("decision", [("steps", was, later)], on=TODAY)
    assert refused.value.field == "steps.b"


VERBS: list[tuple[str, Callable[[Notice, date, dict[str, Any]], Any]]] = [
    (
        "received_on",
        lambda notice, day, how: correct_fact(
            notice, fact="received_on", new=day, at=cast.at(TODAY), **how
        ),
    ),
    (
        "withdrawn_on",
        lambda notice, day, how: withdraw_notice(notice=notice, withdrawn_on=day, **how),
    ),
    (
        "withdrawn_on",
        lambda notice, day, how: withdraw_decision(
            decision=notice.decision, withdrawn_on=day, **how
        ),
    ),
    (
        "retaken_on",
        lambda notice, day, how: retake_decision(decision=notice.decision, retaken_on=day, **how),
    ),
    (
        "moved_on",
        lambda notice, day, how: move_last_day(
            notice=notice, last_day=LAST_DAY + 30 * DAY, moved_on=day, **how
        ),
    ),
]


@pytest.mark.parametrize(("field", "verb"), VERBS)
def test_a_verb_takes_today_and_refuses_tomorrow(
    notice: Notice, officer: User, field: str, verb: Callable[..., Any]
) -> None:
    how = {"reason": "It was wrong.", "by": officer, "on": TODAY}
    with pytest.raises(FactError) as refused:
        verb(notice, TOMORROW, how)
    assert refused.value.field == field
    verb(notice, TODAY, how)


def test_a_page_says_so_beside_the_field_and_keeps_what_was_typed(
    as_officer: Client, notice: Notice, decision: FundingDecision
) -> None:
    assert notice.last_day is not None
    correct = reverse("commitments:correct", args=[notice.act_id, "received_on"])
    withdraw = reverse("funding:withdraw", args=["decision", decision.pk])
    for url, field, words, day in (
        (correct, "new", "The day it was received cannot be in the future", TOMORROW),
        (correct, "new", "The day it was received cannot be in the future", notice.last_day + DAY),
        (withdraw, "withdrawn_on", "The day it was withdrawn cannot be in the future", TOMORROW),
    ):
        typed = {**parts(field, day), "reason": "Words of an hour."}
        answer = filled_in(as_officer, url, typed)
        assert answer.status_code == 200
        assert answer.context["form"].errors[field] == [words]
        assert "Words of an hour." in one_line(answer)
        foreseen = as_officer.post(url, {**typed, "go": "preview"}, headers={"HX-Request": "true"})
        assert words in one_line(foreseen)
    for url, field in ((correct, "new"), (withdraw, "withdrawn_on")):
        typed = {**parts(field, TODAY), "reason": "Words of an hour."}
        assert filled_in(as_officer, url, typed).status_code == 302


# Claims ------------------------------------------------------------------------------------------

CLAIM = {
    "reference": "C-1",
    "area": "stockton",
    "payer": "Stockton-on-Tees Borough Council",
    "claimant": "Catalyst",
    "received_on": "2014-12-01",
}


def bring(folder: Path, **cells: str) -> str:
    """What the command says to a claim of a file: nothing of faults where it was taken."""
    row, path, told = {**CLAIM, **cells}, folder / "claims.csv", StringIO()
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    try:
        call_command("import_acts", "claim", str(path), stdout=StringIO(), stderr=told)
    except CommandError:
        return told.getvalue()
    return ""


@pytest.fixture
def february() -> Any:
    with time_machine.travel(cast.at(date(2015, 2, 1)), tick=False):
        yield


@pytest.mark.parametrize("column", ["received_on", "paid_on", "queried_on", "withdrawn_on"])
def test_a_file_says_what_has_happened(
    officer: User, february: None, tmp_path: Path, column: str
) -> None:
    assert bring(tmp_path) == ""  # new, then corrected
    refused = bring(tmp_path, **{column: "2015-02-02"})
    assert refused.startswith(f"row 2, column {column}: The day it was")
    assert bring(tmp_path, **{column: "2015-02-01"}) == ""
    assert "cannot be in the future" in bring(tmp_path, reference="C-2", **{column: "2015-02-02"})


@pytest.mark.parametrize(
    ("received_on", "words"),
    [
        ("2014-12-01", "is before the day it was received"),  # by the clause
        ("1999-12-01", "A claim cannot be paid before it was received."),  # where none judges it
    ],
)
def test_a_claim_is_paid_today_at_the_latest_and_not_before_it_came(
    library: None, client: Client, february: None, tmp_path: Path, received_on: str, words: str
) -> None:
    bring(tmp_path, received_on=received_on)
    claim = Claim.objects.get()
    client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council("stockton")))
    url = reverse("commitments:correct", args=[claim.act_id, "paid_on"])
    for day, said in (
        (date(2030, 1, 1), "The day it was paid cannot be in the future"),
        (date.fromisoformat(received_on) - DAY, words),
    ):
        answer = filled_in(client, url, {**parts("new", day), "reason": "Words of an hour."})
        assert answer.status_code == 200
        assert said in answer.context["form"].errors["new"][0]
        assert "Words of an hour." in one_line(answer)
    soon = date.fromisoformat(received_on) + 60 * DAY
    typed = {**parts("new", soon), "reason": "Paid."}
    assert filled_in(client, url, typed).status_code == 302

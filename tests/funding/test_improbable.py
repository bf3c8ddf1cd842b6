"""What may be right and hardly is: asked once, with the value in words, on pages and of files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from commitments.corrections import correct_fact
from commitments.events import history_of_acts
from commitments.models import Act
from compacts.improbable import TABLE, doubts_about
from funding.actions.agreements import enter_agreement
from funding.actions.answers import AgreementAnswers
from funding.actions.notices import move_last_day
from funding.models import Claim, FundingAgreement, FundingDecision, Notice
from imports.models import Import
from organisations.models import Organisation
from pages.doubts import DoubtError, ticked
from tests import cast
from tests.funding.way import DECIDED, LAST_DAY, TODAY, claimed, parts, recorded, send, up_to_notice
from tests.funding_import.sheet import csv_file, row, run
from tests.html import filled_in, one_line

SOON = date(2013, 12, 31)
PROBABLE: dict[str, dict[str, Any]] = {
    "notice": {
        "kind": "reduce",
        "decided_on": DECIDED,
        "sent_on": SOON,
        "received_on": SOON,
        "last_day": LAST_DAY,
        "agreement_last_day": date(2015, 3, 31),
        "amount_before": Decimal(24_000),
        "amount_after": Decimal(12_000),
    },
    "decision": {"decided_on": DECIDED},
    "agreement": {
        "start_on": date(2013, 4, 1),
        "last_day": date(2016, 3, 31),
        "amount": Decimal(30_000),
        "usual_amount": Decimal(24_000),
    },
    "claim": {
        "number": "INV-7",
        "received_on": SOON,
        "paid_on": TODAY,
        "amount": Decimal(1200),
        "usual_amount": Decimal(1000),
        "paid_before": "",
    },
    "consultation": {"opens_on": TODAY, "closes_on": date(2014, 4, 1)},
    "dispute": {"due_on": TODAY, "new_due_on": date(2014, 2, 1)},
}
IMPROBABLE: list[tuple[str, dict[str, Any], str]] = [
    (
        "notice",
        {"decided_on": date(2015, 2, 2)},
        "Notice received on: 31 December 2013. It was received 398 days before the decision.",
    ),
    (
        "notice",
        {"sent_on": date(2013, 11, 29)},
        "Notice received on: 31 December 2013. It was received 32 days after it was sent.",
    ),
    (
        "notice",
        {"last_day": date(2016, 3, 31), "agreement_last_day": None},
        "Last day on the old terms: 31 March 2016. That is 821 days after it was received.",
    ),
    (
        "notice",
        {"last_day": date(2012, 3, 31)},
        "Last day on the old terms: 31 March 2012. That is 640 days before it was received.",
    ),
    (
        "notice",
        {"agreement_last_day": date(2014, 3, 30)},
        "Last day on the old terms: 31 March 2014. "
        "The agreement itself ends on 30 March 2014, before that.",
    ),
    (
        "notice",
        {"amount_after": Decimal(36_000)},
        "Amount after: £36,000. That is no reduction: it was £24,000 before.",
    ),
    (
        "notice",
        {"amount_after": Decimal(24_000)},
        "Amount after: £24,000. A reduction to this is none: it was as much before.",
    ),
    (
        "notice",
        {"amount_before": None, "usual_amount": Decimal(100)},
        "Amount after: £12,000. What is usual there is £100.",
    ),
    (
        "decision",
        {"decided_on": date(2062, 1, 2)},
        "Decided on: 2 January 2062. That is 17,532 days from today.",
    ),
    (
        "agreement",
        {"last_day": date(2023, 4, 30)},
        "Last funded day: 30 April 2023. The agreement would run for 3,681 days.",
    ),
    (
        "agreement",
        {"amount": Decimal("2400000.50")},
        "Amount: £2,400,000.50. What is usual there is £24,000.",
    ),
    (
        "claim",
        {"paid_before": "P-2013-0004, on 3 December 2013"},
        "Paid on: 2 January 2014. A claim of that number is on record as paid: "
        "P-2013-0004, on 3 December 2013.",
    ),
    (
        "claim",
        {"received_on": date(2011, 12, 1)},
        "Paid on: 2 January 2014. That is 763 days after it was received.",
    ),
    (
        "consultation",
        {"closes_on": date(2015, 1, 4)},
        "Closes on: 4 January 2015. It would be open for 367 days.",
    ),
    (
        "consultation",
        {"opens_on": date(2016, 1, 5), "closes_on": date(2016, 4, 1)},
        "Opens on: 5 January 2016. That is 733 days from today.",
    ),
    (
        "dispute",
        {"new_due_on": date(2015, 1, 4)},
        "New last day: 4 January 2015. That is 367 days later than it was.",
    ),
]


# The table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "changed", "sentence"), IMPROBABLE)
def test_each_line_of_the_table_says_the_value_in_words(
    kind: str, changed: dict[str, Any], sentence: str
) -> None:
    values = PROBABLE[kind] | changed
    assert sentence in [each.sentence for each in doubts_about(kind, values, today=TODAY)]


def test_every_line_of_the_table_is_tried() -> None:
    tried = {
        each.values[0]
        for kind, changed, _ in IMPROBABLE
        for each in doubts_about(kind, PROBABLE[kind] | changed, today=TODAY)
    }
    assert {each.says.__name__ for each in TABLE} <= tried


@pytest.mark.parametrize("kind", PROBABLE)
def test_what_is_probable_is_not_asked(kind: str) -> None:
    assert doubts_about(kind, PROBABLE[kind], today=TODAY) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(1998, 11, 15), "That is before there were compacts."),
        (date(1998, 11, 16), ""),
        (date(2024, 1, 10), ""),
        (date(2200, 12, 31), "That is 68,298 days from today."),
    ],
)
def test_days_beyond_a_compacts_life_are_asked(day: date, said: str) -> None:
    found = doubts_about("claim", {"agreed_due_on": day}, today=TODAY)
    assert [each.sentence.partition(". ")[2] for each in found] == ([said] if said else [])
    steps = doubts_about("decision", {"steps": {"discussed": day.isoformat()}}, today=TODAY)
    assert [each.fact for each in steps] == (["steps.discussed"] if said else [])


def test_an_answer_holds_on_later_days_and_not_for_another_value() -> None:
    def key(day: date, today: date) -> str:
        (found,) = doubts_about("decision", {"decided_on": day}, today=today)
        return found.key

    assert key(date(2016, 1, 2), TODAY) == key(date(2016, 1, 2), date(2014, 6, 1))
    assert key(date(2016, 1, 2), TODAY) != key(date(2016, 1, 3), TODAY)


# Verbs --------------------------------------------------------------------------------------------


@pytest.fixture
def decision(officer: User, recipient: Organisation) -> FundingDecision:
    return recorded(officer, recipient, received_on=SOON)


def test_nothing_improbable_is_recorded_before_somebody_said_that_it_is_right(
    decision: FundingDecision, officer: User
) -> None:
    notice = decision.notices.get()
    far = {"last_day": date(2030, 3, 31), "moved_on": TODAY, "reason": "Agreed."}
    with pytest.raises(DoubtError) as asked:
        move_last_day(notice=notice, **far, by=officer, on=TODAY)
    notice.refresh_from_db()
    assert notice.last_day == LAST_DAY
    sentences = [each.sentence for each in asked.value.doubts]
    assert any("5,934 days after it was received" in each for each in sentences)
    with ticked(each.key for each in asked.value.doubts):
        move_last_day(notice=notice, **far, by=officer, on=TODAY)
    act = Act.objects.get(pk=notice.act_id)
    assert [each["sentence"] for each in act.sure] == sentences
    assert Event.objects.get(verb="act.said_right").detail["sentences"] == sentences
    told = [each for each in history_of_acts([act]) if each.title == "Said to be right"]
    assert [each.text for each in told] == ["\n".join(sentences)]
    # Asked once: another correction of the record does not ask again.
    correct_fact(
        Notice.objects.get(), fact="programme", new="Outreach", reason="x", by=officer, on=TODAY,
        at=cast.at(TODAY),
    )  # fmt: skip


def test_half_of_the_ticks_are_not_enough(officer: User, recipient: Organisation) -> None:
    days = {"start_on": date(1990, 4, 1), "last_day": date(2030, 3, 31)}
    with pytest.raises(DoubtError) as asked:
        agreement(officer, recipient, 1000, **days)
    first, other = asked.value.doubts
    assert {first.fact, other.fact} == {"start_on", "last_day"}
    with ticked([first.key]), pytest.raises(DoubtError) as again:
        agreement(officer, recipient, 1000, **days)
    assert again.value.doubts == (other,)


def agreement(by: User, recipient: Organisation, amount: int, **days: date) -> FundingAgreement:
    return enter_agreement(
        area=cast.area(),
        funder=cast.council(),
        answers=AgreementAnswers(
            recipient=recipient, mechanism="grant", programme="Youth outreach",
            amount=Decimal(amount), decided_on=date(2013, 1, 7),
            **{"start_on": date(2013, 4, 1)} | days,
        ),
        by=by,
        on=TODAY,
        at=cast.at(TODAY),
    )  # fmt: skip


def test_a_hundred_times_the_usual_amount_is_asked(officer: User, recipient: Organisation) -> None:
    agreement(officer, recipient, 500_000)  # nothing is usual yet
    for amount in (1000, 1200, 1100):
        agreement(officer, recipient, amount)
    with pytest.raises(DoubtError, match="What is usual there is £1,150"):
        agreement(officer, recipient, 120_000)
    agreement(officer, recipient, 110_000)


def test_a_claim_paid_twice_is_asked(officer: User, recipient: Organisation) -> None:
    first = claimed(officer, recipient)
    with pytest.raises(DoubtError, match=f"on record as paid: {first.act.reference}"):
        claimed(officer, recipient)
    assert Claim.objects.filter(act__checks=None).count() <= 2


# Pages --------------------------------------------------------------------------------------------


def test_a_page_of_change_asks_with_a_tick_and_keeps_what_was_typed(
    decision: FundingDecision, client: Client, officer: User
) -> None:
    client.force_login(officer)
    notice = decision.notices.get()
    url = reverse("commitments:correct", args=[notice.act_id, "received_on"])
    typed = {**parts("new", date(2012, 11, 13)), "reason": "The letter’s own stamp."}
    asked = filled_in(client, url, typed)
    assert asked.status_code == 200
    page = one_line(asked)
    assert "Is this right?" in page
    assert "It was received 398 days before the decision." in page
    assert "The letter’s own stamp." in page
    keys = [key for key, _ in asked.context["form"].fields["sure"].choices]
    assert filled_in(client, url, typed | {"sure": ["0" * 16]}).status_code == 200
    assert filled_in(client, url, typed | {"sure": keys}).status_code == 302
    notice.refresh_from_db()
    assert notice.received_on == date(2012, 11, 13)


def test_a_draft_asks_before_it_is_recorded(
    client: Client, officer: User, recipient: Organisation
) -> None:
    client.force_login(officer)
    draft = up_to_notice(client, recipient)
    key = f"o{recipient.pk}"
    typed = {f"{key}-method": "letter", f"{key}-unexplained": "on", f"{key}-asked": "1"}
    typed |= parts(f"{key}-received_on", date(2012, 11, 13)) | parts(f"{key}-last_day", LAST_DAY)
    assert send(client, draft, "notice", **typed).status_code == 302
    url = reverse("funding:draft_check", args=[draft.pk])
    asked = filled_in(client, url)
    assert asked.status_code == 422
    assert "It was received 398 days before the decision." in one_line(asked)
    assert Act.objects.get(pk=draft.act_id).state == Act.State.DRAFT
    keys = [each.key for each in asked.context["doubts"]]
    assert filled_in(client, url, {"sure": keys}).status_code == 302
    assert Act.objects.get(pk=draft.act_id).state == Act.State.LIVE


# Files --------------------------------------------------------------------------------------------


@pytest.fixture
def improbable(tmp_path: Path, recipient: Organisation) -> Path:
    rows = [row(), row(reference="T-2", received_on="2012-11-13")]
    return csv_file(tmp_path, rows)


def test_an_import_lists_what_is_improbable_and_asks_once(
    improbable: Path, client: Client, officer: User
) -> None:
    client.force_login(officer)
    start = "/areas/thurrock/imports/notice/"
    with improbable.open("rb") as file:
        page = client.post(start, {"file": file})["Location"]
    shown = one_line(client.get(page))
    assert "1 value may be right and hardly is." in shown
    assert (
        "Row 3, T-2: Notice received on: 13 November 2012. It was received 398 days before" in shown
    )
    refused = one_line(client.post(f"{page}confirm/"))
    assert "Tick the box if what is improbable is right, or correct it first" in refused
    assert 'href="#sure"' in refused
    assert Import.objects.get().state == "checked"
    client.post(f"{page}confirm/", {"sure": "yes"})
    assert Import.objects.get().state == "done"
    assert {act.reference: len(act.sure) for act in Act.objects.all()} == {"T-1": 0, "T-2": 1}
    assert Event.objects.get(verb="import.recorded").detail["said_right"] == 1


def test_a_command_records_nothing_improbable_unless_it_is_told_to(
    improbable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="1 error: nothing was recorded"):
        run(improbable)
    assert not Act.objects.exists()
    assert run(improbable, "--sure")["created"] == 2
    again = csv_file(
        improbable.parent, [row(reference="T-2", received_on="2012-11-13", programme="X")]
    )
    assert run(again)["updated"] == 1  # what was said to be right is not asked again

"""The officer's way without JavaScript: from the first page to the record, and nothing lost between."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.models import Act
from funding.forms.asked import AskedForm
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation, Role
from tests import cast
from tests.compacts import new_types
from tests.funding.way import (
    DECIDED,
    LAST_DAY,
    STEPS,
    begin,
    entered_agreement,
    notice_typed,
    outcome_of,
    parts,
    record,
    send,
    steps_typed,
    up_to_notice,
)
from tests.html import filled_in, hidden, one_line

LATE = date(2014, 1, 2)


def test_an_end_from_the_first_page_to_the_record(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    answer = send(as_officer, decision, "notice", **notice_typed(recipient, date(2013, 12, 30)))
    assert answer["Location"] == reverse("funding:draft_check", args=[decision.pk])
    check = one_line(as_officer.get(answer["Location"]))
    assert "The budget was cut." in check
    assert "Thurrock Joint Compact 2012" in check
    assert not Act.objects.get(pk=decision.act_id).checks.exists()
    assert record(as_officer, decision)["Location"] == decision.get_absolute_url()
    notice = Notice.objects.get()
    assert outcome_of(notice.act, "4.4") == "met"
    decision.refresh_from_db()
    assert decision.steps["discussed"] == STEPS["discussed"].isoformat()
    assert decision.typed == {}


def test_a_short_notice_asks_for_the_circumstances_first(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    asked = send(as_officer, decision, "notice", **notice_typed(recipient, LATE))
    assert asked.status_code == 200
    page = one_line(asked)
    assert "This notice is shorter than the compact asks" in page
    assert "Exceptional circumstances" in page
    assert "2 days short" in page
    assert "31 December 2013" in page
    answer = send(
        as_officer,
        decision,
        "notice",
        **notice_typed(
            recipient,
            LATE,
            exception="exceptional_circumstances",
            rationale="The provider closed overnight.",
            rationale_given_on=LATE,
        ),
    )
    assert answer.status_code == 302
    record(as_officer, decision)
    assert outcome_of(Notice.objects.get().act, "4.4") == "explained"


def test_a_short_notice_can_be_recorded_without_an_explanation(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    typed = notice_typed(recipient, LATE, unexplained="on")
    assert send(as_officer, decision, "notice", **typed).status_code == 302
    record(as_officer, decision)
    assert outcome_of(Notice.objects.get().act, "4.4") == "breach"


def test_a_short_notice_saved_for_later_is_still_asked_for_its_reason(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    send(as_officer, decision, "notice", go="save", **notice_typed(recipient, LATE))
    check = reverse("funding:draft_check", args=[decision.pk])
    assert "What notice is given?" in one_line(as_officer.get(check))
    record(as_officer, decision)
    assert not Notice.objects.exists()


def test_the_panel_shows_both_dates_while_they_are_typed(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    url = reverse("funding:draft_preview", args=[decision.pk, "notice"])
    page = one_line(as_officer.post(url, notice_typed(recipient, LATE)))
    assert "Tuesday 31 December 2013" in page
    assert "Wednesday 2 April 2014" in page
    assert "Apparent breach" in page
    assert "why-" in page
    half = as_officer.post(url, {f"o{recipient.pk}-last_day_0": "31"})
    assert half.status_code == 200
    assert not Notice.objects.exists()


def test_a_planned_receipt_after_the_latest_day_is_warned_of(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    url = reverse("funding:draft_preview", args=[decision.pk, "notice"])
    key = f"o{recipient.pk}"
    typed = {f"{key}-method": "letter"} | parts(f"{key}-received_on", date(2014, 2, 10))
    page = as_officer.post(url, typed | parts(f"{key}-last_day", date(2014, 4, 30)))
    assert "as planned" in one_line(page)
    assert "10 days short" in one_line(page)


def test_contradicting_dates_are_said_on_their_field(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    typed = notice_typed(recipient, date(2013, 12, 30), sent_on=date(2013, 12, 31))
    answer = send(as_officer, decision, "notice", **typed)
    assert "cannot reach the recipient before it is sent" in one_line(answer)


def test_a_search_keeps_the_ticks(as_officer: Client, recipient: Organisation) -> None:
    decision = begin(as_officer)
    cast.group("Tilbury Carers")
    url = reverse("funding:draft", args=[decision.pk, "recipients"])
    answer = as_officer.post(
        url,
        hidden(as_officer.get(url))
        | {"organisations": recipient.pk, "q": "Tilbury", "go": "search"},
        follow=True,
    )
    page = one_line(answer)
    assert f'value="{recipient.pk}" id="id_organisations_0" checked' in page
    assert "Tilbury Carers" in page
    assert "There is a problem" not in page


def test_an_agreement_is_picked_and_its_notice_hangs_on_it(
    as_officer: Client, officer: User, recipient: Organisation
) -> None:
    agreement = entered_agreement(officer, recipient, "Lunch club")
    decision = begin(as_officer, kind="reduce")
    send(as_officer, decision, "recipients", agreements=agreement.pk)
    send(as_officer, decision, "reasons", rationale="Less money.")
    send(as_officer, decision, "steps")
    key = f"a{agreement.pk}"
    typed = {f"{key}-method": "email", f"{key}-amount_before": "£10,000"}
    typed |= {f"{key}-amount_after": "8000"}
    typed |= parts(f"{key}-received_on", date(2013, 12, 30)) | parts(f"{key}-last_day", LAST_DAY)
    assert send(as_officer, decision, "notice", **typed).status_code == 302
    record(as_officer, decision)
    notice = Notice.objects.get()
    assert notice.agreement == agreement
    assert notice.programme == "Lunch club"
    assert (notice.amount_before, notice.amount_after) == (10000, 8000)


def test_an_award_makes_an_agreement_judged_by_its_mechanism(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = begin(as_officer, kind="award")
    send(as_officer, decision, "recipients", organisations=recipient.pk)
    send(as_officer, decision, "reasons", rationale="The best bid.")
    assert send(as_officer, decision, "steps").status_code == 302
    key = f"o{recipient.pk}"
    typed = {f"{key}-mechanism": "grant", f"{key}-amount": "12000"}
    typed |= parts(f"{key}-start_on", date(2014, 4, 1))
    typed |= parts(f"{key}-last_day", date(2015, 3, 31))
    short = send(as_officer, decision, "agreement", **typed)
    assert "Enter the explanation" in one_line(short)
    typed |= parts(f"{key}-last_day", date(2016, 3, 31))
    assert send(as_officer, decision, "agreement", **typed).status_code == 302
    asked = as_officer.get(reverse("funding:draft", args=[decision.pk, "conditions"]))
    assert "step-monitoring_agreed" in one_line(asked)
    done = send(as_officer, decision, "conditions", **parts("step-monitoring_agreed", LATE))
    assert done.status_code == 302
    record(as_officer, decision)
    agreement = FundingAgreement.objects.get()
    assert agreement.steps == {"monitoring_agreed": "2014-01-02"}
    assert outcome_of(agreement.act, "3.4") == "met"
    assert agreement.decided_on == DECIDED
    decided = one_line(as_officer.get(decision.get_absolute_url()))
    assert agreement.get_absolute_url() in decided
    made = one_line(as_officer.get(agreement.get_absolute_url()))
    assert decision.get_absolute_url() in made


def test_a_refusal_needs_neither_notice_nor_agreement(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = begin(as_officer, kind="refuse")
    send(as_officer, decision, "recipients", organisations=recipient.pk)
    send(as_officer, decision, "reasons", rationale="Outside the criteria.")
    answer = send(as_officer, decision, "steps")
    assert answer["Location"] == reverse("funding:draft_check", args=[decision.pk])
    record(as_officer, decision)
    decision.refresh_from_db()
    assert decision.act.state == Act.State.LIVE
    assert decision.act.counterpart == recipient


def test_a_step_on_the_day_itself_asks_for_the_order(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = begin(as_officer)
    send(as_officer, decision, "recipients", organisations=recipient.pk)
    send(as_officer, decision, "reasons", rationale="Budget.")
    typed = steps_typed() | parts("step-response_considered", DECIDED)
    asked = send(as_officer, decision, "steps", **typed)
    assert asked.status_code == 200
    assert "Did every step dated on the day" in one_line(asked)
    assert send(as_officer, decision, "steps", order_attested="yes", **typed).status_code == 302


@time_machine.travel(cast.at(date(2016, 2, 1)), tick=False)
def test_stockton_asks_for_the_central_dates(client: Client, library: None) -> None:
    bodies = Organisation.objects.filter(area__slug="stockton", sector="public", kind="council")
    council = bodies.first()
    assert council is not None
    client.force_login(cast.person(Role.OFFICER, council))
    group = cast.group("Thornaby Youth", "stockton")
    url = reverse("funding:decision_new", args=["stockton"])
    first = {"kind": "end", "funder": council.pk, "go": "continue"}
    client.post(url, first | parts("decided_on", date(2016, 1, 18)))
    decision = FundingDecision.objects.get()
    send(client, decision, "recipients", organisations=group.pk)
    page = one_line(client.get(reverse("funding:draft", args=[decision.pk, "notice"])))
    assert "Rationale given to the recipient" in page
    key = f"o{group.pk}"
    typed = {f"{key}-method": "letter", f"{key}-exception": "central_government"}
    typed |= parts(f"{key}-received_on", date(2016, 1, 22))
    typed |= parts(f"{key}-last_day", date(2016, 3, 31))
    asked = one_line(send(client, decision, "notice", **typed))
    assert "central government" in asked.lower()
    typed |= parts(f"{key}-central_notice_received_on", date(2016, 1, 15))
    typed |= parts(f"{key}-central_last_day", date(2016, 3, 31))
    assert send(client, decision, "notice", **typed).status_code == 302


@pytest.mark.parametrize("page", ["kind", "recipients", "reasons", "steps", "notice"])
def test_a_draft_is_not_there_for_others(
    client: Client, as_officer: Client, member: User, stranger: User, page: str
) -> None:
    decision = begin(as_officer)
    url = reverse("funding:draft", args=[decision.pk, page])
    for somebody in (member, stranger):
        client.force_login(somebody)
        assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_only_officers_begin_a_decision(client: Client, member: User, stranger: User) -> None:
    url = reverse("funding:decision_new", args=["thurrock"])
    assert client.get(url).status_code == 302
    client.force_login(member)
    refused = client.get(url)
    assert refused.status_code == 403
    assert "Only the compact officer of Thurrock" in one_line(refused)
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_a_compact_officer_sees_a_draft_in_another_bodys_name(
    as_officer: Client, library: None
) -> None:
    police = cast.organisation("essex-police")
    answer = as_officer.post(
        reverse("funding:decision_new", args=["thurrock"]),
        {"kind": "end", "funder": police.pk, "go": "continue"} | parts("decided_on", DECIDED),
    )
    assert as_officer.get(answer["Location"]).status_code == 200


def test_a_draft_is_discarded(as_officer: Client) -> None:
    decision = begin(as_officer)
    url = reverse("funding:draft_discard", args=[decision.pk])
    assert as_officer.get(url).status_code == 200
    assert filled_in(as_officer, url).status_code == 302
    assert not FundingDecision.objects.exists()


def test_a_new_rule_type_is_asked_for_its_steps_and_records(monkeypatch) -> None:
    new_types.make_known(monkeypatch)
    asked = AskedForm(rules=new_types.new_rules(), event_on=None)
    assert {name: field.label for name, field in asked.fields.items()} == {
        "step-walked_round": "Walked round",
        "record-seen": "What was seen",
    }

"""The pages of a record, what may be done from them, and who sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.checks import judge_again
from commitments.corrections import correct_fact, void_row
from commitments.models import Act
from funding.actions.notices import acknowledge_notice
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation, Role
from tests import cast
from tests.funding.way import (
    LAST_DAY,
    entered_agreement,
    outcome_of,
    parts,
    recorded,
)
from tests.html import filled_in, one_line, words_of

LATE = date(2014, 1, 2)


@pytest.fixture
def decision(officer: User, recipient: Organisation) -> FundingDecision:
    return recorded(officer, recipient, received_on=LATE)


@pytest.fixture
def notice(decision: FundingDecision) -> Notice:
    return decision.notices.get()


def post(client: Client, name: str, args: list[object], **typed: str) -> int:
    return filled_in(client, reverse(name, args=args), typed).status_code


def test_a_decision_shows_the_worst_its_proof_and_its_history(
    as_officer: Client, decision: FundingDecision
) -> None:
    page = one_line(as_officer.get(decision.get_absolute_url()))
    for words in (
        "Apparent breach",
        "Why this date?",
        "Clause 4.3",
        "First checked",
        "Draft begun",
        "Compact officer, Thurrock Council",
        "The budget was cut.",
    ):
        assert words in page, words


def test_a_notice_leads_to_its_case(as_officer: Client, notice: Notice) -> None:
    page = one_line(as_officer.get(notice.get_absolute_url()))
    case = notice.act.checks.get(breach__isnull=False).breach
    assert case.get_absolute_url() in page
    assert "2 days short" in page


def test_who_sees_what(
    client: Client, decision: FundingDecision, notice: Notice, member: User, stranger: User
) -> None:
    other = cast.person(Role.VCS_MEMBER, cast.group("Tilbury Carers"))
    for subject in (decision, notice):
        url = subject.get_absolute_url()
        assert client.get(url).status_code == 302
        for somebody, status in ((member, 200), (other, 404), (stranger, 404)):
            client.force_login(somebody)
            assert client.get(url).status_code == status
        client.logout()


def test_a_recipient_sees_how_long_it_has_and_acknowledges(
    client: Client, notice: Notice, member: User
) -> None:
    client.force_login(member)
    page = one_line(client.get(notice.get_absolute_url()))
    assert "88 days from today" in page
    assert "Say that it reached you" in page
    assert "What you can do" not in page
    url = reverse("funding:acknowledge", args=[notice.pk])
    assert client.get(url).status_code == 200
    ahead = one_line(filled_in(client, url, parts("received_on", date(2014, 1, 4))))
    assert "The day it reached you cannot be in the future" in ahead
    assert filled_in(client, url, parts("received_on", date(2014, 1, 1))).status_code == 302
    page = one_line(client.get(notice.get_absolute_url()))
    assert "The two dates differ" in page
    assert "1 January 2014" in page


def test_a_correction_after_it_was_acknowledged_is_shown_to_the_recipient(
    client: Client, notice: Notice, member: User, officer: User
) -> None:
    client.force_login(member)
    words = "Changed since it was acknowledged"

    def corrected(new: date, reason: str, hour: int) -> None:
        correct_fact(
            Notice.objects.get(pk=notice.pk), fact="last_day", new=new, reason=reason, by=officer,
            on=date(2014, 1, 3), at=datetime(2014, 1, 3, hour, tzinfo=UTC),
        )  # fmt: skip

    corrected(date(2014, 4, 30), "A first slip.", 9)
    with time_machine.travel(datetime(2014, 1, 3, 10, tzinfo=UTC), tick=False):
        acknowledge_notice(
            notice=notice, received_on=date(2014, 1, 1), by=member, on=date(2014, 1, 3)
        )
    assert words not in one_line(client.get(notice.get_absolute_url()))
    corrected(date(2014, 5, 31), "A misprint.", 11)
    page = one_line(client.get(notice.get_absolute_url()))
    after = page[page.index(words) :][:1500]
    assert "31 May 2014" in after
    assert "A misprint." in after
    assert "A first slip." not in after
    assert f"/disputes/new/?act={notice.act_id}" in after


def test_an_officer_cannot_acknowledge_for_the_recipient(
    as_officer: Client, notice: Notice
) -> None:
    refused = as_officer.get(reverse("funding:acknowledge", args=[notice.pk]))
    assert refused.status_code == 403
    assert "Only the organisation that received the notice" in one_line(refused)


def test_a_fact_is_corrected_with_its_reason(as_officer: Client, notice: Notice) -> None:
    url = reverse("commitments:correct", args=[notice.act_id, "received_on"])
    assert "On record: 2 January 2014." in one_line(as_officer.get(url))
    assert "Enter the reason" in one_line(filled_in(as_officer, url))
    typed = parts("new", date(2013, 12, 30)) | {"reason": "Signed for on the 30th."}
    assert filled_in(as_officer, url, typed).status_code == 302
    assert outcome_of(notice.act, "4.4") == "met"
    page = one_line(as_officer.get(notice.get_absolute_url()))
    assert "2 January 2014, now 30 December 2013" in page
    assert "Signed for on the 30th." in page


def test_a_step_is_put_right_under_its_clauses_label(
    as_officer: Client, decision: FundingDecision
) -> None:
    url = reverse("commitments:correct", args=[decision.act_id, "steps.impact_assessed"])
    assert "service users and volunteers assessed" in one_line(as_officer.get(url))
    typed = parts("new", LATE) | {"reason": "It came later."}
    assert filled_in(as_officer, url, typed).status_code == 302
    assert outcome_of(decision.act, "4.2") == "breach"


def test_the_rules_objection_lands_on_the_page(
    as_officer: Client, decision: FundingDecision
) -> None:
    url = reverse("funding:retake", args=[decision.pk])
    typed = parts("retaken_on", date(2013, 1, 1)) | {"reason": "Again"}
    answer = filled_in(as_officer, url, typed)
    assert answer.status_code == 200
    said = answer.context["form"].errors["retaken_on"][0]
    assert "1 January 2013" in said
    assert "_on" not in said


def test_an_unknown_fact_is_not_there(as_officer: Client, notice: Notice) -> None:
    for fact in ("act_id", "steps.discussed", "nonsense"):
        url = reverse("commitments:correct", args=[notice.act_id, fact])
        assert as_officer.get(url).status_code == 404


def test_a_last_day_is_put_back_and_never_brought_forward(
    as_officer: Client, notice: Notice
) -> None:
    url = reverse("funding:move", args=[notice.pk])
    told = parts("moved_on", LATE) | {"reason": "More time"}
    refused = filled_in(as_officer, url, told | parts("last_day", date(2014, 2, 28)))
    assert "needs a notice of its own" in one_line(refused)
    assert (
        filled_in(as_officer, url, told | parts("last_day", date(2014, 4, 30))).status_code == 302
    )
    page = one_line(as_officer.get(notice.get_absolute_url()))
    assert "First notified as" in page
    assert "Remedied" in page


def test_a_notice_is_withdrawn(as_officer: Client, notice: Notice) -> None:
    url = reverse("funding:withdraw", args=["notice", notice.pk])
    assert as_officer.get(url).status_code == 200
    typed = parts("withdrawn_on", LATE) | {"reason": "Money was found"}
    assert filled_in(as_officer, url, typed).status_code == 302
    assert outcome_of(notice.act, "4.4") == "not_applicable"
    assert as_officer.get(url).status_code == 403


def test_a_decision_is_voided_with_a_reason(as_officer: Client, decision: FundingDecision) -> None:
    url = reverse("commitments:void", args=[decision.act_id])
    assert filled_in(as_officer, url, {}).status_code == 200
    assert filled_in(as_officer, url, {"reason": "Entered twice"}).status_code == 302
    page = one_line(as_officer.get(decision.get_absolute_url()))
    assert "Entered twice" in page
    assert "has been voided and can no longer be changed" in page


def test_a_voided_notice_has_no_finding_on_any_page(
    as_officer: Client, officer: User, recipient: Organisation, decision: FundingDecision
) -> None:
    agreement = entered_agreement(officer, recipient)
    voided = decision.notices.get()
    Notice.objects.filter(pk=voided.pk).update(agreement=agreement)
    assert "days from today" in words_of(as_officer.get(voided.get_absolute_url()))
    assert f"Apparent breach {voided}" in words_of(as_officer.get(agreement.get_absolute_url()))
    void_row(voided, reason="Entered twice", by=officer, on=LATE, at=cast.at(LATE))
    page = words_of(as_officer.get(voided.get_absolute_url()))
    assert "Voided Before the record was voided:" in page
    assert "Finding Voided" in page
    for words in ("✕ Apparent breach", "days from today", "That day has passed"):
        assert words not in page, words
    listed = words_of(as_officer.get(agreement.get_absolute_url()))
    assert f"Voided {voided}" in listed


def test_a_decision_does_not_speak_of_its_voided_notice(
    as_officer: Client, officer: User, decision: FundingDecision
) -> None:
    of_the_notice = "is the finding that most needs attention, of the decision and its 1 notice."
    assert of_the_notice in words_of(as_officer.get(decision.get_absolute_url()))
    assert FundingDecision.objects.with_worst().get(pk=decision.pk).worst == "breach"
    notice = decision.notices.get()
    void_row(notice, reason="Entered twice", by=officer, on=LATE, at=cast.at(LATE))
    answer = as_officer.get(decision.get_absolute_url())
    assert "is the finding that most needs attention." in words_of(answer)
    worst = FundingDecision.objects.with_worst().get(pk=decision.pk).worst
    assert answer.context["worst"] == worst != "breach"
    withdrawing = reverse("funding:withdraw", args=["decision", decision.pk])
    assert "Its notices are withdrawn with it." not in words_of(as_officer.get(withdrawing))


def test_another_notice_is_given_to_the_same_recipient(as_officer: Client, notice: Notice) -> None:
    url = reverse("funding:notice_again", args=[notice.pk])
    assert as_officer.get(url).status_code == 200
    typed = {"n-method": "email"} | parts("n-received_on", LATE)
    typed |= parts("n-last_day", date(2014, 2, 28))
    asked = as_officer.post(url, typed)
    assert "shorter than the compact asks" in one_line(asked)
    panel = as_officer.post(url, typed, headers={"HX-Request": "true"})
    assert "panel-n" in one_line(panel)
    assert Notice.objects.count() == 1
    assert as_officer.post(url, typed | {"n-unexplained": "on"}).status_code == 302
    assert Notice.objects.count() == 2


def test_a_notice_is_given_to_a_recipient_left_out(
    as_officer: Client, decision: FundingDecision
) -> None:
    other = cast.group("Tilbury Carers")
    url = reverse("funding:notice_new", args=[decision.pk])
    assert "Who is the notice for?" in one_line(as_officer.get(url))
    unclear = one_line(as_officer.get(f"{url}?recipient=carers"))
    assert f'type="radio" name="recipient" value="{other.pk}"' in unclear
    url = f"{url}?recipient=carers&recipient={other.pk}"
    typed = {"n-method": "email"} | parts("n-received_on", date(2013, 12, 30))
    assert as_officer.post(url, typed | parts("n-last_day", LAST_DAY)).status_code == 302
    assert Notice.objects.filter(act__counterpart=other).exists()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("withdraw", "notice"),
        ("move", ""),
        ("notice_again", ""),
        ("commitments:correct", ""),
        ("commitments:void", ""),
    ],
)
def test_what_others_may_not_do(
    client: Client, notice: Notice, member: User, stranger: User, name: str, kind: str
) -> None:
    args: list[object] = [kind, notice.pk] if kind else [notice.pk]
    if name.startswith("commitments:"):
        fact = ["last_day"] if name.endswith("correct") else []
        url = reverse(name, args=[notice.act_id, *fact])
    else:
        url = reverse(f"funding:{name}", args=args)
    assert client.get(url).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    client.force_login(member)
    assert client.get(url).status_code in (403, 404)
    assert filled_in(client, url, {"reason": "x"}).status_code in (403, 404)
    assert Act.objects.get(pk=notice.act_id).version == 1


def test_an_agreement_is_entered_and_shown(as_officer: Client, recipient: Organisation) -> None:
    url = reverse("funding:agreement_new", args=["thurrock"])
    assert as_officer.get(url).status_code == 200
    typed = {
        "funder": str(cast.council().pk),
        "recipient": str(recipient.pk),
        "mechanism": "grant",
        "programme": "Lunch club",
        "amount": "£12,500",
    }
    wrong = typed | parts("start_on", LATE) | parts("last_day", date(2013, 1, 1))
    assert "cannot be before the first" in one_line(as_officer.post(url, wrong))
    right = typed | parts("start_on", date(2013, 4, 1)) | parts("last_day", date(2016, 3, 31))
    answer = as_officer.post(url, right)
    assert answer.status_code == 302
    agreement = FundingAgreement.objects.get()
    page = one_line(as_officer.get(answer["Location"]))
    assert "£12,500" in page
    assert "Clause 3.4" in page
    assert outcome_of(agreement.act, "3.4") == "met"


def test_only_officers_enter_agreements(client: Client, member: User, stranger: User) -> None:
    url = reverse("funding:agreement_new", args=["thurrock"])
    assert client.get(url).status_code == 302
    client.force_login(member)
    assert client.get(url).status_code == 403
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_an_agreement_is_seen_by_its_recipient_alone_of_its_sector(
    client: Client, officer: User, member: User, recipient: Organisation
) -> None:
    agreement = entered_agreement(officer, recipient)
    client.force_login(member)
    assert client.get(agreement.get_absolute_url()).status_code == 200
    client.force_login(cast.person(Role.VCS_MEMBER, cast.group("Tilbury Carers")))
    assert client.get(agreement.get_absolute_url()).status_code == 404


def test_the_first_findings_are_told_once(as_officer: Client, decision: FundingDecision) -> None:
    page = one_line(as_officer.get(decision.get_absolute_url()))
    assert page.count("First checked") == 1


def test_a_record_that_a_clause_wants_of_a_notice_is_kept_on_its_page(
    as_officer: Client, notice: Notice
) -> None:
    """A clause's own record has no column: it is asked under the clause's label, and judged."""
    check = notice.act.checks.get(rule__provision__ref="4.4")
    check.rule.provision.rules.create(
        position=9,
        type="required_record",
        params={"fields": ["appeal_outcome"], "due_weeks": 2},
        labels={"appeal_outcome": "Outcome of the appeal put in writing"},
        act_kind="notice",
    )
    judge_again(notice, on=date(2014, 1, 10), by=None)
    asked = notice.act.checks.get(rule__params__fields__0="appeal_outcome")
    assert (asked.outcome, asked.due_on) == ("at_risk", date(2014, 1, 16))
    page = one_line(as_officer.get(notice.get_absolute_url()))
    assert "Outcome of the appeal put in writing" in page
    url = reverse("commitments:correct", args=[notice.act_id, "records.appeal_outcome"])
    assert url in page
    typed = {"new": "Letter of 14 January 2014", "reason": "The appeal was heard."}
    assert filled_in(as_officer, url, typed).status_code == 302
    asked.refresh_from_db()
    assert asked.outcome == "met"
    assert asked.facts["fields"] == {"appeal_outcome": "Letter of 14 January 2014"}
    assert "Letter of 14 January 2014" in one_line(as_officer.get(notice.get_absolute_url()))

"""What the verbs of funding write, and what they refuse."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from audit.writing import StaleError
from commitments.corrections import correct_fact, void_row
from commitments.models import Act, Breach, Correction
from funding.actions.answers import DecisionAnswers, NoticeAnswers
from funding.actions.decisions import (
    record_decision,
    retake_decision,
    withdraw_decision,
)
from funding.actions.drafts import discard_draft, draft_decision, keep_page
from funding.actions.notices import (
    acknowledge_notice,
    give_notice,
    move_last_day,
    withdraw_notice,
)
from funding.models import FundingDecision, Notice
from organisations.models import Organisation, Role
from rules import FactError
from tests import cast
from tests.funding.way import (
    DECIDED,
    LAST_DAY,
    STEPS,
    TODAY,
    entered_agreement,
    outcome_of,
    recorded,
)

IN_TIME, LATE = date(2013, 12, 31), date(2014, 1, 2)


def only_notice(decision: FundingDecision) -> Notice:
    return decision.notices.select_related("act__area", "act__responsible").get()


def test_a_draft_starts_no_clock(officer: User) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    assert draft.act.state == Act.State.DRAFT
    assert not draft.act.checks.exists()


def test_recording_judges_the_decision_and_each_notice(
    officer: User, recipient: Organisation
) -> None:
    decision = recorded(officer, recipient, received_on=IN_TIME)
    assert decision.act.state == Act.State.LIVE
    assert outcome_of(decision.act, "4.3") == "met"
    assert outcome_of(only_notice(decision).act, "4.4") == "met"
    verbs = set(Event.objects.filter(chain="thurrock").values_list("verb", flat=True))
    assert {"decision.drafted", "decision.recorded", "notice.given"} <= verbs


def test_a_short_notice_raises_one_breach_and_the_decision_shows_the_worst(
    officer: User, recipient: Organisation
) -> None:
    decision = recorded(officer, recipient, received_on=LATE)
    assert outcome_of(only_notice(decision).act, "4.4") == "breach"
    assert Breach.objects.count() == 1
    assert FundingDecision.objects.with_worst().get().worst == "breach"


def test_each_recipient_has_its_own_verdict(officer: User, recipient: Organisation) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="reduce", by=officer, at=cast.at(TODAY)
    )
    other = cast.group("Tilbury Carers")
    common = {"method": "email", "last_day": LAST_DAY}
    record_decision(
        decision=draft,
        answers=DecisionAnswers(kind="reduce", decided_on=DECIDED),
        notices=[
            NoticeAnswers(recipient=recipient, received_on=IN_TIME, **common),
            NoticeAnswers(recipient=other, received_on=LATE, **common),
        ],
        by=officer,
        on=TODAY,
        at=cast.at(TODAY),
    )
    found = {n.act.counterpart.name: n.worst for n in Notice.objects.with_worst()}
    assert found == {recipient.name: "met", other.name: "breach"}


def test_contradicting_facts_keep_nothing(officer: User, recipient: Organisation) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    answers = NoticeAnswers(recipient=recipient, last_day=LAST_DAY, exception="no_such_code")
    with pytest.raises(FactError):
        record_decision(
            decision=draft,
            answers=DecisionAnswers(kind="end", decided_on=DECIDED),
            notices=[answers],
            by=officer,
            on=TODAY,
            at=cast.at(TODAY),
        )
    assert not Notice.objects.exists()
    assert Act.objects.get(pk=draft.act_id).state == Act.State.DRAFT


def test_only_the_compact_officer_and_the_bodys_own_officers_record(
    officer: User, member: User, stranger: User
) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    for somebody in (member, stranger):
        with pytest.raises(ActionRefused, match="Only the compact officer"):
            record_decision(
                decision=draft,
                answers=DecisionAnswers(kind="end", decided_on=DECIDED),
                by=somebody,
                on=TODAY,
                at=cast.at(TODAY),
            )
    own = cast.person(Role.OFFICER, cast.council())
    record_decision(
        decision=draft,
        answers=DecisionAnswers(kind="end", decided_on=DECIDED),
        by=own,
        on=TODAY,
        at=cast.at(TODAY),
    )
    with pytest.raises(ActionRefused, match="already recorded"):
        discard_draft(decision=draft, by=own)


def test_a_stale_draft_is_noticed(officer: User) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    keep_page(decision=draft, page="reasons", typed={"rationale": ["a"]}, version=1, by=officer)
    with pytest.raises(StaleError):
        keep_page(decision=draft, page="reasons", typed={"rationale": ["b"]}, version=1, by=officer)
    draft.refresh_from_db()
    assert draft.typed["reasons"] == {"rationale": ["a"]}


def test_a_discarded_draft_is_gone_and_said_so(officer: User) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    discard_draft(decision=draft, by=officer)
    assert not FundingDecision.objects.exists()
    assert not Act.objects.exists()
    assert Event.objects.filter(verb="decision.draft_discarded").exists()


def test_a_correction_keeps_old_and_new_and_judges_again(
    officer: User, recipient: Organisation
) -> None:
    notice = only_notice(recorded(officer, recipient, received_on=IN_TIME))
    correct_fact(
        notice,
        fact="received_on",
        new=LATE,
        reason="The postmark says otherwise.",
        by=officer,
        on=TODAY,
        at=cast.at(TODAY),
    )
    assert outcome_of(notice.act, "4.4") == "breach"
    kept = Correction.objects.get()
    assert (kept.fact, kept.old, kept.new) == ("received_on", "2013-12-31", "2014-01-02")
    assert Act.objects.get(pk=notice.act_id).acted_on == LATE


def test_a_missing_step_is_added_by_a_correction(officer: User, recipient: Organisation) -> None:
    decision = recorded(officer, recipient, received_on=IN_TIME)
    correct_fact(
        decision,
        fact="steps.discussed",
        new=None,
        reason="There was no meeting.",
        by=officer,
        on=TODAY,
        at=cast.at(TODAY),
    )
    assert outcome_of(decision.act, "4.3") == "breach"


def test_a_decision_taken_again_after_its_steps_is_remedied(
    officer: User, recipient: Organisation
) -> None:
    decision = recorded(officer, recipient, received_on=IN_TIME)
    correct_fact(
        decision,
        fact="steps.impact_assessed",
        new=date(2013, 12, 18),
        reason="It was done afterwards.",
        by=officer,
        on=TODAY,
        at=cast.at(TODAY),
    )
    assert outcome_of(decision.act, "4.2") == "breach"
    retake_decision(
        decision=decision, retaken_on=date(2013, 12, 20), reason="Again", by=officer, on=TODAY
    )
    assert outcome_of(decision.act, "4.2") == "remedied"
    with pytest.raises(FactError):
        retake_decision(
            decision=decision, retaken_on=date(2013, 12, 1), reason="Before", by=officer, on=TODAY
        )


def test_a_last_day_put_back_keeps_the_first(officer: User, recipient: Organisation) -> None:
    notice = only_notice(recorded(officer, recipient, received_on=LATE))
    move_last_day(
        notice=notice,
        last_day=date(2014, 4, 30),
        moved_on=TODAY,
        reason="More time",
        by=officer,
        on=TODAY,
    )
    notice.refresh_from_db()
    assert notice.previous_last_day == LAST_DAY
    assert outcome_of(notice.act, "4.4") == "remedied"
    with pytest.raises(FactError) as refused:
        move_last_day(
            notice=notice,
            last_day=date(2014, 2, 28),
            moved_on=TODAY,
            reason="Less",
            by=officer,
            on=TODAY,
        )
    assert refused.value.field == "last_day"


def test_a_withdrawn_decision_takes_its_notices_with_it(
    officer: User, recipient: Organisation
) -> None:
    decision = recorded(officer, recipient, received_on=LATE)
    withdraw_decision(
        decision=decision, withdrawn_on=TODAY, reason="Money found", by=officer, on=TODAY
    )
    assert outcome_of(only_notice(decision).act, "4.4") == "not_applicable"
    with pytest.raises(ActionRefused, match="already been withdrawn"):
        withdraw_notice(
            notice=only_notice(decision), withdrawn_on=TODAY, reason="x", by=officer, on=TODAY
        )


def test_another_notice_is_tested_alone(officer: User, recipient: Organisation) -> None:
    decision = recorded(officer, recipient, received_on=IN_TIME)
    answers = NoticeAnswers(
        recipient=recipient, method="letter", received_on=TODAY, last_day=date(2014, 2, 28)
    )
    again = give_notice(decision=decision, answers=answers, by=officer, on=TODAY, at=cast.at(TODAY))
    assert outcome_of(again.act, "4.4") == "breach"
    assert decision.notices.count() == 2


def test_voiding_a_decision_voids_its_notices(officer: User, recipient: Organisation) -> None:
    decision = recorded(officer, recipient, received_on=LATE)
    void_row(decision, reason="Entered twice", by=officer, on=TODAY, at=cast.at(TODAY))
    assert set(Act.objects.values_list("state", flat=True)) == {Act.State.VOIDED}
    with pytest.raises(ActionRefused, match="voided"):
        retake_decision(
            decision=FundingDecision.objects.get(),
            retaken_on=TODAY,
            reason="x",
            by=officer,
            on=TODAY,
        )


def test_only_the_recipient_acknowledges(
    officer: User, member: User, recipient: Organisation
) -> None:
    notice = only_notice(recorded(officer, recipient, received_on=LATE))
    with pytest.raises(ActionRefused, match="Only the organisation that received"):
        acknowledge_notice(notice=notice, received_on=TODAY, by=officer, on=TODAY)
    acknowledge_notice(notice=notice, received_on=date(2014, 1, 3), by=member, on=date(2014, 1, 3))
    event = Event.objects.get(verb="notice.acknowledged")
    assert event.detail == {"received_on": "2014-01-03"}


def test_an_agreement_is_judged_by_its_mechanism(officer: User, recipient: Organisation) -> None:
    agreement = entered_agreement(officer, recipient)
    assert outcome_of(agreement.act, "3.4") == "met"
    assert outcome_of(agreement.act, "3.6") == "breach"


def test_recording_an_ending_costs_few_queries(officer: User, recipient: Organisation) -> None:
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=officer, at=cast.at(TODAY)
    )
    answers = DecisionAnswers(kind="end", decided_on=DECIDED, steps=STEPS)
    notice = NoticeAnswers(recipient=recipient, received_on=LATE, last_day=LAST_DAY)
    with CaptureQueriesContext(connection) as captured:
        record_decision(
            decision=draft,
            answers=answers,
            notices=[notice],
            by=officer,
            on=TODAY,
            at=cast.at(TODAY),
        )
    asked = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= 30, "\n".join(sql[:150] for sql in asked)

from datetime import date

from funding.actions.answers import (
    AgreementAnswers,
    DecisionAnswers,
    NoticeAnswers,
    agreement_of,
    decision_of,
    notice_of,
)
from funding.subjects.agreements import agreement_acted_on, agreement_facts
from funding.subjects.decisions import decision_facts
from funding.subjects.notices import notice_acted_on, notice_facts
from organisations.models import Organisation

GROUP = Organisation(name="Grays Befriending", sector="vcs")
DAY = date(2014, 1, 2)


def test_blank_facts_are_absent() -> None:
    notice = notice_of(NoticeAnswers(recipient=GROUP), decision_kind="end", decided_on=None)
    assert notice_facts(notice) == {"kind": "end"}


def test_a_notice_tells_both_of_its_rules() -> None:
    answers = NoticeAnswers(
        recipient=GROUP, method="letter", received_on=DAY, last_day=DAY, rationale="Budget"
    )
    facts = notice_facts(notice_of(answers, decision_kind="vary", decided_on=None))
    assert facts["kind"] == "change"
    assert facts["in_writing"] is True
    assert facts["event_on"] == facts["received_on"] == "2014-01-02"
    assert facts["fields"] == {"rationale": "Budget"}


def test_words_at_a_meeting_are_not_in_writing() -> None:
    answers = NoticeAnswers(recipient=GROUP, method="meeting", received_on=DAY)
    assert notice_facts(notice_of(answers, decision_kind="end", decided_on=None))["in_writing"] is (
        False
    )


def test_a_notice_acts_on_receipt_else_decision_else_recording() -> None:
    notice = notice_of(NoticeAnswers(recipient=GROUP), decision_kind="end", decided_on=None)
    assert notice_acted_on(notice, DAY) == DAY
    notice.decided_on = date(2013, 12, 1)
    assert notice_acted_on(notice, DAY) == date(2013, 12, 1)
    notice.received_on = date(2013, 12, 9)
    assert notice_acted_on(notice, DAY) == date(2013, 12, 9)


def test_a_decision_tells_steps_records_and_rationale() -> None:
    answers = DecisionAnswers(
        kind="end", decided_on=DAY, rationale="Cut", steps={"discussed": DAY}, records={"a": "b"}
    )
    facts = decision_facts(decision_of(answers))
    assert facts["event_on"] == "2014-01-02"
    assert facts["steps"] == {"discussed": "2014-01-02"}
    assert facts["fields"] == {"a": "b", "rationale": "Cut"}


def test_an_agreement_acts_on_decision_else_making_else_start() -> None:
    answers = AgreementAnswers(recipient=GROUP, mechanism="grant", start_on=DAY, last_day=DAY)
    agreement = agreement_of(answers)
    assert agreement_acted_on(agreement, DAY) == DAY
    assert agreement_facts(agreement)["event_on"] == "2014-01-02"
    agreement.made_on = date(2013, 12, 1)
    assert agreement_acted_on(agreement, DAY) == date(2013, 12, 1)
    agreement.decided_on = date(2013, 11, 1)
    assert agreement_acted_on(agreement, DAY) == date(2013, 11, 1)

"""Planning, publishing and changing: what is recorded, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from audit.writing import StaleError
from commitments.corrections import correct_facts, void_row
from commitments.models import Check, Correction
from commitments.subjects import row_of, subject_of
from consultations.actions.changes import (
    cancel_consultation,
    cut_short,
    extend_consultation,
    reopen_consultation,
)
from consultations.actions.drafts import (
    discard_draft,
    keep_page,
    publish_consultation,
)
from consultations.models import Consultation
from consultations.states import Stage
from consultations.subjects.consultations import consultation_facts
from consultations.subjects.responses import response_facts
from organisations.models import Organisation, Role
from rules import FactError
from tests import cast
from tests.consultations.made import (
    TODAY,
    WEEKS_12,
    as_at,
    draft,
    length_check,
    outcomes,
    published,
    response,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = {"on": TODAY, "at": cast.at(TODAY)}


def test_draft_starts_no_clock(officer: User, lead: Organisation) -> None:
    made = draft(officer, lead, opens_on=TODAY, closes_on=TODAY + DAY, formal_written=True)
    assert not Check.objects.filter(act=made.act).exists()
    assert made.stage_on(TODAY) == Stage.DRAFT


def test_publish_judges_and_announces(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY + DAY, closes_on=TODAY + DAY + WEEKS_12)
    assert outcomes(made)["2.4"] == "on_track"
    assert made.announced_on == TODAY
    assert Event.objects.filter(verb="consultation.published", subject_id=made.pk).exists()


def test_publish_after_the_opening_announces_nothing(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - DAY)
    assert made.announced_on is None


def test_publish_one_day_short_is_at_risk_then_breach(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, closes_on=TODAY + WEEKS_12 - DAY)
    assert outcomes(made)["2.4"] == "at_risk"
    assert length_check(as_at(made, TODAY + WEEKS_12)).outcome == "breach"
    assert length_check(made).shortfall_days == 1


def test_publish_short_and_explained_is_explained(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, closes_on=TODAY + 7 * DAY, explanation="The offer lapses.")
    check = length_check(made)
    assert (check.outcome, check.late) == ("explained", False)
    assert made.explained_on == TODAY


def test_publish_informal_needs_explanation_in_thurrock(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, formal_written=False)
    assert outcomes(made)["2.4"] == "at_risk"


def test_publish_by_another_sector_is_refused(
    officer: User, member: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    with pytest.raises(ActionRefused, match="officer"):
        publish_consultation(consultation=made, by=member, **THEN)


def test_publish_twice_is_refused(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    with pytest.raises(ActionRefused, match="already been published"):
        publish_consultation(consultation=made, by=officer, **THEN)


def test_save_draft_of_a_stale_tab_is_refused(officer: User, lead: Organisation) -> None:
    made = draft(officer, lead)
    keep_page(
        consultation=made,
        page="purpose",
        typed={"why": ["One"]},
        answers={"why": "One"},
        version=1,
        by=officer,
    )
    with pytest.raises(StaleError):
        keep_page(
            consultation=made,
            page="purpose",
            typed={"why": ["Two"]},
            answers={"why": "Two"},
            version=1,
            by=officer,
        )
    assert Consultation.objects.get(pk=made.pk).why == "One"


def test_discard_draft_leaves_nothing(officer: User, lead: Organisation) -> None:
    made = draft(officer, lead)
    discard_draft(consultation=made, by=officer)
    assert not Consultation.objects.exists()


def test_extend_before_the_close_is_measured_to_the_new_close(
    officer: User, lead: Organisation
) -> None:
    made = published(officer, lead, closes_on=TODAY + 42 * DAY)
    change = extend_consultation(
        consultation=made, closes_on=TODAY + 86 * DAY, reason="More time asked for.",
        by=officer, **THEN,
    )  # fmt: skip
    assert outcomes(made)["2.4"] == "on_track"
    assert (change.old_closes_on, change.new_closes_on) == (TODAY + 42 * DAY, TODAY + 86 * DAY)


def test_extend_backwards_is_refused(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    with pytest.raises(FactError, match="after the present one"):
        extend_consultation(
            consultation=made, closes_on=TODAY + DAY, reason="x", by=officer, **THEN
        )


def test_extend_after_the_close_is_refused(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    with pytest.raises(ActionRefused, match="opening it again"):
        extend_consultation(
            consultation=made, closes_on=TODAY + DAY, reason="x", by=officer, **THEN
        )


def test_cut_short_is_measured_to_the_day_it_really_closes(
    officer: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    cut_short(
        consultation=made, closes_on=TODAY + 10 * DAY, reason="Withdrawn offer.",
        by=officer, **THEN,
    )  # fmt: skip
    assert outcomes(made)["2.4"] == "at_risk"


def test_reopen_keeps_the_verdict_of_the_first_span(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - 30 * DAY, closes_on=TODAY - DAY)
    assert outcomes(made)["2.4"] == "breach"
    reopen_consultation(
        consultation=made, opens_on=TODAY, closes_on=TODAY + 90 * DAY, reason="Asked for.",
        by=officer, **THEN,
    )  # fmt: skip
    again = Consultation.objects.get(pk=made.pk)
    assert outcomes(again)["2.4"] == "breach"
    assert again.stage_on(TODAY) == Stage.OPEN
    assert again.last_closes_on == TODAY + 90 * DAY


def test_extend_of_a_second_span_moves_that_span(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - 30 * DAY, closes_on=TODAY - DAY)
    reopen_consultation(
        consultation=made, opens_on=TODAY, closes_on=TODAY + 5 * DAY, reason="Asked for.",
        by=officer, **THEN,
    )  # fmt: skip
    extend_consultation(
        consultation=made, closes_on=TODAY + 9 * DAY, reason="Again.", by=officer, **THEN
    )
    cut_short(consultation=made, closes_on=TODAY + 7 * DAY, reason="No.", by=officer, **THEN)
    again = Consultation.objects.get(pk=made.pk)
    assert (again.closes_on, again.last_closes_on) == (TODAY - DAY, TODAY + 7 * DAY)
    assert outcomes(again)["2.4"] == "breach"


def test_correct_with_an_explanation_gives_it_today(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - DAY, closes_on=TODAY + DAY)
    correct_facts(made, {"explanation": "The offer lapses.", "explained_on": None},
        reason="Added", version=made.act.version, by=officer, **THEN,
    )  # fmt: skip
    check = length_check(made)
    assert (check.outcome, check.late) == ("explained", True)


def test_reopen_while_it_is_open_is_refused(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    with pytest.raises(ActionRefused, match="extend it"):
        reopen_consultation(
            consultation=made, opens_on=TODAY, closes_on=TODAY, reason="x", by=officer, **THEN
        )


def test_cancel_makes_every_check_not_applicable(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, closes_on=TODAY + DAY)
    cancel_consultation(consultation=made, reason="No longer planned.", by=officer, **THEN)
    assert set(outcomes(made).values()) == {"not_applicable"}
    assert Consultation.objects.public().get().stage_on(TODAY) == Stage.CANCELLED


def test_cancel_by_a_stranger_is_refused(officer: User, stranger: User, lead: Organisation) -> None:
    made = published(officer, lead)
    with pytest.raises(ActionRefused):
        cancel_consultation(consultation=made, reason="x", by=stranger, **THEN)


def test_correct_keeps_old_and_new_and_judges_again(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    new = {"documents_complete_on": TODAY + 7 * DAY, "records": {"social_impact_considered": "Yes"}}
    correct_facts(made, new, reason="Late annex.", version=made.act.version,
        by=officer, **THEN,
    )  # fmt: skip
    assert outcomes(made)["2.4"] == "at_risk"
    assert outcomes(made)["2.2"] == "met"
    kept = dict(Correction.objects.filter(act=made.act).values_list("fact", "new"))
    assert kept["documents_complete_on"] == (TODAY + 7 * DAY).isoformat()
    assert kept["social_impact_considered"] == "Yes"


def test_correct_into_contradiction_is_refused(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    with pytest.raises(FactError):
        correct_facts(made, {"closes_on": TODAY - DAY}, reason="x",
            version=made.act.version, by=officer, **THEN,
        )  # fmt: skip
    assert Consultation.objects.get(pk=made.pk).closes_on == TODAY + WEEKS_12


def test_void_takes_it_off_the_public_list(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    void_row(made, reason="Twice.", by=officer, **THEN)
    assert not Consultation.objects.public().exists()


def test_documents_late_cost_the_sector_time(officer: User, lead: Organisation) -> None:
    made = published(officer, lead, documents_complete_on=TODAY + 14 * DAY)
    assert (made.length_days, made.real_days) == (84, 70)


def test_stockton_asks_notice_and_the_condition(library: None) -> None:
    lead = cast.council("stockton")
    by = cast.person(Role.OFFICER, lead)
    opens = date(2015, 1, 5)
    made = published(
        by, lead, on=opens, opens_on=opens, significant_effect="no", sector_told_on=opens - DAY
    )
    found = outcomes(made)
    assert (found["S1.9"], found["S1.14"]) == ("met", "not_applicable")
    assert "S1.23" not in found


def test_stockton_records_come_from_the_planning_pages(library: None) -> None:
    lead = cast.council("stockton")
    by = cast.person(Role.OFFICER, lead)
    opens = date(2015, 1, 5)
    methods = [{"method": "Survey", "reason": "Reaches many"}]
    found = outcomes(published(by, lead, on=opens, opens_on=opens, methods=methods))
    assert found["S1.11"] == "met"
    assert found["S1.10"] == "outstanding"


def test_southend_benchmark_is_local_and_never_a_breach(library: None) -> None:
    lead = cast.council("southend")
    by = cast.person(Role.OFFICER, lead)
    made = as_at(published(by, lead, closes_on=TODAY + DAY), TODAY + 5 * DAY)
    assert outcomes(made)["6.6"] == "outstanding"
    assert "breach" not in outcomes(made).values()


def test_subject_says_what_judging_was_told(officer: User, lead: Organisation) -> None:
    made = published(officer, lead)
    row = row_of(made.act)
    assert row == made
    assert subject_of(row).subkind(row) == ""
    assert subject_of(row).facts(row) == consultation_facts(made)


def test_subject_of_a_response(
    officer: User, member: User, lead: Organisation, charity: Organisation
) -> None:
    sent = response(published(officer, lead), member, charity)
    assert sent.act is not None
    assert row_of(sent.act) == sent
    assert subject_of(sent.act).facts(sent) == response_facts(sent)

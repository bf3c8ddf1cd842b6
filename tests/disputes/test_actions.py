"""What the verbs of disputes write, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.permissions import ActionRefused
from audit.models import Event
from audit.verifying import broken_links
from commitments.models import Breach
from disputes import actions
from disputes.models import ClockStop, Dispute, DisputeStageEntry
from disputes.states import Body, DisputeState
from tests import cast
from tests.commitments.test_audit import behind_its_back
from tests.disputes import way
from tests.disputes.way import DAY, Area

pytestmark = pytest.mark.django_db
STOCKTON_DAY = date(2015, 6, 1)


def entry_of(dispute: Dispute) -> DisputeStageEntry:
    return dispute.entries.get(left_on=None)


# The four procedures


def test_each_compact_sets_its_own_ladder(thurrock: Area, southend: Area, stockton: Area) -> None:
    first = {
        "2006": way.raised(thurrock, happened_on=date(2008, 5, 1)),
        "2012": way.raised(thurrock),
        "southend": way.raised(southend),
        "stockton": way.raised(stockton, happened_on=STOCKTON_DAY),
    }
    bodies = {name: entry_of(dispute).body for name, dispute in first.items()}
    assert bodies == {
        "2006": Body.PARTIES,
        "2012": Body.FORUM,
        "southend": Body.PARTIES,
        "stockton": Body.PARTIES,
    }
    assert first["2012"].reached_forum or way.fresh(first["2012"]).reached_forum
    assert entry_of(first["stockton"]).due_on == date(2025, 6, 30)
    assert entry_of(first["southend"]).due_on is None


def test_2006_goes_to_the_monitoring_group_and_its_conclusion_ends_it(thurrock: Area) -> None:
    dispute = way.raised(thurrock, happened_on=date(2008, 5, 1))
    actions.escalate(dispute=dispute, reason="No answer.", by=thurrock.member, on=DAY)
    assert entry_of(dispute).body == Body.FORUM
    way.answered(dispute, thurrock)
    actions.conclude(
        dispute=dispute, outcome="upheld_in_part", reasons="Both gave ground.", reading="Narrowly.",
        by=thurrock.chair_cvs, on=DAY, at=cast.at(DAY),
    )  # fmt: skip
    ended = way.fresh(dispute)
    assert (ended.state, ended.ended_on) == (DisputeState.UPHELD_IN_PART, DAY)
    assert not ended.entries.filter(left_on=None).exists()


def test_southend_mediation_then_the_annual_meeting(southend: Area) -> None:
    dispute = way.raised(southend)
    actions.escalate(dispute=dispute, reason="No agreement.", by=southend.member, on=DAY)
    assert entry_of(dispute).body == Body.NEUTRAL
    mediator = way.appointed(dispute, southend, way.mediator())
    actions.escalate(dispute=dispute, reason="Not settled.", by=mediator, on=DAY)
    assert entry_of(dispute).body == Body.FORUM
    with pytest.raises(ActionRefused, match="last stage"):
        actions.escalate(dispute=dispute, reason="More.", by=southend.member, on=DAY)


def test_stockton_opens_the_next_stage_once_answered_or_late(stockton: Area) -> None:
    dispute = way.raised(stockton, happened_on=STOCKTON_DAY)
    due = date(2025, 6, 30)
    with pytest.raises(ActionRefused, match="has until 30 June 2025 to answer"):
        actions.escalate(dispute=dispute, reason="Now.", by=stockton.member, on=due)
    actions.add_paper(
        dispute=dispute, audience="own", by=stockton.officer, at=cast.at(DAY), text="Draft",
        filed_as="reply",
    )  # fmt: skip
    with pytest.raises(ActionRefused):
        actions.escalate(dispute=dispute, reason="Now.", by=stockton.member, on=due)
    actions.add_paper(
        dispute=dispute, audience="parties", by=stockton.officer, at=cast.at(DAY), text="No.",
        filed_as="reply",
    )  # fmt: skip
    actions.escalate(dispute=dispute, reason="Not enough.", by=stockton.member, on=DAY)
    assert entry_of(dispute).body == Body.RESPONDENT
    late = entry_of(dispute).due_on + timedelta(days=1)
    actions.escalate(dispute=dispute, reason="Late.", by=stockton.member, on=late)
    assert entry_of(dispute).body == Body.FORUM


def test_staff_of_an_infrastructure_body_represent_the_member_they_raise_for(
    thurrock: Area,
) -> None:
    draft = actions.draft_dispute(raiser=thurrock.group, by=thurrock.cvs_staff, at=cast.at(DAY))
    assert draft.represented_by == thurrock.cvs
    with pytest.raises(ActionRefused, match="your body represents it"):
        actions.save_answers(
            dispute=draft, page="name", version=draft.version, by=thurrock.cvs_staff,
            answers={"represented_by": None, "confidential": False},
        )  # fmt: skip
    own = actions.draft_dispute(raiser=thurrock.cvs, by=thurrock.cvs_staff, at=cast.at(DAY))
    assert own.represented_by is None


# Clocks


def test_stop_restart_extension_and_the_original_limit(stockton: Area) -> None:
    dispute = way.raised(stockton, happened_on=STOCKTON_DAY)
    with pytest.raises(ActionRefused, match="cannot stop the clock"):
        actions.stop_clock(dispute=dispute, reason="Away.", by=stockton.officer, on=DAY)
    actions.stop_clock(dispute=dispute, reason="Illness.", by=stockton.member, on=date(2025, 6, 18))
    later = date(2025, 8, 1)
    assert not DisputeStageEntry.objects.overdue(later).exists()
    with pytest.raises(ActionRefused, match="clock is stopped"):
        actions.ask_extension(
            dispute=dispute, new_due_on=later, reason="More.", by=stockton.officer, on=DAY
        )
    actions.restart_clock(
        dispute=dispute, reason="Back.", by=stockton.officer, on=date(2025, 6, 23)
    )
    entry = entry_of(dispute)
    assert (entry.original_due_on, entry.due_on) == (date(2025, 6, 30), date(2025, 7, 3))
    extension = actions.ask_extension(
        dispute=dispute, new_due_on=date(2025, 7, 10), reason="Papers.", by=stockton.officer,
        on=date(2025, 6, 24),
    )  # fmt: skip
    with pytest.raises(ActionRefused, match="agreement of the other side"):
        actions.answer_extension(
            dispute=dispute, extension=extension, agreed=True, by=stockton.officer, on=DAY
        )
    actions.answer_extension(
        dispute=dispute, extension=extension, agreed=True, by=stockton.member, on=date(2025, 6, 24)
    )
    entry = entry_of(dispute)
    assert (entry.original_due_on, entry.due_on) == (date(2025, 6, 30), date(2025, 7, 10))
    assert not DisputeStageEntry.objects.overdue(date(2025, 7, 10)).exists()
    assert DisputeStageEntry.objects.overdue(date(2025, 7, 11)).get() == entry


def test_no_day_is_left_to_be_stopped_on_the_last(stockton: Area) -> None:
    dispute = way.raised(stockton, happened_on=STOCKTON_DAY)
    with pytest.raises(ActionRefused, match="no day is left"):
        actions.stop_clock(
            dispute=dispute, reason="Late.", by=stockton.member, on=date(2025, 6, 30)
        )


def test_limits_are_local_and_reach_stages_entered_afterwards(southend: Area) -> None:
    before = way.raised(southend)
    compact = before.compact
    with pytest.raises(ActionRefused, match="Only the compact officer"):
        actions.set_limit(
            compact=compact, position=1, time_limit=2, unit="weeks", reason="x",
            by=southend.cvs_staff, on=DAY,
        )  # fmt: skip
    actions.set_limit(
        compact=compact, position=1, time_limit=2, unit="weeks", reason="Agreed in the forum.",
        by=southend.compact_officer, on=DAY,
    )  # fmt: skip
    after = way.raised(southend)
    assert entry_of(before).due_on is None
    assert entry_of(after).due_on == DAY + timedelta(weeks=2)
    told = Event.objects.get(verb="dispute_stage.limit_set").detail
    assert (told["old"], told["new"]) == ("No limit", "2 weeks")


def test_past_the_horizon_the_limit_cannot_be_worked_out(stockton: Area) -> None:
    far = date(2199, 3, 1)
    dispute = way.raised(stockton, happened_on=STOCKTON_DAY, on=far)
    entry = entry_of(dispute)
    assert entry.due_on is None
    assert entry.due_unknown
    assert not DisputeStageEntry.objects.overdue(far + timedelta(days=400)).exists()


def test_reminders_are_recorded_once(stockton: Area) -> None:
    way.raised(stockton, happened_on=STOCKTON_DAY)
    assert actions.remind(on=date(2025, 6, 20)) == 0
    assert [actions.remind(on=date(2025, 6, 26)) for _ in range(2)] == [1, 0]
    assert [actions.remind(on=date(2025, 7, 20)) for _ in range(2)] == [1, 0]
    verbs = Event.objects.filter(verb__startswith="dispute.stage_").values_list("verb", flat=True)
    assert sorted(verbs)[-2:] == ["dispute.stage_entered", "dispute.stage_overdue"]


def test_the_database_refuses_the_impossible(stockton: Area) -> None:
    dispute = way.raised(stockton, happened_on=STOCKTON_DAY)
    entry = entry_of(dispute)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisputeStageEntry.objects.filter(pk=entry.pk).update(left_on=date(2001, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(confidential=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(state="settled")
    stop = ClockStop(entry=entry, reason="x", stopped_on=DAY, stopped_by=stockton.member)
    stop.due_before, stop.restarted_on = DAY, DAY
    with pytest.raises(ValidationError):
        stop.full_clean()


# Endings


def breach_of(area: Area) -> Breach:
    cast.notice(
        DAY, funder=area.council, recipient=area.group,
        received_on=date(2025, 5, 20), last_day=date(2025, 6, 10),
    )  # fmt: skip
    return Breach.objects.get()


def test_a_conclusion_decides_the_linked_breach_when_a_chair_may(thurrock: Area) -> None:
    breach = breach_of(thurrock)
    dispute = way.raised(thurrock, breach=breach)
    later = date(2025, 9, 1)
    actions.conclude(
        dispute=dispute, outcome="upheld", reasons="Short.", reading="Three whole months.",
        by=thurrock.chair_cvs, on=later, at=cast.at(later),
    )  # fmt: skip
    breach.refresh_from_db()
    assert breach.state == "confirmed"
    remedy = actions.add_remedy(
        dispute=way.fresh(dispute), what="Pay to September.", owner_side="respondent",
        due_on=date(2025, 10, 1), by=thurrock.chair_cvs, on=later,
    )  # fmt: skip
    assert remedy.check_on == date(2025, 12, 1)
    actions.report_remedy(
        remedy=remedy, report="Paid.", done_on=date(2025, 9, 20), by=thurrock.officer,
        on=date(2025, 9, 20),
    )  # fmt: skip
    breach.refresh_from_db()
    assert breach.state == "remedied"
    with pytest.raises(ActionRefused, match="is asked on 1 December 2025"):
        actions.check_remedy(
            remedy=remedy, happened="yes", note="", by=thurrock.member, on=date(2025, 11, 30)
        )
    with pytest.raises(ActionRefused, match="does not check it"):
        actions.check_remedy(
            remedy=remedy, happened="yes", note="", by=thurrock.officer, on=date(2025, 12, 1)
        )
    checked = actions.check_remedy(
        remedy=remedy, happened="partly", note="Late.", by=thurrock.member, on=date(2025, 12, 1)
    )
    assert checked.happened == "partly"


def test_a_breach_whose_reply_is_open_is_left_and_the_log_says_why(thurrock: Area) -> None:
    breach = breach_of(thurrock)
    dispute = way.answered(way.raised(thurrock, breach=breach), thurrock)
    actions.conclude(
        dispute=dispute, outcome="not_upheld", reasons="No.", reading="", by=thurrock.chair_cvs,
        on=DAY, at=cast.at(DAY),
    )  # fmt: skip
    breach.refresh_from_db()
    assert breach.state == "flagged"
    left = Event.objects.about(dispute).get(verb="dispute.breach_left")
    assert "may still reply" in left.detail["reason"]


def test_settled_by_the_other_side_alone_and_withdrawal_keeps_the_record(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    offer = actions.offer_settlement(
        dispute=dispute, terms="A month more.", by=thurrock.officer, on=DAY
    )
    with pytest.raises(ActionRefused, match="for the other side"):
        actions.answer_settlement(settlement=offer, accepted=True, by=thurrock.officer, on=DAY)
    actions.answer_settlement(settlement=offer, accepted=False, by=thurrock.member, on=DAY)
    actions.withdraw(dispute=dispute, reason="Talked.", by=thurrock.member, on=DAY)
    assert way.fresh(dispute).state == "withdrawn"
    with pytest.raises(ActionRefused, match="has ended"):
        actions.withdraw(dispute=dispute, reason="Again.", by=thurrock.member, on=DAY)


def test_standstill_is_asked_and_answered(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    with pytest.raises(ActionRefused, match="Only the side that raised"):
        actions.ask_standstill(dispute=dispute, what="Wait.", by=thurrock.officer, on=DAY)
    hold = actions.ask_standstill(dispute=dispute, what="Wait.", by=thurrock.member, on=DAY)
    with pytest.raises(ActionRefused, match="Only Thurrock Council"):
        actions.answer_standstill(
            standstill=hold, granted=True, reason="Ok.", by=thurrock.member, on=DAY
        )
    hold = actions.answer_standstill(
        standstill=hold, granted=False, reason="Budget.", by=thurrock.officer, on=DAY
    )
    assert (hold.granted, hold.answered_by) == (False, thurrock.officer)


def test_a_likely_duplicate_is_shown_to_those_who_may_see_it(thurrock: Area) -> None:
    first = way.raised(thurrock)
    again = way.drafted(thurrock)
    assert list(actions.likely_duplicates(again, thurrock.member, DAY)) == [first]
    choir = thurrock.other_member.memberships.get().organisation
    other = way.drafted(thurrock, by=thurrock.other_member, raiser=choir)
    assert not actions.likely_duplicates(other, thurrock.other_member, DAY).exists()


# History


def test_changed_history_is_noticed(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    paper = actions.add_paper(
        dispute=dispute, audience="parties", by=thurrock.member, at=cast.at(DAY),
        text="First words", file=ContentFile(b"evidence", name="letter.txt"),
    )  # fmt: skip
    way.answered(dispute, thurrock)
    actions.conclude(
        dispute=dispute, outcome="upheld", reasons="Short.", reading="", by=thurrock.chair_cvs,
        on=DAY, at=cast.at(DAY),
    )  # fmt: skip
    assert not list(broken_links())
    call_command("verify_disputes")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disputes_paper SET text = 'Other words' WHERE id = %s", [paper.pk])
        cursor.execute(
            "UPDATE disputes_dispute SET happened = 'Nothing' WHERE id = %s", [dispute.pk]
        )
        cursor.execute("UPDATE disputes_conclusion SET outcome = 'not_upheld'")
    with pytest.raises(CommandError) as told:
        call_command("verify_disputes")
    with pytest.raises(CommandError, match="History has"):
        call_command("verify_audit")
    for words in ("what was raised", f"paper {paper.pk} is not", "the conclusion is not"):
        assert words in str(told.value)


def test_a_changed_event_breaks_the_chain(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    event = Event.objects.about(dispute).get(verb="dispute.raised")
    behind_its_back(f"UPDATE audit_event SET detail = '{{}}' WHERE id = {event.pk}")
    assert any("has been changed" in each for each in broken_links())

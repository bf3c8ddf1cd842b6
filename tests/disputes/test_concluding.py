"""When a case may be found, by whom alone, and how both chairs find together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.permissions import ActionRefused
from audit.history import facts_told, title_of
from audit.models import Event
from disputes import actions, permissions
from disputes.models import Conclusion, Dispute
from disputes.states import DisputeState, Unit
from disputes.views.concluding import deciders_of
from forums.models import Forum, Meeting
from tests import cast
from tests.disputes import way
from tests.disputes.test_actions import breach_of
from tests.disputes.way import DAY, Area
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
LAST = date(2025, 6, 30)  # ten working days after Monday 16 June
AFTER = date(2025, 7, 1)
SAID = {"outcome": "upheld", "reasons": "Short.", "reading": "Whole months."}


def test_older_entries_of_the_log_are_read_as_ever() -> None:
    """They call a conclusion a finding, and a decision too."""
    assert title_of("dispute.finding_proposed") == "One chair proposed a conclusion"
    for name in ("finding", "decision"):
        told = list(facts_told("breach.decision_proposed", {name: "confirmed"}))
        assert told == ["The promise was broken."]


def met(thurrock: Area, day: date) -> None:
    forum, _ = Forum.objects.get_or_create(
        area=thurrock.council.area, defaults={"name": "Compact forum"}
    )
    Meeting.objects.create(
        forum=forum, planned_on=day, held_on=day, public_present=True, vcs_present=True
    )


def found(dispute: Dispute, area: Area, on: date) -> Conclusion:
    return actions.conclude(dispute=dispute, by=area.chair_cvs, on=on, at=cast.at(on), **SAID)


def proposed(dispute: Dispute, area: Area, on: date = AFTER) -> None:
    actions.propose_conclusion(dispute=dispute, by=area.chair_council, on=on, **SAID)


def answers(dispute: Dispute, who: object, agreed: bool, on: date = AFTER) -> None:
    actions.answer_conclusion(
        dispute=dispute, agreed=agreed, answer="" if agreed else "Too soon.", by=who, on=on,
        at=cast.at(on),
    )  # fmt: skip


def set_ways(area: Area, ways: str) -> None:
    type(area.council.area).objects.filter(pk=area.council.area_id).update(ways_to_decide=ways)


# Waiting for the answer -------------------------------------------------------------------------


def test_nothing_is_found_on_the_day_it_was_raised(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    with pytest.raises(ActionRefused, match="may still answer at this stage, until 30 June 2025"):
        found(dispute, thurrock, DAY)


def test_the_last_day_to_answer_is_still_theirs_and_the_day_after_is_not(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    assert not permissions.may_decide(thurrock.chair_cvs, dispute, LAST)
    assert permissions.may_decide(thurrock.chair_cvs, dispute, AFTER)


def test_a_limit_of_the_stage_counts_before_the_right_of_reply(thurrock: Area) -> None:
    compact = actions.compact_on(thurrock.council.area, DAY)
    assert compact is not None
    actions.set_limit(
        compact=compact, position=1, time_limit=6, unit=Unit.WEEKS, reason="Agreed.",
        by=thurrock.compact_officer, on=DAY,
    )  # fmt: skip
    dispute = way.raised(thurrock)
    limit = DAY + timedelta(weeks=6)
    assert "28 July 2025" in permissions.may_decide(thurrock.chair_cvs, dispute, limit).reason
    assert permissions.may_decide(thurrock.chair_cvs, dispute, limit + timedelta(days=1))


def test_an_answer_that_the_forum_can_read_opens_the_conclusion(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    for said in (
        {"audience": "own", "filed_as": "reply"},
        {"audience": "parties", "filed_as": "reply"},
        {"audience": "forum", "filed_as": ""},
    ):
        actions.add_paper(
            dispute=dispute, by=thurrock.officer, at=cast.at(DAY), text="Words.", **said
        )
        assert not permissions.may_decide(thurrock.chair_cvs, dispute, DAY), said
    way.answered(dispute, thurrock)
    assert found(dispute, thurrock, DAY).outcome == "upheld"


def test_nothing_is_found_while_the_clock_is_stopped(thurrock: Area) -> None:
    compact = actions.compact_on(thurrock.council.area, DAY)
    assert compact is not None
    actions.set_limit(
        compact=compact, position=1, time_limit=6, unit=Unit.WEEKS, reason="Agreed.",
        by=thurrock.compact_officer, on=DAY,
    )  # fmt: skip
    dispute = way.answered(way.raised(thurrock), thurrock)
    actions.stop_clock(dispute=dispute, reason="They talk.", by=thurrock.member, on=DAY)
    assert "clock is stopped" in permissions.may_decide(thurrock.chair_cvs, dispute, DAY).reason


def test_a_neutral_waits_as_well(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    person = way.appointed(dispute, thurrock, way.mediator(), part="chair")
    assert "until 30 June 2025" in permissions.may_decide(person, way.fresh(dispute), LAST).reason
    assert permissions.may_decide(person, way.fresh(dispute), AFTER)


# Both chairs together ---------------------------------------------------------------------------


def test_both_chairs_find_where_each_acts_for_a_party(thurrock: Area) -> None:
    breach = breach_of(thurrock)
    dispute = way.raised(thurrock, represented_by=thurrock.cvs, breach=breach)
    later = date(2025, 9, 1)
    for chair in (thurrock.chair_council, thurrock.chair_cvs):
        assert "own organisation" in permissions.may_decide(chair, dispute, later).reason
    proposed(dispute, thurrock, later)
    assert way.fresh(dispute).is_open
    with pytest.raises(ActionRefused, match="chair of the other sector"):
        answers(dispute, thurrock.chair_council, True, later)
    with pytest.raises(ActionRefused, match="Only a chair of the forum"):
        answers(dispute, thurrock.cvs_staff, True, later)
    answers(dispute, thurrock.chair_cvs, True, later)
    conclusion = Conclusion.objects.get(dispute=dispute)
    assert (conclusion.decided_by, conclusion.seconded_by) == (
        thurrock.chair_council,
        thurrock.chair_cvs,
    )
    assert way.fresh(dispute).state == DisputeState.UPHELD
    event = Event.objects.about(dispute).get(verb="dispute.found")
    assert event.actor_id == thurrock.chair_cvs.pk
    assert event.detail["together_with"] == thurrock.chair_council.post
    breach.refresh_from_db()
    decision = breach.determinations.get()
    assert (breach.state, decision.seconded_by) == ("confirmed", thurrock.chair_cvs)
    assert permissions.may_add_remedy(thurrock.chair_council, way.fresh(dispute))


def test_a_chair_that_does_not_agree_says_why_and_nothing_is_found(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    proposed(dispute, thurrock)
    with pytest.raises(ActionRefused, match="already proposed"):
        proposed(dispute, thurrock)
    answers(dispute, thurrock.chair_cvs, False)
    assert way.fresh(dispute).is_open
    assert dispute.proposed_conclusions.get().answer == "Too soon."
    proposed(dispute, thurrock)
    found(dispute, thurrock, AFTER)
    assert not dispute.proposed_conclusions.filter(agreed=None).exists()


def test_a_proposal_waits_for_the_respondents_time_too(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    with pytest.raises(ActionRefused, match="until 30 June 2025"):
        proposed(dispute, thurrock, LAST)


def test_the_forum_says_which_ways_there_are(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    set_ways(thurrock, "alone")
    alone = way.fresh(dispute)
    assert permissions.may_decide(thurrock.chair_cvs, alone, AFTER)
    assert (
        "one chair decides"
        in permissions.may_propose_conclusion(thurrock.chair_cvs, alone, AFTER).reason
    )
    set_ways(thurrock, "together")
    together = way.fresh(dispute)
    assert (
        "both chairs decide together"
        in permissions.may_decide(thurrock.chair_cvs, together, AFTER).reason
    )
    assert permissions.may_propose_conclusion(thurrock.chair_cvs, together, AFTER)


def test_without_a_chair_of_the_other_sector_nothing_is_proposed(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    thurrock.chair_cvs.memberships.update(ended_at=cast.at(DAY))
    answer = permissions.may_propose_conclusion(thurrock.chair_council, dispute, AFTER)
    assert "no chair of the other sector" in answer.reason


def test_a_kept_name_does_not_show_in_who_can_find(thurrock: Area) -> None:
    """A chair of the raiser's own organisation is counted as if free: the page tells nobody."""
    cast.person("forum_chair", thurrock.group, "third@test.example")
    dispute = way.raised(thurrock, confidential=True)
    assert "Quillfeather" in " ".join(deciders_of(dispute))  # as any chair of the area would be
    other = way.raised(thurrock)
    assert "Quillfeather" not in " ".join(deciders_of(other))


# In a meeting -----------------------------------------------------------------------------------


def test_both_record_what_a_meeting_found_and_the_breach_says_so(thurrock: Area) -> None:
    breach = breach_of(thurrock)
    dispute = way.raised(thurrock, represented_by=thurrock.cvs, breach=breach)
    later = date(2025, 9, 1)
    met(thurrock, AFTER)
    met(thurrock, LAST)
    assert permissions.meetings_that_could_find(dispute) == [AFTER]
    said = SAID | {"dispute": dispute, "by": thurrock.chair_council, "on": later}
    with pytest.raises(ActionRefused, match="until 30 June 2025"):
        actions.propose_conclusion(**said, met_on=LAST)
    with pytest.raises(ActionRefused, match="No meeting of the forum on 1 September 2025"):
        actions.propose_conclusion(**said, met_on=later)
    actions.propose_conclusion(**said, met_on=AFTER)
    answers(dispute, thurrock.chair_cvs, True, later)
    assert Conclusion.objects.get(dispute=dispute).met_on == AFTER
    breach.refresh_from_db()
    assert breach.determinations.get().met_on == AFTER


def test_where_a_meeting_finds_no_chair_does_without_one(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    set_ways(thurrock, "meeting")
    answer = permissions.may_decide(thurrock.chair_cvs, way.fresh(dispute), AFTER)
    assert "None that could have decided this" in answer.reason
    met(thurrock, AFTER)
    with pytest.raises(ActionRefused, match="say in which it was decided"):
        found(dispute, thurrock, AFTER)
    actions.conclude(
        **SAID, dispute=dispute, by=thurrock.chair_cvs, on=AFTER, at=cast.at(AFTER), met_on=AFTER
    )
    assert Conclusion.objects.get(dispute=dispute).met_on == AFTER


def test_a_neutral_needs_no_meeting(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    set_ways(thurrock, "meeting")
    person = way.appointed(dispute, thurrock, way.mediator(), part="chair")
    assert permissions.may_decide(person, way.fresh(dispute), AFTER)


# Pages ------------------------------------------------------------------------------------------


def test_the_page_says_what_to_do_and_both_chairs_can(client: Client, thurrock: Area) -> None:
    dispute = way.raised(thurrock, represented_by=thurrock.cvs)
    page = dispute.get_absolute_url()
    with time_machine.travel(cast.at(AFTER), tick=False):
        client.force_login(thurrock.chair_council)
        said = one_line(client.get(page))
        assert "No chair can find alone: each acts for a party of the case." in said
        assert "At the forum both chairs can find together" in said
        assert f"/disputes/{dispute.pk}/neutral/" in said
        assert filled_in(client, f"{page}conclude/propose/", SAID)["Location"] == page
        assert client.get(f"{page}conclude/answer/").status_code == 403
        assert "Waits for the other chair" in one_line(client.get(page))
        client.force_login(thurrock.chair_cvs)
        asked = one_line(client.get(page))
        assert "Waits for your answer" in asked
        assert "Waits for the other chair" not in asked
        assert "Whole months." in one_line(client.get(f"{page}conclude/answer/"))
        unsaid = one_line(
            filled_in(client, f"{page}conclude/answer/", {"agreed": "no", "answer": ""})
        )
        assert "Say why you do not agree" in unsaid
        filled_in(client, f"{page}conclude/answer/", {"agreed": "yes", "answer": ""})
        assert "by both chairs of the forum together" in one_line(client.get(page))

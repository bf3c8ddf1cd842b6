"""Who may do what: every `may_*` of every app asked as every role, with the answers written down first.

The world is Thurrock: a notice by the council to a group, the case it raised, a consultation with the
group's response, and a dispute of the group against the council that has reached the forum.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from commitments.cases import determine
from commitments.models import Breach
from consultations.actions.responses import ask_to_void
from disputes import actions
from forums.actions import plan_meeting
from tests import cast
from tests.consultations import made
from tests.disputes import way

pytestmark = pytest.mark.django_db
DAY = way.DAY
OVER = DAY + timedelta(weeks=8)  # past every time to answer

PEOPLE = {
    "K": "the council's compact officer",
    "O": "an officer of the council",
    "S": "staff of the CVS",
    "M": "a member of the group: the recipient, the respondent to the consultation, the raiser",
    "T": "a member of another group",
    "C": "a chair of the forum, of the council",
    "V": "a chair of the forum, of the CVS",
    "R": "read only, of the council",
    "r": "read only, of the CVS",
    "g": "read only, of the group",
    "N": "the mediator both sides agreed on",
    "X": "a compact officer of another area",
    "A": "nobody who has signed in",
}
READERS = set("Rrg")

# The function, the arguments after the person, and the letters of those who may.
ROWS: list[tuple[str, Callable[[Any], tuple[Any, ...]], str]] = [
    ("organisations.permissions.may_see_area", lambda w: (w.area,), "KOSMTCVRrg"),
    ("organisations.permissions.may_see_whole_area", lambda w: (w.area,), "KSCVRrg"),
    ("organisations.permissions.may_see_people", lambda w: (w.area,), "KOSMTCVRrg"),
    ("organisations.permissions.may_invite_any", lambda w: (w.area,), "KS"),
    ("organisations.permissions.may_invite", lambda w: (w.council,), "K"),
    ("organisations.permissions.may_invite", lambda w: (w.police,), "K"),
    ("organisations.permissions.may_invite", lambda w: (w.cvs,), "S"),
    ("organisations.permissions.may_invite", lambda w: (w.group,), "S"),
    ("organisations.permissions.may_give", lambda w: (w.council, "compact_officer"), "K"),
    ("organisations.permissions.may_give", lambda w: (w.council, "forum_chair"), "K"),
    ("organisations.permissions.may_give", lambda w: (w.council, "cvs_staff"), ""),
    ("organisations.permissions.may_give", lambda w: (w.cvs, "cvs_staff"), "S"),
    ("organisations.permissions.may_give", lambda w: (w.cvs, "forum_chair"), "S"),
    ("organisations.permissions.may_give", lambda w: (w.cvs, "compact_officer"), ""),
    ("organisations.permissions.may_give", lambda w: (w.group, "cvs_staff"), ""),
    ("organisations.permissions.may_give", lambda w: (w.group, "forum_chair"), "S"),
    ("organisations.permissions.may_give", lambda w: (w.group, "vcs_member"), "S"),
    ("organisations.permissions.may_name_first", lambda w: (w.council,), ""),
    ("organisations.permissions.may_run_installation", lambda w: (), ""),
    ("organisations.permissions.may_manage", lambda w: (w.held_by["M"],), "S"),
    ("organisations.permissions.may_manage", lambda w: (w.held_by["V"],), "S"),
    ("organisations.permissions.may_manage", lambda w: (w.held_by["C"],), "K"),
    ("organisations.permissions.may_reset_second_step", lambda w: (w.held_by["M"],), "S"),
    ("organisations.permissions.may_reset_second_step", lambda w: (w.held_by["O"],), "K"),
    ("organisations.permissions.may_reset_second_step", lambda w: (w.held_by["K"],), ""),
    ("organisations.permissions.may_reset_second_step", lambda w: (w.held_by["V"],), "S"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["M"],), "SM"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["O"],), "KO"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["R"],), "KR"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["g"],), "Sg"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["V"],), "SV"),
    ("organisations.permissions.may_end", lambda w: (w.held_by["K"],), ""),
    ("organisations.permissions.may_run_area", lambda w: (w.area,), "K"),
    ("organisations.permissions.may_record_in", lambda w: (w.area,), "KO"),
    ("organisations.permissions.may_record_of", lambda w: (w.council,), "KO"),
    ("organisations.permissions.may_record_of", lambda w: (w.police,), "K"),
    ("organisations.permissions.may_record_of", lambda w: (w.group,), "M"),
    ("organisations.permissions.may_record_of", lambda w: (w.silent,), "S"),
    ("organisations.permissions.may_record_kept", lambda w: (w.council,), "KO"),
    ("organisations.permissions.may_record_kept", lambda w: (w.group,), "SM"),
    ("organisations.permissions.may_speak_for", lambda w: (w.council,), "KOC"),
    ("organisations.permissions.may_speak_for", lambda w: (w.group,), "M"),
    ("organisations.permissions.may_speak_for", lambda w: (w.cvs,), "SV"),
    ("organisations.permissions.may_speak_for", lambda w: (w.silent,), "S"),
    ("organisations.deciding.may_decide_alone", lambda w: (w.area,), "CV"),
    ("organisations.deciding.may_propose", lambda w: (w.area,), "CV"),
    ("commitments.permissions.may_reply", lambda w: (w.case,), "KOC"),
    ("commitments.permissions.may_determine", lambda w: (w.case, OVER), "V"),
    ("commitments.permissions.may_determine", lambda w: (w.case, DAY), ""),
    ("commitments.permissions.may_propose_decision", lambda w: (w.case, OVER), "CV"),
    ("commitments.permissions.may_record_remedy", lambda w: (w.confirmed,), "KOC"),
    ("commitments.permissions.may_record_for", lambda w: (w.notice.act,), "KO"),
    ("commitments.permissions.may_record_for", lambda w: (w.response.act,), "M"),
    ("commitments.permissions.may_record_promise", lambda w: (w.promise,), "SM"),
    ("commitments.permissions.may_record_promise", lambda w: (w.own_promise,), ""),
    ("commitments.permissions.may_change", lambda w: (w.notice,), "KO"),
    ("consultations.permissions.may_act_for_lead", lambda w: (w.council,), "KO"),
    ("consultations.permissions.may_plan", lambda w: (w.area,), "KO"),
    ("consultations.permissions.may_edit_draft", lambda w: (w.planned,), "KO"),
    ("consultations.permissions.may_move_close", lambda w: (w.consultation, DAY), "KO"),
    ("consultations.permissions.may_reopen", lambda w: (w.consultation, w.closed), "KO"),
    ("consultations.permissions.may_cancel", lambda w: (w.consultation, DAY), "KO"),
    ("consultations.permissions.may_give_feedback", lambda w: (w.consultation,), "KO"),
    ("consultations.permissions.may_publish_feedback", lambda w: (w.consultation, DAY), "KO"),
    ("consultations.permissions.may_keep_elections", lambda w: (w.area,), "K"),
    ("consultations.permissions.may_respond", lambda w: (w.consultation, DAY), "SMT"),
    ("consultations.permissions.may_answer_for", lambda w: (w.group,), "M"),
    ("consultations.permissions.may_gather", lambda w: (w.cvs,), "S"),
    ("consultations.permissions.may_edit_response", lambda w: (w.draft_response,), "M"),
    ("consultations.permissions.may_log_response", lambda w: (w.consultation,), "KO"),
    ("consultations.permissions.may_add_records", lambda w: (w.response,), "SM"),
    ("consultations.permissions.may_publish_response", lambda w: (w.response,), "KO"),
    ("consultations.permissions.may_void_response", lambda w: (w.response,), "M"),
    ("consultations.permissions.may_ask_to_void", lambda w: (w.response,), "KO"),
    ("consultations.permissions.may_answer_void", lambda w: (w.asked,), "M"),
    ("forums.permissions.may_run_meetings", lambda w: (w.area,), "KCV"),
    ("forums.permissions.may_set_ways", lambda w: (w.area,), "CV"),
    ("forums.permissions.may_hold_meeting", lambda w: (w.meeting,), "KCV"),
    ("funding.permissions.may_act_for_funder", lambda w: (w.council,), "KO"),
    ("funding.permissions.may_draft_decision", lambda w: (w.area,), "KO"),
    ("funding.permissions.may_import_notices", lambda w: (w.area,), "KO"),
    ("funding.permissions.may_withdraw", lambda w: (w.notice,), "KO"),
    ("funding.permissions.may_acknowledge", lambda w: (w.notice,), "M"),
    ("disputes.permissions.may_raise", lambda w: (w.area,), "KOSMTCV"),
    ("disputes.permissions.may_raise_for", lambda w: (w.group,), "SM"),
    ("disputes.permissions.may_edit_draft", lambda w: (w.draft,), "M"),
    ("disputes.permissions.may_read_substance", lambda w: (w.dispute,), "KOMCVRgN"),
    ("disputes.permissions.may_write", lambda w: (w.dispute,), "KOMCVN"),
    ("disputes.permissions.may_set_anonymous", lambda w: (w.dispute,), "KOMC"),
    ("disputes.permissions.may_ask_standstill", lambda w: (w.dispute,), "M"),
    ("disputes.permissions.may_answer_standstill", lambda w: (w.held,), "KOC"),
    ("disputes.permissions.may_decide", lambda w: (w.dispute, OVER), "VN"),
    ("disputes.permissions.may_decide", lambda w: (w.dispute, DAY), ""),
    ("disputes.permissions.may_propose_conclusion", lambda w: (w.dispute, OVER), "CV"),
    ("disputes.permissions.may_answer_conclusion", lambda w: (w.proposed, OVER), "C"),
    ("disputes.permissions.may_offer_settlement", lambda w: (w.dispute,), "KOMC"),
    ("disputes.permissions.may_answer_settlement", lambda w: (w.proposed, w.offer), "KOC"),
    ("disputes.permissions.may_withdraw", lambda w: (w.dispute,), "M"),
    ("disputes.permissions.may_refer_out", lambda w: (w.dispute,), "M"),
    ("disputes.permissions.may_propose_neutral", lambda w: (w.dispute,), "KOMC"),
    ("disputes.permissions.may_agree_neutral", lambda w: (w.dispute, w.candidate), "M"),
    ("disputes.permissions.may_end_neutral", lambda w: (w.dispute, w.mediator), "N"),
    ("disputes.permissions.may_end_neutral", lambda w: (w.dispute, w.candidate), "KOMC"),
    ("disputes.permissions.may_stop_clock", lambda w: (w.timed, DAY), "MV"),
    ("disputes.permissions.may_ask_extension", lambda w: (w.timed,), "KOMC"),
    ("disputes.permissions.may_set_limit", lambda w: (w.compact,), "K"),
]  # fmt: skip

STATE_OR_ROW = "asked where its row is in that state, by the tests of its own app"
ELSEWHERE = {
    "organisations.permissions.may_set_up": "asks whether there is anybody: organisations/test_areas.py",
    "organisations.deciding.may_second": "takes what another chair proposed: test_deciding.py",
    "commitments.permissions.may_be_decided_as_concluded": "asked by the verb of a dispute: test_concluding.py",
    "commitments.permissions.may_answer_proposal": "takes a proposal: test_deciding.py",
    "compacts.permissions.may_keep": "of another area's compact: compacts/test_keeping.py",
    "compacts.permissions.may_end_keeping": STATE_OR_ROW,
    "imports.permissions.may_import": "asks the kind's own permission",
    "consultations.permissions.may_import": "the same as may_plan",
    "funding.permissions.may_record_decision": STATE_OR_ROW,
    "funding.permissions.may_give_notice": STATE_OR_ROW,
    "disputes.permissions.may_add_lesson": STATE_OR_ROW,
    "disputes.permissions.may_add_remedy": STATE_OR_ROW,
    "disputes.permissions.may_report_remedy": STATE_OR_ROW,
    "disputes.permissions.may_check_remedy": STATE_OR_ROW,
    "disputes.permissions.may_answer_extension": STATE_OR_ROW,
    "disputes.permissions.may_restart_clock": STATE_OR_ROW,
    "disputes.permissions.may_escalate": STATE_OR_ROW,
    "disputes.permissions.may_clear_doubts": "asked in a case whose name is kept: test_kept_texts",
    "disputes.permissions.may_tell_exactly": "asked in a case whose name is kept: test_guessing",
    "disputes.permissions.may_declare": STATE_OR_ROW,
    "disputes.permissions.may_hold_more": "asks of sizes, and of nobody",
    "disputes.permissions.may_look_through": STATE_OR_ROW,
    "disputes.permissions.may_be_neutral": "asks who may be chosen, not who may choose",
    "notifications.permissions.may_follow": "everybody may: no account is needed",
}


def every_permission() -> set[str]:
    """Each public `may_*` of the apps' permissions modules, by where it is taken from."""
    found = set()
    for config in apps.get_app_configs():
        for name in ("permissions", "deciding"):
            try:
                module = import_module(f"{config.name}.{name}")
            except ModuleNotFoundError:
                continue
            if not str(module.__file__).startswith(str(settings.BASE_DIR)):
                continue
            inside = {
                each: made_by
                for each, made_by in inspect.getmembers(module, inspect.isfunction)
                if each.startswith("may_") and made_by.__module__.startswith(module.__name__)
            }
            found |= {f"{module.__name__}.{each}" for each in inside}
    return found


@pytest.fixture
def world(library: None) -> SimpleNamespace:
    area = way.Area("thurrock")
    notice = cast.notice(
        DAY, funder=area.council, recipient=area.group,
        received_on=DAY, last_day=DAY + timedelta(days=30),
    )  # fmt: skip
    other = cast.notice(
        DAY, reference="N-2", funder=area.council, recipient=area.group,
        received_on=DAY, last_day=DAY + timedelta(days=30),
    )  # fmt: skip
    case = Breach.objects.filter(check_made__act=notice.act).earliest("pk")
    confirmed = Breach.objects.filter(check_made__act=other.act).earliest("pk")
    determine(
        confirmed, by=area.chair_cvs, decision="confirmed", reasons="Short.", on=OVER,
        at=cast.at(OVER),
    )  # fmt: skip
    confirmed.refresh_from_db()
    consultation = made.published(area.officer, area.council)
    response = made.response(consultation, area.member, area.group)
    asked = made.response(consultation, area.member, area.group)
    ask_to_void(response=asked, reason="Twice.", by=area.officer, at=cast.at(DAY))
    dispute = way.raised(area)
    person = way.appointed(dispute, area, way.mediator(), part="panel")
    candidate = actions.propose_neutral(
        dispute=dispute, person=way.mediator("second@test.example"), part="panel", why="",
        by=area.officer, at=cast.at(DAY),
    )  # fmt: skip
    agreement = cast.agreement(DAY, funder=area.council, recipient=area.group)
    held = way.raised(area)
    actions.ask_standstill(dispute=held, what="Wait.", by=area.member, on=DAY)
    proposed = way.raised(area)
    offer = actions.offer_settlement(dispute=proposed, terms="Pay.", by=area.member, on=DAY)
    actions.propose_conclusion(
        dispute=proposed, outcome="upheld", reasons="Short.", reading="", by=area.chair_cvs, on=OVER
    )
    compact = actions.compact_on(area.council.area, DAY)
    assert compact is not None
    actions.set_limit(
        compact=compact, position=1, time_limit=6, unit="weeks", reason="Agreed.",
        by=area.compact_officer, on=DAY,
    )  # fmt: skip
    people: dict[str, Any] = {
        "K": area.compact_officer, "O": area.officer, "S": area.cvs_staff, "M": area.member,
        "T": area.other_member, "C": area.chair_council, "V": area.chair_cvs, "R": area.reader,
        "r": cast.person("read_only", area.cvs), "g": cast.person("read_only", area.group),
        "N": person, "X": cast.person("compact_officer", cast.council("southend")),
        "A": AnonymousUser(),
    }  # fmt: skip
    return SimpleNamespace(
        people=people, held_by={
            letter: person.memberships.get()
            for letter, person in people.items()
            if letter in "KOSMTCVRrg"
        }, area=area.council.area, council=area.council, cvs=area.cvs,
        group=area.group, silent=cast.group("Silent Singers"),
        police=cast.organisation("essex-police"), notice=notice, case=case, confirmed=confirmed,
        consultation=consultation, planned=made.draft(area.officer, area.council, "A plan"),
        closed=DAY + timedelta(weeks=20), response=response, asked=asked,
        draft_response=made.response(consultation, area.member, area.group, sent=False),
        meeting=plan_meeting(
            area=area.council.area, planned_on=date(2025, 9, 1), by=area.chair_cvs
        ),
        promise=agreement.act.checks.get(rule__provision__ref="4.7"),
        own_promise=agreement.act.checks.filter(responsible=area.council).earliest("pk"),
        draft=way.drafted(area), dispute=way.fresh(dispute), held=held,
        proposed=way.fresh(proposed), offer=offer, candidate=candidate,
        mediator=dispute.neutrals.get(user=person), timed=way.raised(area), compact=compact,
    )  # fmt: skip


def function_of(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function)  # type: ignore[no-any-return]


def fresh(person: Any) -> Any:
    return User.objects.get(pk=person.pk) if isinstance(person, User) else person


def test_every_permission_is_in_the_table_or_has_its_tests() -> None:
    asked = {name for name, _, _ in ROWS}
    assert every_permission() == asked | set(ELSEWHERE)
    assert not asked & set(ELSEWHERE)


def test_who_may(world: SimpleNamespace) -> None:
    people = {letter: fresh(person) for letter, person in world.people.items()}
    assert set(people) == set(PEOPLE)
    wrong = []
    for name, arguments, expected in ROWS:
        given = arguments(world)
        may = {who for who, person in people.items() if function_of(name)(person, *given)}
        if may != set(expected):
            wrong.append(f"{name}{given}: {''.join(sorted(may))}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_reader_writes_nothing() -> None:
    """The table itself: whoever only reads may see, and nothing else."""
    seeing = {"may_see_area", "may_see_whole_area", "may_read_substance", "may_see_people"}
    leaving = {"may_end"}  # their own role, which nobody keeps against their will
    for name, _, expected in ROWS:
        if name.rpartition(".")[2] not in seeing | leaving:
            assert not READERS & set(expected), name

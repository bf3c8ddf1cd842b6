"""Two people open the same form: the second one is told, and overwrites nothing unknowingly.

Every address whose page is a change is either driven here, or said to add something new, or carries
a version in its description.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.urls import get_resolver, reverse

from audit.models import Event
from commitments.models import Breach
from consultations.actions.feedback import save_theme
from consultations.models import ElectionPeriod
from disputes import actions
from disputes.models import Remedy
from tests import cast
from tests.consultations.made import published, response
from tests.disputes import way
from tests.disputes.way import DAY, Area
from tests.house.test_addresses import addresses
from tests.html import hidden, one_line

pytestmark = pytest.mark.django_db

ADDS = {
    "consultations:documents": "another document stands beside the others",
    "consultations:election_new": "another period; one of the same name is refused",
    "consultations:response_log": "another response; what it says is its own",
    "consultations:theme_new": "another theme stands below the others",
    "disputes:lesson": "another lesson stands beside the others",
    "disputes:remedy": "another action stands beside the others",
    "disputes:write": "another message or document stands beside the others",
    "forums:plan_meeting": "another meeting; one on the same day is refused",
    "funding:agreement_new": "another agreement",
    "organisations:area_add": "another area; one of the same name or code is refused",
    "organisations:name_first": "the first role of a sector; a second one is refused",
    "organisations:invite": "another role; one that the person holds or is invited to is refused",
    "organisations:add": "another organisation; one of the same name is refused",
}
"""Addresses of forms that have no row to clash on, each with the reason."""

UNLOGGED = {"consultations:theme": "feedback is nobody's business before it is published"}

CARRY = (
    "version=",
    "case_change(",
    "consultation_change(",
    "response_change(",
    "_change_of(",
    "_moving(",
)
SINGLE = {"adds=True", "version=None"}


def change_pages() -> dict[str, Any]:
    return {
        name: view
        for name, _, view in addresses(get_resolver())
        if getattr(view, "is_change_page", False)
    }


def test_every_change_carries_a_version_or_only_adds() -> None:
    found = set()
    for name, view in change_pages().items():
        text = inspect.getsource(inspect.unwrap(view))
        adds = any(each in text for each in SINGLE) or not any(each in text for each in CARRY)
        if adds:
            found.add(name)
    assert found <= set(ADDS), f"These would overwrite silently: {sorted(found - set(ADDS))}"


def test_what_only_adds_is_still_there() -> None:
    assert set(ADDS) <= set(change_pages())


# Driven -------------------------------------------------------------------------------------------

Case = tuple[Any, str, dict[str, Any], Any]
"""Who sends, to which address, what is typed, and the row that somebody else saves meanwhile."""


def parts(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def _notice(area: Area) -> Any:
    return cast.notice(
        DAY,
        funder=area.council,
        recipient=area.group,
        received_on=DAY - timedelta(days=30),
        last_day=DAY + timedelta(days=20),
    )


def correct_notice(area: Area) -> Case:
    row = _notice(area)
    url = reverse("commitments:correct", args=[row.act_id, "received_on"])
    typed = {**parts("new", DAY - timedelta(days=31)), "reason": "The letter says so."}
    return area.compact_officer, url, typed, row.act


def move_notice(area: Area) -> Case:
    row = _notice(area)
    typed = {**parts("last_day", DAY + timedelta(days=90)), **parts("moved_on", DAY)}
    return (
        area.compact_officer,
        reverse("funding:move", args=[row.pk]),
        typed | {"reason": "As agreed."},
        row.act,
    )


def withdraw_notice(area: Area) -> Case:
    row = _notice(area)
    url = reverse("funding:withdraw", args=["notice", row.pk])
    return (
        area.compact_officer,
        url,
        {**parts("withdrawn_on", DAY), "reason": "A mistake."},
        row.act,
    )


def void_notice(area: Area) -> Case:
    row = _notice(area)
    url = reverse("commitments:void", args=[row.act_id])
    return area.compact_officer, url, {"reason": "Entered twice."}, row.act


def acknowledge(area: Area) -> Case:
    row = _notice(area)
    url = reverse("funding:acknowledge", args=[row.pk])
    return area.member, url, parts("received_on", DAY - timedelta(days=29)), row.act


def reply(area: Area) -> Case:
    _notice(area)
    case = Breach.objects.get()
    typed = {"position": "accepts", "text": "It was late."}
    return area.officer, reverse("commitments:reply", args=[case.pk]), typed, case


def say_kept(area: Area) -> Case:
    row = cast.agreement(DAY, funder=area.council, recipient=area.group)
    check = row.act.checks.get(rule__provision__ref="4.7")
    typed = {"records.end_planned": "A plan."}
    return area.member, reverse("commitments:record_promise", args=[check.pk]), typed, row.act


def extend(area: Area) -> Case:
    made = published(area.officer, area.council)
    typed = {**parts("closes_on", DAY + timedelta(days=100)), "reason": "Asked for."}
    return area.officer, reverse("consultations:extend", args=[made.pk]), typed, made.act


def cut_short(area: Area) -> Case:
    made = published(area.officer, area.council)
    typed = {**parts("closes_on", DAY + timedelta(days=30)), "reason": "No money."}
    return area.officer, reverse("consultations:cut_short", args=[made.pk]), typed, made.act


def cancel(area: Area) -> Case:
    made = published(area.officer, area.council)
    url = reverse("consultations:cancel", args=[made.pk])
    return area.officer, url, {"reason": "Overtaken by events."}, made.act


def correct_consultation(area: Area) -> Case:
    made = published(area.officer, area.council)
    url = reverse("consultations:correct", args=[made.pk, "purpose"])
    return area.officer, url, {"why": "Another reason.", "reason": "Left out."}, made.act


def theme(area: Area) -> Case:
    opened = DAY - timedelta(days=90)
    closed = DAY - timedelta(days=1)
    made = published(area.officer, area.council, on=opened, closes_on=closed)
    said = {"title": "Hours", "you_said": "Open later.", "result": "done", "we_did": "We do."}
    row = save_theme(consultation=made, theme=None, answers=said, by=area.officer)
    url = reverse("consultations:theme", args=[made.pk, row.pk])
    return area.officer, url, said | {"we_did": "We open until nine."}, row


def election(area: Area) -> Case:
    row = ElectionPeriod.objects.create(
        area=area.council.area, name="Local", starts_on=DAY, ends_on=DAY
    )
    url = reverse("consultations:election", args=["thurrock", row.pk])
    typed = {
        "name": "Local",
        **parts("starts_on", DAY),
        **parts("ends_on", DAY + timedelta(days=9)),
    }
    return area.compact_officer, url, typed, row


def void_response(area: Area) -> Case:
    made = published(area.officer, area.council)
    row = response(made, area.member, area.group)
    url = reverse("consultations:response_void", args=[row.pk])
    return area.member, url, {"reason": "Sent twice."}, row.act


def organisation(area: Area) -> Case:
    body = cast.group("Tilbury Choir")
    url = reverse("organisations:change", args=["thurrock", body.slug])
    typed = {
        "name": "Tilbury Singers",
        "kind": "community-group",
        "charity_number": "",
        "company_number": "",
    }
    return area.compact_officer, url, typed, body


def of_dispute(name: str, typed: dict[str, Any], who: str = "member") -> Callable[[Area], Case]:
    def case(area: Area) -> Case:
        row = way.raised(area)
        return getattr(area, who), reverse(f"disputes:{name}", args=[row.pk]), typed, row

    return case


def answer_terms(area: Area) -> Case:
    row = way.raised(area)
    actions.offer_settlement(dispute=row, terms="Three months.", by=area.member, on=DAY)
    return area.officer, reverse("disputes:terms", args=[row.pk]), {"accepted": "no"}, row


def report_remedy(area: Area) -> Case:
    row = way.raised(area)
    terms = actions.offer_settlement(dispute=row, terms="A letter.", by=area.member, on=DAY)
    actions.answer_settlement(settlement=terms, accepted=True, by=area.officer, on=DAY)
    row.refresh_from_db()
    actions.add_remedy(
        dispute=row, what="Write.", owner_side="respondent", due_on=DAY, by=area.officer, on=DAY
    )
    url = reverse("disputes:remedy_report", args=[Remedy.objects.get().pk])
    return area.officer, url, {**parts("done_on", DAY), "report": "Written."}, row


CASES: dict[str, Callable[[Area], Case]] = {
    "commitments:correct": correct_notice,
    "funding:move": move_notice,
    "funding:withdraw": withdraw_notice,
    "commitments:void": void_notice,
    "funding:acknowledge": acknowledge,
    "commitments:record_promise": say_kept,
    "commitments:reply": reply,
    "consultations:extend": extend,
    "consultations:cut_short": cut_short,
    "consultations:cancel": cancel,
    "consultations:correct": correct_consultation,
    "consultations:theme": theme,
    "consultations:election": election,
    "consultations:response_void": void_response,
    "organisations:change": organisation,
    "disputes:offer": of_dispute("offer", {"terms": "Notice to September."}),
    "disputes:withdraw": of_dispute("withdraw", {"reason": "No longer needed."}),
    "disputes:standstill": of_dispute("standstill", {"what": "The end of the grant."}),
    "disputes:anonymous": of_dispute("anonymous", {"anonymous": "yes"}),
    "disputes:terms": answer_terms,
    "disputes:remedy_report": report_remedy,
}


@pytest.fixture
def area(library: None, settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(cast.at(DAY), tick=False):
        yield Area("thurrock")


@pytest.mark.parametrize("name", CASES)
def test_the_second_to_send_is_told_and_can_send_again(
    name: str, area: Area, client: Client
) -> None:
    assert name in change_pages()
    user, url, typed, row = CASES[name](area)
    client.force_login(user)
    opened = client.get(url)
    assert opened.status_code == 200
    form = hidden(one_line(opened))
    type(row).objects.filter(pk=row.pk).update(version=F("version") + 1)
    before = Event.objects.count()

    clash = client.post(url, form | typed)
    said = one_line(clash)
    assert clash.status_code == 409, said
    assert "Somebody changed this after you opened the page." in said
    assert Event.objects.count() == before
    _is_asked_again_and_sends(client, name, url, said, typed)


def test_somebody_who_changed_it_in_another_window_is_told_so(area: Area, client: Client) -> None:
    user, url, typed, _ = correct_notice(area)
    client.force_login(user)
    first, second = hidden(one_line(client.get(url))), hidden(one_line(client.get(url)))
    with time_machine.travel(cast.at(DAY) + timedelta(minutes=1), tick=False):
        sent = client.post(url, first | typed | {"reason": "The envelope says so."})
    assert sent.status_code == 302
    said = one_line(client.post(url, second | typed))
    assert "You changed this in another window after you opened this page." in said
    assert "Somebody changed this" not in said
    assert "The envelope says so." in said


def test_what_another_did_as_well_is_somebodys(area: Area, client: Client) -> None:
    user, url, typed, _ = correct_notice(area)
    client.force_login(user)
    opened = hidden(one_line(client.get(url)))
    for who, reason in ((area.officer, "One."), (user, "Two.")):
        client.force_login(who)
        now = hidden(one_line(client.get(url)))
        moved = parts("new", DAY - timedelta(days=29 - (who == user)))
        with time_machine.travel(cast.at(DAY) + timedelta(minutes=1), tick=False):
            sent = client.post(url, now | typed | moved | {"reason": reason})
        assert sent.status_code == 302
    said = one_line(client.post(url, opened | typed))
    assert "Somebody changed this after you opened the page." in said


def test_a_clash_names_the_button_as_it_is_called(area: Area, client: Client) -> None:
    user, url, typed, row = void_notice(area)
    client.force_login(user)
    opened = client.get(url)
    form, button = hidden(one_line(opened)), opened.context["change"].submit
    type(row).objects.filter(pk=row.pk).update(version=F("version") + 1)
    said = one_line(client.post(url, form | typed))
    assert f"Then choose “{button}” again if it is still right" in said


@pytest.mark.parametrize("name", CASES)
def test_a_form_without_its_version_overwrites_nothing_and_is_asked_again(
    name: str, area: Area, client: Client
) -> None:
    user, url, typed, row = CASES[name](area)
    client.force_login(user)
    version, before = version_now(row), Event.objects.count()
    for nothing in ({}, {"version": ""}):
        asked = client.post(url, typed | nothing)
        said = one_line(asked)
        assert asked.status_code == 409, said
        assert "This page was opened from an older version" in said
        assert (version_now(row), Event.objects.count()) == (version, before)
    _is_asked_again_and_sends(client, name, url, said, typed)


def test_a_form_that_only_adds_needs_no_version(area: Area, client: Client) -> None:
    client.force_login(area.compact_officer)
    typed = {"name": "Grays Choir", "kind": "community-group", "sector": "vcs"}
    answer = client.post(reverse("organisations:add", args=["thurrock"]), typed)
    assert answer.status_code == 302, one_line(answer)


def _is_asked_again_and_sends(
    client: Client, name: str, url: str, said: str, typed: dict[str, Any]
) -> None:
    """The page shows all that was typed, and what it carries now is taken."""
    for value in typed.values():
        assert value in said
    before = Event.objects.count()
    again = client.post(url, hidden(said) | typed)
    assert again.status_code == 302, one_line(again)
    assert name in UNLOGGED or Event.objects.count() > before


def version_now(row: Any) -> int:
    return int(type(row).objects.values_list("version", flat=True).get(pk=row.pk))

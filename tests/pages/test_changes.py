"""The one change page: what follows is shown before the button, and nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audit.models import Event
from commitments.models import Check
from consultations.actions.changes import extend_consultation
from consultations.models import Consultation
from organisations.models import Organisation, Role
from tests import cast
from tests.consultations.made import published
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 16)
DAY = timedelta(days=1)
SCRIPT = {"HX-Request": "true"}


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture
def lead(library: None) -> Organisation:
    return cast.council()


@pytest.fixture
def officer(lead: Organisation) -> Any:
    return cast.person(Role.COMPACT_OFFICER, lead)


@pytest.fixture
def consultation(officer: Any, lead: Organisation) -> Consultation:
    return published(officer, lead, on=TODAY)


@pytest.fixture
def as_officer(client: Client, officer: Any) -> Client:
    client.force_login(officer)
    return client


def cut_short(made: Consultation) -> str:
    return reverse("consultations:cut_short", args=[made.pk])


def test_what_follows_is_shown_before_the_button_and_nothing_is_written(
    as_officer: Client, consultation: Consultation
) -> None:
    events, outcomes = Event.objects.count(), set(Check.objects.values_list("pk", "outcome"))
    typed = {**parts("closes_on", TODAY + 10 * DAY), "reason": "", "go": "preview"}
    page = one_line(as_officer.post(cut_short(consultation), typed))
    assert "Apparent breach" in page
    assert "If nothing else happens, from" in page
    assert f'value="{(TODAY + 10 * DAY).day}"' in page
    assert "There is a problem" not in page  # what is still blank is no fault yet
    assert Event.objects.count() == events
    assert set(Check.objects.values_list("pk", "outcome")) == outcomes


def test_a_script_is_given_the_panel_alone(as_officer: Client, consultation: Consultation) -> None:
    typed = {**parts("closes_on", TODAY + 10 * DAY), "go": "preview"}
    panel = one_line(as_officer.post(cut_short(consultation), typed, headers=SCRIPT))
    assert "Apparent breach" in panel
    assert "<html" not in panel


def test_facts_that_contradict_are_said_in_the_panel(
    as_officer: Client, consultation: Consultation
) -> None:
    typed = {**parts("closes_on", TODAY - 10 * DAY), "go": "preview"}
    panel = one_line(as_officer.post(cut_short(consultation), typed, headers=SCRIPT))
    assert "This cannot be right together" in panel


def test_a_notice_put_back_shows_what_its_check_will_say(
    as_officer: Client, lead: Organisation
) -> None:
    notice = cast.notice(TODAY, received_on=TODAY - 5 * DAY, last_day=TODAY + 20 * DAY)
    url = reverse("funding:move", args=[notice.pk])
    typed = {
        **parts("last_day", TODAY + 120 * DAY),
        **parts("moved_on", TODAY),
        "go": "preview",
    }
    panel = one_line(as_officer.post(url, typed, headers=SCRIPT))
    assert "Apparent breach" in panel  # as it is on record
    assert "Remedied" in panel or "Met" in panel
    notice.refresh_from_db()
    assert notice.last_day == TODAY + 20 * DAY


def test_a_clash_says_who_did_what_and_shows_both(
    as_officer: Client, officer: Any, consultation: Consultation
) -> None:
    version = consultation.act.version
    extend_consultation(
        consultation=consultation,
        closes_on=consultation.closes_on + 5 * DAY,
        reason="Others asked for it.",
        by=officer,
        on=TODAY,
        at=cast.at(TODAY),
    )
    typed = {**parts("closes_on", TODAY + 10 * DAY), "reason": "No money.", "version": version}
    answer = as_officer.post(cut_short(consultation), typed)
    said = one_line(answer)
    assert answer.status_code == 409
    for words in ("Extended", officer.post, "Others asked for it.", "No money.", "On record now"):
        assert words in said


def test_a_change_that_can_no_longer_be_made_shows_what_was_typed(
    as_officer: Client, consultation: Consultation
) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(cancelled_on=TODAY)
    typed = {"reason": "Words of an hour.", "version": consultation.act.version}
    answer = as_officer.post(cut_short(consultation), typed)
    assert answer.status_code == 403
    assert "Words of an hour." in one_line(answer)


def test_a_correction_stands_before_the_finding_it_changed(
    as_officer: Client, officer: Any, lead: Organisation
) -> None:
    notice = cast.notice(TODAY, received_on=TODAY - 5 * DAY, last_day=TODAY + 20 * DAY)
    url = reverse("commitments:correct", args=[notice.act_id, "received_on"])
    typed = {**parts("new", TODAY - 99 * DAY), "reason": "The letter says so."}
    assert filled_in(as_officer, url, typed).status_code == 302
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert verbs.index("act.corrected") < verbs.index("breach.closed")
    told = "Notice received on: 11 June 2025, now 9 March 2025."
    case = notice.act.checks.get(breach__isnull=False).breach
    for address in (notice.get_absolute_url(), case.get_absolute_url()):
        assert told in one_line(as_officer.get(address)).replace("<br>", " ")

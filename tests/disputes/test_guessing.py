"""Who could be guessed from the day beside the clause: counted, widened, and told to nobody else."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.permissions import ActionRefused
from audit.models import Event
from commitments.models import Act
from disputes import actions
from disputes.bundles import case_of
from disputes.guessing import ENOUGH, Fit, day_words, fit, wide_enough
from disputes.models import Dispute
from disputes.states import ClausesShown, DayShown
from tests import cast
from tests.disputes import way
from tests.disputes.way import DAY, HAPPENED, Area
from tests.html import one_line

pytestmark = pytest.mark.django_db
EXACTLY = "2 June 2025"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(cast.at(DAY), tick=False):
        yield


def told(area: Area, name: str, day: date, **facts: object) -> Act:
    """A notice to one group, too short, with its checks."""
    return cast.notice(
        day, reference=f"N-{Act.objects.count()}", funder=area.council,
        recipient=cast.group(name, area.slug), received_on=day,
        last_day=day + timedelta(days=20), **facts,
    ).act  # fmt: skip


@pytest.fixture
def own(thurrock: Area) -> Act:
    return told(thurrock, thurrock.group.name, HAPPENED)


def drafted(area: Area, **answers: object) -> Dispute:
    return way.drafted(area, confidential=True, clauses=[way.clause("4.4")], **answers)


def raised(area: Area, **answers: object) -> Dispute:
    return way.raised(area, confidential=True, clauses=[way.clause("4.4")], **answers)


def test_what_fits_is_counted_by_day_clause_and_words(thurrock: Area, own: Act) -> None:
    for number, day in enumerate((date(2025, 6, 3), date(2025, 6, 30), date(2025, 2, 3))):
        told(thurrock, f"Group {number}", day, programme="Warm Rooms" if number else "Buses")
    told(thurrock, "Group 9", date(2024, 6, 2))
    draft = drafted(thurrock)
    clause, section = ClausesShown.CLAUSE, ClausesShown.SECTION
    assert fit(draft, DayShown.DAY, clause) == Fit(1, 1)
    assert fit(draft, DayShown.MONTH, section) == Fit(3, 3)
    assert fit(draft, DayShown.YEAR, section) == Fit(4, 4)
    assert fit(draft, DayShown.KEPT, section) == Fit(5, 5)
    draft.happened = "Our warm rooms close."
    assert fit(draft, DayShown.YEAR, clause) == Fit(2, 2)
    assert fit(draft, DayShown.YEAR, clause, texts=False) == Fit(4, 4)


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ([HAPPENED] * 4, (DayShown.DAY, ClausesShown.CLAUSE)),
        ([date(2025, 6, n) for n in (3, 4, 5, 6)], (DayShown.MONTH, ClausesShown.SECTION)),
        ([date(2025, n, 3) for n in (1, 2, 3, 4)], (DayShown.YEAR, ClausesShown.SECTION)),
        ([date(2024, n, 3) for n in (1, 2, 3, 4)], (DayShown.KEPT, ClausesShown.SECTION)),
        ([], (DayShown.KEPT, ClausesShown.COMPACT)),
    ],
)
def test_it_is_told_as_widely_as_five_take(
    thurrock: Area, own: Act, days: list[date], chosen: tuple[str, str]
) -> None:
    for number, day in enumerate(days):
        told(thurrock, f"Group {number}", day)
    draft = drafted(thurrock)
    assert wide_enough(draft) == chosen
    dispute = actions.raise_dispute(
        dispute=draft, version=draft.version, by=thurrock.member, on=DAY, at=cast.at(DAY)
    )
    assert (dispute.day_shown, dispute.clauses_shown) == chosen


def test_an_open_case_is_told_exactly(client: Client, thurrock: Area) -> None:
    dispute = way.raised(thurrock, clauses=[way.clause("4.4")])
    assert (dispute.day_shown, dispute.clauses_shown) == ("", "")
    client.force_login(thurrock.officer)
    page = one_line(client.get(dispute.get_absolute_url()))
    assert f"On {EXACTLY}." in page
    assert "Clause 4.4" in page


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("day", "on 2 June 2025"), ("month", "in June 2025"), ("year", "in 2025"),
        ("kept", "on a day that is kept"),
    ],
)  # fmt: skip
def test_a_day_in_words(shown: str, words: str) -> None:
    assert day_words(HAPPENED, shown) == words


def test_the_check_page_says_who_could_guess_and_how_it_is_changed(
    client: Client, thurrock: Area, own: Act
) -> None:
    draft = drafted(thurrock)
    client.force_login(thurrock.member)
    page = one_line(client.get(reverse("disputes:draft_check", args=[draft.pk])))
    assert "Who could guess who you are" in page
    assert "1 record fits, of one organisation" in page.lower() or "1 record fits" in page
    assert "Could be guessed" in page
    assert "nothing of any dispute" in page.lower()
    url = reverse("disputes:draft", args=[draft.pk, "shown"])
    asked = one_line(client.get(url))
    assert "in June 2025" in asked
    assert "section 4" in asked
    answer = client.post(
        url,
        {"day_shown": "month", "clauses_shown": "section", "version": draft.version, "seen": ""},
    )
    assert answer.status_code in (302, 409)
    openly = way.drafted(thurrock)
    page = one_line(client.get(reverse("disputes:draft_check", args=[openly.pk])))
    assert "Who could guess" not in page


def test_what_was_chosen_stays(thurrock: Area, own: Act) -> None:
    draft = actions.save_answers(
        dispute=(draft := drafted(thurrock)), page="shown", version=draft.version,
        by=thurrock.member, answers={"day_shown": "month", "clauses_shown": "section"},
    )  # fmt: skip
    dispute = actions.raise_dispute(
        dispute=draft, version=draft.version, by=thurrock.member, on=DAY, at=cast.at(DAY)
    )
    assert (dispute.day_shown, dispute.clauses_shown) == ("month", "section")


@pytest.fixture
def kept(thurrock: Area, own: Act) -> Dispute:
    """Told as "in June 2025" and by its section; at the forum, with a lesson to be."""
    draft = drafted(thurrock, act=own)
    draft = actions.save_answers(
        dispute=draft, page="shown", version=draft.version, by=thurrock.member,
        answers={"day_shown": "month", "clauses_shown": "section"},
    )  # fmt: skip
    dispute = actions.raise_dispute(
        dispute=draft, version=draft.version, by=thurrock.member, on=DAY, at=cast.at(DAY)
    )
    Dispute.objects.filter(pk=dispute.pk).update(reached_forum=True)
    return way.fresh(dispute)


def everywhere(client: Client, dispute: Dispute) -> str:
    """All that the app says of the case on pages and in files, to whoever is signed in."""
    texts = []
    for address in (
        dispute.get_absolute_url(), "/areas/thurrock/disputes/",
        "/areas/thurrock/disputes/?format=csv", "/areas/thurrock/disputes/review/",
        "/areas/thurrock/disputes/review/?format=csv", "/areas/thurrock/disputes/conclusions/",
        "/areas/thurrock/disputes/conclusions/?format=csv", f"/disputes/{dispute.pk}/ombudsman/",
    ):  # fmt: skip
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 200:
            texts.append(content.decode())
    return " ".join("\n".join(texts).split()).replace("such as 4.4", "")


def test_only_its_own_side_reads_the_day_and_the_clause(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    for user in (
        thurrock.officer,
        thurrock.chair_council,
        thurrock.compact_officer,
        thurrock.reader,
    ):
        client.force_login(user)
        text = everywhere(client, kept)
        assert EXACTLY not in text, user
        assert "4.4" not in text, user
        assert "In June 2025." in text, user
        assert "Section 4" in text, user
    for user in (thurrock.cvs_staff, thurrock.member):
        client.force_login(user)
        page = one_line(client.get(kept.get_absolute_url()))
        assert f"On {EXACTLY}." in page
        assert "Clause 4.4" in page


def test_files_events_and_filters_know_the_section_alone(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    for user in (thurrock.cvs_staff, thurrock.officer):
        bundle = json.dumps(case_of(kept, user, DAY))
        assert EXACTLY not in bundle
        assert "4.4" not in bundle
        client.force_login(user)
        rows = one_line(client.get("/areas/thurrock/disputes/?clause=4.4"))
        assert "0 disputes" in rows
        assert "4.4" not in client.get("/areas/thurrock/disputes/?format=csv").getvalue().decode()
    raised_event = Event.objects.get(verb="dispute.raised")
    assert raised_event.detail["clauses"] == ["Section 4"]
    assert "act" not in raised_event.detail
    for event in Event.objects.about(kept):
        assert HAPPENED.isoformat() not in json.dumps(event.detail)


def test_what_was_found_is_listed_by_its_section(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    way.appointed(kept, thurrock, way.mediator(), part="panel")
    kept = way.answered(way.fresh(kept), thurrock)
    actions.conclude(
        dispute=kept, outcome="upheld", reasons="Short.", reading="Whole months.",
        by=kept.neutrals.get().user, on=DAY, at=cast.at(DAY),
    )  # fmt: skip
    actions.add_lesson(dispute=way.fresh(kept), text="Count.", by=thurrock.cvs_staff, on=DAY)
    client.force_login(thurrock.other_member)
    url = reverse("disputes:conclusions", args=["thurrock"])
    page = one_line(client.get(url))
    assert "Under Section 4" in page
    assert "4.4" not in page.replace("such as 4.4", "")
    assert "0 conclusions" in one_line(client.get(f"{url}?clause=4.4"))


def test_the_body_tells_those_who_decide_and_nobody_else_can(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    for by in (thurrock.officer, thurrock.member, thurrock.chair_council, thurrock.other_member):
        with pytest.raises(ActionRefused):
            actions.tell_exactly(dispute=kept, by=by, at=cast.at(DAY))
    outside = cast.person("forum_chair", cast.group("Essex Fire Service"), "fire@test.example")
    client.force_login(outside)
    assert "In June 2025." in one_line(client.get(kept.get_absolute_url()))
    client.force_login(thurrock.cvs_staff)
    assert "Tell those who decide" in one_line(client.get(kept.get_absolute_url()))
    url = reverse("disputes:exact", args=[kept.pk])
    assert client.post(url, {"version": kept.version}).status_code == 302
    client.force_login(outside)
    assert f"On {EXACTLY}." in one_line(client.get(kept.get_absolute_url()))
    client.force_login(thurrock.officer)
    assert "In June 2025." in one_line(client.get(kept.get_absolute_url()))
    assert client.get(url).status_code == 403
    for stranger in (cast.person("cvs_staff", cast.organisation("savs", "southend")),):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    with pytest.raises(ActionRefused, match="already"):
        actions.tell_exactly(dispute=kept, by=thurrock.cvs_staff, at=cast.at(DAY))


def test_a_linked_record_is_shown_to_its_own_side_alone(
    client: Client, thurrock: Area, kept: Dispute, own: Act
) -> None:
    link = reverse("commitments:act", args=[own.pk])
    for user, is_shown in ((thurrock.cvs_staff, True), (thurrock.officer, False)):
        client.force_login(user)
        page = client.get(kept.get_absolute_url()).content.decode()
        assert (link in page) is is_shown


def test_every_record_of_the_area_leaves_five_groups(thurrock: Area, own: Act) -> None:
    """Whichever breach somebody looks at, what the case tells fits it no better than four others."""
    for number in range(6):
        told(thurrock, f"Group {number}", date(2025, 1 + number, 3))
    dispute = raised(thurrock)
    found = fit(dispute, dispute.day_as_shown, dispute.clauses_as_shown)
    assert found.organisations >= ENOUGH
    assert not found.is_few

"""A kept name in what is typed: the raiser's side is refused or asked, others are masked and never told."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from disputes import actions
from disputes.actions.telling import NameGiven, clear_doubts
from disputes.comparison import KEPT
from disputes.models import ClearedDoubt, Dispute, Paper
from disputes.traces import Said, findings_in
from tests import cast
from tests.disputes import way
from tests.disputes.way import DAY, SECRET, Area
from tests.html import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(cast.at(DAY), tick=False):
        yield


@pytest.fixture
def kept(thurrock: Area) -> Dispute:
    cast.notice(DAY, funder=thurrock.council, recipient=thurrock.group, reference="N-2025-0041")
    return way.raised(thurrock, confidential=True)


def says(dispute: Dispute, area: Area, text: str) -> None:
    actions.add_paper(
        dispute=dispute, audience="forum", by=area.cvs_staff, at=cast.at(DAY), text=text
    )


def outside_chair(area: Area) -> User:
    """A chair of the forum who belongs to neither party, nor to the body that represents."""
    body = cast.group("Essex Fire Service", area.slug)
    return cast.person("forum_chair", body, "fire@test.example")


@pytest.mark.parametrize(
    "text",
    [
        "Quillfeather Refuge",
        "quill&shy;feather womens refuge",
        "N-2025-0041",
        "quiet@thurrock.example",
    ],
)
def test_certain_words_are_refused_with_where_and_why(
    thurrock: Area, kept: Dispute, text: str
) -> None:
    with pytest.raises(NameGiven, match="names the organisation") as refused:
        says(kept, thurrock, f"It is about {text}.")
    assert refused.value.findings[0].certain
    assert not kept.papers.exists()


def test_doubtful_words_are_asked_about_once(thurrock: Area, kept: Dispute) -> None:
    with pytest.raises(NameGiven, match="may say who") as refused:
        says(kept, thurrock, "A quill pen, and a Quillfeather.")
    clear_doubts(
        dispute=kept, doubts=refused.value.findings, by=thurrock.cvs_staff, at=cast.at(DAY)
    )
    says(kept, thurrock, "A quill pen, and a QUILLFEATHER.")
    row = ClearedDoubt.objects.get()
    assert (row.words, row.cleared_by) == ("Quillfeather", thurrock.cvs_staff)
    event = Event.objects.get(verb="dispute.doubts_cleared")
    assert "uill" not in str(event.detail)


def test_nobody_else_clears_a_doubt_and_no_certain_one_is_cleared(
    thurrock: Area, kept: Dispute
) -> None:
    doubt = findings_in(kept, [Said("x", "Quillfeather")])
    sure = findings_in(kept, [Said("x", SECRET)])
    for by in (thurrock.officer, thurrock.reader, thurrock.chair_council):
        with pytest.raises(ActionRefused):
            clear_doubts(dispute=kept, doubts=doubt, by=by, at=cast.at(DAY))
    with pytest.raises(ActionRefused):
        clear_doubts(dispute=kept, doubts=sure, by=thurrock.cvs_staff, at=cast.at(DAY))
    open_case = way.raised(thurrock)
    with pytest.raises(ActionRefused, match="No name is kept"):
        clear_doubts(dispute=open_case, doubts=doubt, by=thurrock.member, at=cast.at(DAY))
    assert not ClearedDoubt.objects.exists()


def test_findings_say_where_also_over_the_end_of_a_passage(kept: Dispute) -> None:
    pages = [Said("page 1", "From the Quillfeather"), Said("page 2", "Women’s Refuge, Grays")]
    found = findings_in(kept, pages)
    assert [(each.where, each.certain) for each in found] == [("page 1", True)]
    assert found[0].words == "Quillfeather Women’s Refuge"


def test_the_page_shows_what_was_found_hides_it_and_takes_a_tick(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    client.force_login(thurrock.cvs_staff)
    url = reverse("disputes:write", args=[kept.pk])
    typed = {"text": "We, Quillfeather Refuge, wait.\n\n  Still.", "audience": "forum"}
    page = one_line(client.post(url, typed))
    assert "“Quillfeather Refuge” says who the organisation is" in page
    assert "Hide this for me" in page
    page = client.post(url, {**typed, "hide": "1"}).content.decode()
    assert f"We, {KEPT}, wait.\n\n  Still." in page.replace("\r\n", "\n")
    assert not Paper.objects.exists()
    page = one_line(client.post(url, {**typed, "text": "A quillfeather."}))
    assert "may say who the organisation is" in page
    (finding,) = findings_in(kept, [Said("", "quillfeather")])
    answer = client.post(url, {**typed, "text": "A quillfeather.", "not_us": finding.key})
    assert answer.status_code == 302
    assert Paper.objects.get().text == "A quillfeather."
    assert ClearedDoubt.objects.get().cleared_by == thurrock.cvs_staff


def test_a_draft_page_hides_and_keeps_what_else_was_typed(client: Client, thurrock: Area) -> None:
    draft = way.drafted(thurrock)
    draft = actions.save_answers(
        dispute=draft, page="name", version=draft.version, by=thurrock.member,
        answers={"represented_by": thurrock.cvs, "confidential": True},
    )  # fmt: skip
    client.force_login(thurrock.member)
    url = reverse("disputes:draft", args=[draft.pk, "tried"])
    page = client.get(url).content.decode()
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    typed = {"tried": f"{SECRET} rang.", "version": str(draft.version), "seen": seen}
    page = client.post(url, {**typed, "hide": "1", "go": "continue"}).content.decode()
    assert f"{KEPT} rang." in page
    draft.refresh_from_db()
    assert SECRET not in draft.tried
    assert "hide" not in draft.typed["tried"]


# What others write


def test_what_others_write_is_taken_and_masked_alike_for_every_organisation(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    """Right or wrong, a guess looks the same to whoever does not know."""
    Dispute.objects.filter(pk=kept.pk).update(reached_forum=True)
    for name in (SECRET, "Tilbury Choir"):
        actions.add_paper(
            dispute=kept, audience="forum", by=thurrock.officer, at=cast.at(DAY),
            text=f"Surely it is {name}, see N-2025-0041.",
        )  # fmt: skip
    shown = {}
    for who, user in {
        "chair": outside_chair(thurrock), "writer": thurrock.officer, "knows": thurrock.cvs_staff,
        "own": thurrock.member,
    }.items():  # fmt: skip
        client.force_login(user)
        shown[who] = one_line(client.get(kept.get_absolute_url()))
    for who in ("own", "chair"):
        assert shown[who].count(f"Surely it is {KEPT}, see {KEPT}.") == 2
        assert "it is Quillfeather" not in shown[who]
        assert "Choir" not in shown[who]
    for who in ("writer", "knows"):
        assert f"Surely it is {SECRET.replace(chr(39), '&#x27;')}, see N-2025-0041." in shown[who]
        assert "Surely it is Tilbury Choir" in shown[who]


def test_the_panel_reads_the_words_of_others_whole(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    way.appointed(kept, thurrock, way.mediator(), part="panel")
    actions.add_paper(
        dispute=kept, audience="panel", by=thurrock.officer, at=cast.at(DAY), text="A Quillfeather?"
    )
    client.force_login(kept.neutrals.get().user)
    assert "A Quillfeather?" in one_line(client.get(kept.get_absolute_url()))


def test_a_lesson_names_no_organisation_whoever_writes_it_and_whichever_it_names(
    thurrock: Area, kept: Dispute
) -> None:
    kept = way.fresh(kept)
    terms = actions.offer_settlement(dispute=kept, terms="Pay.", by=thurrock.officer, on=DAY)
    actions.answer_settlement(settlement=terms, accepted=True, by=thurrock.cvs_staff, on=DAY)
    kept = way.fresh(kept)
    answers = set()
    for words in ("Quillfeather Refuge", "the Tilbury  choir"):
        with pytest.raises(ActionRefused, match="names no organisation") as refused:
            actions.add_lesson(dispute=kept, text=words, by=thurrock.officer, on=DAY)
        answers.add(refused.value.reason.partition("“")[0])
    assert len(answers) == 1
    actions.add_lesson(dispute=kept, text="Count whole months.", by=thurrock.officer, on=DAY)


def test_a_doubtful_word_in_a_lesson_is_read_masked_by_everybody_else(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    terms = actions.offer_settlement(dispute=kept, terms="Pay.", by=thurrock.officer, on=DAY)
    actions.answer_settlement(settlement=terms, accepted=True, by=thurrock.cvs_staff, on=DAY)
    for word in ("Quillfeather", "Choir"):
        actions.add_lesson(
            dispute=way.fresh(kept), text=f"As with the {word}.", by=thurrock.officer, on=DAY
        )
    client.force_login(thurrock.other_member)
    for name in ("conclusions", "conclusions"):
        page = one_line(client.get(reverse(f"disputes:{name}", args=["thurrock"])))
        assert "Quillfeather" not in page
    client.force_login(thurrock.cvs_staff)
    assert "As with the Quillfeather." in one_line(client.get(kept.get_absolute_url()))


# Neutrals


def test_inviting_somebody_tells_nothing_of_whose_they_are(thurrock: Area, kept: Dispute) -> None:
    """The other side's proposal is taken whoever it names; the raiser's own side alone is refused."""
    own = cast.person("vcs_member", thurrock.group, "own@test.example")
    person = {"own": own, "rival": thurrock.other_member, "stranger": way.mediator()}
    for who, each in person.items():
        invited = {
            "dispute": kept, "email": each.email, "post": f"Mediator {who}", "part": "mediator",
            "why": "", "at": cast.at(DAY),
        }  # fmt: skip
        neutral = actions.invite_neutral(**invited, by=thurrock.officer)
        if who == "stranger":
            actions.agree_neutral(neutral=neutral, by=thurrock.cvs_staff, at=cast.at(DAY))
            continue
        with pytest.raises(ActionRefused, match="must come from outside"):
            actions.agree_neutral(neutral=neutral, by=thurrock.cvs_staff, at=cast.at(DAY))
        actions.end_neutral(
            neutral=neutral, reason="Not agreed.", by=thurrock.cvs_staff, at=cast.at(DAY)
        )
        with pytest.raises(ActionRefused, match="must come from outside"):
            actions.invite_neutral(**invited, by=thurrock.cvs_staff)

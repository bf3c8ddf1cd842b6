"""The way through all four procedures, in a browser, by both parties, the neutral and a chair."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from disputes.models import Dispute
from organisations.models import Organisation
from tests import cast
from tests.disputes import way
from tests.journeys.browser import PageAt, arrive_signed_in, axe_clean, overflow


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, page: Page, email: str) -> None:
        self.page, self.email = page, email
        arrive_signed_in(page, email)

    def open(self, url: str) -> Person:
        self.page.goto(url)
        assert not overflow(self.page)
        return self

    def fill(self, **typed: str) -> Person:
        for name, value in typed.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def press(self, label: str) -> Person:
        """Presses a button or a link that looks like one; unfolds what hides it."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        pattern = re.compile(rf"^\s*{re.escape(label)}")
        target = self.page.get_by_role("button", name=pattern)
        (target if target.count() else self.page.get_by_role("link", name=pattern)).first.click()
        return self

    def does(self, dispute: Dispute, button: str, send: str, **typed: str) -> Person:
        """One verb: from the case's page by its button, through its form, back to the case."""
        self.open(dispute.get_absolute_url()).press(button)
        self.page.wait_for_url(re.compile(r"/disputes/\w+/.+"))
        axe_clean(self.page)
        self.fill(**typed).press(send)
        self.page.wait_for_url(re.compile(rf"/disputes/{dispute.pk}/$|/disputes/$"))
        return self

    def reads(self, words: str) -> Person:
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def never_reads(self, words: str) -> Person:
        expect(self.page.locator("main")).not_to_contain_text(words)
        return self


class Cast:
    """The posts of a case in an area of the demo story; a chair of no party is invited for it."""

    def __init__(self, page_at: PageAt, area: str, group: str, council_email: str) -> None:
        self.page_at = page_at
        self.council = cast.council(area)
        self.group = Organisation.objects.get(area__slug=area, slug=group)
        self.officer = User.objects.get(email=council_email)
        email = f"member@{group}.example"
        self.member = (
            User.objects.get(email="treasurer@demo.example")
            if group == "grays-befriending"
            else cast.person("vcs_member", self.group, email)
        )
        chairing = cast.group("Chairing Partners", area)
        self.chair = cast.person("forum_chair", chairing, f"chair@{area}.example")
        self.browsers: dict[str, Person] = {}

    def person(self, user: User, width: int = 1280) -> Person:
        if user.email not in self.browsers:
            self.browsers[user.email] = Person(self.page_at(width), user.email)
        return self.browsers[user.email]

    def raised(self, happened_on: date, **answers: Any) -> Dispute:
        return way.raised(self, on=timezone.localdate(), happened_on=happened_on, **answers)  # type: ignore[arg-type]


def state_of(dispute: Dispute) -> str:
    return str(Dispute.objects.get(pk=dispute.pk).state)


def raised_page_by_page(treasurer: Person, posts: Cast) -> Dispute:
    """One question a page, on a telephone, with axe on each."""
    treasurer.open("/areas/thurrock/disputes/").press("Raise a dispute")
    axe_clean(treasurer.page)
    treasurer.fill(raiser=posts.group.name).press("Continue")
    pages: list[dict[str, str]] = [
        {"how": "openly"},
        {"respondent": posts.council.name},
        {
            "title": "Short notice",
            "happened_on_0": "5",
            "happened_on_1": "10",
            "happened_on_2": "2026",
            "happened": "The grant was ended at a month’s notice.",
        },
    ]
    for typed in pages:
        axe_clean(treasurer.page)
        treasurer.fill(**typed).press("Continue")
    treasurer.reads("Which clauses were not kept?").fill(q="4.4").press("Search")
    treasurer.page.wait_for_url(re.compile(r"q=4\.4"))
    axe_clean(treasurer.page)
    treasurer.fill(clauses=str(way.clause().pk)).press("Continue")
    treasurer.reads("on record here").press("Continue")
    treasurer.fill(tried="A telephone call.").press("Continue")
    treasurer.fill(outcome_sought="Three months’ notice.").press("Continue")
    treasurer.reads("documents to show").press("Add, or continue without")
    treasurer.reads("Check your answers")
    axe_clean(treasurer.page)
    treasurer.press("Raise the dispute")
    treasurer.reads("Raised at the Joint Strategic Forum")
    axe_clean(treasurer.page)
    return Dispute.objects.get(title="Short notice")


@pytest.mark.slow
def test_thurrock_2012_from_the_first_question_to_did_it_happen(page_at: PageAt) -> None:
    """Raised on a telephone by a volunteer treasurer, answered by the council, found by a chair."""
    posts = Cast(page_at, "thurrock", "grays-befriending", "grants.officer@demo.example")
    treasurer = posts.person(posts.member, 390)
    dispute = raised_page_by_page(treasurer, posts)
    officer = posts.person(posts.officer)
    officer.does(
        dispute, "Write, or hand in", "Send", text="We regret it.", filed_as="reply",
        audience="forum",
    )  # fmt: skip
    officer.reads("Nobody decides a case of their own organisation")
    treasurer.does(dispute, "Ask to hold the decision", "Ask", what="Until the forum has met.")
    officer.does(dispute, "Answer the request", "Save", granted="yes", reason="Agreed.")
    officer.reads("Granted")
    chair = posts.person(posts.chair)
    chair.open(dispute.get_absolute_url()).reads("We regret it.")
    chair.does(
        dispute, "Record the conclusion", "Record the conclusion", outcome="upheld",
        reasons="A month is not three.", reading="Three whole calendar months.",
    )  # fmt: skip
    chair.does(
        dispute, "Add an action", "Save", what="Pay to January.", owner_side="respondent",
        due_on_0="31", due_on_1="1", due_on_2="2027",
    )  # fmt: skip
    treasurer.open(dispute.get_absolute_url()).reads("Upheld").reads("Pay to January.")
    treasurer.reads("is asked on")
    treasurer.does(dispute, "Write down a lesson", "Save", text="Count whole months.")
    treasurer.open("/areas/thurrock/disputes/conclusions/?clause=4.4").reads(
        "Three whole calendar months."
    )
    axe_clean(treasurer.page)
    assert state_of(dispute) == "upheld"


def answers(officer: Person, dispute: Dispute) -> None:
    """Files what the stage asks of the side complained of: a conclusion waits for it."""
    asked = dispute.entries.get(left_on=None).files_respondent
    filed = {"filed_as": asked[0]} if asked else {}
    officer.does(
        dispute, "Write, or hand in", "Send", text="Our answer.", audience="forum", **filed
    )


@pytest.mark.slow
def test_thurrock_2006_a_quiet_word_then_the_monitoring_group(page_at: PageAt) -> None:
    posts = Cast(page_at, "thurrock", "tilbury-carers-network", "grants.officer@demo.example")
    dispute = posts.raised(date(2008, 5, 1))
    member, officer = posts.person(posts.member, 390), posts.person(posts.officer)
    chair = posts.person(posts.chair)
    chair.open(dispute.get_absolute_url())
    expect(chair.page.locator("main")).not_to_contain_text(dispute.title)
    officer.does(dispute, "Offer terms", "Offer these terms", terms="A week more.")
    member.does(dispute, "Answer the offer", "Save", accepted="no")
    member.does(dispute, "Take it to the next stage", "Go to the next stage", reason="Too little.")
    member.reads("Compact Monitoring Group")
    axe_clean(member.page)
    answers(officer, dispute)
    chair.does(
        dispute, "Record the conclusion", "Record the conclusion", outcome="no_finding",
        reasons="The facts cannot be established.",
    )  # fmt: skip
    officer.open(dispute.get_absolute_url()).reads("No conclusion")
    axe_clean(officer.page)
    assert state_of(dispute) == "no_finding"


@pytest.mark.slow
def test_southend_between_the_parties_the_mediator_the_annual_meeting(page_at: PageAt) -> None:
    posts = Cast(page_at, "southend", "shoebury-sheds", "southend.officer@demo.example")
    mediator = way.mediator("mediator@southend.example")
    dispute = posts.raised(date(2026, 6, 1))
    member, officer = posts.person(posts.member), posts.person(posts.officer, 390)
    officer.does(
        dispute, "Write, or hand in", "Send", text="We see it differently.", filed_as="reply",
        audience="parties",
    )  # fmt: skip
    member.does(dispute, "Take it to the next stage", "Go to the next stage", reason="No way on.")
    officer.does(
        dispute, "Propose a mediator", "Propose",
        post="Mediator, Essex Mediation", email=mediator.email, part="mediator",
    )  # fmt: skip
    member.does(dispute, "Agree or decline", "Save", agreed="yes")
    neutral = posts.person(mediator)
    neutral.open("/disputes/").reads(dispute.reference)
    axe_clean(neutral.page)
    neutral.does(dispute, "Declare your interests", "Declare", conflict="no", declaration="None.")
    neutral.does(dispute, "Write, or hand in", "Send", text="Let us meet.", audience="panel")
    officer.open(dispute.get_absolute_url()).reads("Let us meet.")
    neutral.does(
        dispute, "Take it to the next stage", "Go to the next stage", reason="No agreement yet."
    )
    member.open(dispute.get_absolute_url()).reads("Annual review meeting")
    officer.does(dispute, "Offer terms", "Offer these terms", terms="A joint statement.")
    member.does(dispute, "Answer the offer", "Save", accepted="yes")
    assert state_of(dispute) == "settled"
    chair = posts.person(posts.chair)
    chair.open("/areas/southend/disputes/review/").reads("Settled").reads("Mediation")
    axe_clean(chair.page)


@pytest.mark.slow
def test_stockton_a_clock_stopped_and_extended_on_the_default_ladder(page_at: PageAt) -> None:
    posts = Cast(page_at, "stockton", "yarm-environment-group", "stockton.officer@demo.example")
    dispute = posts.raised(date(2015, 6, 1))
    member, officer = posts.person(posts.member, 390), posts.person(posts.officer)
    member.open("/areas/stockton/disputes/procedures/").reads("Local setting")
    axe_clean(member.page)
    original = dispute.entries.get().due_on
    member.open(dispute.get_absolute_url()).reads("to answer. The next stage opens")
    member.does(dispute, "Stop the clock", "Stop the clock", reason="Holidays.")
    member.reads("Clock stopped")
    officer.does(dispute, "Start the clock again", "Start the clock", reason="Back.")
    officer.does(
        dispute, "Ask for more time", "Ask", new_due_on_0="1", new_due_on_1="2",
        new_due_on_2="2027", reason="The file is in the archive.",
    )  # fmt: skip
    member.does(dispute, "Answer the request", "Save", agreed="yes")
    member.reads("1 February 2027").reads(f"The original limit was {original.day} ")
    axe_clean(member.page)
    for _ in range(2):
        officer.does(
            dispute, "Write, or hand in", "Send", text="Our reply.", audience="parties",
            filed_as=dispute.entries.get(left_on=None).files_respondent[0],
        )  # fmt: skip
        member.does(dispute, "Take it to the next stage", "Go to the next stage", reason="No.")
    member.reads("Stockton Strategic Partnership").reads("This is the last stage")
    answers(officer, dispute)
    chair = posts.person(posts.chair)
    chair.does(
        dispute, "Record the conclusion", "Record the conclusion", outcome="not_upheld",
        reasons="Talks were offered.",
    )  # fmt: skip
    assert state_of(dispute) == "not_upheld"


@pytest.mark.slow
def test_a_kept_name_on_every_screen(page_at: PageAt) -> None:
    posts = Cast(page_at, "thurrock", "tilbury-carers-network", "grants.officer@demo.example")
    cvs = cast.organisation("thurrock-cvs")
    posts.cvs = cvs  # type: ignore[attr-defined]
    staff = User.objects.get(email="policy.lead@demo.example")
    dispute = posts.raised(date(2026, 10, 5), by=staff, represented_by=cvs, confidential=True)
    label = "An organisation represented by Thurrock CVS"
    for user in (posts.officer, posts.chair):
        person = posts.person(user)
        person.open(dispute.get_absolute_url()).reads(label).never_reads("Tilbury Carers")
        person.open("/areas/thurrock/disputes/").reads(label).never_reads("Tilbury Carers")
    posts.person(staff).open(dispute.get_absolute_url()).reads("Tilbury Carers Network")

"""Typing the name of an organisation: by keyboard, by mouse, and without JavaScript."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from consultations.models import Consultation
from organisations.models import Organisation
from tests.journeys.browser import PageAt, arrive_signed_in, axe_clean, overflow

OFFICER = "compact.officer@demo.example"
CVS = "policy.lead@demo.example"


@pytest.fixture
def names(site: str) -> list[str]:
    rows = Organisation.objects.filter(area__slug="thurrock", sector="vcs").order_by("name")
    return list(rows.values_list("name", flat=True))


def open_form(page: Page) -> None:
    arrive_signed_in(page, OFFICER)
    page.goto("/areas/thurrock/agreements/new/")


def test_a_name_is_chosen_by_keyboard_alone(page: Page, names: list[str]) -> None:
    open_form(page)
    box = page.get_by_role("combobox", name="Recipient")
    listed = page.get_by_role("listbox")
    box.focus()
    page.keyboard.type(names[0][:4])
    expect(listed).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_attached()
    axe_clean(page)
    page.keyboard.press("ArrowDown")
    first = listed.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(listed).to_be_visible()
    page.keyboard.press("ArrowUp")
    chosen = listed.get_by_role("option", selected=True).text_content()
    page.keyboard.press("Enter")
    expect(box).to_have_value(chosen or "nothing was marked")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("status").filter(has_text=f"{chosen} chosen")).to_be_attached()
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()


def test_a_name_is_chosen_with_a_finger_on_a_phone(page_at: PageAt, names: list[str]) -> None:
    page = page_at(390)
    open_form(page)
    box = page.get_by_role("combobox", name="Recipient")
    box.press_sequentially(names[-1][:5])
    page.get_by_role("option", name=names[-1]).click()
    expect(box).to_have_value(names[-1])
    assert not overflow(page)
    box.fill("")
    box.press_sequentially("zz")
    expect(page.get_by_role("status").filter(has_text="No name found")).to_be_attached()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_several_names_are_added_one_by_one(page: Page, names: list[str]) -> None:
    consultation = Consultation.objects.at_stage("open", timezone.localdate()).first()
    assert consultation is not None
    arrive_signed_in(page, CVS)
    page.goto(reverse("consultations:response_new", args=[consultation.pk]))
    box = page.get_by_role("combobox", name="Add an organisation")
    chosen = [name for name in names if "CVS" not in name][:2]
    for name in chosen:
        box.press_sequentially(name[:6])
        page.get_by_role("listbox").get_by_role("option", name=name).wait_for()
        while page.get_by_role("option", selected=True, name=name).count() == 0:
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()
        expect(box).to_have_value("")
    axe_clean(page)
    page.get_by_label("Your response").fill("Both groups say the same.")
    page.get_by_role("button", name="Save as a draft").click()
    saved = consultation.responses.latest("pk")
    assert sorted(str(each) for each in saved.members.all()) == sorted(chosen)


def test_without_javascript_the_server_offers_the_names(
    new_context: Callable[..., BrowserContext], site: str, names: list[str]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    arrive_signed_in(page, OFFICER)
    page.goto(f"{site}/areas/thurrock/notices/?recipient={names[0][:5]}")
    page.get_by_role("radio", name=names[0]).check()
    page.get_by_role("button", name="Show results").click()
    assert "is not the full name" not in page.inner_text("main")
    assert page.get_by_role("textbox", name="Recipient").input_value() == names[0]

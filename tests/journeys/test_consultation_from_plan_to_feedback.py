"""A consultation in a real browser: planned short, explained, answered by a charity, fed back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browser import arrive_signed_in, axe_clean, overflow

OFFICER = "compact.officer@demo.example"
MEMBER = "treasurer@demo.example"
TITLE = "Evening opening of the libraries"


def type_date(page: Page, name: str, day: date) -> None:
    for part, value in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def look_at(page: Page) -> None:
    axe_clean(page)
    assert not overflow(page)


def plan_it(page: Page, today: date) -> None:
    page.goto("/areas/thurrock/consultations/")
    look_at(page)
    page.get_by_role("button", name="Plan a consultation").click()
    page.locator("[name=title]").fill(TITLE)
    page.get_by_label("Which body consults?").select_option(label="Thurrock Council")
    page.locator("[name=level][value=consultation]").check()
    look_at(page)
    go_on(page)
    page.get_by_label("Why are you consulting?").fill("To choose the evenings.")
    go_on(page)
    page.get_by_label("What is open to change?").fill("The evenings and the places.")
    go_on(page)
    look_at(page)
    go_on(page)
    page.locator("[name=method_1]").fill("Survey")
    page.locator("[name=reason_1]").fill("It reaches most readers.")
    go_on(page)
    page.locator("[name=formal_written][value=yes]").check()
    go_on(page)
    type_date(page, "opens_on", today)
    type_date(page, "closes_on", today + timedelta(days=30))


def explain_and_publish(page: Page) -> None:
    panel = page.locator("#plan")
    expect(panel).to_contain_text("Earliest close that keeps 12 weeks")
    expect(panel).to_contain_text("Latest opening")
    expect(panel).to_contain_text("54 days short")
    look_at(page)
    go_on(page)
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter an explanation")
    look_at(page)
    page.locator("[name=explanation]").fill("The offer of the grant lapses.")
    expect(panel).to_contain_text("Explained")
    go_on(page)
    look_at(page)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    look_at(page)
    page.get_by_role("button", name="Publish the consultation").click()
    expect(page.get_by_text("The consultation is published")).to_be_visible()
    expect(page.get_by_text("23:59 London time").first).to_be_visible()
    look_at(page)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_consultation_from_plan_to_feedback(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    today = timezone.localdate()
    arrive_signed_in(page, OFFICER)
    plan_it(page, today)
    explain_and_publish(page)
    where = page.url

    arrive_signed_in(page, MEMBER)
    page.goto(where)
    look_at(page)
    page.get_by_role("button", name="Respond").click()
    look_at(page)
    page.locator("[name=text]").fill("Tuesdays and Thursdays, please.")
    page.locator("[name=consents][value=yes]").check()
    page.get_by_role("button", name="Send the response").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your response is sent")
    look_at(page)

    arrive_signed_in(page, OFFICER)
    page.goto(f"{where}feedback/")
    look_at(page)
    page.get_by_role("link", name="Add a theme").click()
    page.get_by_label("Theme", exact=True).fill("Which evenings")
    page.get_by_label("You said").fill("Tuesdays and Thursdays.")
    page.locator("[name=result][value=done]").check()
    page.get_by_label("We did, or why not").fill("Open until eight on both.")
    look_at(page)
    page.get_by_role("button", name="Save the theme").click()
    page.get_by_role("button", name="Go on to publish").click()
    page.get_by_role("button", name="Publish the feedback").click()
    expect(page.get_by_text("Open until eight on both.")).to_be_visible()
    look_at(page)

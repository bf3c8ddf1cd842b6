"""A compact officer ends support at short notice: the panel says so while the dates are typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browser import arrive_signed_in, axe_clean, overflow

OFFICER = "compact.officer@demo.example"
PANEL = "[id^=panel-]"


def type_date(page: Page, name: str, day: date) -> None:
    for part, value in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name$='{name}_{part}']").first.fill(str(value))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def look_at(page: Page) -> None:
    axe_clean(page)
    assert not overflow(page)


def up_to_the_notice(page: Page, decided_on: date) -> None:
    page.goto("/areas/thurrock/decisions/new/")
    look_at(page)
    page.get_by_label("End", exact=True).check()
    page.get_by_label("Which body decides?").select_option(label="Thurrock Council")
    page.get_by_label("Programme or service").fill("Home visiting")
    type_date(page, "decided_on", decided_on)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is it for?")
    look_at(page)
    page.locator("[name=organisations]").first.check()
    go_on(page)
    page.get_by_label("Why has this been decided?").fill("The grant that paid for it has ended.")
    look_at(page)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What came before the decision?")
    type_date(page, "step-impact_assessed", decided_on - timedelta(days=10))
    expect(page.locator(PANEL).filter(has_text="Every step came before")).to_be_visible()
    look_at(page)
    go_on(page)


@pytest.mark.slow
def test_officer_records_a_short_notice(page: Page, site: str) -> None:
    today = timezone.localdate()
    arrive_signed_in(page, OFFICER)
    up_to_the_notice(page, today - timedelta(days=3))

    page.get_by_label("Letter", exact=True).check()
    type_date(page, "received_on", today)
    type_date(page, "last_day", today + timedelta(days=60))
    panel = page.locator(PANEL)
    expect(panel).to_contain_text("Latest day to give notice")
    expect(panel).to_contain_text("Earliest last day")
    expect(panel).to_contain_text("Apparent breach")
    expect(page.get_by_label("Exceptional circumstances")).to_be_visible()
    look_at(page)

    page.get_by_label("Exceptional circumstances").check()
    page.get_by_label("Rationale given to the recipient").fill("The building had to close.")
    type_date(page, "rationale_given_on", today)
    expect(panel).to_contain_text("Explained")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    look_at(page)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    look_at(page)
    page.locator("main a[href^='/notices/']").first.click()
    expect(page.get_by_text("Why this date?").first).to_be_visible()
    page.get_by_text("Why this date?").first.click()
    look_at(page)


@pytest.mark.slow
def test_the_same_on_a_telephone_without_a_reason(page: Page, site: str) -> None:
    """Without an explanation the officer has to say so before it is recorded."""
    today = timezone.localdate()
    page.set_viewport_size({"width": 390, "height": 844})
    arrive_signed_in(page, OFFICER)
    up_to_the_notice(page, today - timedelta(days=3))
    page.get_by_label("E-mail", exact=True).check()
    type_date(page, "received_on", today)
    type_date(page, "last_day", today + timedelta(days=30))
    expect(page.locator(PANEL)).to_contain_text("Apparent breach")
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select why the notice is shorter")
    look_at(page)
    page.get_by_label("Record it without an explanation").check()
    go_on(page)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Apparent breach").first).to_be_visible()
    look_at(page)

"""On paper: the dashboard is one side of A4, however much there is to say."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from commitments.models import SweepRun
from tests.cast import at, group, notice, organisation, person
from tests.forums import story
from tests.needs import CHROMIUM

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def a_full_page():
    """More of everything than the page has lines for, in long words."""
    story.forum()
    story.consultations()
    story.notices()
    story.many(6)
    for number in range(10):
        recipient = group(f"Association of Riverside Carers and Neighbours Number {number}")
        notice(
            story.TODAY,
            reference=f"A-{number}",
            recipient=recipient,
            decided_on=date(2026, 11, 2),
            last_day=date(2027, 3, 10) + timedelta(days=number),
        )
        notice(
            story.TODAY,
            reference=f"E-{number}",
            recipient=recipient,
            received_on=date(2026, 7, 1),
            last_day=date(2026, 8, 31),
            exception="exceptional_circumstances",
            rationale="The building was found unsafe and the insurer gave two days' notice. " * 5,
            rationale_given_on=date(2026, 7, 1),
        )
        notice(
            story.TODAY,
            reference=f"U-{number}",
            funder=recipient,
            recipient=group(),
            received_on=date(2026, 10, 1),
            last_day=date(2027, 1, 31),
            in_writing=None,
        )
    for number in range(4):
        day = date(2026, 11, 2) + timedelta(days=5 * number)
        SweepRun.objects.create(on=day, started_at=at(day), not_run_from=day - timedelta(days=3))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_dashboard_prints_on_one_page(live_server, client, library):
    a_full_page()
    client.force_login(person("forum_chair", organisation("thurrock-cvs")))
    signed_in = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context()
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": signed_in, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/areas/thurrock/dashboard/?on={story.TODAY.isoformat()}")
        assert "are we keeping our word?" in page.inner_text("h1")
        paper = page.pdf(prefer_css_page_size=True)
        browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1

"""Somebody without an account finds a consultation, follows it by e-mail, and stops again."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from notifications.models import Subscription
from notifications.tasks import send_messages
from tests.journeys.browser import axe_clean, overflow

TITLE = "Carers strategy for the next three years"


def link_in_mail(word: str) -> str:
    found = re.search(rf"https?://\S+/{word}/", mail.outbox[-1].body)
    assert found is not None
    return urlsplit(found.group()).path


def looks_well(page: Page) -> None:
    axe_clean(page)
    assert not overflow(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_follow_and_stop(width: int, page: Page, site: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/consultations/")
    page.get_by_role("searchbox").fill("carers")
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("status")).to_contain_text("1 consultation for this search")
    looks_well(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("left, closes")).to_contain_text("at 23:59 (London time)")
    looks_well(page)
    page.get_by_role("link", name="Follow it by e-mail").click()
    page.get_by_role("button", name="Send me the link to confirm").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_well(page)
    page.get_by_label("E-mail address").fill("somebody@group.example")
    page.get_by_role("button", name="Send me the link to confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    looks_well(page)
    send_messages()
    page.goto(site + link_in_mail("confirm"))
    looks_well(page)
    page.get_by_role("button", name="Yes, follow by e-mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You follow it now")
    looks_well(page)
    assert Subscription.objects.confirmed().count() == 1
    page.get_by_role("link", name="stop it here").click()
    looks_well(page)
    page.get_by_role("button", name="Stop the e-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more e-mails")
    looks_well(page)
    assert not Subscription.objects.exclude(email="").exists()

"""Every page that links lead to, for each role: it opens, axe is content, and it fits a phone."""

from collections import Counter, deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from organisations.models import Membership, Role
from tests.journeys.browser import Complaints, arrive_signed_in, axe_violations, overflow

PAGES_PER_VIEW = 1
MOST_PAGES = 150
WIDE, NARROW = 1280, 390
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
NOT_FOLLOWED = {"account_logout", "account_login", "metrics", "healthz"}


def crawl(page: Page, site: str, complaints: Complaints) -> tuple[list[str], list[str]]:
    """Visit what can be reached from the front page; return the pages seen and what is wrong."""
    waiting, known = deque([f"{site}/"]), {f"{site}/"}
    visited: Counter[str] = Counter()
    seen, wrong = [], []
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.popleft()
        view = view_of(url)
        if view in NOT_FOLLOWED or visited[view] >= PAGES_PER_VIEW:
            continue
        visited[view] += 1
        seen.append(url)
        answer = page.context.request.get(url)
        if answer.status != 200:
            wrong.append(f"{url}: {answer.status}")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        wrong += look_at(page, url, complaints)
        for link in page.evaluate(LINKS):
            target = urldefrag(link).url
            if target.startswith(f"{site}/") and target not in known:
                known.add(target)
                waiting.append(target)
    return seen, wrong


def look_at(page: Page, url: str, complaints: Complaints) -> list[str]:
    page.goto(url)
    found = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{url} at {width}: {each}" for each in axe_violations(page)]
        if too_wide := overflow(page):
            found.append(too_wide)
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found + [f"{url}: {said}" for said in complaints.take()]


def view_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return url


@pytest.mark.slow
def test_every_page_for_everybody(page: Page, site: str, complaints: Complaints) -> None:
    seen, wrong = crawl(page, site, complaints)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 3


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_every_page_for(role: str, page: Page, site: str, complaints: Complaints) -> None:
    member = Membership.objects.current().filter(
        role=role, user__email__endswith="@demo.example", user__is_active=True
    )
    somebody = member.order_by("user__email").first()
    assert somebody is not None, f"the demo story has nobody with the role {role}"
    arrive_signed_in(page, somebody.user.email)
    seen, wrong = crawl(page, site, complaints)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 3

"""Every page that links lead to, for each role: it opens, axe is content, and it fits a phone.

One page of each view is visited for each role. Axe is slow, so it is asked at both widths about the
first page of a view, and about later ones only where they have a part that no page had before:
in the whole run, whichever process visited it.
"""

import fcntl
import json
import os
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from demo.sign_ins import DEMO_EMAILS
from organisations.models import Membership, Role
from tests.journeys.browser import Complaints, arrive_signed_in, axe_violations, overflow

PAGES_PER_VIEW = 1
MOST_PAGES = 200
WIDE, NARROW = 1280, 390
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
PARTS = """[...new Set([...document.querySelectorAll('body *')].map(part =>
    [part.tagName, part.className, part.type, part.getAttribute('role')].join()))]"""
NOT_FOLLOWED = {"account_logout", "account_login", "metrics", "healthz"}
DOWNLOAD = "Download is starting"


class Asked:
    """What axe has been asked about, kept in a file between the processes of one run."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept

    def is_new(self, view: str, parts: set[str]) -> bool:
        """Whether axe has something to look at that it has not seen; it is asked by whoever asks first."""
        here = {json.dumps(each) for each in [["view", view], *(["part", part] for part in parts)]}
        with self.kept.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            new = here - set(file.read().splitlines())
            file.writelines(f"{each}\n" for each in new)
        return bool(new)


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ  # each has a folder of its own, side by side
    return Asked((folder.parent if is_worker else folder) / "asked-about")


@dataclass
class Visit:
    """One visitor's way through the site."""

    page: Page
    site: str
    complaints: Complaints
    asked: Asked
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def crawl(self) -> None:
        """Follow links breadth first from the front page, one page of each view."""
        waiting, known = deque([f"{self.site}/"]), {f"{self.site}/"}
        visited: Counter[str] = Counter()
        while waiting and len(self.seen) < MOST_PAGES:
            url = waiting.popleft()
            view = view_of(url)
            if view in NOT_FOLLOWED or visited[view] >= PAGES_PER_VIEW:
                continue
            visited[view] += 1
            self.seen.append(url)
            if not self.opens(url):
                continue
            self.look(view, url)
            for link in self.page.evaluate(LINKS):
                target = urldefrag(link).url
                if target.startswith(f"{self.site}/") and target not in known:
                    known.add(target)
                    waiting.append(target)

    def opens(self, url: str) -> bool:
        """Whether there is a page to look at; a file to keep is only asked for."""
        try:
            answer = self.page.goto(url)
        except Error as error:
            if DOWNLOAD not in str(error):
                raise
            status = self.page.context.request.get(url).status
            self.note(url, [] if status == 200 else [str(status)])
            return False
        assert answer is not None
        self.note(url, [] if answer.status == 200 else [str(answer.status)])
        return "text/html" in answer.headers.get("content-type", "")

    def look(self, view: str, url: str) -> None:
        ask = self.asked.is_new(view, set(self.page.evaluate(PARTS)))
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.note(url, [overflow(self.page)])
            if ask:
                self.note(f"{url} at {width}", axe_violations(self.page))
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.note(url, self.complaints.take())

    def note(self, where: str, found: list[str]) -> None:
        self.wrong += [f"{where}: {each}" for each in found if each]


def view_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return url


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", *Role.values], ids=lambda role: role or "nobody")
def test_every_page(role: str, page: Page, site: str, complaints: Complaints, asked: Asked) -> None:
    if role:
        member = Membership.objects.current().filter(
            role=role, user__email__endswith=DEMO_EMAILS, user__is_active=True
        )
        somebody = member.order_by("user__email").first()
        assert somebody is not None, f"the demo story has nobody with the role {role}"
        arrive_signed_in(page, somebody.user.email)
    visit = Visit(page, site, complaints, asked)
    visit.crawl()
    assert not visit.wrong, "\n".join(visit.wrong)
    assert len(visit.seen) > 3

"""Somebody with a browser that keeps cookies and fills in forms, asking a server in its own process."""

from __future__ import annotations

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser

SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    url: str


class HiddenFields(HTMLParser):
    """The hidden fields of a page, by name, with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[str(given["name"])] = given.get("value") or ""


class Visitor:
    """Asks for pages and sends forms; an answer of any status is an answer."""

    def __init__(self, site: str) -> None:
        self.site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> Answer:
        return self._ask(path)

    def post(self, path: str, **typed: str) -> Answer:
        """Opens the page, fills in what is typed beside its hidden fields, and sends it."""
        hidden = HiddenFields(self.get(path).body).found
        return self._ask(path, urllib.parse.urlencode(hidden | typed).encode())

    def send(self, path: str, form: bytes) -> Answer:
        """Sends a form that was filled in before."""
        return self._ask(path, form)

    def sign_in(self, email: str, password: str) -> Answer:
        return self.post("/accounts/login/", login=email, password=password)

    def _ask(self, path: str, data: bytes | None = None) -> Answer:
        asked = urllib.request.Request(self.site + path, data)
        asked.add_header("Referer", self.site + path)
        try:
            with self._opener.open(asked, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.read().decode(errors="replace"), answer.url)
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, answer.read().decode(errors="replace"), answer.url)

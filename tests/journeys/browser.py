"""What journeys do with a page: sign in, and ask axe what is wrong with it."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Error, Page, Response

from accounts.models import User
from demo.sign_ins import DEMO_PASSWORD

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASKED = {
    "runOnly": {"type": "tag", "values": WCAG_2_2_AA},
    "resultTypes": ["violations"],
    "preload": False,
}
PageAt = Callable[[int], Page]  # a new visitor's page, that wide
LOADS = "Failed to load resource"  # said again, with its address, by the response itself


def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Sign in as a person does, through the form."""
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: reverse("account_login") not in url)


def arrive_signed_in(page: Page, email: str) -> None:
    """Be signed in without the form, where signing in is not what is tried."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "domain": "localhost",
                "path": "/",
            }
        ]
    )


def axe_clean(page: Page) -> None:
    """Assert that axe finds nothing against WCAG 2.2 AA."""
    found = axe_violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def axe_violations(page: Page) -> list[str]:
    """What axe says of the page at this width. Its half a megabyte is read once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    results = page.evaluate("asked => axe.run(asked)", ASKED)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> str:
    """Say by how much the page is wider than the window; nothing where it fits."""
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    return f"{page.url}: {wide} pixels wide in a window of {window}" if wide > window else ""


class Complaints:
    """What a browser says against a page while a journey runs: errors, refusals, lost files."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and LOADS not in message.text:
            self.said.append(f"{message.location.get('url', '')}: {message.text}")

    def _error(self, error: Error) -> None:
        self.said.append(f"script error: {error}")

    def _response(self, response: Response) -> None:
        """A page may well answer 403, and a journey says so; what a page asks for must be there."""
        if response.status >= 500 or (
            response.status >= 400 and response.request.resource_type != "document"
        ):
            self.said.append(f"{response.status} {response.url}")

    def take(self) -> list[str]:
        said, self.said = self.said, []
        return said

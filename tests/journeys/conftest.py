"""A browser, and a live site that tells the demo story afresh to each journey.

Journeys ask for no database fixture: `site`, `page` and `page_at` bring the database with them.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import load_library
from tests.journeys.browser import Complaints, PageAt
from tests.journeys.world import World
from tests.needs import CHROMIUM

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))  # makes the test database


@pytest.fixture(autouse=True)
def _django_db_helper() -> None:
    """Stand for pytest-django's own, which would empty every table: `site` restores them."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture(scope="session")
def _story(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Tell the demo story once, and keep a copy of the database as it then stands."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the tests' thread
    with django_db_blocker.unblock():
        load_library()
        call_command("seed_demo", verbosity=0)
        world = World()
        world.keep()
        yield world
        world.forget()


@pytest.fixture(scope="session")
def _server(django_db_setup: None) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def site(_story: World, _server: LiveServer, django_db_blocker: Any) -> Iterator[str]:
    """The address of the live site, its database as the demo story left it."""
    settings.SITE_URL = _server.url
    with django_db_blocker.unblock():
        _story.restore()
        yield _server.url
        connections.close_all()


@pytest.fixture(scope="session")
def base_url(_server: LiveServer) -> str:
    return _server.url


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the browser said against the pages of a journey: at its end, nothing may be left."""
    heard = Complaints()
    yield heard
    assert not heard.said, "The browser complained:\n" + "\n".join(heard.said)


@pytest.fixture
def context(site: str, complaints: Complaints, context: BrowserContext) -> BrowserContext:
    context.on("page", complaints.listen)
    return context


@pytest.fixture
def page_at(
    site: str, complaints: Complaints, new_context: Callable[..., BrowserContext]
) -> PageAt:
    """Open a page of a new visitor in a window of that width: `page_at(390)`."""

    def open_page(width: int) -> Page:
        context = new_context()
        context.on("page", complaints.listen)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return page

    return open_page

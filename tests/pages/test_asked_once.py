"""The pages that are opened most ask nothing of the database twice, whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from tests import cast
from tests.queries import no_query_twice
from tests.scene import TODAY, Scene

pytestmark = pytest.mark.django_db

# Each page, and how often it may ask: what is in it, the menu, the session and the reader's roles.
PAGES: dict[str, tuple[Callable[[Scene], str], int]] = {
    "notice": (lambda scene: scene.notice().get_absolute_url(), 16),
    "decision": (lambda scene: scene.decision().get_absolute_url(), 14),
    "agreement": (lambda scene: scene.agreement().get_absolute_url(), 16),
    "consultation": (lambda scene: scene.consultation().get_absolute_url(), 24),
    "closed consultation": (lambda scene: scene.closed_consultation().get_absolute_url(), 24),
    "response": (lambda scene: f"/responses/{scene.response().pk}/", 16),
    "case": (lambda scene: scene.answered_case().get_absolute_url(), 18),
    "check": (lambda scene: f"/checks/{scene.case().check_made_id}/", 8),
    "desk": (lambda scene: f"/areas/{scene.slug}/", 22),
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture
def scene(library: None, settings: LazySettings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return Scene()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_twice(name: str, scene: Scene) -> None:
    make, at_most = PAGES[name]
    address = make(scene)
    for who in ("officer", "chair", "member", "compact_officer"):
        client = Client()
        client.force_login(scene.people[who])
        no_query_twice(client, address, at_most=at_most)


def test_the_forum_dashboard(scene: Scene) -> None:
    scene.case()
    for who in ("chair", "cvs_staff"):
        client = Client()
        client.force_login(scene.people[who])
        no_query_twice(client, f"/areas/{scene.slug}/dashboard/", at_most=24)


def test_many_promises_of_one_body_are_one_question(scene: Scene) -> None:
    """The staff of a CVS may speak for a member that nobody signs in for: asked once a body."""
    address = scene.agreement().get_absolute_url()
    client = Client()
    client.force_login(scene.cvs_staff)
    no_query_twice(client, address, at_most=17)

"""An officer, a voluntary organisation and a fixed day for everything that comes out of a spreadsheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from organisations.models import Organisation, Role
from tests import cast
from tests.funding_import.sheet import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def group(library: None) -> Organisation:
    return cast.group()


@pytest.fixture
def officer(group: Organisation) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


@pytest.fixture
def as_officer(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client

"""People and groups of the consultation tests, on Monday 16 June 2025."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from accounts.models import User
from organisations.models import Organisation, Role
from tests import cast
from tests.consultations.made import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def on() -> date:
    return TODAY


@pytest.fixture
def lead(library: None) -> Organisation:
    return cast.council()


@pytest.fixture
def officer(lead: Organisation) -> User:
    return cast.person(Role.OFFICER, lead)


@pytest.fixture
def charity(library: None) -> Organisation:
    return cast.group()


@pytest.fixture
def member(charity: Organisation) -> User:
    return cast.person(Role.VCS_MEMBER, charity)


@pytest.fixture
def cvs(library: None) -> Organisation:
    return cast.organisation("thurrock-cvs")


@pytest.fixture
def cvs_staff(cvs: Organisation) -> User:
    return cast.person(Role.CVS_STAFF, cvs)


@pytest.fixture
def stranger(library: None) -> User:
    """A compact officer of another area."""
    return cast.person(Role.COMPACT_OFFICER, cast.council("stockton"))


@pytest.fixture
def as_officer(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def as_member(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def as_stranger(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger)
    return client

"""People and groups of the funding tests, on 2 January 2014."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from organisations.models import Organisation, Role
from tests import cast
from tests.funding.way import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


@pytest.fixture
def recipient(library: None) -> Organisation:
    return cast.group()


@pytest.fixture
def member(recipient: Organisation) -> User:
    return cast.person(Role.VCS_MEMBER, recipient)


@pytest.fixture
def stranger(library: None) -> User:
    """A compact officer of another area."""
    return cast.person(Role.COMPACT_OFFICER, cast.organisation("stockton-council", "stockton"))


@pytest.fixture
def as_officer(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client

"""What every test may ask for: the compacts, a fixed day, an empty cache."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from commitments.checks import follow_editions
from compacts.models import Compact
from imports.engine import reading
from pages.spreadsheets import rows_of
from tests.tables import Tables

JOURNEYS = Path(__file__).parent / "journeys"

pytest_plugins = ["tests.needs"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last, and journeys after them: they keep the loop and the demo story."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            item.path.is_relative_to(JOURNEYS),
        )
    )


# Settings that only tests change ----------------------------------------------------------------

run = {"name": "start"}


def cache_key(key: str, _prefix: str, version: int) -> str:
    return f"test:{run['name']}:{version}:{key}"


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for cache in settings.CACHES.values():
        cache["KEY_FUNCTION"] = cache_key


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """Give each test an empty cache, where workers share one Redis too: no rate limit lingers."""
    run["name"] = uuid4().hex


@pytest.fixture(autouse=True)
def _tables_read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting Python anew for each of hundreds of small tables takes minutes: the same reader runs in
    the test's own process, but where a test asks for a process `apart`."""
    if "apart" not in request.keywords:
        monkeypatch.setattr(reading, "rows_apart", rows_of)


# Database --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite in a file, as in life: threads then have connections and locks of their own."""
    if connection.vendor == "sqlite":
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        connection.settings_dict["TEST"]["NAME"] = str(Path(settings.VAR_DIR, f"{worker}.sqlite3"))


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Tables | None:
    """The tables that an earlier run made, put where the test database will be."""
    cache = getattr(request.config, "cache", None)
    if connection.vendor != "sqlite" or cache is None:
        return None
    found = Tables(cache.mkdir("tables"))
    found.bring(Path(connection.settings_dict["TEST"]["NAME"]))
    return found


@pytest.fixture
def bring_tables(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Puts the tables into the folder of an installation that a test starts, where they are kept:
    for tests of what it does afterwards. Where they are not, it makes them itself."""

    def bring(var_dir: Path) -> None:
        cache = getattr(request.config, "cache", None)
        if cache is not None:
            kept = Tables(cache.mkdir("tables"))
            kept.bring(var_dir / "compacts.sqlite3")
            kept.let_go()

    return bring


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, tables: Tables | None) -> bool:
    return django_db_keepdb or (tables is not None and tables.are_here)


def load_library() -> None:
    if not Compact.objects.exists():
        call_command("load_compacts", verbosity=0)
        follow_editions(on=timezone.localdate())  # as the next sweep does


def let_flush_pass_the_guard() -> None:
    """Emptying tables deletes events, which SQLite's triggers refuse: lift them for that."""
    guard = import_module("audit.migrations.0004_seals_have_keys")
    flush = connection.ops.sql_flush
    connection.ops.sql_flush = lambda *args, **options: (  # type: ignore[method-assign]
        [*guard.SQLITE_DROPPED, *flush(*args, **options), *guard.SQLITE]
    )


@pytest.fixture(scope="session")
def django_db_setup(  # type: ignore[no-untyped-def]
    django_db_setup: None, django_db_blocker, tables: Tables | None
) -> Iterator[None]:
    """Add to the empty database what every installation has: the compacts and the cache's table."""
    with django_db_blocker.unblock():
        if tables is not None:
            tables.keep(connection)
        call_command("createcachetable", verbosity=0)
        load_library()
        if connection.vendor == "sqlite":
            let_flush_pass_the_guard()
    yield
    caches.close_all()
    connections.close_all()


@pytest.fixture
def library(db: None) -> None:
    """The compacts of compacts/library. A test with transaction=True removes them at its end."""
    load_library()


@pytest.fixture
def on() -> date:
    """A Monday without holidays near it, for tests that need a day and do not care which."""
    return date(2025, 6, 16)

"""What the first page needs, made once and again only when what it is made from changes."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit.comparing import models_to_seal, seal_backlog

Say = Callable[[str], None]
DATABASE_CACHE = "config.caches.DatabaseOrMemory"
NOT_OURS = {".venv", "node_modules", "tests", "var", "__pycache__"}


def prepare(say: Say, *, demo: bool) -> None:
    made = Made(settings.VAR_DIR / "prepared.json")
    if migrate(say):
        made.forget("compacts", "demo")
    if models_to_seal():
        say("Sealing the records.")
        seal_backlog()
    make_cache_table()
    ours = fingerprint(our_files())
    if made.differs("compacts", ours):
        say("Loading the compacts.")
        if load_compacts(say):
            made.keep("compacts", ours)
    if demo and made.differs("demo", ours):
        say("Telling the demo story.")
        call_command("seed_demo", verbosity=0)
        made.keep("demo", ours)
    collect_static(say, made)


def migrate(say: Say) -> bool:
    """Bring the database's tables up to date; say whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def make_cache_table() -> None:
    cache = settings.CACHES["default"]
    if cache["BACKEND"] != DATABASE_CACHE:
        return
    if cache["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def load_compacts(say: Say) -> bool:
    """Load what is new. A changed text waits for a person to agree to it; the rest goes on."""
    try:
        call_command("load_compacts", verbosity=0)
    except CommandError as waiting:
        say(f"The compacts stay as they were. {waiting}")
        return False
    return True


def collect_static(say: Say, made: "Made") -> None:
    files = fingerprint(static_files())
    if made.differs("static", files) or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        say("Collecting the style sheets and scripts.")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        made.keep("static", files)


# What has changed ------------------------------------------------------------------------------


class Made:
    """What was prepared last time, and from what."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        try:
            self._made: dict[str, str] = json.loads(kept.read_text())
        except (OSError, ValueError):
            self._made = {}

    def differs(self, name: str, now: str) -> bool:
        return self._made.get(name) != now

    def keep(self, name: str, now: str) -> None:
        self._made[name] = now
        self._kept.write_text(json.dumps(self._made))

    def forget(self, *names: str) -> None:
        for name in names:
            self._made.pop(name, None)


def fingerprint(files: Iterable[Path]) -> str:
    """Stand for the names, sizes and times of these files. Reads none of them, so it is quick."""
    seen = hashlib.sha256(str(settings.DATABASES["default"]["NAME"]).encode())
    for path in sorted(files):
        stat = path.stat()
        seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def our_files() -> Iterator[Path]:
    """Code and compacts: a change in either may change what is loaded."""
    for folder in settings.BASE_DIR.iterdir():
        if folder.is_dir() and folder.name not in NOT_OURS and not folder.name.startswith("."):
            for kind in ("*.py", "*.yaml", "*.json"):
                yield from folder.rglob(kind)


def static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))

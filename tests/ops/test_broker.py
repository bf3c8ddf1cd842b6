"""The queue of files after a full disk: what it left empty stops no worker from starting."""

import os
import time
from pathlib import Path

from config.up.broker import SETTLED, forget_empty_bindings


def test_empty_bindings_are_forgotten_once_nobody_writes_them(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"control_folder": str(tmp_path)}
    kept, broken, fresh = (tmp_path / f"{name}.exchange" for name in ("kept", "broken", "fresh"))
    kept.write_text("[]")
    broken.touch()
    fresh.touch()
    long_ago = time.time() - SETTLED - 1
    for file in (kept, broken):
        os.utime(file, (long_ago, long_ago))
    forget_empty_bindings()
    assert sorted(tmp_path.iterdir()) == [fresh, kept]


def test_a_redis_has_no_such_files(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60}
    forget_empty_bindings()

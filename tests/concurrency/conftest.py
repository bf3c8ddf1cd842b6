"""A hall for trials: an area with people, on a database that really commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings

from tests import cast
from tests.concurrency.six import Hall
from tests.scene import TODAY, Scene


@pytest.fixture
def hall(library: None, settings: LazySettings, tmp_path: Path) -> Iterator[Hall]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(cast.at(TODAY), tick=False):
        scene = Scene()
        cast.group("Tilbury Choir")
        yield Hall(scene)

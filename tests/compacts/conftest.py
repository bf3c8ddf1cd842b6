from pathlib import Path

import pytest

from tests.compacts.small import File


@pytest.fixture
def trial(tmp_path: Path, library: None) -> File:
    return File(tmp_path)

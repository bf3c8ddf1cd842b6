"""What tests of disputes may ask for."""

from pathlib import Path
from typing import Any

import pytest

from tests.disputes.way import Area


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def thurrock(db: None) -> Area:
    return Area("thurrock")


@pytest.fixture
def southend(db: None) -> Area:
    return Area("southend", group_name="Shoebury Sheds")


@pytest.fixture
def stockton(db: None) -> Area:
    return Area("stockton", group_name="Yarm Environment Group")

"""A signed-in page stays out of shared caches; a broken queue and a wide file are no 500."""

import pytest
from django.test import Client

from organisations.models import Role
from pages.spreadsheets.reading import MOST_COLUMNS, TableRefused, rows_of
from tests import cast

pytestmark = pytest.mark.django_db


def test_signed_in_pages_are_private(library: None, client: Client) -> None:
    client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council()))
    assert client.get("/areas/thurrock/")["Cache-Control"] == "private, no-cache"
    assert client.get("/compacts/")["Cache-Control"] == "private, no-cache"


def test_public_pages_may_be_kept(client: Client) -> None:
    assert "private" not in client.get("/compacts/").get("Cache-Control", "")


def test_wide_csv_is_refused(tmp_path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("," * MOST_COLUMNS)
    with pytest.raises(TableRefused, match="columns"):
        list(rows_of(wide))

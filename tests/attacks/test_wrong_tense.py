"""The desk never says that somebody may still do what the day for has passed."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from organisations.models import Role
from tests import cast
from tests.html import one_line

pytestmark = pytest.mark.django_db


def test_reply_that_is_overdue_is_not_offered_as_possible(library: None, client: Client) -> None:
    with time_machine.travel(cast.at(date(2026, 3, 2)), tick=False):
        cast.notice(
            date(2026, 3, 2), received_on=date(2026, 3, 2), last_day=date(2026, 3, 31), kind="end"
        )
    with time_machine.travel(cast.at(date(2026, 11, 23)), tick=False):
        client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council()))
        page = one_line(client.get("/areas/thurrock/"))
    assert "reply due by" in page
    assert "may reply until" not in page

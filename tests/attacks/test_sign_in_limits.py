"""Guessing passwords is slowed by account and by the visitor's own address, not the proxy's."""

from typing import Any

import pytest
from django.test import Client

from tests.html import one_line

TOO_MANY = "Too many failed login attempts"
pytestmark = pytest.mark.django_db


def guess(client: Client, account: int, visitor: str) -> str:
    answer = client.post(
        "/accounts/login/",
        {"login": f"somebody-{account}@test.example", "password": "wrong"},
        headers={"x-forwarded-for": f"203.0.113.250, {visitor}"},
    )
    return one_line(answer)


def test_one_visitor_behind_the_proxy_does_not_lock_out_the_others(
    client: Client, settings: Any
) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0, "none stands before a demo"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for account in range(12):
        last = guess(client, account, "203.0.113.1")
    assert TOO_MANY in last
    assert TOO_MANY not in guess(client, 99, "203.0.113.2")

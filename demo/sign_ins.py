"""How the demo's people sign in: one public password, and addresses that reach nobody."""

from __future__ import annotations

from django.conf import settings

from accounts.models import User

DEMO_PASSWORD = "compact-demo-2026"
DEMO_EMAILS = settings.DEMO_ADDRESSES


def demo_sign_ins() -> list[User]:
    return list(User.objects.filter(email__endswith=DEMO_EMAILS, is_active=True).order_by("email"))

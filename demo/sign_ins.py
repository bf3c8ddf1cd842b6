"""How the demo's people sign in: one public password, and addresses that reach nobody."""

from __future__ import annotations

from accounts.models import User

DEMO_PASSWORD = "compact-demo-2026"
DEMO_EMAILS = "@demo.example"


def demo_sign_ins() -> list[User]:
    return list(User.objects.filter(email__endswith=DEMO_EMAILS, is_active=True).order_by("email"))

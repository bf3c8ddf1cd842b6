"""What a password may be, beside what Django asks of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128


class NotTooLong:
    """Nobody types so much, and hashing it keeps the server busy."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"The password must be {LONGEST} characters or fewer.")

    def get_help_text(self) -> str:
        return f"Your password must have {LONGEST} characters or fewer."

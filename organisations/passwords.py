"""A password that says where somebody belongs is guessed by whoever knows them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from organisations.models import Membership

SHORTEST = 5  # letters: what is shorter is part of many words


class NotTheirOrganisation:
    """Refuses a password that is made of the name of an organisation or area of the person's."""

    def validate(self, password: str, user: Any = None) -> None:
        if getattr(user, "pk", None) is None:
            return
        said = _letters(password)
        held = Membership.objects.filter(user=user).select_related("organisation", "area")
        for name in {each for one in held for each in (one.organisation.name, one.area.name)}:
            letters = _letters(name)
            if min(len(letters), len(said)) >= SHORTEST and (letters in said or said in letters):
                raise ValidationError("The password is too like the name of your organisation.")

    def get_help_text(self) -> str:
        return "Your password can’t be like the name of your organisation."


def _letters(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalpha())

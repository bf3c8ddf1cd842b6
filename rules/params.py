"""Reading the params of a rule: a period is data, and an unknown key is an error.

Each mistake is a FactError whose field is `params.` and the key.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rules.verdict import FactError

MOST_MONTHS = 600
MOST_WEEKS = 2600
MOST_WORKING_DAYS = 1000
MOST_WARN_DAYS = 3650

_CODE = re.compile(r"[a-z][a-z0-9_]*")


class Params:
    """The params of one rule, read key by key; `done` refuses the keys that nobody asked for."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        if not isinstance(given, Mapping):
            raise FactError("params", "a table of names and values is needed")
        self._given = given
        self._known: set[str] = set()

    def count(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number from `least` to `most`."""
        value = self._take(name)
        if value is None and default is not None:
            return default
        return self._whole(name, value, least, most)

    def count_or_none(self, name: str, *, least: int, most: int) -> int | None:
        value = self._take(name)
        return None if value is None else self._whole(name, value, least, most)

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if value is None:
            return False
        if isinstance(value, bool):
            return value
        raise FactError(f"params.{name}", "true or false is needed")

    def code(self, name: str, allowed: Iterable[str] | None = None) -> str | None:
        value = self._take(name)
        return None if value is None else self._code(name, value, allowed)

    def codes(self, name: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of one code or more, none of them twice."""
        value = self._take(name)
        if not isinstance(value, list | tuple) or not value:
            raise FactError(f"params.{name}", "a list of one code or more is needed")
        codes = tuple(self._code(name, item, allowed) for item in value)
        if len(set(codes)) < len(codes):
            raise FactError(f"params.{name}", "a code stands twice")
        return codes

    def done(self) -> None:
        unknown = sorted(str(name) for name in self._given if name not in self._known)
        if unknown:
            raise FactError(f"params.{unknown[0]}", "this rule type has no such param")

    def _take(self, name: str) -> Any:
        self._known.add(name)
        return self._given.get(name)

    @staticmethod
    def _whole(name: str, value: object, least: int, most: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise FactError(f"params.{name}", f"a whole number from {least} to {most} is needed")

    @staticmethod
    def _code(name: str, value: object, allowed: Iterable[str] | None) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise FactError(f"params.{name}", "a lower-case code is needed")
        if allowed is not None and value not in allowed:
            choices = ", ".join(sorted(allowed))
            raise FactError(f"params.{name}", f"{value!r} is not one of {choices}")
        return value

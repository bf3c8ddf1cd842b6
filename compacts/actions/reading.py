"""Reading YAML strictly: a key that nobody asked for, or that stands twice, is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml
from django.db import models

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """YAML as people write it: only true and false are booleans, and no key stands twice.

    `yes`, `no` and `on` stay words: they are facts and keys of the library format.
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _at(key_node, f"the key {key!r} must be text: quote it")
            if key in seen:
                raise _at(key_node, f"the key {key} stands twice")
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def _at(node: Any, problem: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a file: where it stands, and what is wrong."""

    file: str
    place: str
    key: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place, self.key) if part)
        return f"{where}: {self.message}"


class LibraryError(Exception):
    """A file that cannot be loaded, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Faults:
    """Collects the faults of one file, so that they are all told at once."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, place: str, key: str, message: str) -> None:
        self.found.append(Fault(self.file, place, key, message))

    def settle(self) -> None:
        """Raises LibraryError where anything was found."""
        if self.found:
            raise LibraryError(self.found)


def parse(text: bytes, faults: Faults) -> Any:
    """The file's content as plain Python. Raises LibraryError with the line of a mistake."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        faults.add(line, "", error.problem or "this is not YAML")
    # A day that does not exist, such as 2012-02-30, is a ValueError to the YAML reader.
    except (yaml.YAMLError, ValueError) as error:
        faults.add("", "", f"this is not YAML: {error}")
    faults.settle()


def as_json(value: Any) -> Any:
    """The same value in what JSON can hold: dates as ISO text."""
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


class Table:
    """One mapping of the file, read key by key; `done` reports the keys that nobody asked for."""

    def __init__(self, given: Any, faults: Faults, place: str = "", prefix: str = "") -> None:
        self.faults = faults
        self.place = place
        self.prefix = prefix
        self._asked: set[str] = set()
        if given is not None and not isinstance(given, dict):
            self.fault("", "names and values are needed here")
        self._given: dict[str, Any] = given if isinstance(given, dict) else {}

    def fault(self, key: str, message: str) -> None:
        self.faults.add(self.place, f"{self.prefix}{key}".removesuffix("."), message)

    def take(self, key: str) -> Any:
        self._asked.add(key)
        return self._given.get(key)

    def text(self, key: str) -> str:
        """Text that must be there."""
        value = self.take(key)
        if value is None:
            self.fault(key, "is missing")
        return self._as_text(key, value)

    def optional(self, key: str) -> str:
        """Text, or nothing."""
        return self._as_text(key, self.take(key))

    def _as_text(self, key: str, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, f"text is needed, not {as_json(value)!r}: quote it")
            return ""
        if not value.strip():
            self.fault(key, "is blank")
        return value

    def choice(self, key: str, choices: Iterable[str], *, needed: bool = True) -> str:
        value = self.text(key) if needed else self.optional(key)
        if value and value not in choices:
            self.fault(key, f"{value!r} is not one of {', '.join(choices)}")
            return ""
        return value

    def day(self, key: str) -> date | None:
        value = self.take(key)
        # YAML reads a day with a time as an instant, which Python counts among the dates.
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(key, f"a date such as 2012-11-14 is needed, not {value!r}")
        return None

    def whole(self, key: str) -> int | None:
        value = self.take(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.fault(key, f"a whole number is needed, not {value!r}")
        return None

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "true or false is needed")
        return value is True

    def listed(self, key: str, *, needed: bool = False) -> list[Any]:
        value = self.take(key)
        if value is None:
            if needed:
                self.fault(key, "is missing; write [] where there is none")
            return []
        if not isinstance(value, list):
            self.fault(key, "a list is needed")
            return []
        return value

    def texts(self, key: str, choices: Iterable[str] | None = None) -> list[str]:
        texts = self.listed(key)
        for place, value in enumerate(texts):
            if not isinstance(value, str) or not value.strip():
                self.fault(f"{key}[{place}]", f"text is needed, not {as_json(value)!r}: quote it")
            elif choices is not None and value not in choices:
                self.fault(f"{key}[{place}]", f"{value!r} is not one of {', '.join(choices)}")
        return [value for value in texts if isinstance(value, str)]

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(key, "names and values are needed here")
            return {}
        return value

    def table(self, key: str) -> Table:
        value = self.take(key)
        return Table(value, self.faults, self.place, f"{self.prefix}{key}.")

    def tables(self, key: str, name: Callable[[Any, int], str] | None = None) -> list[Table]:
        """The tables of a list. With `name`, each is a place of its own; else a key of this one."""
        tables = []
        for number, value in enumerate(self.listed(key, needed=True)):
            if name is None:
                prefix = f"{self.prefix}{key}[{number}]."
                tables.append(Table(value, self.faults, self.place, prefix))
            else:
                given = value if isinstance(value, dict) else {}
                tables.append(Table(value, self.faults, name(given, number + 1)))
        return tables

    def has(self, key: str) -> bool:
        return self._given.get(key) is not None

    def done(self) -> None:
        for key in self._given:
            if key not in self._asked:
                self.fault(key, "is not a key of the library format")


def fit(table: Table, model: type[models.Model], row: dict[str, Any]) -> None:
    """Text may not be longer than its column."""
    for name, value in row.items():
        most = getattr(model._meta.get_field(name), "max_length", None) if name != "rules" else None
        if most and isinstance(value, str) and len(value) > most:
            table.fault(name, f"is longer than {most} characters")

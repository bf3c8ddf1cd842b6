"""The params of a rule: what each may be, in words and in code, and how it is read.

A period is data, an unknown key is an error, and each mistake is a FactError whose field is
`params.` and the key. Every rule type lists its params as `PARAMS`; the documents and the forms of
rules are made from these lists, so nothing about a param stands anywhere else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from rules.length import MOST, Length, Unit
from rules.verdict import FactError
from rules.words import listed

MOST_MONTHS = MOST[Unit.MONTHS]
MOST_WEEKS = MOST[Unit.WEEKS]
MOST_WORKING_DAYS = MOST[Unit.WORKING_DAYS]
MOST_WARN_DAYS = 3650

_CODE = re.compile(r"[a-z][a-z0-9_]*")


class Params:
    """The params of one rule, taken key by key; `done` refuses the keys that nobody asked for."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        if not isinstance(given, Mapping):
            raise FactError("params", "a table of names and values is needed")
        self._given = given
        self.known: list[str] = []

    def take(self, name: str) -> Any:
        """Return what was given under a name; None where it is absent or null."""
        if name not in self.known:
            self.known.append(name)
        return self._given.get(name)

    def done(self) -> None:
        """Raise FactError for the first key, by the alphabet, that nobody asked for."""
        unknown = sorted(str(name) for name in self._given if name not in self.known)
        if unknown:
            own = ", ".join(self.known)
            raise FactError(
                f"params.{unknown[0]}", f"this rule type has no such param; it takes {own}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One param: what it means to the clause, and a value that it may have."""

    name: str
    meaning: str
    example: Any

    @property
    def limits(self) -> str:
        """Return what values are possible, and what stands where none is given."""
        raise NotImplementedError

    def fault(self, message: str) -> FactError:
        return FactError(f"params.{self.name}", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Param):
    """A whole number. Without a default it has to be given."""

    least: int
    most: int
    default: int | None = None

    @property
    def limits(self) -> str:
        left_out = "has to be given" if self.default is None else f"{self.default} where left out"
        return f"a whole number from {self.least} to {self.most}; {left_out}"

    def read(self, params: Params) -> int:
        value = params.take(self.name)
        if value is None and self.default is not None:
            return self.default
        return _whole(self, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionalCount(Param):
    """A whole number, or none: then the clause sets no figure."""

    least: int
    most: int

    @property
    def limits(self) -> str:
        return f"a whole number from {self.least} to {self.most}; none where left out"

    def read(self, params: Params) -> int | None:
        value = params.take(self.name)
        return None if value is None else _whole(self, value)


def _whole(param: Count | OptionalCount, value: object) -> int:
    if is_whole(value, param.least, param.most):
        return value
    raise param.fault(f"a whole number from {param.least} to {param.most} is needed")


def is_whole(value: object, least: int, most: int) -> TypeGuard[int]:
    """Say whether a value is a whole number, and no truth value, from `least` to `most`."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Param):
    """True or false."""

    default: bool = False

    @property
    def limits(self) -> str:
        return f"true or false; {str(self.default).lower()} where left out"

    def read(self, params: Params) -> bool:
        value = params.take(self.name)
        if value is None:
            return self.default
        if isinstance(value, bool):
            return value
        raise self.fault("true or false is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Param):
    """One code, of a list where there are choices, or none."""

    choices: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        what = _choices(self.choices) if self.choices else A_CODE
        return f"{what}; none where left out"

    def read(self, params: Params) -> str | None:
        value = params.take(self.name)
        return None if value is None else _code(self, value, self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes(Param):
    """A list of one code or more, none of them twice."""

    choices: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        what = f"of {_choices(self.choices)}" if self.choices else f"each {A_CODE}"
        return f"a list of one or more, {what}; has to be given"

    def read(self, params: Params) -> tuple[str, ...]:
        value = params.take(self.name)
        if not isinstance(value, list | tuple) or not value:
            raise self.fault("a list of one code or more is needed")
        codes = tuple(_code(self, item, self.choices) for item in value)
        if len(set(codes)) < len(codes):
            raise self.fault("a code stands twice")
        return codes


A_CODE = "a code of lower-case letters, digits and underscores"


def _choices(choices: Iterable[str]) -> str:
    return listed([f"`{choice}`" for choice in choices], "or")


def _code(param: Code | Codes, value: object, choices: Sequence[str]) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise param.fault("a lower-case code is needed")
    if choices and value not in choices:
        raise param.fault(f"{value[:40]!r} is not one of {', '.join(choices)}")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Param):
    """A length of time: a count and its unit."""

    instead_of: str = ""

    @property
    def limits(self) -> str:
        most = listed([f"{most} `{unit}`" for unit, most in MOST.items()], "or")
        what = f"a `count` of at least 1 and a `unit`, up to {most}"
        if self.instead_of:
            return f"{what}; in place of `{self.instead_of}`, never beside it"
        return f"{what}; has to be given"

    def read(self, params: Params) -> Length:
        return self._length(params.take(self.name))

    def read_or(self, params: Params, count: Count, unit: Unit) -> Length:
        """Return the length, or the older count in its own unit where no length is given."""
        return self._instead(params, count) or Length(count.read(params), unit)

    def read_or_none(self, params: Params, count: OptionalCount, unit: Unit) -> Length | None:
        """Return the length, or the older count in its own unit, or None where neither is given."""
        length, number = self._instead(params, count), count.read(params)
        return Length(number, unit) if length is None and number is not None else length

    def _instead(self, params: Params, count: Count | OptionalCount) -> Length | None:
        older, value = params.take(count.name), params.take(self.name)
        if value is None:
            return None
        if older is not None:
            raise self.fault(f"length stands in place of {count.name}: give one of the two")
        return self._length(value)

    def _length(self, value: object) -> Length:
        if not isinstance(value, Mapping) or set(value) != {"count", "unit"}:
            raise self.fault("a count and a unit are needed, such as {count: 10, unit: weeks}")
        count, unit = value["count"], value["unit"]
        if not isinstance(unit, str) or unit not in MOST:
            raise self.fault(f"its unit is one of {', '.join(MOST)}")
        most = MOST[Unit(unit)]
        if is_whole(count, 1, most):
            return Length(count, Unit(unit))
        raise self.fault(f"its count is a whole number from 1 to {most}")


LENGTH_EXAMPLE = {"count": 10, "unit": "working_days"}


THE_LENGTH = Span(name="length", meaning="The period that the clause sets.", example=LENGTH_EXAMPLE)


def length_instead_of(count: str) -> Span:
    """Return the param `length` of a type that has a count of one unit as well."""
    return Span(
        name="length",
        meaning=f"The period, where the clause counts it in another unit than `{count}`.",
        example=LENGTH_EXAMPLE,
        instead_of=count,
    )


def warn_days(default: int, before: str = "the last day") -> Count:
    """Return the param that says how early a duty is at risk."""
    return Count(
        name="warn_days",
        meaning=f"How many days before {before} it is at risk.",
        least=0,
        most=MOST_WARN_DAYS,
        default=default,
        example=14,
    )


def may_explain(default: bool = False) -> Flag:
    """Return the param that says whether an explanation excuses a departure."""
    return Flag(
        name="may_explain",
        meaning="Whether the clause allows a departure that is explained.",
        default=default,
        example=not default,
    )

"""What a changed file would change: part by part, key by key, and word by word where it is text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from compacts.actions.library import Parts, Row
from compacts.wording import word_difference

# Bodies may also sign in the product: a file adds and changes signatories, and takes none away.
NEVER_REMOVED = frozenset({"signatory"})
_PROSE = 60
_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


@dataclass(frozen=True, slots=True)
class KeyChange:
    key: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One row that the file adds, removes or changes."""

    part: str
    ref: str
    what: Literal["added", "removed", "changed"]
    keys: tuple[KeyChange, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The changed fields, without the way into lists and tables."""
        return frozenset(change.key.partition("[")[0].partition(".")[0] for change in self.keys)


def differences(old: Parts, new: Parts) -> list[Change]:
    """Everything that differs, in document order, removals last in each part."""
    return [change for part in new for change in _of_part(part, old.get(part, {}), new[part])]


def _of_part(part: str, old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    for ref, row in new.items():
        if ref not in old:
            yield Change(part, ref, "added")
        elif keys := tuple(_key_changes("", old[ref], row)):
            yield Change(part, ref, "changed", keys)
    if part not in NEVER_REMOVED:
        yield from (Change(part, ref, "removed") for ref in old if ref not in new)


def _key_changes(key: str, old: Any, new: Any) -> Iterator[KeyChange]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            inner = f"{key}.{name}" if key else name
            yield from _key_changes(inner, old.get(name), new.get(name))
    elif _tables(old) and _tables(new):
        for place in range(max(len(old), len(new))):
            yield from _key_changes(f"{key}[{place}]", _nth(old, place), _nth(new, place))
    else:
        yield KeyChange(key, old, new)


def _tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(inner, dict) for inner in value)


def _nth(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def in_words(change: Change, *, superseded: bool = False) -> list[str]:
    """The change as lines for a terminal."""
    name = f"{change.part} {change.ref}".strip()
    fate = " (in use: the old wording is kept as superseded)" if superseded else ""
    lines = [f"{name}: {change.what}{fate}"]
    lines.extend(f"    {each.key}: {_as_words(each)}" for each in change.keys)
    return lines


def _as_words(change: KeyChange) -> str:
    old, new = change.old, change.new
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _PROSE:
        return "".join(_MARKS[s.kind].format(s.text) for s in word_difference(old, new))
    return f"{_shown(old)} -> {_shown(new)}"


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "", [], {}) else str(value)

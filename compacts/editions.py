"""Two editions side by side: what a later one keeps, changes, adds and drops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from compacts.models import Compact, Provision
from compacts.wording import likeness, word_difference

LIKE_ENOUGH = 0.15
"""Below this, marking words would leave a patchwork that nobody can read."""

_REMOVED = (
    '<del><span class="govuk-visually-hidden">[removed: </span>{}'
    '<span class="govuk-visually-hidden">]</span></del> '
)
_ADDED = (
    '<ins><span class="govuk-visually-hidden">[added: </span>{}'
    '<span class="govuk-visually-hidden">]</span></ins> '
)


@dataclass(slots=True)
class Pair:
    """One row of the comparison."""

    what: str
    theme: str
    earlier: list[Provision] = field(default_factory=list)
    later: Provision | None = None
    old_words: SafeString | None = None
    new_words: SafeString | None = None
    reworded_throughout: bool = False


@dataclass(slots=True)
class Theme:
    """The rows of one theme, counted."""

    name: str
    pairs: list[Pair]

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize() or "Other"

    def only(self, what: str) -> Theme:
        """The rows of one sort; all of them where none is named."""
        return Theme(self.name, [pair for pair in self.pairs if what in ("", pair.what)])

    @property
    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for pair in self.pairs:
            found[pair.what] = found.get(pair.what, 0) + 1
        return found


def in_time_order(one: Compact, other: Compact) -> tuple[Compact, Compact]:
    """The earlier edition first, whichever way round they were asked for."""
    if one.supersedes_id == other.pk:
        return other, one
    if other.supersedes_id == one.pk:
        return one, other
    dated = [each for each in (one, other) if each.in_force_from]
    if len(dated) == 2 and dated[0].in_force_from > dated[1].in_force_from:  # type: ignore[operator]
        return other, one
    return one, other


def compared(earlier: list[Provision], later: list[Provision]) -> list[Theme]:
    """Every provision of both editions, once, by theme and in the order of the later one."""
    before = {each.ref: each for each in earlier}
    pairs = [_pair(each, before) for each in later]
    continued = {each.ref for pair in pairs for each in pair.earlier}
    pairs += [
        Pair("dropped", each.theme, earlier=[each], old_words=_plain(each))
        for each in earlier
        if each.ref not in continued
    ]
    themes = dict.fromkeys(pair.theme for pair in pairs)
    return [Theme(name, [pair for pair in pairs if pair.theme == name]) for name in themes]


def _pair(later: Provision, before: dict[str, Provision]) -> Pair:
    earlier = [before[ref] for ref in later.continues if ref in before]
    if not earlier:
        return Pair("added", later.theme, later=later, new_words=_plain(later))
    earlier.sort(key=lambda each: -likeness(each.text, later.text))
    nearest = earlier[0]
    if nearest.text.split() == later.text.split():
        words = _plain(later)
        return Pair("same", later.theme, earlier, later, words, words)
    if likeness(nearest.text, later.text) < LIKE_ENOUGH:
        pair = Pair("changed", later.theme, earlier, later, _plain(nearest), _plain(later))
        pair.reworded_throughout = True
        return pair
    old_words, new_words = marked(nearest.text, later.text)
    return Pair("changed", later.theme, earlier, later, old_words, new_words)


def _plain(provision: Provision) -> SafeString:
    return format_html("{}", provision.text)


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both wordings: what only the old one has in <del>, what only the new one has in <ins>."""
    spans = word_difference(old, new)
    return (
        _joined(
            ("{}" if span.kind == "same" else _REMOVED, span.text)
            for span in spans
            if span.kind != "added"
        ),
        _joined(
            ("{}" if span.kind == "same" else _ADDED, span.text)
            for span in spans
            if span.kind != "removed"
        ),
    )


def _joined(pieces: Iterable[tuple[str, str]]) -> SafeString:
    shown = [
        (format_html(shape, text if shape == "{}" else text.rstrip()),) for shape, text in pieces
    ]
    return format_html_join("", "{}", shown)

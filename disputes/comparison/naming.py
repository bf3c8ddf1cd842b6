"""Which parts of a name tell whose it is: words that no other organisation of the area has together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from disputes.comparison.common import COMMON, FORM, STOP
from disputes.comparison.letters import Letters, likened, plain

# What stands inside a word and is no part of it: apostrophes, soft hyphens, signs without width.
_INSIDE = "'’‘ʼ`´\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W_]|\*)+(?:[{_INSIDE}]+(?:[^\W_]|\*)+)*")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z][.\s]?){3,12}(?![A-Za-z])")

CLOSE = 2
"""Words of a name with no more than one other between them are read as that name."""
NEAR = 4
"""With no more than three between them they may be."""
REACH = 8
"""So may several in another order, or further apart."""
MOST_COMBINED = 6
"""Every choice among so many words of a name is looked for; of more, those that stand together."""
LEAST_INITIALS = 3
LEAST_MISSPELT = 7


def stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def words_of(name: str) -> list[str]:
    """The words of a name that can tell it from others, in order."""
    found = (plain(match.group()) for match in _WORD.finditer(name))
    return [stem(word) for word in found if word and word not in STOP]


@dataclass(frozen=True, slots=True)
class Verdict:
    certain: bool


CERTAIN, DOUBTFUL = Verdict(certain=True), Verdict(certain=False)


class Name:
    """One organisation's name beside those of the others in its area, each as its words."""

    def __init__(self, name: str, others: Iterable[str] = (), places: Iterable[str] = ()) -> None:
        self.name = name
        self.words = list(dict.fromkeys(words_of(name)))
        self._others = [frozenset(words_of(each)) for each in others]
        area = {word for place in places for word in words_of(place)}
        shared = {word for word in self.words if sum(word in other for other in self._others) > 1}
        known = FORM | COMMON | {stem(word) for word in FORM | COMMON}
        self.strong = frozenset(self.words) - known - area - shared
        """Words that hardly anybody else uses, such as an invented one or a place of its own."""
        self._form = FORM | area
        self._spelled = [word for word in self.words if word not in self._form and len(word) > 4]
        self._known: dict[tuple[frozenset[str], bool, bool], Verdict | None] = {}

    def is_alone(self, words: frozenset[str]) -> bool:
        """Whether no other organisation of the area has all of these words in its name."""
        return not any(words <= other for other in self._others)

    def verdict(self, words: frozenset[str], *, exact: bool, adjacent: bool) -> Verdict | None:
        """What it means that these words of the name stand together: `exact` where in their order,
        spelled right and near each other; `adjacent` with none between."""
        key = (words, exact, adjacent)
        if key not in self._known:
            self._known[key] = self._judged(words, exact, adjacent)
        return self._known[key]

    def _judged(self, words: frozenset[str], exact: bool, adjacent: bool) -> Verdict | None:
        if not words or not self.is_alone(words):
            return None
        strong, named, many = words & self.strong, words - self._form, len(words)
        if many == 1:
            return DOUBTFUL if strong and exact else None
        telling = bool(strong) or (many > 2 and len(named) > 1)
        if telling:
            return CERTAIN if exact else DOUBTFUL
        if exact and adjacent and (named or many == len(self.words)):
            return DOUBTFUL
        return DOUBTFUL if many > 2 and named else None

    # Spelled in letters alone

    @cached_property
    def needles(self) -> dict[str, Verdict]:
        """The name, and each part of it that tells, as letters alone."""
        needles: dict[str, Verdict] = {}
        for spelled, words in self._parts():
            verdict = self.verdict(frozenset(words), exact=True, adjacent=True)
            letters = "".join(spelled)
            if verdict is not None and len(letters) > 3 and needles.get(letters) is not CERTAIN:
                needles[letters] = verdict
        whole = plain(self.name)
        if whole and whole not in needles and len(self.words) == 1 and len(whole) > 2:
            needles[whole] = CERTAIN if self.strong else DOUBTFUL
        elif whole and self.strong:
            needles[whole] = CERTAIN
        return {needle: verdict for needle, verdict in needles.items() if needle}

    def _parts(self) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
        raw = [plain(each.group()) for each in _WORD.finditer(self.name)]
        raw = [word for word in raw if word]
        for first in range(len(raw)):
            for last in range(first + 1, len(raw) + 1):
                part = raw[first:last]
                yield part, [stem(word) for word in part if word not in STOP]
        told = [word for word in raw if word not in STOP]
        if len(told) <= MOST_COMBINED:
            for many in range(2, len(told)):
                for part in combinations(told, many):
                    yield part, [stem(word) for word in part]

    @cached_property
    def initials(self) -> frozenset[str]:
        raw = [plain(each.group()) for each in re.finditer(r"[^\W_]+(?:['’]\w+)*", self.name)]
        every = "".join(word[0] for word in raw if word)
        without = "".join(word[0] for word in raw if word and word not in STOP)
        return frozenset(each for each in (every, without) if len(each) >= LEAST_INITIALS)

    # Found in a text

    def found(self, letters: Letters) -> Iterator[tuple[int, int, bool, str]]:
        """Each place where the name stands: start, end, whether it is certain, and as what."""
        yield from self._as_letters(letters)
        yield from self._as_words(letters.decoded)
        yield from self._as_initials(letters.decoded)

    def _as_letters(self, letters: Letters) -> Iterator[tuple[int, int, bool, str]]:
        for needle, verdict in self.needles.items():
            for start, end in letters.found(needle, letters.plain, whole=not verdict.certain):
                yield start, end, verdict.certain, "its name"
        standing_in = letters.likened()
        backwards = letters.plain
        for needle, verdict in self.needles.items():
            if not verdict.certain or len(needle) < 8:
                continue
            likeness = likened(needle)
            for start, end in letters.found(likeness, standing_in, as_likened=True):
                yield start, end, True, "its name"
            if len(needle) > 9:
                for start, end in letters.found(needle[::-1], backwards):
                    yield start, end, False, "its name backwards"

    def _as_words(self, text: str) -> Iterator[tuple[int, int, bool, str]]:
        spots = list(self._spots(text))
        for number, first in enumerate(spots):
            chain, last, adjacent, exact = {first.word}, first, True, first.exact
            seen, furthest = {first.word}, first
            for each in spots[number + 1 : number + 1 + REACH]:
                if each.at - first.at > REACH + len(chain):
                    break
                seen.add(each.word)
                furthest = each
                if each.place > last.place and each.at - last.at <= NEAR:
                    adjacent = adjacent and each.at - last.at == 1
                    exact = exact and each.exact and each.at - last.at <= CLOSE
                    chain.add(each.word)
                    last = each
            ordered = self.verdict(frozenset(chain), exact=exact, adjacent=adjacent)
            if len(chain) == 1 and not first.exact:
                ordered = DOUBTFUL if first.is_misspelt and self._is_telling(first.word) else None
            if ordered is not None:
                yield first.start, last.end, ordered.certain, "words of its name"
            elif len(seen) > 1:
                apart = self.verdict(frozenset(seen), exact=False, adjacent=False)
                if apart is not None:
                    yield first.start, furthest.end, False, "words of its name"

    def _is_telling(self, word: str) -> bool:
        return word in self.strong and self.is_alone(frozenset({word}))

    def _spots(self, text: str) -> Iterator[_Spot]:
        places = {word: place for place, word in reversed(list(enumerate(self.words)))}
        known: dict[str, tuple[str, bool, bool] | None] = {}
        at = 0
        for match in _WORD.finditer(text):
            token = match.group()
            if token not in known:
                known[token] = self._meant(token)
            meant = known[token]
            if meant is not None:
                word, exact, misspelt = meant
                yield _Spot(at, word, places[word], exact, misspelt, match.start(), match.end())
            # Words that never tell do not set those of a name apart.
            at += token.lower() not in STOP

    def _meant(self, token: str) -> tuple[str, bool, bool] | None:
        """The word of the name that somebody meant, whether spelled as it is, or only misspelt."""
        word = stem(plain(token))
        if word in self.words:
            return word, True, False
        for each in self._spelled:
            if "*" in token and len(token) > 3 and _fits(token.lower(), each):
                return each, False, True
            if len(word) > 3 and len(each) > 5 and each.startswith(word):
                return each, False, False
            most = 2 if len(each) > 8 else 1
            if abs(len(each) - len(word)) <= most and _is_near(word, each, most):
                return each, False, len(each) >= LEAST_MISSPELT
        return None

    def _as_initials(self, text: str) -> Iterator[tuple[int, int, bool, str]]:
        if not self.initials:
            return
        for match in _CAPITALS.finditer(text):
            if plain(match.group()) in self.initials:
                yield match.start(), match.end(), False, "its initials"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word of the name in a text: the how manieth word there, and which of the name."""

    at: int
    word: str
    place: int
    exact: bool
    is_misspelt: bool
    start: int
    end: int


def _fits(pattern: str, word: str) -> bool:
    """Whether a word with letters starred out may be this one; a star stands for one or none."""
    shown = pattern.split("*")
    at = 0
    for number, part in enumerate(shown):
        found = word.find(part, at)
        if found < 0 or (number == 0 and found) or found - at > 2:
            return False
        at = found + len(part)
    return len(word) - at <= (2 if pattern.endswith("*") else 0)


def _is_near(one: str, other: str, most: int) -> bool:
    """Whether so few letters are left out, added, changed, or two changed about. Words are short."""
    if one[:1] != other[:1] and one[1:3] != other[1:3]:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, sign in enumerate(other, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return False
        before, row = row, following
    return row[-1] <= most

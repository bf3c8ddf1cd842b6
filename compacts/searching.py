"""Full-text search over the provisions: the same words, stems and ranking on every database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from compacts.models import Provision

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = frozenset(
    "a an and are as at be by for from in is it of on or that the to will with".split()
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "ed", "ly", "s")
_SHORTEST_STEM = 3
_MOST_WORDS = 60
_AROUND = 24
# More than words can earn: a clause that is asked for by its number comes first.
_REF_SCORE = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision that was found, with its wording marked up."""

    provision: Provision
    score: int
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first. `partly`: none has every word, so these have some of them."""

    hits: list[Hit]
    partly: bool = False


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that "notice" finds "notices" and "consult" "consultation"."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 1:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            # "loss" and "process" are no plurals.
            if ending == "s" and word.endswith("ss"):
                break
            word = word[: -len(ending)]
            break
    # "planning" becomes "plan" like "plan"; "call" and "loss" have their double letter by
    # themselves.
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


# Room for the three texts of each provision of the library, 415 when this was written, so that each
# is stemmed once a process and not at every search.
@lru_cache(maxsize=2000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _WORD.findall(text))


def search(provisions: Iterable[Provision], query: str) -> Found:
    """Every provision that has all the words (else: some of them), or whose number is asked for."""
    refs, terms = _read(query)
    if not refs and not terms:
        return Found([])
    scored = [(provision, *_score(provision, refs, terms)) for provision in provisions]
    full = [each for each in scored if each[1] >= _REF_SCORE or (terms and each[2] == len(terms))]
    chosen = full or [each for each in scored if each[2]]
    chosen.sort(key=lambda each: -each[1])
    hits = [Hit(provision, score, snippet(provision, terms)) for provision, score, _ in chosen]
    return Found(hits, partly=bool(hits) and not full)


def _read(query: str) -> tuple[set[str], list[str]]:
    """The clause numbers and the stems of a query."""
    pieces = query.split()
    refs = {piece.casefold() for piece in pieces if _may_be_ref(piece, alone=len(pieces) == 1)}
    words = [word for piece in pieces if not _is_numbered(piece) for word in _WORD.findall(piece)]
    telling = [word for word in words if word.lower() not in _STOP] or words
    return refs, list(dict.fromkeys(stem(word) for word in telling))


def _is_numbered(piece: str) -> bool:
    """Digits with a full stop or a letter among them: "4.4", "S2.38", and not "12" or "12-week"."""
    return bool(re.fullmatch(r"[A-Za-z]{0,3}\d+[.(][\w.()-]*|[A-Za-z]{1,3}\d+", piece))


def _may_be_ref(piece: str, *, alone: bool) -> bool:
    return alone or _is_numbered(piece)


def _score(provision: Provision, refs: set[str], terms: list[str]) -> tuple[int, int]:
    """How well it fits, and how many of the terms it has."""
    score = _REF_SCORE if provision.ref.casefold() in refs else 0
    if not terms:
        return score, 0
    text = _stems(provision.text)
    beside = _stems(f"{provision.heading} {provision.note} {provision.action_heading}")
    section = _stems(f"{provision.section.title} {provision.action_who}")
    matched = 0
    for term in terms:
        counts = [sum(_fits(term, word) for word in words) for words in (text, beside, section)]
        matched += any(counts)
        score += 10 * bool(counts[0]) + min(counts[0], 5)
        score += 4 * bool(counts[1]) + 2 * bool(counts[2]) + 3 * (term in text)
    return score, matched


def _fits(term: str, word: str) -> bool:
    return word == term or (len(term) >= _SHORTEST_STEM and word.startswith(term))


def snippet(provision: Provision, terms: list[str]) -> SafeString:
    """The wording, or the part of it around the first match, escaped, with the matches marked."""
    text = provision.text
    words = list(_WORD.finditer(text))
    matches = [_matches(word.group(), terms) for word in words]
    first, last = _window(matches)
    start = words[first].start() if first else 0
    end = words[last - 1].end() if last < len(words) else len(text)
    marked = [
        (word.start(), word.end())
        for word, matching in zip(words[first:last], matches[first:last], strict=True)
        if matching
    ]
    shown = _marked(text, start, end, marked)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return format_html("{}{}{}", before, shown, after)


def _matches(word: str, terms: list[str]) -> bool:
    stemmed = stem(word)
    return any(_fits(term, stemmed) for term in terms)


def _window(matches: list[bool]) -> tuple[int, int]:
    """The words to show: all of a short text, else some on either side of the first match."""
    if len(matches) <= _MOST_WORDS:
        return 0, len(matches)
    place = matches.index(True) if True in matches else 0
    first = max(0, place - _AROUND)
    return first, min(len(matches), first + _MOST_WORDS)


def _marked(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> SafeString:
    pieces = []
    place = start
    for first, last in spans:
        pieces.append((conditional_escape(text[place:first]), text[first:last]))
        place = last
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return mark_safe(marked + conditional_escape(text[place:end]))  # noqa: S308 - both are escaped

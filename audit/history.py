"""What happened, in plain words: an app says once how its verbs are put, and every page puts them so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models

from audit.models import Event
from pages.timeline import Line
from rules.words import code_in_words, plain

Detail = Mapping[str, Any]
NameOf = Callable[[str], str]
Sentences = Callable[[Detail], Iterable[str]]
THE_SYSTEM = "The system"
WORDS_TYPED = ("where", "text", "reasons", "reason", "remedy", "minutes")

_titles: dict[str, str] = {}
_sentences: dict[str, Sentences] = {}


def describe(titles: Mapping[str, str], sentences: Mapping[str, Sentences] | None = None) -> None:
    """Registers what events of these verbs are called, and what is said of those that say more.

    The values that changed and the words that somebody typed are told of every event.
    """
    _titles.update(titles)
    _sentences.update(sentences or {})


def title_of(verb: str) -> str:
    return _titles.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()


def facts_told(verb: str, detail: Detail, name_of: NameOf = code_in_words) -> Iterator[str]:
    """What an event says without anybody's own words, a sentence each."""
    told = _sentences.get(verb)
    if told is not None:
        yield from told(detail)
    elif detail.get("old") and detail.get("new"):
        yield f"From {said(detail['old'])} to {said(detail['new'])}."
    for fact, (old, new) in detail.get("changed", {}).items():
        if not isinstance(old, list | dict) and not isinstance(new, list | dict):
            label = name_of(fact)
            yield f"{label[:1].upper()}{label[1:]}: {said(old)}, now {said(new)}."


def words_typed(detail: Detail) -> list[str]:
    """What people wrote of it."""
    return [str(detail[name]) for name in WORDS_TYPED if detail.get(name)]


def line_of(event: Event, name_of: NameOf = code_in_words) -> Line:
    """An event as a page's timeline shows it. `name_of` gives the facts their names."""
    told = [*facts_told(event.verb, event.detail, name_of), *words_typed(event.detail)]
    return Line(
        event.at,
        title_of(event.verb),
        event.actor_post or THE_SYSTEM,
        "\n".join(told),
        by_id=event.actor_id,
    )


def history_of(row: models.Model) -> list[Line]:
    """Everything that happened to one row, oldest first."""
    return [line_of(each) for each in Event.objects.about(row).order_by("number")]


def said(value: Any) -> str:
    """A value as an event keeps it, in words: a day in full, yes or no, "not given" for nothing."""
    if value is None or value == "":
        return "not given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        return plain(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)

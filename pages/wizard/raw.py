"""What was typed into the pages of a draft, as it was typed: page to name to list of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

Typed = Mapping[str, Sequence[str]]

NOT_ANSWERS = {
    "csrfmiddlewaretoken",
    "once",
    "version",
    "seen",
    "go",
    "back_to",
    "opened_at",
    "file_lost",
    "hide",
}
SHOWN_ALREADY = "-asked"
"""How the names of hidden fields end that say which questions the page showed."""

PART_OF_DATE = re.compile(r"_[012]$")


def typed_in_page(posted: QueryDict) -> dict[str, list[str]]:
    """What a page sent, without what is no answer.

    A NUL, which PostgreSQL keeps in no text, becomes the sign for an unreadable letter.
    """
    return {
        name.replace("\0", "\ufffd"): [said.replace("\0", "\ufffd") for said in values]
        for name, values in posted.lists()
        if name not in NOT_ANSWERS and not name.endswith(SHOWN_ALREADY)
    }


def as_sent(typed: Typed) -> MultiValueDict[str, str]:
    """The answers as a form takes them."""
    return MultiValueDict({name: list(said) for name, said in typed.items()})


def digest(typed: Typed | None) -> str:
    """What a page's hidden field remembers of the answers it was opened with."""
    return sha256(dumps(typed or {}, sort_keys=True).encode()).hexdigest()[:16]


def typed_rows(posted: QueryDict, forms: Iterable[Any] = ()) -> list[tuple[str, str]]:
    """Every answer of a page that cannot be saved, to be copied: the question and what was typed.

    Questions have the labels of `forms`, or else their own names.
    """
    labels = {
        form.add_prefix(name): _label(form, field)
        for form in forms
        for name, field in form.fields.items()
    }
    rows: dict[str, list[str]] = {}
    for name, values in posted.lists():
        said = [value for value in values if value.strip()]
        if not said or name in NOT_ANSWERS or name.endswith(SHOWN_ALREADY) or "password" in name:
            continue
        # A name may end in _1 by itself: only beside a _0 is it one of the three boxes of a date.
        question = PART_OF_DATE.sub("", name) if f"{name[:-2]}_0" in posted else name
        rows.setdefault(labels.get(question) or _plain(question), []).extend(said)
    return [(question, " ".join(said)) for question, said in rows.items()]


def _label(form: Any, field: Any) -> str:
    about = getattr(form, "about", "")
    return f"{about}: {field.label}" if about else str(field.label or "")


def _plain(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()

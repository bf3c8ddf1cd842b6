"""How editions and their wording are shown, in templates that say {% load compacts_words %}."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from compacts.facts import in_words_of
from pages.shown import on, state_tag

if TYPE_CHECKING:
    from compacts.models import Compact, Rule
    from compacts.standing import Standing

register = template.Library()


@register.filter
def worded(said: str | Iterable[str], rule: Rule) -> str | list[str]:
    """What the engine says of a rule, one sentence or several, under the clause's own labels."""
    if isinstance(said, str):
        return in_words_of(rule, said)
    return [in_words_of(rule, each) for each in said]


@register.filter
def paragraphs(text: str) -> SafeString:
    """A text of the library: each line is a paragraph of the print."""
    lines = ((line,) for line in str(text).splitlines() if line.strip())
    return format_html_join("", "<p>{}</p>", lines)


@register.filter
def standing_tag(standing: Standing) -> SafeString:
    tag = state_tag(standing.words, standing.colour)
    if standing.kept_until is None:
        return tag
    return format_html("{} until {}", tag, on(standing.kept_until))


@register.filter
def in_force_dates(compact: Compact) -> SafeString:
    """From when to when an edition is in force."""
    first, last = compact.in_force_from, compact.in_force_to
    if first and last:
        return format_html("{} to {}", on(first), on(last))
    if first:
        return format_html("From {}", on(first))
    if last:
        return format_html("Until {}", on(last))
    return SafeString("No dates in the text")

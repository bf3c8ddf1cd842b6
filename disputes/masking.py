"""What is kept from those who do not know a raiser, without answering a guess.

Everything here treats every voluntary organisation of the area alike, whoever raised the case. So
what is masked or refused says nothing of who that was: a name that is no party's is masked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from django.db import models

from commitments.models import Act
from commitments.subjects import subjects
from disputes.comparison import Hit, hidden, together
from disputes.comparison.figures import LEAST_AMOUNT, amounts_found, amounts_in, numbers_found
from disputes.comparison.letters import Letters, plain
from disputes.comparison.naming import Name, words_of
from organisations.models import Area, Organisation, Sector

_REFERENCE = re.compile(r"(?<![a-z0-9])([a-z]{1,4})\W{0,3}(20\d\d)\W{0,3}(\d{1,6})(?!\d)", re.I)
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?:https?://|www\.)[^\s<>\"]{1,300}",
    re.I,
)


class Mask:
    """An area's voluntary organisations, as they may stand in a text; read when first asked for."""

    def __init__(self, area: Area, *, own_reference: str = "") -> None:
        self.area, self.own_reference = area, plain(own_reference)

    def over(self, text: str) -> str:
        """The text with every organisation, address, record and amount that points to one masked."""
        if not text:
            return text
        return hidden(text, self.hits(text))

    def hits(self, text: str) -> list[Hit]:
        letters = Letters(text)
        found = [
            *self._names(letters),
            *self._records(letters),
            *numbers_found(letters, self._numbers),
            *self._sums(letters),
            *((m.start(), m.end(), True, "an address") for m in _ADDRESS.finditer(letters.decoded)),
        ]
        return together(
            Hit(*letters.original(start, end), certain, why) for start, end, certain, why in found
        )

    @cached_property
    def _organisations(self) -> list[Organisation]:
        rows = Organisation.objects.in_area(self.area)
        return list(rows.only("name", "sector", "kind", "charity_number", "company_number"))

    @cached_property
    def _hideable(self) -> dict[str, frozenset[str]]:
        """Those that could have raised a case in which a name is kept, with the words of their names."""
        return {
            each.name: frozenset(words_of(each.name))
            for each in self._organisations
            if each.sector == Sector.VCS and not each.is_infrastructure
        }

    def _names(self, letters: Letters) -> Iterator[tuple[int, int, bool, str]]:
        said = set(words_of(letters.decoded))
        likeness = letters.likened()
        for name, words in self._hideable.items():
            # Thousands of names are looked at: those that share nothing with the text are left.
            if words & said or plain(name) in letters.plain or plain(name) in likeness:
                others = (each.name for each in self._organisations if each.name != name)
                yield from Name(name, others, (self.area.name,)).found(letters)

    def _records(self, letters: Letters) -> Iterator[tuple[int, int, bool, str]]:
        found = {}
        for match in _REFERENCE.finditer(letters.decoded):
            prefix, year, number = match.groups()
            if plain(match.group()) != self.own_reference:
                found[match.span()] = f"{prefix.upper()}-{year}-{int(number):04}"
        if not found:
            return
        rows = Act.objects.filter(area=self.area, counterpart__isnull=False)
        known = set(
            rows.filter(reference__in=set(found.values())).values_list("reference", flat=True)
        )
        for (start, end), reference in found.items():
            if reference in known:
                yield start, end, True, "the reference of a record"

    @cached_property
    def _numbers(self) -> list[str]:
        bodies = [each for each in self._organisations if each.sector == Sector.VCS]
        return [n for each in bodies for n in (each.charity_number, each.company_number) if n]

    def _sums(self, letters: Letters) -> Iterator[tuple[int, int, bool, str]]:
        # Most texts speak of no money, and none is read for them.
        if any(amount >= LEAST_AMOUNT for amount in amounts_in(letters.decoded)):
            yield from amounts_found(letters, self._amounts)

    @cached_property
    def _amounts(self) -> set[Decimal]:
        found: set[Decimal] = set()
        for subject in subjects():
            rows = subject.model._default_manager.filter(
                act__area=self.area, act__counterpart__isnull=False
            )
            for field in subject.model._meta.concrete_fields:
                if isinstance(field, models.DecimalField):
                    found |= set(rows.values_list(field.name, flat=True)) - {None}
        return found


def organisations_named(area: Area, texts: Iterable[str]) -> list[str]:
    """Which words of the texts name a voluntary organisation of the area for certain, or a record or
    an address of one."""
    mask = Mask(area)
    return [text[hit.start : hit.end] for text in texts for hit in mask.hits(text) if hit.certain]

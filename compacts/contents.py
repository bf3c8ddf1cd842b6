"""A compact laid out for reading: sections in document order, provisions under whom they bind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from compacts.models import Compact, Provision, Section


@dataclass(slots=True)
class Group:
    """Provisions of one section, next to each other, that bind the same side."""

    bound: str
    provisions: list[Provision]


@dataclass(slots=True)
class LaidOut:
    """One section as a reader sees it."""

    section: Section
    groups: list[Group] = field(default_factory=list)
    actions: list[Provision] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"s-{self.section.ref}"

    @property
    def count(self) -> int:
        return sum(len(group.provisions) for group in self.groups) + len(self.actions)


def provisions_of(compact: Compact, *, sector: str = "", checkable: str = "") -> list[Provision]:
    """The wording as it stands, in document order, narrowed where asked."""
    provisions = compact.provisions.current().select_related("section", "code")
    if sector:
        provisions = provisions.filter(sector=sector)
    if checkable:
        provisions = provisions.filter(checkable=checkable)
    found = list(provisions.in_document_order())
    for provision in found:
        provision.compact = compact
    return found


def laid_out(provisions: Iterable[Provision]) -> list[LaidOut]:
    """Sections that have something to show. The action plan's rows are kept for its own table."""
    sections = []
    for _, members in groupby(provisions, key=lambda each: each.section_id):
        inside = list(members)
        shown = LaidOut(inside[0].section)
        plain = [each for each in inside if each.kind != Provision.Kind.ACTION_ITEM]
        shown.actions = [each for each in inside if each.kind == Provision.Kind.ACTION_ITEM]
        for _, bound in groupby(plain, key=lambda each: each.sector):
            group = list(bound)
            shown.groups.append(Group(group[0].get_sector_display(), group))
        sections.append(shown)
    return sections

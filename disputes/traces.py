"""What tells who raised a dispute, gathered from the records; and finding it in what is handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.db import models
from django.db.models import Q

from accounts.models import User
from commitments.models import Act
from commitments.subjects import subjects
from disputes.comparison import Telling, hidden
from disputes.comparison.letters import plain
from disputes.models import ClearedDoubt, Dispute
from organisations.models import Organisation

SHOWN_WORDS = 80


class Passage(Protocol):
    """A stretch of what was handed in: its text, and where it stands, such as "page 3"."""

    @property
    def where(self) -> str: ...

    @property
    def text(self) -> str: ...


class Said(NamedTuple):
    """A text that somebody typed, and which question it answers."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that say, or may say, who the raiser is.

    where: such as "page 3", or the question it answers. certain: it is refused; else it is asked
    about. why: such as "its name". start, end: its place in the passage that it begins in.
    """

    where: str
    words: str
    certain: bool
    why: str
    passage: int
    start: int
    end: int

    @property
    def key(self) -> str:
        """The same for the same words: a doubt about them is cleared once in a case."""
        return hashlib.sha256(f"{self.why} {plain(self.words)}".encode()).hexdigest()

    @property
    def sentence(self) -> str:
        return f"“{self.words}” ({self.where}): {self.why}"


def findings_in(dispute: Dispute, passages: Iterable[Passage]) -> list[Finding]:
    """Everything in the passages that tells who the raiser is, in order. A name that begins in one and
    ends in the next is found too. Empty where no name is kept."""
    if not dispute.confidential:
        return []
    read = [each for each in passages if each.text]
    if not read:
        return []
    return list(_findings(telling_of(dispute), read))


def _findings(telling: Telling, passages: Sequence[Passage]) -> Iterator[Finding]:
    starts, whole = [], []
    length = 0
    for each in passages:
        starts.append(length)
        whole.append(each.text)
        length += len(each.text) + 1
    text, number = "\n".join(whole), 0
    for hit in telling.hits(text):
        while number + 1 < len(starts) and starts[number + 1] <= hit.start:
            number += 1
        words = " ".join(text[hit.start : hit.end].split())[:SHOWN_WORDS]
        yield Finding(
            passages[number].where,
            words,
            hit.certain,
            hit.why,
            number,
            hit.start - starts[number],
            min(hit.end - starts[number], len(passages[number].text)),
        )


def still_open(dispute: Dispute, findings: Iterable[Finding]) -> list[Finding]:
    """Without the doubtful ones that the raiser's side has said do not tell who it is."""
    found = list(findings)
    doubts = {each.key for each in found if not each.certain}
    cleared: set[str] = set()
    if doubts:
        rows = ClearedDoubt.objects.filter(dispute=dispute, key__in=doubts)
        cleared = set(rows.values_list("key", flat=True))
    return [each for each in found if each.certain or each.key not in cleared]


def hidden_in(dispute: Dispute, text: str) -> str:
    """The text with everything that tells, or may, replaced; all else stays as it was typed."""
    return hidden(text, telling_of(dispute).hits(text)) if dispute.confidential else text


# What tells ---------------------------------------------------------------------------------------


def telling_of(dispute: Dispute) -> Telling:
    """What tells who raised this dispute."""
    raiser = dispute.raiser
    people = list(User.objects.filter(memberships__organisation=raiser).distinct())
    acts = Act.objects.filter(area=raiser.area_id).filter(
        Q(counterpart=raiser) | Q(responsible=raiser)
    )
    rows = list(_rows_of(acts))
    days = {value for row in rows for value in _values(row, models.DateField)}
    days |= {day for day in acts.values_list("acted_on", flat=True) if day is not None}
    others = Organisation.objects.filter(area=raiser.area_id).exclude(pk=raiser.pk)
    return Telling(
        name=raiser.name,
        others=tuple(others.values_list("name", flat=True)),
        places=(raiser.area.name,),
        numbers=tuple(n for n in (raiser.charity_number, raiser.company_number) if n),
        references=tuple(acts.values_list("reference", flat=True)),
        amounts=frozenset(_own_amounts(rows, raiser)),
        days=frozenset(days),
        addresses=tuple(each.email for each in people),
        domains=tuple(_own_domains(people, raiser)),
        posts=tuple(_own_posts(people, raiser)),
        programmes=tuple(_own_programmes(rows, raiser)),
    )


def _rows_of(acts: models.QuerySet[Act]) -> Iterator[Any]:
    for subject in subjects():
        yield from subject.model._default_manager.filter(act__in=acts)


def _values(row: Any, kind: type[models.Field[Any, Any]]) -> Iterator[Any]:
    for field in row._meta.concrete_fields:
        if isinstance(field, kind) and not isinstance(field, models.DateTimeField):
            value = getattr(row, field.name)
            if value is not None:
                yield value


def _of_others(model: type[models.Model], raiser: Organisation) -> models.QuerySet[Any]:
    rows = model._default_manager.filter(act__area=raiser.area_id)
    return rows.exclude(act__counterpart=raiser).exclude(act__responsible=raiser)


def _own_amounts(rows: Iterable[Any], raiser: Organisation) -> set[Decimal]:
    """The amounts of its records that no record of another organisation has."""
    own: set[Decimal] = {value for row in rows for value in _values(row, models.DecimalField)}
    if not own:
        return own
    for subject in subjects():
        for field in subject.model._meta.concrete_fields:
            if isinstance(field, models.DecimalField):
                taken = _of_others(subject.model, raiser).filter(**{f"{field.name}__in": own})
                own -= set(taken.values_list(field.name, flat=True))
    return own


def _own_programmes(rows: Iterable[Any], raiser: Organisation) -> set[str]:
    own = {row.programme for row in rows if getattr(row, "programme", "")}
    for subject in subjects():
        if own and any(each.name == "programme" for each in subject.model._meta.concrete_fields):
            taken = _of_others(subject.model, raiser).filter(programme__in=own)
            own -= set(taken.values_list("programme", flat=True))
    return own


def _others_people(raiser: Organisation) -> models.QuerySet[User]:
    return User.objects.filter(memberships__isnull=False).exclude(memberships__organisation=raiser)


def _own_domains(people: Iterable[User], raiser: Organisation) -> set[str]:
    """Domains of its people's addresses at which nobody of another organisation has one."""
    own = {each.email.lower().rpartition("@")[2] for each in people}
    return {
        domain
        for domain in own
        if not _others_people(raiser).filter(email__iendswith=f"@{domain}").exists()
    }


def _own_posts(people: Iterable[User], raiser: Organisation) -> set[str]:
    own = {each.post for each in people if each.post}
    return own - set(_others_people(raiser).filter(post__in=own).values_list("post", flat=True))


# Documents ----------------------------------------------------------------------------------------


def kept_name_of(dispute: Dispute) -> str:
    """For whom a document was searched: what was searched before another name was to be kept is
    searched again."""
    return f"{dispute.raiser_id}" if dispute.confidential else ""

"""What each kind of act says of itself, once: its row, its facts, its words, its columns.

An app registers its kinds in `AppConfig.ready`. What judges, corrects, voids, imports, exports or
verifies an act asks here, and so knows none of the apps above. CONTRIBUTING.md says how a kind
of act is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Answer
from audit.history import describe
from commitments.models import Act
from commitments.permissions import may_change
from compacts.acts import SHARED_CODES, ActKind, make_known
from compacts.fact_words import fact_words
from compacts.models import Rule
from organisations.models import Area, Organisation, Sector
from pages.spreadsheets import Column, Table
from rules import facts_needed
from rules.words import listed

Facts = dict[str, Any]
Person = User | AnonymousUser
Change = tuple[str, Any, Any]
"""A fact by its name, its old value and its new one."""

CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")  # as the library's files may call a step or record
ANY_CODE = frozenset({"*"})
OWN_CODES = frozenset({"own"})
"""Beside the codes named, those of a clause's own, which mean nothing in other compacts."""

REFERENCE = Column(
    "reference",
    "text",
    "Your own reference. One that is known already corrects that record.",
    required=True,
    example="EXAMPLE-1",
    longest=60,
)
AREA = Column(
    "area",
    "text",
    "The area's short name, as in the address of its pages.",
    required=True,
    example="thurrock",
    longest=50,
)


def fact_column(act_kind: str, name: str, kind: str, note: str = "", **how: Any) -> Column:
    """The column of a fact: what it holds begins with the name that the fact has everywhere."""
    label = fact_words(act_kind, name).label
    return Column(name, kind, f"{label}. {note}".strip(), **how)


def known(values: Mapping[str, Any]) -> Facts:
    """Facts as JSON values, without blank ones: to the rules they are the same as none."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value != "" and value != {}
    }


def no_subkind(row: Any) -> str:
    return ""


def nothing_impossible(row: Any, on: date) -> None:
    return None


def nothing_follows(row: Any, **how: Any) -> None:
    return None


def nothing_to_add(row: Any, on: date) -> Sequence[Change]:
    return ()


def nothing_around(rows: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    return [{} for _ in rows]


def may_not_go_on(user: Person, row: Any) -> Answer:
    return Answer("This kind of record has no drafts.")


def none_with_it(row: Any) -> Iterable[Any]:
    return ()


def carried_nowhere(row: Any, fact: str, was: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Sheet:
    """A kind of act as rows of a spreadsheet, in and out.

    columns: each is a fact of the row by its name, or one of its two bodies.
    bodies: what an unknown organisation in that column would be made as.
    may_import: whether a person may bring a file into an area; a kind without it is only exported.
    refuse_impossible: raises rules.FactError for what cannot be, such as days in no possible order,
    also where no rule looks; it is given the row and the day on which it was recorded.
    """

    columns: tuple[Column, ...]
    bodies: Mapping[str, tuple[Sector, Organisation.Kind]] = field(default_factory=dict)
    may_import: Callable[[Person, Area], Answer] | None = None
    refuse_impossible: Callable[[Any, date], None] = nothing_impossible

    @cached_property
    def table(self) -> Table:
        return Table((REFERENCE, AREA, *self.columns))


@dataclass(frozen=True)
class Tells:
    """What a kind of act can tell a rule: its facts, and the codes of its tables.

    A clause that asks for anything else would find its acts wanting for ever.
    """

    facts: frozenset[str]
    steps: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()

    def lacks(self, rule: Rule) -> list[str]:
        """What the rule needs and such an act cannot tell, as "steps.CODE" where it is a code."""
        needed = {*facts_needed(rule.law), *([rule.event] if rule.event else [])}
        return sorted(name for name in needed if not self._has(name))

    def _has(self, name: str) -> bool:
        table, _, code = name.partition(".")
        if not code:
            return name in self.facts
        known: frozenset[str] = getattr(self, table, frozenset())
        own = known >= OWN_CODES and code not in SHARED_CODES
        return known == ANY_CODE or code in known or own


@dataclass(frozen=True)
class Subject:
    """One kind of act. Its `model` has one row an act, whose one-to-one field is called `act`.

    kind, prefix, noun: of its acts; the prefix begins its references, such as N-2026-0009.
    facts: what the row tells the rules, as JSON values by name; blank ones are left out.
    subkind: what the `kinds` of a clause are compared with, one of `subkinds`.
    acted_on: the day that chooses the edition; it is given the day on which the row was recorded.
    responsible, counterpart: what the act's two bodies are called here, such as "funder".
    title: what the act is called; None where people write it, or the row does not know it all.
    titled_by: the facts that the title is made of.
    correctable: the facts that may be corrected; those of `coded` are tables, corrected by code.
    may_record: whether a person may record in a body's name. may_change: correct a row.
    may_void: void it, where that is another question.
    completes: what the row adds to its own facts before it is judged, as changes.
    corrected, voided: what follows, told `changes` (corrected) and always `reason`, `by`, `on`, `at`.
    voided_with: the rows that share its fate, and are voided with it.
    carried_to: the rows that a correction is carried to, told the fact and what it was; it is
    `corrected` that carries it.
    comes_from: facts that the rules know by another name than the row, with the row's columns, the
    first that is filled in counting; a fact that only bears its column's name is left out.
    register: the name of the address of its register, which takes the area's slug.
    draft_page: the name of the address where a draft is gone on with, which takes the row's number;
    may_go_on: whether a person may. A kind without them has no drafts.
    around: what other records say that makes some value of the rows improbable, a mapping a row, in
    as many queries however many rows; `compacts.improbable` says what it takes.
    own_pages: whether it is corrected and voided on pages of its own, which ask more than the
    pages that every act has.
    """

    kind: str
    model: type[Model]
    prefix: str
    noun: tuple[str, str]
    facts: Callable[[Any], Facts]
    acted_on: Callable[[Any, date], date | None]
    tells: Tells
    may_record: Callable[[Person, Organisation], Answer]
    responsible: str
    counterpart: str = ""
    subkind: Callable[[Any], str] = no_subkind
    subkinds: tuple[str, ...] = ()
    title: Callable[[Any, Act], str] | None = None
    titled_by: frozenset[str] = frozenset()
    correctable: tuple[str, ...] = ()
    coded: frozenset[str] = frozenset()
    may_change: Callable[[Person, Any], Answer] = may_change
    may_void: Callable[[Person, Any], Answer] | None = None
    completes: Callable[[Any, date], Sequence[Change]] = nothing_to_add
    around: Callable[[Sequence[Any]], Sequence[Mapping[str, Any]]] = nothing_around
    corrected: Callable[..., None] = nothing_follows
    voided: Callable[..., None] = nothing_follows
    voided_with: Callable[[Any], Iterable[Any]] = none_with_it
    carried_to: Callable[[Any, str, Any], Iterable[Any]] = carried_nowhere
    comes_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    register: str = ""
    draft_page: str = ""
    may_go_on: Callable[[Person, Any], Answer] = may_not_go_on
    own_pages: bool = False
    sheet: Sheet | None = None

    # Facts

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The act's field behind each of its bodies' names."""
        found = {self.responsible: "responsible", self.counterpart: "counterpart"}
        return {name: attribute for name, attribute in found.items() if name}

    @cached_property
    def on_act(self) -> frozenset[str]:
        """Facts that stand on the act itself, beside its bodies."""
        return frozenset() if _has_field(self.model, "title") else frozenset({"title"})

    @cached_property
    def named_together(self) -> frozenset[str]:
        """Facts that name several rows, such as the partners of a consultation."""
        return frozenset(each.name for each in self.model._meta.many_to_many)

    @property
    def table(self) -> Table:
        """Its columns in a spreadsheet. Raises LookupError for a kind that has none."""
        if self.sheet is None:
            raise LookupError(f"There is no spreadsheet of {self.noun[1]}.")
        return self.sheet.table

    @cached_property
    def row_columns(self) -> tuple[str, ...]:
        """The columns that are facts of the row itself."""
        elsewhere = {REFERENCE.name, AREA.name, *self.bodies, *self.on_act}
        return tuple(name for name in self.table.by_name if name not in elsewhere)

    def corrects(self, fact: str) -> bool:
        table, _, code = fact.partition(".")
        return fact in self.correctable or table in self.coded and bool(CODE.fullmatch(code))

    def value_of(self, row: Any, fact: str) -> Any:
        """A fact as it stands: of the row, of its act, or one code of a table ("steps.CODE")."""
        table, _, code = fact.partition(".")
        if code and table in self.coded:
            return getattr(row, table).get(code, "")
        if fact in self.bodies:
            return getattr(row.act, self.bodies[fact])
        if fact in self.named_together:
            return "; ".join(sorted(str(each) for each in getattr(row, fact).all()))
        return getattr(row.act if fact in self.on_act else row, fact)

    def put(self, row: Any, fact: str, value: Any) -> None:
        """Sets a fact, unsaved; of several rows that it names, at once."""
        table, _, code = fact.partition(".")
        if code and table in self.coded:
            setattr(row, table, _with_code(getattr(row, table), code, value))
        elif fact in self.bodies:
            setattr(row.act, self.bodies[fact], value)
        elif fact in self.named_together:
            getattr(row, fact).set(value)
        else:
            setattr(row.act if fact in self.on_act else row, fact, value)


def _has_field(model: type[Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.get_fields())


def _with_code(table: Mapping[str, Any], code: str, value: Any) -> dict[str, Any]:
    """A table of steps or records with one code set, or without it where the value is blank."""
    kept = {name: said for name, said in table.items() if name != code}
    if value not in (None, ""):
        kept[code] = value.isoformat() if isinstance(value, date) else str(value)
    return kept


# The register of kinds --------------------------------------------------------------------------

_BY_KIND: dict[str, Subject] = {}
_BY_MODEL: dict[type[Model], Subject] = {}


def register(*subjects: Subject) -> None:
    """Makes kinds of act known. Each kind, model and prefix is taken once."""
    for subject in subjects:
        taken = {each.prefix for each in _BY_KIND.values()}
        if subject.kind in _BY_KIND or subject.model in _BY_MODEL or subject.prefix in taken:
            raise ValueError(f"{subject.kind}: this kind, model or prefix is registered already.")
        _BY_KIND[subject.kind] = _BY_MODEL[subject.model] = subject
        known = ActKind(subject.noun[0], subject.subkinds, subject.tells.lacks)
        make_known(subject.kind, known)
        if subject.sheet is not None:
            describe({f"{subject.kind}.imported": f"{subject.noun[0].capitalize()} imported"})


def subjects() -> tuple[Subject, ...]:
    """Every kind of act that can be recorded, in the order of registering."""
    return tuple(_BY_KIND.values())


def subject_for(kind: str) -> Subject:
    """Raises LookupError for a kind that no app records."""
    if kind not in _BY_KIND:
        raise LookupError(f"No app records acts of the kind {kind!r}.")
    return _BY_KIND[kind]


def columns_behind(kind: str, fact: str) -> tuple[str, ...]:
    """The columns that a fact of the rules, or "steps.CODE", is made of in rows of that kind."""
    return _BY_KIND[kind].comes_from.get(fact, (fact,)) if kind in _BY_KIND else (fact,)


def subject_of(row: Model) -> Subject:
    """The subject of a row, or of an act by its kind. Raises LookupError."""
    if isinstance(row, Act):
        return subject_for(row.kind)
    if type(row) not in _BY_MODEL:
        raise LookupError(f"{row._meta.label} is no kind of act.")
    return _BY_MODEL[type(row)]


def may_void(user: Person, row: Any) -> Answer:
    """Whether a person may void a row, as its subject says."""
    subject = subject_of(row)
    return (subject.may_void or subject.may_change)(user, row)


def live_with(row: Any) -> list[Any]:
    """The rows that share a row's fate, and have not ended otherwise."""
    rows = subject_of(row).voided_with(row)
    return [each for each in rows if each.act.state == Act.State.LIVE]


def said_of(rows: Iterable[Any], done: str) -> str:
    """What becomes of the rows that share a record's fate, as a sentence; none for no rows."""
    nouns = sorted({subject_of(each).noun[1] for each in rows})
    return f"Its {listed(nouns)} are {done} with it." if nouns else ""


def rows_of(acts: Iterable[Act]) -> dict[int, Any]:
    """The row of each act by the act's number, in one query a kind; each holds the act given."""
    by_kind: dict[str, dict[int, Act]] = {}
    for act in acts:
        by_kind.setdefault(act.kind, {})[act.pk] = act
    found: dict[int, Any] = {}
    for kind, acts_of_kind in by_kind.items():
        if kind not in _BY_KIND:
            continue
        row: Any
        for row in _BY_KIND[kind].model._default_manager.filter(act__in=list(acts_of_kind)):
            row.act = acts_of_kind[row.act_id]
            found[row.act_id] = row
    return found


def row_of(act: Act) -> Any:
    """The row behind an act. Raises LookupError where there is none."""
    rows = rows_of([act])
    if act.pk not in rows:
        raise LookupError(f"Act {act.pk} has no row of the kind {act.kind!r}.")
    return rows[act.pk]


def untold(act: Act, facts: Mapping[str, Any], codes: Iterable[str]) -> list[str]:
    """The steps among `codes` of which nobody has said whether they were done: a file's blanks."""
    if not act.told_by_file:
        return []
    known = {*act.undone, *(code for code, done in (facts.get("steps") or {}).items() if done)}
    return [code for code in codes if code not in known]


def untold_steps(row: Any, codes: Iterable[str]) -> list[str]:
    """The same of a row, by the facts that it tells."""
    return untold(row.act, subject_of(row).facts(row), codes)


def page_of(act: Act) -> str:
    """The address of the act's page: its row's own, or the page that every act has."""
    row = rows_of([act]).get(act.pk)
    if row is not None and hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    return reverse("commitments:act", args=[act.pk])

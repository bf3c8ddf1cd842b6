"""Putting a compact's file into the database. What is relied on stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.models import User
from audit.actions import log_event
from audit.writing import locked
from compacts.actions.difference import Change, differences
from compacts.actions.library import Document, Parts, Row
from compacts.actions.reading import Fault, LibraryError
from compacts.actions.snapshot import parts_of, relied_on
from compacts.models import (
    CodeOfPractice,
    Compact,
    DisputeStage,
    Provision,
    Rule,
    Section,
    Signatory,
)
from organisations.models import Area, Organisation

# What the text itself says, and how it is judged. Anything else is a remark beside it.
WORDING = frozenset(
    {
        "text", "sector", "kind", "checkable", "heading", "action_heading", "action_who",
        "action_by_when", "action_due_on", "action_ongoing",
    }
)  # fmt: skip
JUDGING = ("type", "params", "act_kind", "act_subkinds", "event")


@dataclass(slots=True)
class Plan:
    """What loading a file would do."""

    document: Document
    compact: Compact | None
    changes: list[Change] = field(default_factory=list)
    superseding: frozenset[str] = frozenset()

    @property
    def is_new(self) -> bool:
        return self.compact is None


def plan_load(document: Document) -> Plan:
    """Compares a file with what is loaded. Raises LibraryError for names that do not exist."""
    compact = Compact.objects.filter(slug=document.slug).first()
    _refuse_unknown(document, compact)
    stored = parts_of(compact) if compact else _nothing(document)
    changes = differences(stored, document.parts)
    return Plan(document, compact, changes, _superseding(compact, stored, document, changes))


def _nothing(document: Document) -> Parts:
    return {part: {} for part in document.parts}


def _refuse_unknown(document: Document, compact: Compact | None) -> None:
    faults = []
    area = Area.objects.filter(slug=document.area).first()
    if area is None:
        faults.append(("", "area", f"{document.area!r} is not in areas.yaml"))
    elif compact and compact.area_id != area.pk:
        faults.append(("", "area", "a compact that is loaded stays in its area"))
    else:
        faults.extend(_name_clashes(document, area))
    faults.extend(_unknown_predecessors(document))
    if faults:
        raise LibraryError(Fault(document.file, *fault) for fault in faults)


def _unknown_predecessors(document: Document) -> list[tuple[str, str, str]]:
    """The edition before this one, and what provisions say that they continue of it."""
    if not document.supersedes:
        return []
    earlier = Compact.objects.filter(slug=document.supersedes).first()
    if earlier is None:
        return [("", "supersedes", f"{document.supersedes!r} is not loaded: load it first")]
    known = set(earlier.provisions.current().values_list("ref", flat=True))
    return [
        (f"provision {ref}", f"continues[{number}]", f"{earlier.slug} has no provision {continued}")
        for ref, row in document.parts["provision"].items()
        for number, continued in enumerate(row["continues"])
        if continued not in known
    ]


def _name_clashes(document: Document, area: Area) -> list[tuple[str, str, str]]:
    taken = {
        name.lower(): slug
        for name, slug in Organisation.objects.in_area(area).values_list("name", "slug")
    }
    return [
        (f"signatory {slug}", "name", f"{body['name']!r} is already known as {taken[name]}")
        for slug, body in document.organisations.items()
        if (name := body["name"].lower()) in taken and taken[name] != slug
    ]


def _superseding(
    compact: Compact | None, stored: Parts, document: Document, changes: Iterable[Change]
) -> frozenset[str]:
    """The refs whose present row stays for what relies on it, and is superseded."""
    touched = {
        change.ref
        for change in changes
        if change.part == "provision" and _rewrites(change, stored, document)
    }
    if compact is None or not touched:
        return frozenset()
    return frozenset(touched & relied_on(compact))


def _rewrites(change: Change, stored: Parts, document: Document) -> bool:
    if change.what == "removed":
        return True
    if change.what == "added":
        return False
    if change.names & WORDING:
        return True
    return _judging(stored["provision"][change.ref]) != _judging(
        document.parts["provision"][change.ref]
    )


def _judging(row: Row) -> list[list[Any]]:
    # In their order: a rule's row is found by its position, so two that change places have changed.
    return [[rule[key] for key in JUDGING] for rule in row["rules"]]


@transaction.atomic
def load_document(plan: Plan, *, by: User | None, at: datetime) -> Compact:
    """Applies a plan. What nothing relies on is changed in place; the rest is superseded.

    Raises LibraryError where somebody loaded the compact, or came to rely on a clause, since the
    plan was made: what was shown and agreed to is then not what would be done.
    """
    plan = _as_it_stands(plan)
    document = plan.document
    compact = _write_compact(plan)
    loading = _Loading(compact, plan, at)
    loading.signatories()
    loading.numbered("dispute stage", DisputeStage, "position")
    loading.numbered("code of practice", CodeOfPractice, "ref")
    loading.numbered("section", Section, "ref")
    loading.provisions()
    loading.clear_away()
    log_event(
        "compact.loaded" if plan.is_new else "compact.reloaded",
        compact,
        by=by,
        chain=compact.area.slug,
        file=document.file,
        digest=document.digest,
        changes=[] if plan.is_new else [_for_the_log(change) for change in plan.changes],
        superseded=sorted(plan.superseding),
    )
    return compact


def _as_it_stands(plan: Plan) -> Plan:
    """The same plan over rows that are held: nobody can come to rely on a clause any more."""
    document = plan.document
    locked(Area.objects.get(slug=document.area))
    if plan.compact is not None:
        compact = locked(plan.compact)
        # The full lock, not FOR NO KEY UPDATE as elsewhere: adding a row that points here needs a
        # key share of this one, and a check or a dispute that comes to rely on a clause has to
        # wait.
        current = Rule.objects.filter(provision__compact=compact, provision__superseded_at=None)
        list(current.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        list(compact.provisions.current().order_by("pk").select_for_update().values_list("pk"))
    fresh = plan_load(document)
    if (fresh.changes, fresh.superseding) != (plan.changes, plan.superseding):
        raise LibraryError(
            [Fault(document.file, "", "", "was loaded or used meanwhile: look again")]
        )
    return fresh


@transaction.atomic
def note_digest(document: Document) -> None:
    """Remembers a file that says the same in another way, so that it is skipped next time."""
    compact = locked(Compact.objects.get(slug=document.slug))
    compact.file_digest = document.digest
    compact.save(update_fields=["file_digest"])


def _for_the_log(change: Change) -> dict[str, Any]:
    keys = {each.key: [each.old, each.new] for each in change.keys}
    return {"part": change.part, "ref": change.ref, "what": change.what, "keys": keys}


def _write_compact(plan: Plan) -> Compact:
    document = plan.document
    compact = plan.compact or Compact(slug=document.slug, area=Area.objects.get(slug=document.area))
    for name, value in document.parts["compact"][""].items():
        setattr(compact, name, value)
    compact.supersedes = Compact.objects.filter(slug=document.supersedes).first()
    compact.file_digest = document.digest
    compact.save()
    return compact


class _Loading:
    """One file on its way into one compact's rows."""

    def __init__(self, compact: Compact, plan: Plan, at: datetime) -> None:
        self.compact = compact
        self.parts = plan.document.parts
        self.bodies = plan.document.organisations
        self.plan = plan
        self.at = at
        self.changes = {
            part: {change.ref: change for change in plan.changes if change.part == part}
            for part in self.parts
        }

    def signatories(self) -> None:
        for slug in self.changes["signatory"]:
            body, _ = Organisation.objects.get_or_create(
                area=self.compact.area, slug=slug, defaults=self.bodies[slug]
            )
            Signatory.objects.update_or_create(
                compact=self.compact, organisation=body, defaults=self.parts["signatory"][slug]
            )

    def numbered(self, part: str, model: type[models.Model], key: str) -> None:
        """Rows with a key of their own in the compact; `clear_away` takes out the removed."""
        rows: models.QuerySet[Any] = model._default_manager.filter(compact=self.compact)
        for ref, change in self.changes[part].items():
            if change.what != "removed":
                values = self.parts[part][ref]
                where: Row = {"compact": self.compact, key: ref}
                rows.update_or_create(**where, defaults=values)

    def clear_away(self) -> None:
        """Takes out removed stages, codes and sections, unless superseded wording stands there."""
        for part, model, key in (
            ("dispute stage", DisputeStage, "position"),
            ("code of practice", CodeOfPractice, "ref"),
            ("section", Section, "ref"),
        ):
            for ref, change in self.changes[part].items():
                if change.what == "removed":
                    self._delete(part, model, **{key: ref})

    def _delete(self, part: str, model: type[models.Model], **key: str) -> None:
        row: Any = model._default_manager.get(compact=self.compact, **key)
        if part != "dispute stage" and row.provisions.exists():
            return
        try:
            row.delete()
        except models.ProtectedError:
            raise LibraryError(
                [
                    Fault(
                        self.plan.document.file,
                        f"{part} {row}",
                        "",
                        "is in use and cannot be removed",
                    )
                ]
            ) from None

    def provisions(self) -> None:
        self.sections = {each.ref: each for each in self.compact.sections.all()}
        self.codes = {each.ref: each for each in self.compact.codes.all()}
        present = {each.ref: each for each in self.compact.provisions.current()}
        fresh: list[str] = []
        for ref, change in self.changes["provision"].items():
            superseded = ref in self.plan.superseding
            if superseded:
                present[ref].superseded_at = self.at
                present[ref].save(update_fields=["superseded_at"])
            elif change.what == "removed":
                present[ref].rules.all().delete()
                present[ref].delete()
            elif change.what == "changed":
                self._change_in_place(present[ref])
            if change.what == "added" or (
                ref in self.plan.superseding and change.what == "changed"
            ):
                fresh.append(ref)
        self._create(fresh)

    def _change_in_place(self, provision: Provision) -> None:
        for name, value in self._fields(provision.ref).items():
            setattr(provision, name, value)
        provision.save()
        wanted = self._rules(provision.ref)
        provision.rules.filter(position__gt=len(wanted)).delete()
        for position, rule in enumerate(wanted, start=1):
            Rule.objects.update_or_create(provision=provision, position=position, defaults=rule)

    def _create(self, refs: list[str]) -> None:
        provisions = Provision.objects.bulk_create(
            Provision(compact=self.compact, ref=ref, **self._fields(ref)) for ref in refs
        )
        Rule.objects.bulk_create(
            Rule(provision=provision, position=position, **rule)
            for provision in provisions
            for position, rule in enumerate(
                self.parts["provision"][provision.ref]["rules"], start=1
            )
        )

    def _rules(self, ref: str) -> list[Row]:
        rules: list[Row] = self.parts["provision"][ref]["rules"]
        return rules

    def _fields(self, ref: str) -> Row:
        row = {
            name: value for name, value in self.parts["provision"][ref].items() if name != "rules"
        }
        row["section"] = self.sections[row["section"]]
        row["code"] = self.codes[row["code"]] if row["code"] else None
        return row


@transaction.atomic
def load_areas(areas: Iterable[Row], *, by: User | None) -> list[Area]:
    """Adds the areas that are not known yet, and returns them. Known ones stay as they are."""
    known = set(Area.objects.values_list("slug", flat=True))
    missing = [row for row in areas if row["slug"] not in known]
    made = [Area.objects.get_or_create(slug=row["slug"], defaults=row) for row in missing]
    added = [area for area, is_new in made if is_new]
    for area in added:
        log_event(
            "area.added",
            area,
            by=by,
            chain=area.slug,
            slug=area.slug,
            name=area.name,
            gss_code=area.gss_code,
        )
    return added


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Earlier editions before the ones that supersede them."""
    waiting = {document.slug: document for document in documents}
    ordered: list[Document] = []
    while waiting:
        ready = [each for each in waiting.values() if each.supersedes not in waiting]
        if not ready:
            raise LibraryError(
                Fault(each.file, "", "supersedes", "the editions supersede one another in a circle")
                for each in waiting.values()
            )
        ordered.extend(ready)
        waiting = {slug: each for slug, each in waiting.items() if each not in ready}
    return ordered


def moves(changes: Iterable[Change]) -> list[Change]:
    """Changes that say nothing but a new place in the document."""
    return [change for change in changes if change.names == {"position"}]


__all__ = ["Plan", "in_order", "load_areas", "load_document", "moves", "note_digest", "plan_load"]

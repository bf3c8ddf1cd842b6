"""A compact's file, read and validated: docs/library-format.md, as code."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models

from compacts.actions.golden import run_golden_cases
from compacts.actions.reading import Faults, LibraryError, Table, fit, parse
from compacts.actions.rule_rows import read_rule
from compacts.models import (
    CodeOfPractice,
    Compact,
    DisputeStage,
    Provision,
    Section,
    Signatory,
)
from organisations.models import Area, Organisation, Sector

LIBRARY = Path(__file__).resolve().parent.parent / "library"
AREAS = "areas.yaml"
SCHEMA = 1

THEMES = (
    "vision", "independence", "involvement", "partnership", "funding", "monitoring", "change",
    "equality", "volunteering", "community-groups", "information", "governance", "disputes",
    "review",
)  # fmt: skip
BASES = ("text", "practice", "local")
UNITS = ("working_days", "weeks", "months")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()-]*")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Row = dict[str, Any]
Parts = dict[str, dict[str, Row]]

PARTS: dict[str, type[models.Model]] = {
    "compact": Compact,
    "signatory": Signatory,
    "dispute stage": DisputeStage,
    "code of practice": CodeOfPractice,
    "section": Section,
    "provision": Provision,
}


@dataclass(slots=True)
class Document:
    """A valid file: rows by part and by their own key, in the field names of the models."""

    file: str
    slug: str
    area: str
    supersedes: str
    digest: str
    parts: Parts
    organisations: dict[str, Row] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.parts["compact"][""]["title"])


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def library_files(folder: Path = LIBRARY) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name != AREAS)


def read_areas(path: Path = LIBRARY / AREAS) -> list[Row]:
    """The areas that have compacts. Raises LibraryError naming area and key."""
    faults = Faults(path.name)
    given = parse(path.read_bytes(), faults)
    tables = Table({"areas": given}, faults).tables("areas", _named("area", "slug"))
    areas = []
    for table in tables:
        row = {"slug": _slug(table, "slug"), "name": table.text("name")}
        row["gss_code"] = table.text("gss_code")
        fit(table, Area, row)
        table.done()
        areas.append(row)
    faults.settle()
    return areas


def read_document(path: Path, *, golden: bool = True) -> Document:
    """The compact in a file, its golden cases run. Raises LibraryError with every fault found."""
    faults = Faults(path.name)
    content = path.read_bytes()
    document = _document(Table(parse(content, faults), faults), path, digest_of(content))
    faults.settle()
    if golden:
        run_golden_cases(document.parts["provision"], faults)
        faults.settle()
    return document


def _document(top: Table, path: Path, digest: str) -> Document:
    if top.take("schema") != SCHEMA:
        top.fault("schema", f"{SCHEMA} is needed")
    slug = _slug(top, "compact")
    if slug and slug != path.stem:
        top.fault("compact", f"{slug!r} is not the file's name, {path.stem!r}")
    document = Document(
        file=path.name,
        slug=slug,
        area=_slug(top, "area"),
        supersedes=top.optional("supersedes"),
        digest=digest,
        parts={name: {} for name in PARTS},
    )
    document.parts["compact"][""] = _compact(top)
    _signatories(top, document)
    # Codes before the provisions that name them, and those before the stages, whose source they
    # are.
    _codes(top, document)
    _sections(top, document)
    _stages(top.table("dispute"), document)
    top.done()
    return document


def _compact(top: Table) -> Row:
    in_force, source, parties = top.table("in_force"), top.table("source"), top.table("parties")
    row: Row = {
        "title": top.text("title"),
        "edition": top.text("edition"),
        "status": top.choice("status", Compact.Status.values),
        "in_force_from": in_force.day("from"),
        "in_force_to": in_force.day("to"),
        "in_force_note": in_force.optional("note"),
        "source_title": source.text("title"),
        "source_publisher": source.text("publisher"),
        "source_year": source.whole("year"),
        "source_note": source.optional("note"),
        "public_name": parties.text("public"),
        "vcs_name": parties.text("vcs"),
    }
    first, last = row["in_force_from"], row["in_force_to"]
    if first and last and last < first:
        in_force.fault("to", "is before in_force.from")
    fit(top, Compact, row)
    for table in (in_force, source, parties):
        table.done()
    return row


def _signatories(top: Table, document: Document) -> None:
    for table in top.tables("signatories", _named("signatory", "slug")):
        slug = _slug(table, "slug")
        body = {
            "name": table.text("name"),
            "sector": table.choice("sector", Sector.values),
            "kind": table.choice("kind", Organisation.Kind.values),
        }
        row = {
            "post": table.optional("post"),
            "signed_on": table.day("signed_on"),
            "left_on": table.day("left_on"),
        }
        fit(table, Organisation, body)
        fit(table, Signatory, row)
        _keep(table, document.parts["signatory"], slug, row, "slug")
        document.organisations[slug] = body
        table.done()


def _stages(dispute: Table, document: Document) -> None:
    compact = document.parts["compact"][""]
    compact["dispute_basis"] = dispute.choice("basis", BASES)
    compact["dispute_note"] = dispute.optional("note")
    stages = dispute.tables("stages", lambda _, number: f"dispute stage {number}")
    for number, table in enumerate(stages, start=1):
        row = {
            "name": table.text("name"),
            "decides": table.text("decides"),
            "time_limit": table.whole("time_limit"),
            "unit": table.choice("unit", UNITS),
            "files_raiser": table.texts("files_raiser"),
            "files_respondent": table.texts("files_respondent"),
            "ways_out": table.texts("ways_out"),
            "source": table.optional("source"),
        }
        if row["source"] and row["source"] not in document.parts["provision"]:
            table.fault("source", f"no provision has the ref {row['source']}")
        fit(table, DisputeStage, row)
        document.parts["dispute stage"][str(number)] = row
        table.done()
    dispute.done()


def _codes(top: Table, document: Document) -> None:
    codes = document.parts["code of practice"]
    for number, table in enumerate(top.tables("codes", _named("code", "ref")), start=1):
        row = {
            "title": table.text("title"),
            "status": table.choice("status", CodeOfPractice.Status.values),
            "agreed_by": table.optional("agreed_by"),
            "due_on": table.day("due_on"),
            "note": table.optional("note"),
            "position": number,
        }
        fit(table, CodeOfPractice, row)
        _keep(table, codes, table.text("ref"), row, "ref")
        table.done()


def _sections(top: Table, document: Document) -> None:
    for number, table in enumerate(top.tables("sections", _named("section", "ref")), start=1):
        ref = table.text("ref")
        page = table.take("page")
        row: Row = {
            "title": table.text("title"),
            "theme": table.choice("theme", THEMES),
            "page": "" if page is None else str(page),
            "position": number,
        }
        fit(table, Section, row)
        _keep(table, document.parts["section"], ref, row, "ref")
        for provision in table.tables("provisions", _named("provision", "ref")):
            _provision(provision, ref, row["theme"], document)
        table.done()


def _provision(table: Table, section: str, theme: str, document: Document) -> None:
    ref = table.text("ref")
    if ref and not _REF.fullmatch(ref):
        table.fault("ref", "only letters, digits, full stops, dashes and parentheses are possible")
    row = {
        "position": len(document.parts["provision"]) + 1,
        "section": section,
        "code": table.optional("code"),
        "heading": table.optional("heading"),
        "sector": table.choice("sector", Provision.Bound.values),
        "kind": table.choice("kind", Provision.Kind.values),
        "checkable": table.choice("checkable", Provision.Checkable.values),
        "theme": table.choice("theme", THEMES, needed=False) or theme,
        "text": table.text("text"),
        "note": table.optional("note"),
        "continues": table.texts("continues"),
        **_action(table),
        "rules": [read_rule(rule) for rule in table.tables("rules")],
    }
    if row["code"] and row["code"] not in document.parts["code of practice"]:
        table.fault("code", f"no code of practice has the ref {row['code']}")
    if row["continues"] and not document.supersedes:
        table.fault("continues", "this compact supersedes none")
    if row["checkable"] == Provision.Checkable.YES and not row["rules"]:
        table.fault("rules", "a provision that is checkable needs a rule")
    fit(table, Provision, row)
    _keep(table, document.parts["provision"], ref, row, "ref")
    table.done()


def _action(table: Table) -> Row:
    action = table.table("action")
    row = {
        "action_heading": action.optional("heading"),
        "action_who": action.optional("who"),
        "action_by_when": action.optional("by_when"),
        "action_due_on": action.day("due_on"),
        "action_ongoing": action.flag("ongoing"),
    }
    action.done()
    return row


def _slug(table: Table, key: str) -> str:
    slug = table.text(key)
    if slug and not _SLUG.fullmatch(slug):
        table.fault(key, f"{slug!r} is not in lower-case letters, digits and single dashes")
    return slug


def _named(noun: str, key: str) -> Any:
    """Names a table by its own key, or by its number where it has none."""
    return lambda given, number: f"{noun} {given.get(key) or f'number {number}'}"


def _keep(table: Table, rows: dict[str, Row], ref: str, row: Row, key: str) -> None:
    if ref in rows:
        table.fault(key, f"{ref} stands twice")
    rows[ref] = row


__all__ = ["Document", "LibraryError", "library_files", "read_areas", "read_document"]

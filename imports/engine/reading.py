"""The first pass: cells into values, areas and organisations found, repeated references caught.

What is right is put aside in a temporary file, batch by batch, so that memory stays level and no
file is parsed twice.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from commitments.subjects import REFERENCE, Subject
from documents.tables import rows_apart
from imports.engine.directory import Directory, plain_name
from organisations.models import Area, Organisation, Sector
from pages.spreadsheets import Fault, Heading, TableRefused

BATCH = 2000
FAULTS_KEPT = 1000
# Looking for similar names reads every name of the area. A file full of unknown names is the wrong
# file, and suggestions for the first hundred will do.
NAMES_COMPARED = 100

Row = tuple[int, int, dict[str, Any]]  # its number, the area's number, the values
Progress = Callable[[str, int, int], None]


class Faults:
    """Every fault is counted; the first thousand are kept."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.count += 1
            if len(self.kept) < FAULTS_KEPT:
                self.kept.append(fault)

    def taken(self) -> list[Fault]:
        """What is kept, which is then kept here no longer."""
        kept, self.kept, self.count = self.kept, [], 0
        return kept

    def in_order(self) -> list[Fault]:
        return sorted(self.kept, key=lambda fault: fault.row)

    def __bool__(self) -> bool:
        return bool(self.count)


class Aside:
    """Rows kept in a temporary file, to be read again in batches."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="import-")  # noqa: SIM115 - closed by close()
        self._pending: list[Row] = []
        self.count = 0

    def put(self, row: Row) -> None:
        self._pending.append(row)
        self.count += 1
        if len(self._pending) == BATCH:
            self._write()

    def _write(self) -> None:
        pickle.dump(self._pending, self._file, pickle.HIGHEST_PROTOCOL)
        self._pending = []

    def batches(self) -> Iterator[list[Row]]:
        if self._pending:
            self._write()
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - our own file, nobody else can reach it
            except EOFError:
                return

    def close(self) -> None:
        self._file.close()


@dataclass(slots=True)
class Unknown:
    """A name that no organisation has, the columns it stands in, and what to do about it."""

    name: str
    close: list[str]
    remedy: str
    columns: set[str] = field(default_factory=set)


class Reading:
    """One reading of one file. `only_area` is set where the page belongs to one area."""

    def __init__(
        self,
        what: Subject,
        *,
        only_area: Area | None,
        create_organisations: bool,
        how_to_create: str,
    ) -> None:
        self.what = what
        self.only_area = only_area
        self.create_organisations = create_organisations
        self.how_to_create = how_to_create
        self.areas = {area.slug: area for area in Area.objects.all()}
        self.directory = Directory([only_area] if only_area else self.areas.values())
        self.faults = Faults()
        self.aside = Aside()
        self.columns: set[str] = set()
        self.rows = 0
        self._references: set[tuple[int, str]] = set()
        self._unknown: dict[tuple[int, str], Unknown] = {}

    @property
    def unknown(self) -> list[Unknown]:
        """The names that no organisation has, as first typed, in order."""
        return sorted(self._unknown.values(), key=lambda unknown: unknown.name.casefold())

    def read(self, path: Path, progress: Progress) -> None:
        try:
            self._read(rows_apart(path), progress)
        except TableRefused as refused:
            self.faults.add([Fault(0, "", str(refused))])
        if self.create_organisations:
            self._propose()

    def _read(self, rows: Iterator[tuple[int, Any]], progress: Progress) -> None:
        headings: list[Fault] = []
        _, cells = next(rows, (1, []))
        heading = self.what.table.heading(cells, headings)
        self.faults.add(headings)
        if headings:
            return
        self.columns = heading.names
        for number, cells in rows:
            self.rows += 1
            self._read_row(heading, number, cells)
            if self.rows % BATCH == 0:
                progress("read", self.rows, 0)
        progress("read", self.rows, 0)
        if not self.rows:
            self.faults.add([Fault(1, "", "there are no rows below the column names; add some")])

    def _read_row(self, heading: Heading, number: int, cells: Any) -> None:
        faults: list[Fault] = []
        values = heading.read(number, cells, faults)
        area = self._area(values["area"], number, faults)
        if area is not None:
            self._check_reference(area, values["reference"], number, faults)
            self._check_bodies(area, values, number, faults)
        if faults:
            self.faults.add(faults)
        elif area is not None:
            self.aside.put((number, area.pk, values))

    def _area(self, slug: str, number: int, faults: list[Fault]) -> Area | None:
        if not slug:
            return None
        area = self.areas.get(slug) or self.areas.get(slug.lower())
        only = self.only_area
        if area is not None and (only is None or area.pk == only.pk):
            return area
        if only is not None:
            problem = f'"{slug}" is not the area of this page; write {only.slug}'
        else:
            close = get_close_matches(slug.lower(), self.areas, n=1, cutoff=0.5)
            right = close[0] if close else " or ".join(self.areas)
            problem = f'"{slug}" is not an area here; write {right}'
        faults.append(Fault(number, "area", problem))
        return None

    def _check_reference(
        self, area: Area, reference: str, number: int, faults: list[Fault]
    ) -> None:
        if not reference:
            return
        if reference == REFERENCE.example:
            problem = f'"{reference}" is the example of the template; delete this row'
            faults.append(Fault(number, "reference", problem))
        elif (area.pk, reference) in self._references:
            problem = f'"{reference}" stands in an earlier row too; give each row its own reference'
            faults.append(Fault(number, "reference", problem))
        else:
            self._references.add((area.pk, reference))

    def _check_bodies(
        self, area: Area, values: dict[str, Any], number: int, faults: list[Fault]
    ) -> None:
        for column in self.what.bodies:
            name = values.get(column)
            if name and self.directory.find(area.pk, name) is None:
                unknown = self._unknown_body(area, name)
                unknown.columns.add(column)
                if not self.create_organisations:
                    problem = f'"{name}" is not an organisation of {area}; {unknown.remedy}'
                    faults.append(Fault(number, column, problem))
        if self.what.counterpart:
            first, second = (values.get(column) or "" for column in self.what.bodies)
            if first and second and plain_name(first) == plain_name(second):
                problem = f"this is the {self.what.responsible} itself; write the other body"
                faults.append(Fault(number, self.what.counterpart, problem))

    def _unknown_body(self, area: Area, name: str) -> Unknown:
        unknown = self._unknown.get((area.pk, plain_name(name)))
        if unknown is None:
            few = len(self._unknown) < NAMES_COMPARED
            close = self.directory.closest(area.pk, name) if few else []
            first = f"did you mean {' or '.join(close)}?" if close else "correct the name."
            unknown = Unknown(name, close, f"{first} If it is new, {self.how_to_create}")
            self._unknown[area.pk, plain_name(name)] = unknown
        return unknown

    def _propose(self) -> None:
        """Unknown names become organisations; one that also receives counts as a voluntary body."""
        made_as = self.what.sheet.bodies if self.what.sheet else {}
        for (area_id, _), unknown in self._unknown.items():
            receives = self.what.counterpart in unknown.columns
            column = self.what.counterpart if receives else self.what.responsible
            sector, kind = made_as.get(column, (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC))
            self.directory.propose(area_id, unknown.name, sector, kind)

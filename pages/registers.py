"""Registers: every list page filters, searches, sorts, counts, pages, and gives its rows as CSV.

A view describes the list once and hands it over:

    register = Register("Notices", COLUMNS, Notice.objects.visible_to(request.user), NoticeFilters)
    return register_page(request, register, template="funding/notices.html", context={"area": area})

The template extends `_components/register_page.html` or includes `_components/register.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import slugify

from pages import shown
from pages.csv import csv_response
from pages.naming import name_errors, plain_blanks

KINDS = {"text", "date", "instant", "outcome", "state", "money", "number", "days", "link"}
RIGHT_ALIGNED = {"money", "number", "days"}
OWN_PARAMETERS = {"q", "sort", "page", "format"}
# Each word is a condition on every search field, so a long question would make a slow query.
MOST_SEARCH_WORDS = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is a dotted path or takes the row; `sort` is the ORM field behind it.

    Kind `state` shows (label, colour); `link` shows the value as a link to the row's page.
    `csv` takes the row and gives the cell where the shown value would not do.
    """

    key: str
    heading: str
    value: str | Callable[[Any], Any]
    kind: str = "text"
    sort: str | None = None
    csv: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Column {self.key}: no kind is called {self.kind!r}.")

    @property
    def is_right_aligned(self) -> bool:
        return self.kind in RIGHT_ALIGNED

    def value_of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        found = row
        for step in self.value.split("."):
            found = found.get(step) if isinstance(found, Mapping) else getattr(found, step)
            if found is None:
                return None
            if callable(found) and not isinstance(found, type):
                found = found()
        return found

    def html_of(self, row: Any, url: str = "") -> Any:
        value = self.value_of(row)
        if self.kind == "link":
            words = shown.NOT_GIVEN if value in (None, "") else value
            return (
                format_html('<a class="govuk-link" href="{}">{}</a>', url, words) if url else words
            )
        if value is None or value == "":
            return format_html('<span class="muted">{}</span>', "not given")
        match self.kind:
            case "date":
                return shown.on(value)
            case "instant":
                return shown.at(value)
            case "outcome":
                return shown.outcome_tag(value)
            case "state":
                return shown.state_tag(*value)
            case "money":
                return shown.pounds(value)
            case "days":
                return shown.days(value)
            case "number":
                return f"{value:,}"
        return value

    def csv_of(self, row: Any) -> Any:
        if self.csv is not None:
            return self.csv(row)
        value = self.value_of(row)
        if self.kind == "outcome":
            return shown.outcome_words(value) if value else ""
        if self.kind == "state":
            return value[0] if value else ""
        if self.kind == "date":
            return shown.as_date(value)
        return value


@dataclass(frozen=True, slots=True)
class Export:
    """The same rows with every column that an import reads, for ?format=import.

    `headings` are the columns, `rows` takes the rows that are listed and gives those to write, and
    `cells` the cells of one.
    """

    headings: Sequence[str]
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    cells: Callable[[Any], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Register:
    """A list page. `default_sort` is a column key ("-received_on": last first) or an ORM field.

    `search_fields` are ORM fields, each searched for every word typed. `link` gives a row's page.
    """

    name: str
    columns: Sequence[Column]
    queryset: QuerySet[Any]
    filterset_class: type | None = None
    search_fields: Sequence[str] = ()
    default_sort: str = ""
    page_size: int = 50
    empty_text: str = "Nothing is recorded here yet."
    link: Callable[[Any], str] | None = None
    noun: tuple[str, str] = ("record", "records")
    search_label: str = "Search"
    export: Export | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    url: str
    direction: str  # "ascending", "descending", "none", or "" where the column does not sort


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Any
    cells: list[tuple[Column, Any]]
    url: str


class Listing:
    """One register as one request asked for it: what the template shows and what the CSV holds."""

    def __init__(self, register: Register, request: HttpRequest) -> None:
        self.register = register
        self.request = request
        self.query = request.GET.get("q", "").replace("\0", "").strip()[:200]
        self.sort = self._asked_sort()

    # What was asked for

    def _asked_sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self._sortable else ""

    @property
    def _sortable(self) -> dict[str, Column]:
        return {column.key: column for column in self.register.columns if column.sort}

    @cached_property
    def filterset(self) -> Any:
        if self.register.filterset_class is None:
            return None
        filterset = self.register.filterset_class(
            data=self.request.GET, queryset=self.register.queryset, request=self.request
        )
        filterset.form.use_required_attribute = False
        for name, field in filterset.form.fields.items():
            name_errors(name, field)
            plain_blanks(field, "Any")
        return filterset

    @property
    def filter_form(self) -> Any:
        return self.filterset.form if self.filterset is not None else None

    @cached_property
    def _filters_used(self) -> dict[str, list[str]]:
        return {
            name: values
            for name, values in self.request.GET.lists()
            if name not in OWN_PARAMETERS and any(values)
        }

    @property
    def is_filtered(self) -> bool:
        return bool(self._filters_used)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self._filters_used)

    # The rows

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        rows = self.filterset.qs if self.filterset is not None else self.register.queryset
        for word in self.query.split()[:MOST_SEARCH_WORDS]:
            found = Q()
            for field in self.register.search_fields:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return self._in_order(rows)

    def _in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.sort or self.register.default_sort
        if not wanted:
            # The pages of a query without an order may show one row twice and another never.
            return rows if rows.ordered else rows.order_by("pk")
        key = wanted.removeprefix("-")
        column = self._sortable.get(key)
        field = F(column.sort if column and column.sort else key)
        # The databases disagree on where nulls stand; and rows of one value must not change places
        # between two pages, so the key decides last.
        if wanted.startswith("-"):
            return rows.order_by(field.desc(nulls_last=True), "-pk")
        return rows.order_by(field.asc(nulls_last=True), "pk")

    @cached_property
    def page(self) -> Page[Model]:
        paginator = Paginator(self.queryset, self.register.page_size)
        # Not page(): an old link to a page that is no more shows the last one.
        return paginator.get_page(self.request.GET.get("page"))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def counted(self) -> str:
        one, many = self.register.noun
        return f"{self.count:,} {one if self.count == 1 else many}"

    @cached_property
    def rows(self) -> list[ShownRow]:
        return [self._shown(row) for row in self.page.object_list]

    def _shown(self, row: Any) -> ShownRow:
        url = self.register.link(row) if self.register.link else ""
        cells = [(column, column.html_of(row, url)) for column in self.register.columns]
        return ShownRow(row, cells, url)

    @property
    def page_numbers(self) -> list[int | str]:
        paginator = self.page.paginator
        return list(paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    # Links that keep the rest of the question

    def url_with(self, **changes: str | None) -> str:
        question = self.request.GET.copy()
        for name, value in changes.items():
            question.pop(name, None)
            if value:
                question[name] = value
        encoded = question.urlencode()
        return f"{self.request.path}?{encoded}" if encoded else self.request.path

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.register.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        wanted = self.sort or self.register.default_sort
        if wanted == column.key:
            direction, then = "ascending", f"-{column.key}"
        elif wanted == f"-{column.key}":
            direction, then = "descending", column.key
        else:
            direction, then = "none", column.key
        return Heading(column, self.url_with(sort=then, page=None, format=None), direction)

    @property
    def pages(self) -> list[dict[str, Any]]:
        return [
            {
                "number": number if isinstance(number, int) else None,
                "url": self.url_with(page=str(number)) if isinstance(number, int) else "",
                "is_current": number == self.page.number,
            }
            for number in self.page_numbers
        ]

    @property
    def previous_url(self) -> str:
        page = self.page
        return self.url_with(page=str(page.previous_page_number())) if page.has_previous() else ""

    @property
    def next_url(self) -> str:
        page = self.page
        return self.url_with(page=str(page.next_page_number())) if page.has_next() else ""

    @property
    def csv_url(self) -> str:
        return self.url_with(format="csv", page=None)

    @property
    def export_url(self) -> str:
        return self.url_with(format="import", page=None) if self.register.export else ""

    @property
    def clear_url(self) -> str:
        return self.request.path

    # The same rows as CSV

    def csv_rows(self) -> Iterator[list[Any]]:
        for row in self.queryset.iterator(chunk_size=500):
            yield [column.csv_of(row) for column in self.register.columns]

    def export_rows(self, export: Export) -> Iterator[Sequence[Any]]:
        for row in export.rows(self.queryset).iterator(chunk_size=500):
            yield export.cells(row)


def register_page(
    request: HttpRequest,
    register: Register,
    *,
    template: str = "_components/register_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase | HttpResponse:
    """The register as a page; with ?format=csv every row, under the same filters and sort."""
    listing = Listing(register, request)
    if request.GET.get("format") == "csv":
        filename = f"{slugify(register.name)}-{timezone.localdate().isoformat()}.csv"
        headings = [column.heading for column in register.columns]
        return csv_response(filename, headings, listing.csv_rows())
    if request.GET.get("format") == "import" and register.export is not None:
        filename = f"{slugify(register.name)}-to-import-{timezone.localdate().isoformat()}.csv"
        return csv_response(
            filename, register.export.headings, listing.export_rows(register.export)
        )
    return render(request, template, {**(context or {}), "register": register, "listing": listing})

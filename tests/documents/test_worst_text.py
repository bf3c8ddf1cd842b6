"""Every parser of what people send reads its worst text in time that grows with the length alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from compacts.searching import search
from documents import office, pdf, pictures, sound, texts
from documents.kinds import Kind, kind_of, kind_started
from documents.passages import DocumentRefused
from pages.fields import DateField, DatesField, MoneyField, YesNoField
from pages.spreadsheets import TableRefused, rows_of
from pages.spreadsheets.columns import Column, Table, reader_of
from tests.documents import making
from tests.documents.growth import MOST, growth

MEGABYTE = 1024 * 1024
REFUSED = (DocumentRefused, ValidationError, TableRefused, ValueError)


def quietly(function: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Refusing is an answer, too: what counts is how long it takes."""

    def call(given: Any) -> None:
        with suppress(*REFUSED):
            function(given)

    return call


def bytes_of(unit: bytes, *, start: bytes = b"", end: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: start + unit * (size // len(unit)) + end


def words_of(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def docx_of(unit: bytes) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        body = b"<w:body>" + unit * (size // len(unit)) + b"</w:body>"
        space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        part = b'<w:document xmlns:w="' + space + b'">' + body + b"</w:document>"
        return making.repacked(DOCX, **{"word__document.xml": part})

    return make


DOCX = making.docx_with_everything()
TEXT_UNITS = [
    b"<",
    b"<a ",
    b"<!--",
    b'<a b="',
    b"<b>",
    b"</",
    b"&#1",
    b"&amp",
    b"<![CDATA[",
    b"\xe9",
]
RTF_UNITS = [
    b"{", b"}", b"\\", b"{\\field{\\*\\fldinst{", b"{\\fonttbl", b"\\f1\\fcharset1", b"\\'41", b"\\ab ",
    b"\\u1234?", b"{\\info", b"{\\info}", b"{\\pict ", b"{\\header",
]  # fmt: skip
PDF_UNITS = [
    b"1 0 obj\n<<>>\nendobj\n", b"xref\n", b"startxref\n9\n", b"<<", b"[", b"(", b"%%EOF\n", b"trailer\n<<",
]  # fmt: skip

FILES: dict[str, tuple[Callable[[Any], Any], Callable[[int], Any]]] = {
    **{f"text {unit!r}": (texts.read_text, bytes_of(unit, end=b">")) for unit in TEXT_UNITS},
    **{
        f"rich text {unit!r}": (texts.read_rich_text, bytes_of(unit, start=b"{\\rtf1"))
        for unit in RTF_UNITS
    },
    **{f"PDF {unit!r}": (pdf.read_pdf, bytes_of(unit, start=b"%PDF-1.4\n")) for unit in PDF_UNITS},
    "cleaning rich text": (texts.clean_rich_text, bytes_of(b"{\\info{", start=b"{\\rtf1")),
    "Word, runs": (
        lambda content: office.read_office(content, Kind.DOCX),
        docx_of(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
    ),
    "Word, changes": (
        lambda content: office.read_office(content, Kind.DOCX),
        docx_of(b"<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>"),
    ),
    "PNG, chunks": (
        pictures.read_png,
        bytes_of(b"\0\0\0\0tEXt\0\0\0\0", start=b"\x89PNG\r\n\x1a\n"),
    ),
    "JPEG, parts": (pictures.read_jpeg, bytes_of(b"\xff\xe1\0\x02", start=b"\xff\xd8")),
    "MP3, labels": (sound.read_mp3, bytes_of(b"ID3\3\0\0\0\0\0\0")),
    "what kind it is": (lambda content: kind_of(content, "a.txt"), bytes_of(b"a\0")),
    "its first bytes": (lambda content: kind_started(content, "a.rtf"), bytes_of(b" ")),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", FILES)
def test_a_parser_of_files_takes_twice_the_time_for_twice_the_text(what: str) -> None:
    function, make = FILES[what]
    assert growth(quietly(function), make, MEGABYTE // 2) < MOST


# The unit that each parser takes longest over, at the size that is taken at most.
WORST = [
    "text b'<'",
    "rich text b'{'",
    "PDF b'startxref\\n9\\n'",
    "Word, changes",
    "PNG, chunks",
    "JPEG, parts",
    "MP3, labels",
]


@pytest.mark.slow
@pytest.mark.parametrize("what", WORST)
def test_twenty_megabytes_of_its_worst_text_take_twice_the_time_of_ten(what: str) -> None:
    function, make = FILES[what]
    assert growth(quietly(function), make, 20 * MEGABYTE) < MOST


CSV_UNITS = [b"a,", b'"', b'"",', b"\n", b"a\n", b"\xe9,\n", b";,\t"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", CSV_UNITS)
def test_a_table_takes_twice_the_time_for_twice_the_text(unit: bytes, tmp_path: Path) -> None:
    def read(content: bytes) -> None:
        path = tmp_path / "table"
        path.write_bytes(content)
        with suppress(*REFUSED):
            for _ in rows_of(path):
                pass

    assert growth(read, bytes_of(unit, start=b"a,b\n"), 20 * MEGABYTE) < MOST


# What is typed: at the most that a request may hold.
TYPED_UNITS = [
    "a",
    "1",
    ",",
    " ",
    "/",
    "-",
    "1,",
    "1/",
    "a_",
    "a.",
    "£",
    "’",
    "a’",
    "st",
    "(",
    "4.",
]
CELL = {
    kind: reader_of(Column("a", kind, "A.", longest=10**9)) for kind in ("date", "money", "text")
}
FIELDS: dict[str, Callable[[str], Any]] = {
    "a day": lambda typed: DateField(label="Day").clean([typed, "", ""]),
    "a year": lambda typed: DateField(label="Day").clean(["1", "1", typed]),
    "a month": lambda typed: DateField(label="Day").clean(["1", typed, "2027"]),
    "days": lambda typed: DatesField(label="Days").clean(typed),
    "money": lambda typed: MoneyField(label="Amount").clean(typed),
    "yes or no": lambda typed: YesNoField(label="Yes?").clean(typed),
    "words to search for": lambda typed: search([], typed),
    "a day in a cell": CELL["date"],
    "money in a cell": CELL["money"],
    "text in a cell": CELL["text"],
    "a heading": lambda typed: Table((Column("a", "text", "A."),)).heading([typed], []),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIELDS)
def test_a_field_takes_twice_the_time_for_twice_the_text(name: str) -> None:
    grown = {
        unit: growth(quietly(FIELDS[name]), words_of(unit), MEGABYTE // 4) for unit in TYPED_UNITS
    }
    assert {unit: times for unit, times in grown.items() if times > MOST} == {}

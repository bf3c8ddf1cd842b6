"""All that a document says, wherever in it that stands, and in plain words what cannot be read."""

from __future__ import annotations

from documents import office, opendocument, pdf, pictures, sound, texts
from documents.kinds import Kind, kind_of, last_name
from documents.passages import Passage, Reading, TooLarge

MOST_LETTERS = 30_000_000
OFFICE = (Kind.DOCX, Kind.XLSX, Kind.PPTX)
OPEN_DOCUMENT = (Kind.ODT, Kind.ODS, Kind.ODP)


def read(content: bytes, name: str) -> Reading:
    """Reads a document of any kind that is taken.

    Raises Unsafe for what runs, unpacks to too much or is not what its name says, and Unreadable for
    what is locked or damaged.
    """
    kind = kind_of(content, name)
    refuse_active(content, kind)
    return read_kind(content, kind, name)


def refuse_active(content: bytes, kind: Kind) -> None:
    """Raises Unsafe for a document that runs something. It is asked before anything is read."""
    if kind in OFFICE:
        office.refuse_active(content, kind)
    elif kind in OPEN_DOCUMENT:
        opendocument.refuse_active(content)
    elif kind is Kind.PDF:
        pdf.refuse_active(content)
    elif kind is Kind.RTF:
        texts.refuse_active(content)


def read_kind(content: bytes, kind: Kind, name: str) -> Reading:
    reading = _read(content, kind)
    if sum(len(each.text) for each in reading.passages) > MOST_LETTERS:
        raise TooLarge("The file holds more text than can be read.")
    called = Passage("file name", last_name(name))
    return Reading((called, *reading.passages), reading.unreadable)


def _read(content: bytes, kind: Kind) -> Reading:
    if kind in OFFICE:
        return office.read_office(content, kind)
    if kind in OPEN_DOCUMENT:
        return opendocument.read_open_document(content)
    readers = {
        Kind.PDF: pdf.read_pdf,
        Kind.RTF: texts.read_rich_text,
        Kind.PNG: pictures.read_png,
        Kind.JPEG: pictures.read_jpeg,
        Kind.MP3: sound.read_mp3,
    }
    return readers.get(kind, texts.read_text)(content)

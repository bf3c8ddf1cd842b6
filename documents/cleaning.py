"""The same document without who made it, when and with what, as well as can be told from outside it."""

from __future__ import annotations

from collections.abc import Callable

from documents import office, opendocument, pdf, pictures, sound, texts
from documents.kinds import Kind

CLEANERS: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.PDF: pdf.clean_pdf,
    Kind.DOCX: office.clean_office,
    Kind.XLSX: office.clean_office,
    Kind.PPTX: office.clean_office,
    Kind.ODT: opendocument.clean_open_document,
    Kind.ODS: opendocument.clean_open_document,
    Kind.ODP: opendocument.clean_open_document,
    Kind.RTF: texts.clean_rich_text,
    Kind.PNG: pictures.clean_png,
    Kind.JPEG: pictures.clean_jpeg,
    Kind.MP3: sound.clean_mp3,
}


def clean(content: bytes, kind: Kind) -> bytes:
    """Takes out authors, editors, companies, programs, times, thumbnails and earlier versions.

    What the document says stays, comments and tracked changes with it, without the names of who made
    them. A text has nothing beside itself. Raises Unreadable.
    """
    cleaner = CLEANERS.get(kind)
    return content if cleaner is None else cleaner(content)

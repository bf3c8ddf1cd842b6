"""Which kind of document it is, by what it holds and never by its name alone."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from unicodedata import category

from documents.passages import Unreadable, Unsafe

MOST_PARTS = 5_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
UNPACKED_UNSUSPECTED_BYTES = 20 * 1024 * 1024
MOST_TIMES_LARGER = 100  # texts and sheets of real work unpack to ten or thirty times their size
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
PDF_START_WITHIN = 1024
MP3_STARTS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
ODF_TYPE = "application/vnd.oasis.opendocument."


class Kind(StrEnum):
    """In the words of the pages."""

    PDF = "PDF"
    DOCX = "Word"
    XLSX = "Excel"
    PPTX = "PowerPoint"
    ODT = "OpenDocument text"
    ODS = "OpenDocument spreadsheet"
    ODP = "OpenDocument presentation"
    RTF = "rich text"
    PNG = "PNG"
    JPEG = "JPEG"
    MP3 = "MP3"
    TEXT = "text"


ENDINGS = {
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".xlsx": Kind.XLSX,
    ".pptx": Kind.PPTX,
    ".odt": Kind.ODT,
    ".ods": Kind.ODS,
    ".odp": Kind.ODP,
    ".rtf": Kind.RTF,
    ".png": Kind.PNG,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".mp3": Kind.MP3,
    ".txt": Kind.TEXT,
    ".csv": Kind.TEXT,
}
"""What is taken, and what a file with this ending has to be."""

OFFICE = {"word/": Kind.DOCX, "xl/": Kind.XLSX, "ppt/": Kind.PPTX}
OPEN_DOCUMENT = {"text": Kind.ODT, "spreadsheet": Kind.ODS, "presentation": Kind.ODP}
RUNS = {
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".msi",
    ".ps1", ".sh", ".jar", ".lnk", ".htm", ".html", ".svg", ".xhtml", ".php", ".py", ".dll", ".app",
}  # fmt: skip
WITH_MACROS = {
    ".docm": "DOCX", ".dotm": "DOCX", ".xlsm": "XLSX", ".xltm": "XLSX", ".xlsb": "XLSX", ".xlam": "XLSX",
    ".pptm": "PPTX", ".potm": "PPTX", ".ppsm": "PPTX", ".ppam": "PPTX",
}  # fmt: skip
OLD = {".doc": "DOCX", ".xls": "XLSX", ".ppt": "PPTX", ".dot": "DOCX"}


def last_name(name: str) -> str:
    """What a file is called, without the folders it came from."""
    return PurePath(name.replace("\\", "/")).name


def kind_named(name: str) -> Kind:
    """What a file of this name has to be. Raises Unsafe where none of that name is taken."""
    last = last_name(name)
    if any(category(letter) in {"Cc", "Cf"} for letter in last):
        # Signs that turn the direction of writing make "exe.pdf" of "fdp.exe".
        raise Unsafe("The file's name holds signs that cannot be seen: give it a plain name.")
    endings = [ending.lower() for ending in PurePath(last).suffixes]
    ending = endings[-1].rstrip() if endings else ""
    if ending in WITH_MACROS:
        raise Unsafe(f"Files with macros are not taken: save it as {WITH_MACROS[ending]} or PDF.")
    if ending in OLD:
        raise Unsafe(f"This is an old kind of file: save it as {OLD[ending]} or PDF.")
    if ending not in ENDINGS:
        raise Unsafe("Choose a file of one of the kinds listed.")
    if any(each in RUNS or each in WITH_MACROS for each in endings[:-1]):
        raise Unsafe(
            "The file's name has two endings, one of them of a program: give it a plain name."
        )
    return ENDINGS[ending]


def kind_of(content: bytes, name: str) -> Kind:
    """The kind, where what the file holds and what it is called agree. Raises Unsafe or Unreadable."""
    named = kind_named(name)
    if not content:
        raise Unsafe("The file is empty.")
    if content.startswith(OLD_OFFICE_START):
        raise _old_office(content)
    held = _kind_held(content)
    if held is not named:
        what = _a_file(held) if held is not None else "of a kind that is not taken"
        ending = PurePath(last_name(name)).suffix[1:].upper()
        raise Unsafe(f"This is not a {ending} file, whatever its name: it is {what}.")
    return held


STARTS: dict[Kind, tuple[bytes, ...]] = {
    Kind.PNG: (b"\x89PNG",),
    Kind.JPEG: (b"\xff\xd8\xff",),
    Kind.MP3: MP3_STARTS,
    **dict.fromkeys(
        (Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS, Kind.ODP), (b"PK\x03\x04",)
    ),
}


def kind_started(start: bytes, name: str) -> Kind:
    """As `kind_of`, by the first bytes alone: what can be said at once, before a worker has looked."""
    named = kind_named(name)
    ending = PurePath(last_name(name)).suffix[1:].upper()
    if start.startswith(OLD_OFFICE_START):
        raise _old_office(start)
    fits = {
        Kind.PDF: b"%PDF-" in start[:PDF_START_WITHIN],
        Kind.RTF: start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"),
        Kind.TEXT: looks_like_text(start),
    }
    if not fits.get(named, start.startswith(STARTS.get(named, ()))):
        raise Unsafe(
            "This is not a text file."
            if named is Kind.TEXT
            else f"This is not a {ending} file, whatever its name."
        )
    return named


def _a_file(kind: Kind) -> str:
    return f"an {kind} file" if kind[0] in "AEIO" else f"a {kind} file"


def _old_office(content: bytes) -> Exception:
    if LOCKED_PACKAGE in content:
        return Unreadable("The file is locked with a password: save it without one.")
    return Unsafe(
        "This is an old kind of Office file, or a locked one: save it as DOCX, XLSX or PDF, without a "
        "password."
    )


def _kind_held(content: bytes) -> Kind | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(MP3_STARTS):
        return Kind.MP3
    if content.startswith(b"PK\x03\x04"):
        return _kind_packed(content)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return Kind.RTF
    if b"%PDF-" in content[:PDF_START_WITHIN]:
        return Kind.PDF
    return Kind.TEXT if looks_like_text(content) else None


def _kind_packed(content: bytes) -> Kind | None:
    with unpacked(content) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names:
            return next((kind for start, kind in OFFICE.items() if _any(names, start)), None)
        if "mimetype" in names:
            said = archive.read("mimetype")[:100].decode("ascii", "ignore").strip()
            return OPEN_DOCUMENT.get(said.removeprefix(ODF_TYPE))
    return None


def _any(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def looks_like_text(content: bytes) -> bool:
    """Whether it holds letters in some alphabet: no zero bytes, unless it is UTF-16 or UTF-32."""
    start = content[:65536]
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    if b"\0" not in content:
        return not start.startswith(
            (b"MZ", b"\x7fELF", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
        )
    return _wide_without_mark(start) != ""


def _wide_without_mark(start: bytes) -> str:
    """The UTF-16 that a text without a mark is in: of western letters every other byte is zero."""
    even, odd = start[::2], start[1::2]
    if len(even) != len(odd):
        return ""
    if odd and odd.count(0) > 0.6 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if even and even.count(0) > 0.6 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return ""


def wide_encoding(content: bytes) -> str:
    return _wide_without_mark(content[:65536])


def unpacked(content: bytes) -> zipfile.ZipFile:
    """The archive, opened. A small one may unpack to a huge one: its own list is asked first."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unsafe("The file is damaged and cannot be opened: save it again.") from error
    if len(parts) > MOST_PARTS:
        raise Unsafe(f"The file holds more than {MOST_PARTS:,} parts: save it as PDF.")
    if len({part.filename for part in parts}) < len(parts):
        raise Unsafe(
            "The file holds two parts of one name, which no program writes: save it again."
        )
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("The file is locked with a password: save it without one.")
        if part.file_size > max(UNPACKED_UNSUSPECTED_BYTES, MOST_TIMES_LARGER * part.compress_size):
            raise _unpacks()
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise _unpacks()
    return archive


def _unpacks() -> Unsafe:
    return Unsafe("The file unpacks to far more than its size: save it as PDF.")

"""PDF: all of its texts, what it would run, and the same pages without their hidden details."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from documents.passages import Reading, Unreadable, Unsafe, joined, passages_of
from documents.pictures import clean_jpeg

MOST_OBJECTS = 300_000
DAMAGED = "The PDF is damaged and cannot be read."
LOCKED = "The file is locked with a password."
RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
RUNS_SOMETHING = "The PDF runs a script or starts a program: print it to a new PDF, and send that."
# Beside the pages: who made it, with what, when, out of what, and small pictures of it.
HIDDEN = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/SpiderInfo")
NAMES_OF_DETAILS = {
    "/Author": "author",
    "/Title": "title",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/Creator": "program",
    "/Producer": "program",
}
READABLE_SHARE = 0.7


def opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        len(reader.pages)
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(DAMAGED) from error
    except (RecursionError, NotImplementedError, ImportError) as error:
        raise Unreadable("The PDF is made in a way that cannot be read.") from error
    return reader


def objects_of(root: Any) -> Iterator[Any]:
    """Every dictionary that can be reached from the root, once each, however they point in circles."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    count = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        count += 1
        if count > MOST_OBJECTS:
            raise Unreadable("The PDF holds more objects than can be read.")
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))


def _all_of(reader: PdfReader) -> list[Any]:
    try:
        return list(objects_of(reader.trailer.raw_get("/Root")))
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(DAMAGED) from error


def refuse_active(content: bytes) -> None:
    """Raises Unsafe where opening the PDF, or a click in it, runs something."""
    try:
        reader = opened(content)
        for found in _all_of(reader):
            if _runs(found):
                raise Unsafe(RUNS_SOMETHING)
    except Unreadable:
        # Its names stand in the open even where its texts are locked.
        if any(name.encode() in content for name in ("/JavaScript", "/JS", "/Launch")):
            raise Unsafe(RUNS_SOMETHING) from None


def _runs(found: DictionaryObject) -> bool:
    return (
        "/JS" in found
        or "/JavaScript" in found
        or str(found.get("/S", "")) in RUNS
        or str(found.get("/Subtype", "")) in {"/RichMedia", "/Movie", "/Screen", "/3D"}
    )


# Reading --------------------------------------------------------------------------------------


def read_pdf(content: bytes) -> Reading:
    reader = opened(content)
    found: dict[str, list[str]] = defaultdict(list)
    unreadable: list[str] = []
    for number, page in enumerate(reader.pages, 1):
        text = _text_of(page)
        found[f"page {number}"].append(text)
        if trouble := _trouble(page, text):
            unreadable.append(f"Page {number} {trouble}.")
    _read_objects(reader, found)
    _read_details(reader, found)
    inside = [str(name) for name in _attached(reader)]
    for name in inside:
        found["name of an attached file"].append(name)
    if inside:
        unreadable.append("The PDF holds other files, which were not read.")
    return Reading(tuple(passages_of(found)), " ".join(unreadable))


def _text_of(page: Any) -> str:
    try:
        return str(page.extract_text())
    except Exception as error:
        raise Unreadable(DAMAGED) from error


def _trouble(page: Any, text: str) -> str:
    """What of a page no text extraction sees; "" where there is nothing."""
    has_picture = _has_picture(page)
    if not text.strip():
        return (
            "is a picture" if has_picture else ("is drawn, not written" if _is_drawn(page) else "")
        )
    shown = [letter for letter in text if not letter.isspace()]
    readable = sum(letter.isascii() or letter.isalpha() for letter in shown if letter.isprintable())
    if readable < READABLE_SHARE * len(shown):
        return "is set in letters that cannot be read"
    return "holds a picture" if has_picture else ""


def _has_picture(page: Any) -> bool:
    waiting: list[Any] = [page.get("/Resources")]
    seen: set[int] = set()
    while waiting:
        resources = _direct(waiting.pop())
        if not isinstance(resources, DictionaryObject):
            continue
        forms = _direct(resources.get("/XObject"))
        if not isinstance(forms, DictionaryObject):
            continue
        for key in forms:
            raw = forms.raw_get(key)
            if isinstance(raw, IndirectObject):
                if raw.idnum in seen:
                    continue
                seen.add(raw.idnum)
            form = _direct(raw)
            if not isinstance(form, DictionaryObject):
                continue
            if form.get("/Subtype") == "/Image":
                return True
            waiting.append(form.get("/Resources"))
    return {b"BI", b"ID", b"EI"} <= set(_drawing(page).split())  # a picture in the page's own lines


def _drawing(page: Any) -> bytes:
    contents = page.get_contents()
    return b"" if contents is None else bytes(contents.get_data())


def _is_drawn(page: Any) -> bool:
    return bool({b"f", b"S", b"B", b"f*", b"Do", b"sh"} & set(_drawing(page).split()))


def _direct(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


# Texts that stand on no page: notes, fields, bookmarks, links, descriptions of pictures.
PLACES = {
    "/Contents": "note",
    "/RC": "note",
    "/T": "name of a field or of who wrote a note",
    "/TU": "description of a field",
    "/TM": "name of a field",
    "/V": "form field",
    "/DV": "form field",
    "/Subj": "subject of a note",
    "/CA": "caption of a button",
    "/URI": "link",
    "/F": "link",
    "/UF": "link",
    "/Title": "bookmark",
    "/Alt": "description of a picture",
    "/ActualText": "text behind the page",
    "/E": "text behind the page",
    "/Lang": "language",
    "/Desc": "description of a file",
    "/Name": "name of a layer or signature",
    "/Reason": "signature",
    "/Location": "signature",
    "/ContactInfo": "signature",
    "/P": "name of a page range",
    "/ID": "identifier",
    "/Opt": "choices of a field",
}


def _read_objects(reader: PdfReader, found: dict[str, list[str]]) -> None:
    for each in _all_of(reader):
        is_page = str(each.get("/Type", "")) == "/Page"
        for key, where in PLACES.items():
            if key in each and not (is_page and key == "/Contents"):
                found[where].extend(_texts(_direct(each.raw_get(key))))
        if "/Metadata" in each:
            found["XMP details"].extend(_texts(_direct(each.raw_get("/Metadata"))))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str) and not isinstance(value, NameObject):
        return [str(value)]
    if isinstance(value, bytes):
        return [value.decode("utf-8", "ignore")]
    if isinstance(value, StreamObject):
        return [value.get_data().decode("utf-8", "ignore")]
    if isinstance(value, ArrayObject):
        return [str(each) for each in value if isinstance(each, str)]
    return []


def _read_details(reader: PdfReader, found: dict[str, list[str]]) -> None:
    for name, value in (reader.metadata or {}).items():
        found[NAMES_OF_DETAILS.get(name, "document details")].append(str(value))


def _attached(reader: PdfReader) -> list[str]:
    names = []
    for each in _all_of(reader):
        if "/EF" in each:
            names.append(joined([str(each.get("/UF", "")), str(each.get("/F", ""))]) or "a file")
    return names


# Cleaning -------------------------------------------------------------------------------------


def clean_pdf(content: bytes) -> bytes:
    """The pages as they are, without details, earlier versions and the names of who wrote notes."""
    writer = PdfWriter(clone_from=opened(content))
    writer.metadata = None
    for each in list(objects_of(writer.root_object)):
        for key in HIDDEN:
            if key in each:
                del each[key]
        if "/Subtype" in each and "/Rect" in each and each["/Subtype"] != "/Widget":
            each.pop("/T", None)
        if each.get("/Subtype") == "/Image" and str(each.get("/Filter", "")) == "/DCTDecode":
            with suppress(Unreadable):
                each._data = clean_jpeg(each._data)
    # What nothing points to any more would be written all the same: only what the pages need is
    # taken over into the file that is kept.
    once, kept = BytesIO(), BytesIO()
    writer.write(once)
    last = PdfWriter()
    last.clone_reader_document_root(PdfReader(once))
    last.metadata = None
    last.write(kept)
    return kept.getvalue()

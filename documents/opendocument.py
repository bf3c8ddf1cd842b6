"""ODT, ODS and ODP: texts, notes, changes and details read, and the document without the details."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from odf import opendocument
from odf.element import Node

from documents.kinds import unpacked
from documents.passages import Reading, Unreadable, Unsafe, passages_of
from documents.pictures import clean_jpeg, clean_png
from documents.xml import local, parsed, written, xml_parts

DETAILS = {
    "creator": "author",
    "initial-creator": "author",
    "printed-by": "author",
    "title": "title",
    "subject": "subject",
    "description": "remarks",
    "keyword": "keywords",
    "user-defined": "document details",
    "generator": "program",
    "template": "template",
}
PLACES = {
    "annotation": "comment",
    "tracked-changes": "tracked change",
    "note": "footnote",
    "header": "page header",
    "footer": "page footer",
    "header-left": "page header",
    "footer-left": "page footer",
    "header-first": "page header",
    "footer-first": "page footer",
    "notes": "notes of a slide",
    "page": "slide",
    "meta": "document details",
    "table": "sheet",
}
LINES = {"p", "h", "table-row", "line-break", "title", "desc"}
GAPS = {"s", "tab", "table-cell"}
TOLD_BY_ATTRIBUTES = {"href", "name", "title", "display-name", "value", "string-value", "author"}
AUTHORS = {"creator", "creator-initials", "sender-initials", "author-name", "author-initials"}
SETTINGS = {"PrinterName", "PrinterSetup", "Rsid", "RsidRoot", "CurrentDatabaseDataSource"}
SCRIPTS = ("basic/", "scripts/", "dialogs/")
HOLDS_MACROS = "Files with macros are not taken: save it without them, or as PDF."
DAMAGED = "The file is damaged and cannot be read."
NO_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.3"><office:meta/></office:document-meta>'
)


def refuse_active(content: bytes) -> None:
    with unpacked(content) as archive:
        if any(name.lower().startswith(SCRIPTS) for name in archive.namelist()):
            raise Unsafe(HOLDS_MACROS)
        for name, root in xml_parts(archive):
            if name.startswith("META-INF/"):
                continue
            if any(
                local(each) in {"event-listener", "script"} for each in root.iter(etree.Element)
            ):
                raise Unsafe(HOLDS_MACROS)


# Reading --------------------------------------------------------------------------------------


def read_open_document(content: bytes) -> Reading:
    with unpacked(content) as archive:
        names = archive.namelist()
    try:
        document = opendocument.load(BytesIO(content))
    except Exception as error:
        raise Unreadable(DAMAGED) from error
    found: dict[str, list[str]] = defaultdict(list)
    for part in (document, *document.childobjects):
        _read_tree(part.topnode, found)
    return Reading(tuple(passages_of(found)), _not_read(names))


def _not_read(names: list[str]) -> str:
    pictures = [
        name for name in names if name.startswith(("Pictures/", "media/")) and name[-1] != "/"
    ]
    inside = [
        name for name in names if name.startswith("Object ") and "." not in name.split("/")[-1]
    ]
    told = []
    if pictures:
        told.append("It holds pictures, and what they show cannot be read.")
    if [name for name in inside if not name.endswith("/")]:
        told.append("It holds other files, which were not read.")
    return " ".join(told)


def _read_tree(top: Node, found: dict[str, list[str]]) -> None:
    """Every text, at the place of the nearest element that names one."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for step, node, place in _walk(top):
        if step == "text":
            pieces[place].append(str(node.data))
        elif step == "gap":
            pieces[place].append(" ")
        elif step == "line":
            pieces[place].append("\n")
        else:
            found["names and descriptions"].extend(_told(node))
    for place, texts in pieces.items():
        found[place].append("".join(texts))


def _walk(top: Node) -> Iterator[tuple[str, Any, str]]:
    """Its nodes in order, without recursion: files may be nested more deeply than Python goes."""
    waiting: list[tuple[str, Any, str, bool]] = [("node", top, "text", False)]
    while waiting:
        step, node, place, in_row = waiting.pop()
        if step != "node":
            yield step, node, place
        elif node.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE):
            yield "text", node, place
        elif hasattr(node, "qname"):
            name = node.qname[1]
            inside = (
                place if place == "tracked change" else PLACES.get(name, DETAILS.get(name, place))
            )
            yield "element", node, inside
            if name in GAPS:
                yield "gap", node, inside
            if name in LINES or inside != place:
                # A row is one line, whatever paragraphs its cells hold.
                end = "gap" if in_row and name != "table-row" else "line"
                waiting.append((end, node, inside, in_row))
            in_row = in_row or name == "table-row"
            waiting.extend(("node", each, inside, in_row) for each in reversed(node.childNodes))


def _told(node: Any) -> list[str]:
    return [
        str(value)
        for (_, name), value in (node.attributes or {}).items()
        if name in TOLD_BY_ATTRIBUTES and len(str(value)) > 1
    ]


# Cleaning -------------------------------------------------------------------------------------


def clean_open_document(content: bytes) -> bytes:
    """The same document without details, authors of notes and changes, printers and thumbnails."""
    kept = BytesIO()
    with unpacked(content) as archive, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as cleaned:
        for part in archive.infolist():
            if not _is_left_out(part.filename):
                # The first part tells the kind, and stands unpacked.
                packing = (
                    zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
                )
                told = zipfile.ZipInfo(part.filename)
                told.external_attr = 0o600 << 16
                body = _cleaned(part.filename, archive.read(part))
                cleaned.writestr(told, body, compress_type=packing)
    return kept.getvalue()


def _is_left_out(name: str) -> bool:
    return name.startswith(("Thumbnails/", "Configurations2/")) or name[-1:] == "/"


def _cleaned(name: str, body: bytes) -> bytes:
    last = name.rsplit("/", 1)[-1].lower()
    if last == "meta.xml":
        return NO_META
    if name == "META-INF/manifest.xml":
        return _manifest(body)
    if last in {"content.xml", "styles.xml", "settings.xml"}:
        return _without_authors(body)
    if last.endswith((".jpg", ".jpeg")):
        return clean_jpeg(body)
    return clean_png(body) if last.endswith(".png") else body


def _manifest(body: bytes) -> bytes:
    root = parsed(body)
    for entry in list(root):
        path = next((str(value) for key, value in entry.attrib.items() if "full-path" in key), "")
        if path != "/" and _is_left_out(path) and not path.startswith("Object "):
            root.remove(entry)
    return written(root)


def _without_authors(body: bytes) -> bytes:
    root = parsed(body)
    for each in root.iter(etree.Element):
        is_setting = local(each) == "config-item" and not SETTINGS.isdisjoint(each.attrib.values())
        if is_setting or local(each) in AUTHORS:
            each.text = ""
    return written(root)

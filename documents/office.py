"""DOCX, XLSX and PPTX: every part of the package read, and the package without its hidden details."""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO

import openpyxl
from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from lxml import etree

from documents.kinds import Kind, unpacked
from documents.passages import Reading, Unreadable, Unsafe, passages_of
from documents.pictures import clean_jpeg, clean_png
from documents.xml import is_xml, local, parsed, written, xml_parts

PLACES = {
    "header": "page header",
    "footer": "page footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "comment": "comment",
    "threadedComment": "comment",
    "vmlDrawing": "drawing",
    "commentAuthors": "author of a comment",
    "people": "author of a comment",
    "persons": "author of a comment",
    "core": "document details",
    "app": "document details",
    "custom": "document details",
    "notesSlide": "notes of a slide",
    "slide": "slide",
    "sharedStrings": "cells",
    "drawing": "drawing",
    "chart": "chart",
    "workbook": "names in the workbook",
    "settings": "settings",
}
DETAILS = {
    "creator": "author",
    "lastModifiedBy": "last editor",
    "Company": "company",
    "Manager": "manager",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "description": "remarks",
    "category": "category",
    "Template": "template",
    "HyperlinkBase": "link",
}
# Elements that end a line.
NOW, BEFORE, CUT = "as it reads now", "before the tracked changes", "what they cut"
PARAGRAPHS = {"p", "si", "row", "tr", "br", "cr", "comment", "text"}
# Who wrote, in comments and tracked changes, and the numbers that tell one machine from another.
AUTHORS = {"author", "initials", "lastIdx", "userId", "providerId", "displayName"}
REVISIONS = ("rsid",)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex", "macrosheets/", "dialogsheets/")
FETCHES = "The file fetches something else when it is opened: save it as PDF, and send that."
FETCHING_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK)\b", re.IGNORECASE)
MACROS = "Files with macros are not taken: save it as {kind}, which keeps none, or as PDF."
FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
SOME_WORD = re.compile(r"[^\W\d_]{3}")
PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".webp",
)


def refuse_active(content: bytes, kind: Kind) -> None:
    """Raises Unsafe where the package holds a program, whatever it calls itself."""
    with unpacked(content) as archive:
        names = [name.lower() for name in archive.namelist()]
        types = archive.read("[Content_Types].xml").lower()
        if any(part in name for name in names for part in MACRO_PARTS) or b"macroenabled" in types:
            saved = {Kind.DOCX: "DOCX", Kind.XLSX: "XLSX", Kind.PPTX: "PPTX"}[kind]
            raise Unsafe(MACROS.format(kind=saved))
        for _, root in xml_parts(archive):
            _refuse_outside(root)


def _refuse_outside(root: etree._Element) -> None:
    """What is fetched when the document is opened: a template, an object, a picture that lies
    elsewhere, a live query, or a field that brings in another file. A link that somebody follows is
    none."""
    if local(root) == "Relationships":
        kinds = [(str(each.get("Type", "")).rsplit("/", 1)[-1], each) for each in root]
        if any(
            kind == "aFChunk" or (each.get("TargetMode") == "External" and kind != "hyperlink")
            for kind, each in kinds
        ):
            raise Unsafe(FETCHES)
        return
    fields = [each.text or "" for each in root.iter(etree.Element) if local(each) == "instrText"]
    simple = [
        str(value)
        for each in root.iter(etree.Element)
        for key, value in each.attrib.items()
        if etree.QName(key).localname == "instr"
    ]
    if any(FETCHING_FIELD.search(said) for said in ("".join(fields), *simple)):
        raise Unsafe(FETCHES)


# Reading --------------------------------------------------------------------------------------


def read_office(content: bytes, kind: Kind) -> Reading:
    found: dict[str, list[str]] = defaultdict(list)
    not_read: list[str] = []
    with unpacked(content) as archive:
        for name, root in xml_parts(archive):
            _read_part(name, root, found)
        others = [
            name for name in archive.namelist() if not is_xml(name) and not name.endswith("/")
        ]
        pictures = [name for name in others if name.lower().endswith(PICTURES)]
        # Whatever is no picture and no type face may say anything, under any ending.
        inside = [name for name in others if not name.lower().endswith((*PICTURES, *FONTS))]
    if kind is Kind.XLSX:
        _read_cells(content, found)
    if pictures := [name for name in pictures if "thumbnail" not in name.lower()]:
        not_read.append(_of_pictures(len(pictures)))
    if inside:
        not_read.append("It holds other files, which were not read.")
    return Reading(tuple(passages_of(found)), " ".join(not_read))


def _of_pictures(count: int) -> str:
    if count == 1:
        return "It holds a picture, and what that shows cannot be read."
    return f"It holds {count} pictures, and what they show cannot be read."


def _read_part(name: str, root: etree._Element, found: dict[str, list[str]]) -> None:
    stem = name.rsplit("/", 1)[-1].split(".")[0]
    if name.startswith("docProps/"):
        for each in root.iter(etree.Element):
            if each.text and each.text.strip():
                found[DETAILS.get(local(each), "document details")].append(each.text)
            found["document details"].extend(str(value) for value in each.attrib.values())
        return
    if local(root) == "Relationships":
        found["link"].extend(str(each.get("Target", "")) for each in root)
        return
    number = stem.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    place = PLACES.get(stem.removesuffix(number) if number else stem, "text")
    if place == "slide":
        place = f"slide {number}"
    found[place].append(text_of(root, which=NOW))
    if _is_tracked(root):
        found["tracked change"].append(text_of(root, which=CUT))
        found["before the tracked changes"].append(text_of(root, which=BEFORE))
    attributes = [
        str(value)
        for each in root.iter(etree.Element)
        for key, value in each.attrib.items()
        if SOME_WORD.search(value)
    ]
    found[f"{place}: names and descriptions"].extend(dict.fromkeys(attributes))


def _is_tracked(root: etree._Element) -> bool:
    return any(
        local(each) in {"del", "ins", "moveFrom", "moveTo"} for each in root.iter(etree.Element)
    )


def text_of(root: etree._Element, *, which: str) -> str:
    """The text with a new line after each paragraph: as it reads now, as it was, or what was cut."""
    pieces: list[str] = []
    cut = added = 0
    for event, each in etree.iterwalk(root, events=("start", "end")):
        name = local(each)
        step = 1 if event == "start" else -1
        if name in {"del", "moveFrom"}:
            cut += step
        elif name in {"ins", "moveTo"}:
            added += step
        elif event == "end" and name in PARAGRAPHS:
            pieces.append("\n")
        elif event == "start" and name in {"tab", "c", "tc"}:
            pieces.append(" ")
        if event == "start" and each.text and _is_wanted(which, cut > 0, added > 0):
            pieces.append(each.text)
        if event == "end" and each.tail and each.tail.strip() and which != CUT:
            pieces.append(each.tail)
    return "".join(pieces)


def _is_wanted(which: str, is_cut: bool, is_added: bool) -> bool:
    if which == CUT:
        return is_cut
    return not is_added if which == BEFORE else not is_cut


def _read_cells(content: bytes, found: dict[str, list[str]]) -> None:
    """Rows as they are seen, so that a name over several cells is read as one."""
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                words = [str(cell) for cell in row if cell not in (None, "")]
                found[f"sheet {sheet.title}"].append(" ".join(words))
    except Exception as error:
        raise Unreadable("The spreadsheet is damaged and cannot be read.") from error


# Cleaning -------------------------------------------------------------------------------------


def clean_office(content: bytes) -> bytes:
    """The same parts without details, authors, revision numbers, thumbnails, and what cameras write."""
    try:
        package = OpcPackage.open(BytesIO(content))
    except Exception as error:
        raise Unreadable("The file is damaged and cannot be read.") from error
    for key, relation in list(package.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in {
            "core-properties", "extended-properties", "custom-properties", "thumbnail",
        }:  # fmt: skip
            package.rels.pop(key)
    for part in package.iter_parts():
        _clean_part(part)
    kept = BytesIO()
    package.save(kept)
    return kept.getvalue()


def _clean_part(part: Part) -> None:
    name = str(part.partname).lower()
    if isinstance(part, XmlPart):
        _clean_tree(part.element)
    elif is_xml(name):
        root = parsed(part.blob)
        _clean_tree(root)
        part._blob = written(root)
    elif name.endswith((".jpg", ".jpeg")):
        part._blob = clean_jpeg(part.blob)
    elif name.endswith(".png"):
        part._blob = clean_png(part.blob)


def _clean_tree(root: etree._Element) -> None:
    for each in root.iter(etree.Element):
        for key in list(each.attrib):
            name = etree.QName(key).localname
            if name.startswith(REVISIONS):
                del each.attrib[key]
            elif name in AUTHORS:
                each.attrib[key] = "" if name != "author" else "Author"
        if local(each) in {"rsids", "rsid", "rsidRoot"}:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        elif local(each) == "author" and each.text:  # of a comment in a spreadsheet
            each.text = "Author"

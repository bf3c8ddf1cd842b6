"""A cleaned document says what it said, opens as before, and tells nothing about who made it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest
from odf.opendocument import load
from pypdf import PdfReader

from documents.cleaning import CLEANERS, clean
from documents.kinds import ENDINGS, Kind, kind_of
from documents.reading import read
from tests.documents import making

GONE = {
    "all.pdf": ["PDF AUTHOR", "PDF TITLE", "PDF COMPANY", "XMP AUTHOR", "NOTE AUTHOR"],
    "all.docx": ["WORD AUTHOR", "WORD EDITOR", "WORD REMARKS", "COMMENT AUTHOR", "TRACKED AUTHOR"],
    "all.xlsx": ["EXCEL AUTHOR", "EXCEL COMMENTER"],
    "all.pptx": ["SLIDES COMPANY"],
    "all.odt": ["ODT AUTHOR", "ODT TITLE", "ODT COMMENTER"],
    "all.ods": [],
    "all.odp": ["ODP AUTHOR"],
    "all.rtf": ["RTF AUTHOR", "RTF COMPANY"],
    "all.png": ["PNG AUTHOR"],
    "all.jpg": ["JPEG AUTHOR", "JPEG COMMENT", "AFTER THE END"],
    "all.mp3": ["MP3 AUTHOR", "MP3 TITLE"],
}
KEPT = {
    "all.pdf": ["WORDS OF PAGE ONE", "PDF NOTE", "PDF BOX", "PDF BOOKMARK", "PDF FIELD"],
    "all.docx": [
        "WORDS OVER SEVERAL RUNS",
        "WORD COMMENT",
        "WORD HEADER",
        "DELETED WORDS",
        "WORD BOX",
    ],
    "all.xlsx": ["WORDS OVER CELLS", "EXCEL COMMENT", "EXCEL HIDDEN", "EXCEL HEADER"],
    "all.pptx": ["WORDS OF A SLIDE", "NOTES OF A SLIDE"],
    "all.odt": ["ODT WORDS", "ODT COMMENT"],
    "all.ods": ["WORDS OVER CELLS"],
    "all.odp": [],
    "all.rtf": ["RTF WORDS", "RTF HEADER", "RTF FOOTNOTE"],
    "all.png": [],
    "all.jpg": [],
    "all.mp3": [],
}


def everything_in(content: bytes, name: str) -> str:
    """What it says, and what its bytes hold, unpacked."""
    said = "\n".join(passage.text for passage in read(content, name).passages)
    raw = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            raw += [archive.read(part) for part in archive.namelist()]
    if content.startswith(b"%PDF"):
        for each in PdfReader(BytesIO(content)).xref[0]:
            found = PdfReader(BytesIO(content)).get_object(each)
            raw.append(repr(found).encode())
            if hasattr(found, "get_data"):
                raw.append(found.get_data())
    said = re.sub("  +", " ", said)
    return said + b"\n".join(raw).decode("latin-1")


def cleaned(name: str) -> bytes:
    content = making.EVERYTHING[name]()
    return clean(content, kind_of(content, name))


def test_every_kind_that_is_taken_is_cleaned():
    assert set(CLEANERS) == set(ENDINGS.values()) - {Kind.TEXT}
    assert GONE.keys() == KEPT.keys() == making.EVERYTHING.keys()


@pytest.mark.parametrize("name", GONE)
def test_who_made_it_is_gone_and_what_it_says_is_kept(name):
    before = everything_in(making.EVERYTHING[name](), name)
    after = everything_in(cleaned(name), name)
    assert [words for words in GONE[name] if words not in before] == []
    assert [words for words in GONE[name] if words in after] == []
    assert [words for words in KEPT[name] if words not in after] == []


@pytest.mark.parametrize("name", GONE)
def test_a_cleaned_file_is_cleaned_again_to_itself(name):
    once = cleaned(name)
    twice = clean(once, kind_of(once, name))
    assert read(twice, name) == read(once, name)


def test_words_of_an_earlier_version_are_gone():
    content = making.pdf_with_an_earlier_version()
    assert b"EARLIER WORDS" in content
    made = clean(content, Kind.PDF)
    assert "EARLIER WORDS" not in everything_in(made, "a.pdf")
    assert "Later words" in PdfReader(BytesIO(made)).pages[0].extract_text()


def test_a_cleaned_file_opens_with_the_library_of_its_kind():
    assert docx.Document(BytesIO(cleaned("all.docx"))).sections[0].header.paragraphs[0].text
    assert openpyxl.load_workbook(BytesIO(cleaned("all.xlsx"))).sheetnames[0] == "EXCEL SHEET"
    assert len(PdfReader(BytesIO(cleaned("all.pdf"))).pages) == 2
    assert load(BytesIO(cleaned("all.odt"))).text.childNodes
    assert load(BytesIO(cleaned("all.ods"))).spreadsheet.childNodes


def test_a_cleaned_photograph_stays_the_right_way_up():
    made = cleaned("all.jpg")
    assert b"Exif\0\0II*\0" in made
    assert b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00" in made


def test_the_camera_is_taken_out_of_a_photograph_inside_a_document():
    part = {"word__media__photo.jpg": making.jpeg_with_everything()}
    held = making.repacked(making.docx_with_everything(), **part)
    with_it = _pointed_at(held)
    assert "JPEG AUTHOR" in everything_in(with_it, "a.docx")
    assert "JPEG AUTHOR" not in everything_in(clean(with_it, Kind.DOCX), "a.docx")


def _pointed_at(content: bytes) -> bytes:
    """The photograph is used by the text; what nothing points at is dropped altogether."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        links = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="media/photo.jpg"/></Relationships>'
    parts = {
        "word__.rels": None,
        "word___rels__document.xml.rels": links.replace("</Relationships>", link).encode(),
        "[Content_Types].xml": types.replace(
            "</Types>", '<Default Extension="jpg" ContentType="image/jpeg"/></Types>'
        ).encode(),
    }
    named = {name.replace("word___rels__", "word/_rels/"): body for name, body in parts.items()}
    return making.repacked(content, **named)

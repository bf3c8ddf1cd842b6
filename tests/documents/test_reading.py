"""What a document says is found wherever it stands, and what cannot be read is said."""

from __future__ import annotations

import codecs
import re

import pytest

from documents.passages import Unreadable
from documents.reading import read
from tests.documents import making

STANDS = {
    "all.pdf": {
        "page 1": "WORDS OF PAGE ONE",
        "page 2": "Words of page two",
        "author": "PDF AUTHOR",
        "title": "PDF TITLE",
        "document details": "PDF COMPANY",
        "note": "PDF NOTE",
        "name of a field or of who wrote a note": "NOTE AUTHOR",
        "bookmark": "PDF BOOKMARK",
        "form field": "PDF FIELD",
        "XMP details": "XMP AUTHOR",
        "file name": "all.pdf",
    },
    "all.docx": {
        "text": "WORDS OVER SEVERAL RUNS",
        "author": "WORD AUTHOR",
        "last editor": "WORD EDITOR",
        "remarks": "WORD REMARKS",
        "page header": "WORD HEADER",
        "page footer": "WORD FOOTER",
        "comment": "WORD COMMENT",
        "comment: names and descriptions": "COMMENT AUTHOR",
        "tracked change": "DELETED WORDS",
        "link": "WORD-LINK",
        "text: names and descriptions": "WORD PICTURE TEXT",
    },
    "all.xlsx": {
        "sheet EXCEL SHEET": "WORDS OVER CELLS",
        "sheet hidden": "EXCEL HIDDEN",
        "author": "EXCEL AUTHOR",
        "comment": "EXCEL COMMENT",
        "text": "EXCEL HEADER",
        "link": "EXCEL-LINK",
    },
    "all.pptx": {
        "slide 1": "WORDS OF A SLIDE",
        "notes of a slide": "NOTES OF A SLIDE",
        "company": "SLIDES COMPANY",
    },
    "all.odt": {
        "text": "ODT WORDS & O’CLOCK",
        "author": "ODT AUTHOR",
        "title": "ODT TITLE",
        "comment": "ODT COMMENT",
    },
    "all.ods": {"sheet": "WORDS OVER CELLS", "names and descriptions": "ODS SHEET"},
    "all.odp": {"author": "ODP AUTHOR"},
    "all.rtf": {
        "text": "RTF WORDS",
        "document details": "RTF AUTHOR",
        "text, page headers and notes": "RTF HEADER",
    },
    "all.png": {"details of the picture": "PNG AUTHOR"},
    "all.jpg": {"details of the picture": "JPEG AUTHOR"},
    "all.mp3": {"details of the recording": "MP3 AUTHOR"},
}


def texts_at(content: bytes, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for passage in read(content, name).passages:
        found[passage.where] = f"{found.get(passage.where, '')}\n{passage.text}"
    return found


def test_a_place_is_tried_for_every_kind_that_can_be_made():
    assert STANDS.keys() == making.EVERYTHING.keys()


@pytest.mark.parametrize("name", STANDS)
def test_every_text_is_found_where_it_stands(name):
    found = texts_at(making.EVERYTHING[name](), name)
    missing = {
        where: words
        for where, words in STANDS[name].items()
        if words not in re.sub("  +", " ", found.get(where, ""))
    }
    assert not missing, found


def test_a_text_with_tracked_changes_is_read_as_it_is_and_as_it_was():
    found = texts_at(making.docx_with_everything(), "a.docx")
    assert "INSERTED WORDS" in found["text"]
    assert "DELETED WORDS" not in found["text"]
    assert "DELETED WORDS" in found["before the tracked changes"]
    assert "INSERTED WORDS" not in found["before the tracked changes"]


def test_a_text_box_and_a_table_belong_to_the_text():
    text = texts_at(making.docx_with_everything(), "a.docx")["text"]
    assert "WORD BOX" in text
    assert "WORDS IN A TABLE" in text


@pytest.mark.parametrize(
    "content",
    [
        "Zoë’s Club".encode(),
        codecs.BOM_UTF8 + "Zoë’s Club".encode(),
        "Zoë’s Club".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Zoë’s Club".encode("utf-16-be"),
        "Zoë’s Club".encode("utf-16-le"),
        "Zoë’s Club".encode("utf-32"),
        "Zoë’s Club, which met on Tuesdays in the café of the library".encode("cp1252"),
    ],
    ids=["utf-8", "marked", "utf-16", "utf-16-be", "unmarked utf-16", "utf-32", "windows"],
)
def test_a_text_is_read_in_the_encoding_it_is_in(content):
    assert "Zoë’s Club" in texts_at(content, "a.txt")["text"]


def test_a_name_with_tags_between_its_letters_is_read_without_them():
    found = texts_at(b"<p>Stan<b>ford</b> &amp; <i>Sons</i></p><!-- hidden -->", "a.txt")
    assert "Stanford & Sons" in found["text without its tags"]
    assert "hidden" in found["text without its tags"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (making.pdf_bytes(making.pdf_of("words", "", picture_on=(2,))), "Page 2 is a picture."),
        (making.pdf_bytes(making.pdf_of("words", picture_on=(1,))), "Page 1 holds a picture."),
        (making.pdf_bytes(making.pdf_of("words")), ""),
    ],
)
def test_a_page_that_is_a_picture_is_said(content, said):
    assert read(content, "a.pdf").unreadable == said


def test_pictures_in_an_office_file_are_said():
    content = making.repacked(making.docx_with_everything(), word__media__a=None)
    assert read(content, "a.docx").unreadable == ""
    with_one = making.repacked(content, **{"word__media__logo.png": making.png()})
    assert "a picture" in read(with_one, "a.docx").unreadable


@pytest.mark.parametrize("name", ["all.png", "all.jpg"])
def test_a_picture_cannot_be_read(name):
    assert "is a picture" in read(making.EVERYTHING[name](), name).unreadable


def test_a_locked_file_is_said_to_be_locked():
    with pytest.raises(Unreadable, match="locked with a password"):
        read(making.pdf_locked(), "a.pdf")


def test_a_file_locked_with_an_empty_password_opens_as_it_does_for_everybody():
    assert "Locked words" in texts_at(making.pdf_locked(""), "a.pdf")["page 1"]


def test_a_file_whose_objects_point_in_circles_is_read():
    assert "Round and round" in texts_at(making.pdf_in_circles(), "a.pdf")["page 1"]


WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("name", "part", "inside"),
    [
        ("a.docx", "word/numbering9.xml", b'<w:lvlText xmlns:w="%s" w:val="SEA SCOUTS"/>' % WORD),
        ("a.docx", "word/styles9.xml", b'<w:name xmlns:w="%s" w:val="SEA SCOUTS"/>' % WORD),
        (
            "a.docx",
            "word/header9.xml",
            b'<w:fldSimple xmlns:w="%s" w:instr="QUOTE SEA SCOUTS"/>' % WORD,
        ),
        ("a.xlsx", "xl/pivotCache/p.xml", b'<s xmlns="%s" v="SEA SCOUTS"/>' % SHEET),
        ("a.xlsx", "xl/numbers.xml", b'<numFmt xmlns="%s" formatCode="SEA SCOUTS 0"/>' % SHEET),
        ("a.xlsx", "xl/prompts.xml", b'<dataValidation xmlns="%s" prompt="SEA SCOUTS"/>' % SHEET),
    ],
)
def test_what_an_attribute_says_is_read_whatever_it_is_called(name, part, inside):
    made = making.docx_with_everything if name == "a.docx" else making.xlsx_with_everything
    content = making.repacked(made(), **{part.replace("/", "__"): inside})
    assert any("SEA SCOUTS" in each.text for each in read(content, name).passages)


@pytest.mark.parametrize("part", ["word/part1.html", "word/media/image1.tmp", "word/x"])
def test_a_part_of_no_known_kind_is_said_to_be_unread(part):
    content = making.repacked(
        making.docx_with_everything(), **{part.replace("/", "__"): b"<p>Sea scouts"}
    )
    assert "other files, which were not read" in read(content, "a.docx").unreadable

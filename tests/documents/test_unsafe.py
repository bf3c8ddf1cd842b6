"""What is never taken: what runs, what unpacks to too much, and what is not what its name says."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from documents.kinds import MOST_PARTS, kind_named
from documents.passages import DocumentRefused, Unsafe
from documents.reading import read
from tests.documents import making

DOCX = making.docx_with_everything()
ODT = making.odt_with_everything()
LAUGHS = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10 if number else b"ha")
    for number in range(10)
)


def archive_of(**parts: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)
    return kept.getvalue()


def bomb() -> bytes:
    return making.repacked(DOCX, **{"word__media__a.bin": b"\0" * 40_000_000})


def of_many_parts() -> bytes:
    return making.repacked(DOCX, **{f"word__media__{number}": b"" for number in range(MOST_PARTS)})


def of_macro_type() -> bytes:
    with zipfile.ZipFile(BytesIO(DOCX)) as archive:
        types = archive.read("[Content_Types].xml")
    plain = b"wordprocessingml.document.main"
    assert plain in types
    told = types.replace(
        b"openxmlformats-officedocument." + plain, b"ms-word.document.macroEnabled.main"
    )
    return making.repacked(DOCX, **{"[Content_Types].xml": told})


def of_a_template_elsewhere() -> bytes:
    base = "http://schemas.openxmlformats.org/"
    links = (
        f'<Relationships xmlns="{base}package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{base}officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://elsewhere.example/a.dotm" TargetMode="External"/></Relationships>'
    )
    return making.repacked(DOCX, **{"word__settings.xml.rels": links.encode()})


def linking(kind: str, mode: str) -> bytes:
    """A Word file with one relationship of a kind more."""
    base = "http://schemas.openxmlformats.org/"
    links = (
        f'<Relationships xmlns="{base}package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{base}officeDocument/2006/relationships/{kind}" '
        f'Target="https://elsewhere.example/a" {mode}/></Relationships>'
    )
    return making.repacked(DOCX, **{"word__footnotes.xml.rels": links.encode()})


def with_field(inside: bytes) -> bytes:
    word = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = b'<w:hdr xmlns:w="' + word + b'">' + inside + b"</w:hdr>"
    return making.repacked(DOCX, **{"word__header9.xml": part})


NEVER = {
    "macros under another name": ("a.docx", lambda: making.repacked(DOCX, word__vbaProject=None, **{
        "word__vbaProject.bin": b"code"}), "with macros"),
    "macros by their type": ("a.docx", of_macro_type, "with macros"),
    "macros by the ending": ("a.docm", lambda: DOCX, "save it as DOCX"),
    "a sheet with macros": ("a.xlsm", making.xlsx_with_everything, "save it as XLSX"),
    "an old Word file": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"VBA" * 99, "old kind"),
    "an old Word file by its ending": ("a.doc", lambda: b"anything", "save it as DOCX"),
    "a template that is fetched": ("a.docx", of_a_template_elsewhere, "fetches something else"),
    "a picture that is fetched": ("a.docx", lambda: linking("image", 'TargetMode="External"'),
                                  "fetches something else"),
    "another file inside the text": ("a.docx", lambda: linking("aFChunk", ""), "fetches something else"),
    "a field that fetches, in pieces": ("a.docx", lambda: with_field(
        b"<w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE x</w:instrText>"), "fetches something else"),
    "a field that runs a program": ("a.docx", lambda: with_field(
        b'<w:fldSimple w:instr="DDEAUTO c:/cmd.exe"/>'), "fetches something else"),
    "Basic": ("a.odt", lambda: making.repacked(ODT, **{"Basic__Standard__a.xml": b"<a/>"}), "with macros"),
    "a script of OpenDocument": ("a.odt", lambda: making.repacked(ODT, **{"Scripts__python__a.py": b"x"}),
                                 "with macros"),
    "an event of OpenDocument": ("a.odt", lambda: making.repacked(ODT, **{
        "settings.xml": b'<x xmlns:s="urn:s"><s:event-listener/></x>'}), "with macros"),
    "a script in a PDF": ("a.pdf", lambda: making.pdf_that_runs("script"), "runs a script"),
    "a program in a PDF": ("a.pdf", lambda: making.pdf_that_runs("launch"), "runs a script"),
    "a program in rich text": ("a.rtf", lambda: rb"{\rtf1 {\object\objdata 0105}}", "holds a program"),
    "an archive that unpacks to a thousand times its size": ("a.docx", bomb, "unpacks to far more"),
    "an archive of very many parts": ("a.docx", of_many_parts, "more than 5,000 parts"),
    "entities of entities": ("a.docx", lambda: making.repacked(DOCX, **{
        "word__footnotes.xml": LAUGHS + b"]><x>&l9;</x>"}), "declares entities"),
    "entities of entities in OpenDocument": ("a.odt", lambda: making.repacked(ODT, **{
        "content.xml": LAUGHS + b"]><x>&l9;</x>"}), "declares entities"),
    "a program called PDF": ("a.pdf", lambda: b"MZ\x90\0\3\0\0\0" + b"\0" * 99, "whatever its name"),
    "a page of the web called PDF": ("a.pdf", lambda: b"<html><script>1</script></html>", "whatever its name"),
    "a PDF called Word": ("a.docx", lambda: making.pdf_bytes(making.pdf_of("x")), "it is a PDF file"),
    "a spreadsheet called Word": ("a.docx", making.xlsx_with_everything, "it is an Excel file"),
    "an archive called Word": ("a.docx", lambda: archive_of(a=b"x"), "of a kind that is not taken"),
    "half an archive": ("a.docx", lambda: DOCX[: len(DOCX) // 2], "damaged"),
    "an empty file": ("a.txt", lambda: b"", "is empty"),
}  # fmt: skip


def test_a_link_that_somebody_follows_is_taken() -> None:
    read(linking("hyperlink", 'TargetMode="External"'), "a.docx")


@pytest.mark.parametrize("what", NEVER)
def test_it_is_never_taken_and_the_sentence_says_what_is_wrong(what):
    name, make, said = NEVER[what]
    with pytest.raises(Unsafe, match=said):
        read(make(), name)


@pytest.mark.parametrize(
    "name",
    [
        "report.exe",
        "report",
        "report.pdf.exe",
        "report.exe.pdf",
        "report.html.txt",
        "report‮fdp.docx",
        "report\n.pdf",
        "report.pdf\0.txt",
        ".pdf",
    ],
)
def test_a_name_that_hides_what_the_file_is_is_refused(name):
    with pytest.raises(DocumentRefused):
        kind_named(name)


@pytest.mark.parametrize(
    "name",
    ["report.pdf", "Report v1.2 (final).PDF", "../../etc/report.pdf", "C:\\papers\\report.pdf"],
)
def test_a_plain_name_is_taken_whatever_folders_it_came_from(name):
    assert kind_named(name) == "PDF"

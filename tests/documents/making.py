"""Documents of every kind, made by the libraries that people's programs stand beside, each with a text
at every place that a reader has to look."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from zlib import compress, crc32

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from odf import dc, meta, office, opendocument, table, text
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def saved(document: object, method: str = "save") -> bytes:
    kept = BytesIO()
    getattr(document, method)(kept)
    return kept.getvalue()


# PDF ------------------------------------------------------------------------------------------


def pdf_of(*pages: str, picture_on: tuple[int, ...] = ()) -> PdfWriter:
    """A PDF whose pages show a text each; on some of them stands a picture."""
    writer = PdfWriter()
    for number, words in enumerate(pages, 1):
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        resources = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        lines = [f"({line}) Tj 0 -14 Td" for line in words.split("\n") if line]
        drawing = f"BT /F1 12 Tf 72 770 Td {' '.join(lines)} ET" if lines else ""
        if number in picture_on:
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject("/Im1"): writer._add_object(picture_in_pdf())}
            )
            drawing += " q 100 0 0 100 0 0 cm /Im1 Do Q"
        page[NameObject("/Resources")] = resources
        stream = DecodedStreamObject()
        stream.set_data(drawing.encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def picture_in_pdf() -> DecodedStreamObject:
    picture = DecodedStreamObject()
    picture.set_data(b"\x7f")
    for key, value in {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(1),
        "/Height": NumberObject(1),
        "/BitsPerComponent": NumberObject(8),
        "/ColorSpace": NameObject("/DeviceGray"),
    }.items():
        picture[NameObject(key)] = value
    return picture


def pdf_bytes(writer: PdfWriter) -> bytes:
    return saved(writer, "write")


def pdf_with_everything() -> bytes:
    writer = pdf_of("WORDS OF PAGE ONE", "Words of page two")
    writer.add_metadata({"/Author": "PDF AUTHOR", "/Title": "PDF TITLE", "/Company": "PDF COMPANY"})
    writer.add_annotation(0, Text(rect=(10, 10, 30, 30), text="PDF NOTE", title_bar="NOTE AUTHOR"))
    writer.add_annotation(1, FreeText(text="PDF BOX", rect=(50, 50, 200, 90)))
    writer.add_outline_item(title="PDF BOOKMARK", page_number=0)
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("field name"),
            NameObject("/V"): TextStringObject("PDF FIELD"),
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
        }
    )
    form = DictionaryObject()
    form[NameObject("/Fields")] = ArrayObject([writer._add_object(field)])
    writer.root_object[NameObject("/AcroForm")] = form
    writer.xmp_metadata = XMP
    return pdf_bytes(writer)


XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:creator><rdf:Seq><rdf:li>XMP AUTHOR</rdf:li></rdf:Seq></dc:creator></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def pdf_with_an_earlier_version() -> bytes:
    """Changed the way that programs save quickly: the old words stay in the file, below the new ones."""
    before = pdf_bytes(pdf_of("EARLIER WORDS"))
    writer = PdfWriter(BytesIO(before), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 72 770 Td (Later words) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return pdf_bytes(writer)


def pdf_that_runs(how: str) -> bytes:
    writer = pdf_of("Opens a calculator")
    action = {
        "script": {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")},
        "launch": {"/S": NameObject("/Launch"), "/F": TextStringObject("calc.exe")},
    }[how]
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(key): value for key, value in action.items()}
    )
    return pdf_bytes(writer)


def pdf_locked(by: str = "a word that nobody told") -> bytes:
    writer = pdf_of("Locked words")
    writer.encrypt(by)
    return pdf_bytes(writer)


def pdf_in_circles() -> bytes:
    """Bookmarks and forms that point at one another without an end."""
    writer = pdf_of("Round and round")
    first, second = DictionaryObject(), DictionaryObject()
    one, two = writer._add_object(first), writer._add_object(second)
    first[NameObject("/Next")], second[NameObject("/Next")] = two, one
    first[NameObject("/Title")] = TextStringObject("first")
    second[NameObject("/Title")] = TextStringObject("second")
    writer.root_object[NameObject("/Outlines")] = DictionaryObject({NameObject("/First"): one})
    form = picture_in_pdf()
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = FloatObject(1)
    mine = writer._add_object(form)
    form[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Me"): mine})}
    )
    writer.pages[0]["/Resources"][NameObject("/XObject")] = DictionaryObject(
        {NameObject("/Me"): mine}
    )
    return pdf_bytes(writer)


# Word, Excel, PowerPoint ----------------------------------------------------------------------


def docx_with_everything() -> bytes:
    document = docx.Document()
    document.core_properties.author = "WORD AUTHOR"
    document.core_properties.last_modified_by = "WORD EDITOR"
    document.core_properties.comments = "WORD REMARKS"
    paragraph = document.add_paragraph("WORDS OVER ")
    for run in ("SEV", "ERAL ", "RU", "NS"):
        paragraph.add_run(run)
    document.add_table(1, 1).cell(0, 0).text = "WORDS IN A TABLE"
    document.sections[0].header.paragraphs[0].text = "WORD HEADER"
    document.sections[0].footer.paragraphs[0].text = "WORD FOOTER"
    document.add_comment(
        paragraph.runs[0], text="WORD COMMENT", author="COMMENT AUTHOR", initials="CA"
    )
    _track(paragraph)
    _link(document, paragraph, "https://link.example/WORD-LINK")
    paragraph._p.append(_text_box("WORD BOX", "WORD PICTURE TEXT"))
    return saved(document)


def _track(paragraph: object) -> None:
    for tag, words in (("ins", "INSERTED WORDS"), ("del", "DELETED WORDS")):
        inner = "t" if tag == "ins" else "delText"
        paragraph._p.append(  # type: ignore[attr-defined]
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="9" w:author="TRACKED AUTHOR" '
                f'w:date="2026-01-01T00:00:00Z"><w:r><w:{inner} xml:space="preserve">{words}</w:{inner}>'
                f"</w:r></w:{tag}>"
            )
        )


def _link(document: object, paragraph: object, target: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    key = document.part.relate_to(target, kind, is_external=True)  # type: ignore[attr-defined]
    link = parse_xml(f"<w:hyperlink {nsdecls('w', 'r')}><w:r><w:t>a link</w:t></w:r></w:hyperlink>")
    link.set(qn("r:id"), key)
    paragraph._p.append(link)  # type: ignore[attr-defined]


def _text_box(words: str, description: str) -> object:
    return parse_xml(
        f'<w:r {nsdecls("w", "wp")}><w:drawing><wp:inline><wp:docPr id="1" name="Box" '
        f'descr="{description}"/></wp:inline></w:drawing><w:pict><w:txbxContent><w:p><w:r>'
        f"<w:t>{words}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )


def xlsx_with_everything() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "EXCEL AUTHOR"
    sheet = book.active
    sheet.title = "EXCEL SHEET"
    sheet.append(["WORDS", "OVER", "CELLS"])
    sheet["A1"].comment = Comment("EXCEL COMMENT", "EXCEL COMMENTER")
    sheet.oddHeader.center.text = "EXCEL HEADER"
    sheet["A2"].hyperlink = "https://link.example/EXCEL-LINK"
    hidden = book.create_sheet("hidden")
    hidden.sheet_state = "veryHidden"
    hidden["Z9"] = "EXCEL HIDDEN"
    return saved(book)


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """With parts added, changed, or (None) left out; a double underscore stands for a slash."""
    named = {name.replace("__", "/"): body for name, body in parts.items()}
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part, old.read(part), part.compress_type)
        for name, body in named.items():
            if body is not None:
                new.writestr(name, body, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def pptx_with_everything() -> bytes:
    """As small as a presentation can be; the library for them is not among ours."""
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    shown = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.presentationml"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"

    def pointing(*targets: tuple[str, str]) -> str:
        told = "".join(
            f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        return f'<Relationships xmlns="{links}">{told}</Relationships>'

    def slide(tag: str, words: str) -> str:
        runs = "".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in (words[:3], words[3:]))
        return f"<p:{tag} {shown} {drawn}><p:txBody><a:p>{runs}</a:p></p:txBody></p:{tag}>"

    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, body in {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{main}.presentation.main+xml"/>'
            "</Types>",
            "_rels/.rels": pointing(
                ("officeDocument", "ppt/presentation.xml"),
                ("extended-properties", "docProps/app.xml"),
            ),
            "docProps/app.xml": "<Properties><Company>SLIDES COMPANY</Company></Properties>",
            "ppt/presentation.xml": f"<p:presentation {shown}/>",
            "ppt/_rels/presentation.xml.rels": pointing(("slide", "slides/slide1.xml")),
            "ppt/slides/slide1.xml": slide("sld", "WORDS OF A SLIDE"),
            "ppt/slides/_rels/slide1.xml.rels": pointing(
                ("notesSlide", "../notesSlides/notesSlide1.xml")
            ),
            "ppt/notesSlides/notesSlide1.xml": slide("notes", "NOTES OF A SLIDE"),
        }.items():
            package.writestr(name, body)
    return kept.getvalue()


# OpenDocument ---------------------------------------------------------------------------------


def odt_with_everything() -> bytes:
    document = opendocument.OpenDocumentText()
    document.meta.addElement(meta.InitialCreator(text="ODT AUTHOR"))
    document.meta.addElement(dc.Title(text="ODT TITLE"))
    paragraph = text.P(text="ODT WO")
    paragraph.addElement(text.Span(text="RDS & O’CLOCK"))
    note = office.Annotation()
    note.addElement(dc.Creator(text="ODT COMMENTER"))
    note.addElement(text.P(text="ODT COMMENT"))
    paragraph.addElement(note)
    document.text.addElement(paragraph)
    return saved(document)


def ods_with_everything() -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="ODS SHEET")
    row = table.TableRow()
    for words in ("WORDS", "OVER", "CELLS"):
        cell = table.TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    return saved(document)


def odp_with_everything() -> bytes:
    document = opendocument.OpenDocumentPresentation()
    document.meta.addElement(meta.InitialCreator(text="ODP AUTHOR"))
    return saved(document)


# Rich text, pictures --------------------------------------------------------------------------

RTF = (
    rb"{\rtf1\ansi{\info{\author RTF AUTHOR}{\company RTF COMPANY}}"
    rb"{\header RTF HEADER}RTF \b WO\b0 RDS{\footnote RTF FOOTNOTE}\par}"
)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(name + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def png_with_everything() -> bytes:
    return png((b"tEXt", b"Author\0PNG AUTHOR"))


def jpeg_with_everything(turned: int = 6) -> bytes:
    """One grey dot, with what a camera writes: which way up, and who held it."""

    def part(mark: int, body: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body

    artist = b"JPEG AUTHOR\0"
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(
        "<HHII", 0x013B, 2, len(artist), 38
    )
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + artist
    table_of = part(0xDB, b"\0" + bytes([1] * 64))
    frame = part(0xC0, struct.pack(">BHHB3B", 8, 1, 1, 1, 1, 0x11, 0))
    scan = part(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x7f\xff\xd9"
    comment = part(0xFE, b"JPEG COMMENT")
    return b"\xff\xd8" + part(0xE1, exif) + comment + table_of + frame + scan + b"AFTER THE END"


def mp3_with_everything() -> bytes:
    label = b"TPE1" + struct.pack(">IH", 12, 0) + b"\0MP3 AUTHOR"
    head = b"ID3\3\0\0" + bytes([0, 0, 0, len(label)])
    return (
        head + label + b"\xff\xfb\x90\x00" + b"\x55" * 413 + b"TAG" + b"MP3 TITLE".ljust(125, b"\0")
    )


EVERYTHING: dict[str, Callable[[], bytes]] = {
    "all.pdf": pdf_with_everything,
    "all.docx": docx_with_everything,
    "all.xlsx": xlsx_with_everything,
    "all.pptx": pptx_with_everything,
    "all.odt": odt_with_everything,
    "all.ods": ods_with_everything,
    "all.odp": odp_with_everything,
    "all.rtf": lambda: RTF,
    "all.png": png_with_everything,
    "all.jpg": jpeg_with_everything,
    "all.mp3": mp3_with_everything,
}

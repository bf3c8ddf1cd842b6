"""Documents that say who the raiser is, in every kind and place: refused, or asked about; others pass."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
import time_machine
from django.core.files.base import ContentFile
from odf import dc, meta, opendocument, text

from accounts.permissions import ActionRefused
from disputes import actions
from disputes.models import Dispute
from disputes.traces import findings_in
from documents.reading import read
from tests import cast
from tests.disputes import way
from tests.disputes.way import DAY, SECRET, Area
from tests.documents.making import pdf_bytes, pdf_of, repacked, saved

pytestmark = pytest.mark.django_db
SHORT = "Quillfeather Refuge"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(cast.at(DAY), tick=False):
        yield


@pytest.fixture
def kept(thurrock: Area) -> Dispute:
    thurrock.group.charity_number = "1900042"
    thurrock.group.save()
    cast.notice(DAY, funder=thurrock.council, recipient=thurrock.group, reference="N-2025-0041")
    return way.raised(thurrock, confidential=True)


def pdf(*pages: str, **about: str) -> bytes:
    writer = pdf_of(*pages)
    writer.add_metadata({f"/{name}": words for name, words in about.items()})
    return pdf_bytes(writer)


def word(*paragraphs: str, header: str = "", **about: str) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for name, words in about.items():
        setattr(document.core_properties, name, words)
    return saved(document)


def word_in_runs(*runs: str) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for words in runs:
        paragraph.add_run(words)
    return saved(document)


def word_in_a_table(*cells: str) -> bytes:
    document = docx.Document()
    row = document.add_table(1, len(cells)).rows[0]
    for cell, words in zip(row.cells, cells, strict=True):
        cell.text = words
    return saved(document)


def writer(*paragraphs: str, creator: str = "", title: str = "") -> bytes:
    document = opendocument.OpenDocumentText()
    for words in paragraphs:
        document.text.addElement(text.P(text=words))
    if creator:
        document.meta.addElement(dc.Creator(text=creator))
        document.meta.addElement(meta.InitialCreator(text=creator))
    if title:
        document.meta.addElement(dc.Title(text=title))
    return saved(document)


def with_entities(content: bytes) -> bytes:
    """The same, its apostrophes written as entities, as some programs do."""
    with ZipFile(BytesIO(content)) as archive:
        body = archive.read("content.xml").replace(b"'s", b"&apos;s")
    return repacked(content, **{"content.xml": body})


def sheet(*rows: str, title: str = "") -> bytes:
    book = openpyxl.Workbook()
    for words in rows:
        book.active.append([words])
    if title:
        book.active.title = title
    return saved(book)


HOSTILE = {
    "a name in a pdf.pdf": pdf(f"Dear all, we are {SECRET}."),
    "over lines.pdf": pdf("Quillfeather\nWomen's\nRefuge"),
    "over pages.pdf": pdf("From the Quillfeather", "Women's Refuge, Grays"),
    "number.pdf": pdf("Registered charity no. 1900042"),
    "reference.pdf": pdf("Your notice N/2025/41 came late."),
    "address.pdf": pdf("Answer to quiet (at) thurrock.example, please."),
    "apart.pdf": pdf("Q u i l l f e a t h e r   W o m e n ' s   R e f u g e"),
    "name.docx": word(f"We are {SECRET}."),
    "letterhead.docx": word("QUILLFEATHER", "", "WOMEN'S", "REFUGE"),
    "header.docx": word("Nothing here.", header=SHORT),
    "runs.docx": word_in_runs("From Qui", "llfeat", "her Wom", "en's Ref", "uge"),
    "table.docx": word_in_a_table("Quillfeather", "Refuge"),
    "one word.docx": word("They say the Quillfeather is the best."),
    "initials.docx": word("Q.W.R., on behalf of the committee"),
    "name.odt": writer(f"We are {SECRET}."),
    "entity.odt": with_entities(writer(f"We are {SECRET}.")),
    "paragraphs.odt": writer("Quillfeather", "Refuge"),
    "cell.xlsx": sheet("1", SHORT),
    "tab.xlsx": sheet("1", title="Quillfeather Refuge"),
    "little.txt": f"We are {SECRET}.".encode(),
    "curly.txt": "We are Quillfeather Women’s Refuge.".encode("cp1252"),
    "sixteen.txt": f"We are {SECRET}.".encode("utf-16"),
    "sixteen without a mark.txt": f"We are {SECRET}. ".encode("utf-16-le") * 20,
    "marked.txt": f"We are {SECRET}.".encode("utf-8-sig"),
    "hidden signs.txt": "Quill\u00adfeather Wo\u200bmen's Refuge".encode(),
    "alike.txt": "Quіllfеаthеr Wоmеn's Rеfugе".encode(),
    "wide.txt": "Ｑｕｉｌｌｆｅａｔｈｅｒ Ｒｅｆｕｇｅ".encode(),
    "coded.txt": b"Quillfeather&nbsp;Women&#8217;s&#x20;Refuge",
    "rich.rtf": rb"{\rtf1\ansi We are {\b Quill}feather Women\'92s Refuge.}",
    "list.csv": b"name,number\nQuillfeather Refuge,1\n",
    "backwards.txt": SECRET[::-1].encode(),
}


HIDDEN_DETAILS = {
    "author.pdf": pdf("Nothing here.", Author=SECRET),
    "title.pdf": pdf("Nothing here.", Title=f"Letter of {SHORT}"),
    "subject.pdf": pdf("Nothing here.", Subject="quillfeather-womens-refuge"),
    "author.docx": word("Nothing here.", author=SECRET),
    "last saved.docx": word("Nothing here.", last_modified_by=SHORT),
    "comments.docx": word("Nothing here.", comments=f"Draft for {SHORT}"),
    "creator.odt": writer("Nothing here.", creator=SECRET),
    "title.odt": writer("Nothing here.", title=SHORT),
    "rich author.rtf": rb"{\rtf1\ansi{\info{\author Quillfeather Refuge}}Nothing here.}",
}
"""Documents whose own details tell, which go before anybody reads them."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_tells_is_refused_or_asked_about(
    thurrock: Area, kept: Dispute, name: str
) -> None:
    ending = name.rpartition(".")[2]
    paper = way.checked(
        actions.add_paper(
            dispute=kept, audience="forum", by=thurrock.cvs_staff, at=cast.at(DAY),
            file=ContentFile(HOSTILE[name], name=f"letter.{ending}"),
        )
    )  # fmt: skip
    assert paper.state in ("refused", "asked"), (paper.state, paper.found)
    assert paper.found or paper.unreadable
    for side in ("respondent", "forum", "neutral"):
        assert not paper.is_readable_by(side)


@pytest.mark.parametrize("name", HIDDEN_DETAILS)
def test_details_that_tell_are_taken_out(thurrock: Area, kept: Dispute, name: str) -> None:
    ending = name.rpartition(".")[2]
    assert findings_in(kept, read(HIDDEN_DETAILS[name], f"letter.{ending}").passages)
    paper = way.checked(
        actions.add_paper(
            dispute=kept, audience="forum", by=thurrock.cvs_staff, at=cast.at(DAY),
            file=ContentFile(HIDDEN_DETAILS[name], name=f"letter.{ending}"),
        )
    )  # fmt: skip
    if paper.state == "checked":
        with paper.file.open("rb") as file:
            left = file.read()
        assert findings_in(kept, read(left, f"letter.{ending}").passages) == []
        assert paper.taken_out
    else:
        assert paper.state in ("asked", "refused")


@pytest.mark.parametrize("name", [SECRET, "quillfeather refuge", "N-2025-0041", "1900042"])
def test_a_file_whose_name_tells_is_not_taken(thurrock: Area, kept: Dispute, name: str) -> None:
    with pytest.raises(ActionRefused, match="names the organisation"):
        actions.add_paper(
            dispute=kept, audience="forum", by=thurrock.cvs_staff, at=cast.at(DAY),
            file=ContentFile(b"Nothing here.", name=f"{name}.txt"),
        )  # fmt: skip
    assert not kept.papers.exists()


WORDS = "The grant ends with too short a notice. A women's group was told, as was a refuge in Kent."
INNOCENT = {
    "a.pdf": pdf(WORDS, "See N-2025-0040.", Author="Policy lead"),
    "a.docx": word(WORDS, header="Letter", author="Policy lead"),
    "a.odt": writer(WORDS, creator="Policy lead"),
    "a.xlsx": sheet(WORDS, "1900043"),
    "a.txt": WORDS.encode("utf-16"),
    "b.txt": ("&amp; " + WORDS).encode(),
    "a.csv": f"words\n{WORDS}\n".encode(),
    "a.rtf": rb"{\rtf1\ansi " + WORDS.encode() + b"}",
}


@pytest.mark.parametrize("name", INNOCENT)
def test_a_document_that_does_not_tell_passes(thurrock: Area, kept: Dispute, name: str) -> None:
    paper = way.checked(
        actions.add_paper(
            dispute=kept, audience="forum", by=thurrock.cvs_staff, at=cast.at(DAY),
            file=ContentFile(INNOCENT[name], name=name),
        )
    )  # fmt: skip
    assert paper.state == "checked", (paper.found, paper.unreadable, paper.refusal)
    assert paper.is_readable_by("respondent")

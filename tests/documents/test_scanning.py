"""The virus scanner is asked of every file; what it finds is refused, and without it nothing goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from consultations.actions.checking import check_document
from consultations.actions.uploads import add_document
from consultations.models import Document
from consultations.tasks import look_at_attachment, look_at_document, take_up_files
from disputes import actions
from disputes.models import Paper
from disputes.tasks import look_at_paper, take_up_papers
from documents.examining import examine
from documents.scanning import ScannerAway, virus_in
from tests import cast
from tests.disputes import way
from tests.documents.clamd import EICAR, clamd
from tests.scene import TODAY, Scene


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean"
    path.write_bytes(b"Nothing to fear. " * 1000)
    return path


@pytest.fixture
def virus(tmp_path: Path) -> Path:
    path = tmp_path / "virus"
    path.write_bytes(EICAR)
    return path


def test_without_a_scanner_set_up_nothing_is_asked(virus: Path, settings) -> None:
    settings.CLAMAV_URL = ""
    assert virus_in(virus) == ""


def test_the_scanner_reads_the_whole_file(clean: Path, settings) -> None:
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert virus_in(clean) == ""
    assert server.scanned == [clean.read_bytes()]


def test_a_virus_is_named(virus: Path, settings) -> None:
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert virus_in(virus) == "Eicar-Signature"


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR", b"stream: broken ERROR", b"nonsense", b"\n"]
)
def test_no_verdict_is_no_pass(clean: Path, settings, answer: bytes) -> None:
    with clamd(answer) as server:
        settings.CLAMAV_URL = server.url
        with pytest.raises(ScannerAway):
            virus_in(clean)


def test_a_scanner_that_is_away_is_no_pass(clean: Path, settings) -> None:
    with clamd() as server:
        settings.CLAMAV_URL = server.url
    with pytest.raises(ScannerAway):
        virus_in(clean)


@pytest.mark.django_db
def test_a_document_with_a_virus_is_refused_and_not_kept(settings) -> None:
    area = way.Area()
    paper = actions.add_paper(
        dispute=way.raised(area), audience="forum", by=area.member, at=cast.at(way.DAY),
        file=ContentFile(EICAR, name="a.txt"),
    )  # fmt: skip
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        paper = way.checked(paper)
    assert paper.state == "refused"
    assert "Eicar-Signature" in paper.refusal
    assert not paper.file


@pytest.mark.django_db
def test_while_the_scanner_is_away_a_document_waits_and_is_taken_up_later(settings) -> None:
    area = way.Area()
    dispute = way.raised(area)
    paper = actions.add_paper(
        dispute=dispute, audience="forum", by=area.member, at=cast.at(way.DAY),
        file=ContentFile(b"Words.", name="a.txt"),
    )  # fmt: skip
    with clamd() as server:
        settings.CLAMAV_URL = server.url
    look_at_paper(pk=paper.pk)
    assert Paper.objects.get().is_checking
    # The case goes on without it.
    actions.add_paper(
        dispute=dispute, audience="forum", by=area.officer, at=cast.at(way.DAY), text="A"
    )
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        take_up_papers()
    assert Paper.objects.get(pk=paper.pk).is_checked
    assert server.scanned == [b"Words."]


@pytest.mark.django_db
def test_a_document_of_a_consultation_is_scanned_too(settings) -> None:
    scene = Scene()
    document = add_document(
        consultation=scene.consultation(), file=ContentFile(EICAR, "plan.txt"), title="The plan",
        by=scene.officer, at=cast.at(TODAY),
    )  # fmt: skip
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        check_document(document.pk, at=cast.at(TODAY), examine=examine)
    document = Document.objects.get(pk=document.pk)
    assert document.state == "refused"
    assert "Eicar-Signature" in document.refusal


@pytest.mark.django_db
def test_files_of_consultations_wait_for_the_scanner_and_are_taken_up(settings) -> None:
    scene = Scene()
    document = add_document(
        consultation=scene.consultation(), file=ContentFile(b"Text", "plan.txt"), title="The plan",
        by=scene.officer, at=cast.at(TODAY),
    )  # fmt: skip
    response = scene.response_draft(ContentFile(b"Our view.", "view.txt"))
    attachment = response.attachments.get()
    with clamd() as server:
        settings.CLAMAV_URL = server.url
    look_at_document(pk=document.pk)
    look_at_attachment(pk=attachment.pk)
    for row in (document, attachment):
        row.refresh_from_db()
        assert row.is_checking
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        take_up_files()
    for row in (document, attachment):
        row.refresh_from_db()
        assert row.is_checked
    assert server.scanned == [b"Text", b"Our view."]

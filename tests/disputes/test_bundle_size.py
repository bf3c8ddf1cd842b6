"""A bundle is made while it is sent: its size is on the disk and on the line, and not in memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from disputes import actions
from disputes.bundles import zip_of
from disputes.models import Dispute, Paper
from tests import cast
from tests.disputes import way

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def with_papers(area: way.Area, count: int, size: int) -> Dispute:
    """A case with so many checked documents of so many bytes, which stand on the disk as holes."""
    dispute = way.raised(area)
    for _ in range(count):
        paper = actions.add_paper(
            dispute=dispute, audience="forum", by=area.member, at=cast.at(way.DAY),
            file=ContentFile(b"x", name="scan.txt"),
        )  # fmt: skip
        with open(paper.file.path, "r+b") as file:
            file.truncate(size)
    Paper.objects.update(state="checked", size=size)
    return dispute


def peak_of(dispute: Dispute, area: way.Area) -> tuple[int, int]:
    """The most memory that sending took, and the bytes that were sent."""
    tracemalloc.start()
    try:
        sent = sum(len(piece) for piece in zip_of(dispute, area.officer, way.DAY))
        return tracemalloc.get_traced_memory()[1], sent
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_ten_times_the_documents_take_hardly_more_memory() -> None:
    area = way.Area()
    small, sent_small = peak_of(with_papers(area, 2, 15 * MEGABYTE), area)
    large, sent_large = peak_of(with_papers(area, 20, 15 * MEGABYTE), area)
    assert sent_small > 30 * MEGABYTE
    assert sent_large > 300 * MEGABYTE
    assert large < 1.5 * small
    assert large < 15 * MEGABYTE  # never one whole document


def test_the_bundle_is_sent_in_pieces_and_opens(client: Client) -> None:
    area = way.Area()
    dispute = with_papers(area, 2, 200_000)
    client.force_login(area.officer)
    answer = client.get(reverse("disputes:bundle_zip", args=[dispute.pk]))
    assert answer.streaming
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert names[:3] == ["case.pdf", "clauses.txt", "timeline.csv"]
    assert names[3:] == ["documents/01-scan.txt", "documents/02-scan.txt"]

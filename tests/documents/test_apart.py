"""A reader has an end to its time, its memory and what it says, and nothing of it stays behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from documents.apart import Limits, examine_apart, run_apart
from documents.passages import TookTooLong, TooLarge, Unreadable
from tests.documents import making


def examined(tmp_path: Path, name: str, content: bytes, **limits: int):
    source = tmp_path / "source"
    source.write_bytes(content)
    return examine_apart(source, name, tmp_path / "target", limits=Limits(**limits))


def test_a_document_is_read_and_cleaned_apart(tmp_path):
    found = examined(tmp_path, "all.docx", making.docx_with_everything())
    texts = " ".join(passage.text for passage in found.reading.passages)
    assert "WORDS OVER SEVERAL RUNS" in texts
    assert "WORD AUTHOR" not in texts
    assert "author" in found.taken_out
    assert found.cleaned
    assert (tmp_path / "target").read_bytes()[:2] == b"PK"


def test_what_is_never_taken_is_refused_with_its_sentence(tmp_path):
    found = examined(tmp_path, "a.pdf", making.pdf_that_runs("script"))
    assert "runs a script" in found.refused
    assert not (tmp_path / "target").exists()


def test_a_locked_file_is_no_error_but_cannot_be_read(tmp_path):
    found = examined(tmp_path, "a.pdf", making.pdf_locked())
    assert not found.refused
    assert "locked with a password" in found.reading.unreadable
    assert not found.cleaned


def test_a_reader_that_does_not_end_is_stopped(tmp_path):
    os.mkfifo(tmp_path / "nobody-writes")
    with pytest.raises(TookTooLong, match="took too long"):
        run_apart("examine", str(tmp_path / "nobody-writes"), "a.txt", "", limits=Limits(seconds=1))


def test_the_file_that_took_too_long_counts_as_unreadable(tmp_path):
    os.mkfifo(tmp_path / "nobody-writes")
    found = examine_apart(
        tmp_path / "nobody-writes", "a.txt", tmp_path / "t", limits=Limits(seconds=1)
    )
    assert "took too long" in found.reading.unreadable


def test_a_reader_that_wants_more_memory_than_it_may_have_is_stopped(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(4 * 1024 * 1024 * 1024)  # of holes: it takes no room on the disk
    with pytest.raises(TooLarge, match="more memory"):
        run_apart("examine", str(tmp_path / "huge"), "a.txt", "")


def test_a_reader_that_says_too_much_is_stopped(tmp_path):
    (tmp_path / "long").write_bytes(b"word " * 100_000)
    target = str(tmp_path / "target")
    with pytest.raises(Unreadable):
        run_apart("examine", str(tmp_path / "long"), "a.txt", target, limits=Limits(output=1000))


def test_a_reader_that_fails_says_no_more_than_that_it_cannot_be_read(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        run_apart("examine", str(tmp_path / "nothing-here"), "a.txt", "")

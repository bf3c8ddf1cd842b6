"""Reads documents in a process of its own, with an end to its time, its memory and what it writes.

A task of Celery may not have children of `multiprocessing`, so this starts Python anew. What comes back
is data (JSON), never objects: whoever takes over the reader takes over no more than that process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.examining import Examination
from documents.passages import Passage, Reading, TookTooLong, TooLarge, Unreadable

HOME = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: int = 60
    memory: int = 1024 * MEGABYTE
    output: int = 256 * MEGABYTE


USUAL = Limits()
LONG = "The file took too long to read, and reading was stopped."
LARGE = "The file needs more memory to read than there is."
MUCH = "The file holds more text than can be read."
TOO_MUCH_SAID = 3  # as documents.run ends, which is not imported into this process
STRANGE = "The file is damaged or made in an unusual way, and cannot be read."


def examine_apart(source: Path, name: str, target: Path, *, limits: Limits = USUAL) -> Examination:
    """`documents.examining.examine`. A file that cannot be read to its end is unreadable, not an error."""
    try:
        told = run_apart("examine", str(source), name, str(target), limits=limits)
    except Unreadable as unreadable:
        return Examination(reading=Reading((Passage("file name", name),), str(unreadable)))
    return Examination(
        refused=told["refused"],
        reading=Reading(
            tuple(Passage(where, text) for where, text in told["passages"]), told["unreadable"]
        ),
        taken_out=tuple(told["taken_out"]),
        cleaned=told["cleaned"],
    )


def run_apart(job: str, *arguments: str, limits: Limits = USUAL) -> Any:
    """What the job of that module answers (documents.run). Raises TookTooLong, TooLarge or Unreadable."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own module, by the Python that runs this one
            [sys.executable, "-m", f"documents.{job}", _told(limits), *arguments],
            cwd=HOME,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir()},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=errors,
            start_new_session=True,
        )
        try:
            status = process.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise TookTooLong(LONG) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if status in (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL):
            raise TookTooLong(LONG)
        if status == TOO_MUCH_SAID:
            raise TooLarge(MUCH)
        said.seek(0)
        answer = _answered(said.read())
    if status or "failed" in answer:
        raise _failure(answer.get("failed", ""))
    return answer["answer"]


def _told(limits: Limits) -> str:
    return f"{limits.seconds},{limits.memory},{limits.output}"


def _answered(said: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(said)) if said else {}
    except ValueError:
        return {}


def _failure(failed: str) -> Unreadable:
    if failed == "memory":
        return TooLarge(LARGE)
    return Unreadable(failed or STRANGE)

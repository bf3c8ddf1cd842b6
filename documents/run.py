"""The process apart: `python -m documents.run JOB LIMITS ARGUMENTS`. Answers with JSON on its output."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from documents.examining import examine
from documents.passages import DocumentRefused


def examined(source: str, name: str, target: str) -> dict[str, Any]:
    found = examine(Path(source), name, Path(target))
    return {
        "refused": found.refused,
        "passages": [[each.where, each.text] for each in found.reading.passages],
        "unreadable": found.reading.unreadable,
        "taken_out": list(found.taken_out),
        "cleaned": found.cleaned,
    }


TOO_MUCH_SAID = 3
JOBS: dict[str, Callable[..., Any]] = {"examine": examined}


def limit(seconds: int, memory: int, output: int) -> None:
    """Sets what the machine enforces, even where whoever started this is gone."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(seconds + 1)


def answer(job: str, *arguments: str) -> dict[str, Any]:
    try:
        return {"answer": JOBS[job](*arguments)}
    except MemoryError:
        return {"failed": "memory"}
    except DocumentRefused as refused:
        return {"failed": str(refused)}
    except Exception:
        return {"failed": ""}


def main(job: str, limits: str, *arguments: str) -> None:
    limit(*(int(each) for each in limits.split(",")))
    said = json.dumps(answer(job, *arguments), ensure_ascii=True)
    try:
        sys.stdout.write(said)
        sys.stdout.flush()
    except OSError:
        os._exit(TOO_MUCH_SAID)  # without the flush at the end, which would fail too


if __name__ == "__main__":
    main(*sys.argv[1:])

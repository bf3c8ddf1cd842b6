"""What runs in the process apart: `python -m documents.JOB LIMITS ARGUMENTS`. Answers with JSON."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from documents.passages import DocumentRefused

TOO_MUCH_SAID = 3


def limit(seconds: int, memory: int, output: int) -> None:
    """Sets what the machine enforces, even where whoever started this is gone."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(seconds + 1)


def answer(job: Callable[..., Any], *arguments: str) -> dict[str, Any]:
    try:
        return {"answer": job(*arguments)}
    except MemoryError:
        return {"failed": "memory"}
    except DocumentRefused as refused:
        return {"failed": str(refused)}
    except Exception:
        return {"failed": ""}


def main(job: Callable[..., Any], limits: str, *arguments: str) -> None:
    """What a module of jobs ends with: runs the job within limits, and prints what it answers."""
    limit(*(int(each) for each in limits.split(",")))
    said = json.dumps(answer(job, *arguments), ensure_ascii=True)
    try:
        sys.stdout.write(said)
        sys.stdout.flush()
    except OSError:
        os._exit(TOO_MUCH_SAID)  # without the flush at the end, which would fail too

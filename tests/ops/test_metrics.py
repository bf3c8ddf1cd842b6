"""Requests are counted over all web processes, and a count that fails fails nothing else."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from prometheus_client import generate_latest

from config import metrics

REQUESTS = "django_http_requests_before_middlewares_total"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(metrics, "counts", metrics.Counts(str(tmp_path)))
    return tmp_path


def ask() -> HttpResponse:
    def answer(_request: object) -> HttpResponse:
        return HttpResponse("served")

    asked: HttpResponse = metrics.BeforeMiddleware(metrics.AfterMiddleware(answer))(
        RequestFactory().get("/")
    )
    return asked


def counted() -> float:
    said = generate_latest(metrics.all_processes()).decode()
    return float(next(line for line in said.splitlines() if line.startswith(REQUESTS)).split()[1])


def test_counts_of_other_processes_are_added(folder: Path) -> None:
    ask()
    own = counted()
    metrics.counts.leave()
    assert counted() == own  # its own file is not counted twice
    (left,) = folder.glob("*.json")
    left.rename(folder / "1-another.json")
    assert counted() == 2 * own
    said = generate_latest(metrics.all_processes()).decode()
    assert said.count("# TYPE django_http_responses_body_total_bytes histogram") == 1
    (folder / "2-broken.json").write_text("{")
    assert counted() == 2 * own


def test_counts_are_left_soon_after_a_request(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[float] = []

    class Timer:
        daemon = False

        def __init__(self, seconds: float, _call: object) -> None:
            started.append(seconds)

        def start(self) -> None:
            pass

    monkeypatch.setattr(metrics.threading, "Timer", Timer)  # type: ignore[attr-defined]
    ask()
    ask()
    assert started == [metrics.LEFT_EVERY]
    metrics.counts.leave()
    ask()
    assert len(started) == 2


def test_folder_that_is_gone_costs_nothing_but_the_others(folder: Path) -> None:
    folder.rmdir()
    metrics.counts.leave()
    assert ask().content == b"served"
    assert counted() > 0


def test_count_that_fails_fails_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("a length that is no number")

    for name in ("process_request", "process_response", "process_view", "process_exception"):
        monkeypatch.setattr(metrics.PrometheusAfterMiddleware, name, fails)
    monkeypatch.setattr(metrics.PrometheusBeforeMiddleware, "process_request", fails)
    assert ask().content == b"served"

"""Counting requests, for Prometheus, in a way that never fails one.

Each web process counts in its own memory. Where METRICS_DIR names a folder, a process leaves its
counts there every few seconds for the others to add up. A folder that is full or missing costs the
others' counts and nothing else: nothing is mapped into memory, so no full disk ends a process.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_prometheus.middleware import PrometheusAfterMiddleware, PrometheusBeforeMiddleware
from prometheus_client import REGISTRY, CollectorRegistry, Metric, disable_created_metrics
from prometheus_client.registry import Collector

from pages.quiet import OnceAMinute

LEFT_EVERY = 10.0  # seconds
OURS = "django_"
ADDED_UP = ("counter", "histogram")

Labels = dict[str, str]
Family = tuple[str, str, str, list[tuple[str, Labels, float]]]  # name, type, documentation, samples

disable_created_metrics()
_not_counted = OnceAMinute("metrics.not_counted")
_not_left = OnceAMinute("metrics.not_left")


# Counting -------------------------------------------------------------------------------------


def harmless(count: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    try:
        count(*args, **kwargs)
    except Exception as wrong:
        _not_counted.warn(error=str(wrong)[:200])


class BeforeMiddleware(PrometheusBeforeMiddleware):  # type: ignore[misc]
    """Stands first: counts and times requests with all that is done around a view."""

    def process_request(self, request: HttpRequest) -> None:
        harmless(super().process_request, request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        harmless(super().process_response, request, response)
        harmless(counts.leave_soon)
        return response


class AfterMiddleware(PrometheusAfterMiddleware):  # type: ignore[misc]
    """Stands next to the view: counts and times by view, method and answer."""

    def process_request(self, request: HttpRequest) -> None:
        harmless(super().process_request, request)

    def process_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        harmless(super().process_view, request, *args, **kwargs)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        harmless(super().process_template_response, request, response)
        return response

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        harmless(super().process_response, request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        harmless(super().process_exception, request, exception)


# Adding up ------------------------------------------------------------------------------------


class Counts:
    """This process's counts, left in a folder for the other ones. Without a folder, its own alone."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder) if folder else None
        self._token = secrets.token_hex(4)
        self._lock = threading.Lock()
        self._is_due = False

    def leave_soon(self) -> None:
        """Leaves the counts in a few seconds, once for all the requests until then."""
        if self._folder is None:
            return
        with self._lock:
            if self._is_due:
                return
            self._is_due = True
        timer = threading.Timer(LEFT_EVERY, self.leave)
        timer.daemon = True
        timer.start()

    def leave(self) -> None:
        self._is_due = False
        path = self._path()
        if path is None:
            return
        try:
            written = path.with_suffix(".new")
            written.write_text(json.dumps(own_families()))
            written.replace(path)
        except OSError as wrong:
            _not_left.warn(error=str(wrong)[:200])

    def of_all(self) -> Iterator[Family]:
        yield from own_families()
        own = self._path()
        for path in sorted(self._folder.glob("*.json")) if self._folder else ():
            if path != own:
                yield from _families_in(path)

    def _path(self) -> Path | None:
        return self._folder and self._folder / f"{os.getpid()}-{self._token}.json"


def own_families() -> list[Family]:
    return [
        (
            family.name,
            family.type,
            family.documentation,
            [(each.name, dict(each.labels), each.value) for each in family.samples],
        )
        for family in REGISTRY.collect()
        if family.name.startswith(OURS) and family.type in ADDED_UP
    ]


def _families_in(path: Path) -> list[Family]:
    try:
        found: list[Family] = json.loads(path.read_text())
    except (OSError, ValueError):
        return []
    return found


def added_up(families: Iterable[Family]) -> list[Metric]:
    """One family a name, each sample the sum over all processes."""
    made: dict[str, Metric] = {}
    sums: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
    for name, kind, documentation, samples in families:
        made.setdefault(name, Metric(name, documentation, kind))
        of_family = sums.setdefault(name, {})
        for sample, labels, value in samples:
            key = (sample, tuple(labels.items()))
            of_family[key] = of_family.get(key, 0) + value
    for name, metric in made.items():
        for (sample, labels), value in sums[name].items():
            metric.add_sample(sample, dict(labels), value)
    return list(made.values())


class AllProcesses(Collector):
    def collect(self) -> Iterable[Metric]:
        return added_up(counts.of_all())


def all_processes() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(AllProcesses())
    return registry


counts = Counts(settings.METRICS_DIR)

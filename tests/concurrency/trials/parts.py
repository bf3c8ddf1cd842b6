"""What the tables share: days as forms take them, and pages that hold another address's form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.funding.way import parts
from tests.scene import Scene

REASON = {"reason": "For a good reason."}


def days(**named: date) -> dict[str, str]:
    """Each day as the three boxes of its field."""
    typed: dict[str, str] = {}
    for name, day in named.items():
        typed |= parts(name, day)
    return typed


def in_area(scene: Scene, row: Any) -> list[Any]:
    return [scene.slug]


def of_page(*more: Any) -> Callable[[Scene, Any], list[Any]]:
    """The row and what follows it in the address."""
    return lambda scene, row: [row.pk, *more]


def page(name: str, of: str = "") -> Callable[[Scene, Any], str]:
    """The address of a page about the row, or about what the row belongs to."""
    return lambda scene, row: reverse(name, args=[getattr(row, of).pk if of else row.pk])


def own_page(scene: Scene, row: Any) -> str:
    return str(row.get_absolute_url())


def paper(name: str = "file", **more: Any) -> Callable[[Scene, Any], dict[str, Any]]:
    """A small text file, made anew for each that is sent."""
    return lambda scene, row: {name: SimpleUploadedFile("plan.txt", b"Text"), **more}


def leaves(**values: Any) -> Callable[[Scene, Any], bool]:
    """Whether the row now holds these values."""

    def holds(scene: Scene, row: Any) -> bool:
        return bool(type(row)._default_manager.filter(pk=row.pk, **values).exists())

    return holds

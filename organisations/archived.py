"""An archived area is read, and nothing in it is written: asked of every row that a verb takes."""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from accounts.permissions import ActionRefused
from organisations.models import Area, Membership
from pages.change import ARCHIVED

PEOPLES_OWN = (Membership,)
"""Whose verbs ask by themselves: a role ends in an archived area, too, and nothing else is done to it."""


def refuse_in(area: Area) -> None:
    if area.archived_at is not None:
        raise ActionRefused(ARCHIVED.format(area=area))


def refuse_archived(row: models.Model) -> None:
    """Raises ActionRefused where the row belongs to an archived area."""
    if isinstance(row, Area):
        refuse_in(row)
        return
    path = path_to_area(type(row))
    if path is None or isinstance(row, PEOPLES_OWN):
        return
    found = type(row)._default_manager.filter(
        **{"pk": row.pk, f"{path}__archived_at__isnull": False}
    )
    if found.exists():
        name = found.values_list(f"{path}__name", flat=True).get()
        raise ActionRefused(ARCHIVED.format(area=name))


@cache
def path_to_area(model: type[models.Model]) -> str | None:
    """How a model's rows belong to an area, as a query says it: the shortest way by foreign keys that
    are never blank, else by any. None for what belongs to none, such as an account."""
    return _path(model, blanks=False) or _path(model, blanks=True)


def _path(model: type[models.Model], *, blanks: bool) -> str | None:
    ways: deque[tuple[type[models.Model], str]] = deque([(model, "")])
    seen = {model}
    while ways:
        at, path = ways.popleft()
        for field in at._meta.concrete_fields:
            target: Any = field.related_model
            if target is None or (field.null and not blanks):
                continue
            step = f"{path}__{field.name}" if path else field.name
            if target is Area:
                return step
            if target not in seen and target._meta.app_label in _ours():
                seen.add(target)
                ways.append((target, step))
    return None


@cache
def _ours() -> frozenset[str]:
    """The apps whose rows may belong to an area: not accounts, whose owner may have several."""
    labels = {config.label for config in apps.get_app_configs()}
    return frozenset(labels - {"accounts", "auth", "contenttypes", "sessions", "account"})

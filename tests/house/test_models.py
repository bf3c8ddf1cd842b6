"""What the database must refuse: half a pair, and a model that no migration makes."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.models import Q

ENDINGS = ("_at", "_on")


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if (settings.BASE_DIR / model._meta.app_config.path).is_relative_to(settings.BASE_DIR)
        and "site-packages" not in model._meta.app_config.path
    ]


def pairs() -> list[tuple[type[models.Model], str, str]]:
    """Fields that are filled together or not at all: `ended_at` and `ended_by`."""
    found = []
    for model in our_models():
        nullable = {field.name for field in model._meta.concrete_fields if field.null}
        for name in sorted(nullable):
            for ending in ENDINGS:
                partner = name.removesuffix("_by") + ending
                if name.endswith("_by") and partner in nullable:
                    found.append((model, partner, name))
    return found


def fields_of(condition: Q) -> set[str]:
    names: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            names |= fields_of(child)
        elif isinstance(child, tuple):
            names.add(str(child[0]).partition("__")[0])
    return names


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [pytest.param(*pair, id=f"{pair[0]._meta.label}-{pair[1]}-{pair[2]}") for pair in pairs()],
)
def test_pair_is_constrained(model: type[models.Model], first: str, second: str) -> None:
    constrained = [
        fields_of(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    assert any({first, second} <= names for names in constrained)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_every_constraint_says_what_is_wrong() -> None:
    """Two people at once pass every form: what the database then refuses is told in these words."""
    silent = [
        f"{model._meta.label}: {constraint.name}"
        for model in our_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert not silent, "Give these a violation_error_message:\n" + "\n".join(silent)

"""Who may do what with a compact. Reading needs no permission: every compact is public."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from compacts.models import Compact, KeptByAgreement
from organisations.permissions import may_run_area


def may_keep(user: User | AnonymousUser, compact: Compact) -> Answer:
    """Whether the person may record that an expired compact is kept by agreement."""
    runs = may_run_area(user, compact.area)
    if not runs:
        return runs
    if compact.in_force_to is None:
        return Answer("This compact has no last day in force: it needs no keeping.")
    if compact.status == Compact.Status.SUPERSEDED:
        return Answer("A newer edition has taken this compact's place.")
    return YES


def may_end_keeping(user: User | AnonymousUser, kept: KeptByAgreement) -> Answer:
    runs = may_run_area(user, kept.compact.area)
    if not runs:
        return runs
    if kept.ended_at is not None:
        return Answer("This agreement has already been ended.")
    return YES

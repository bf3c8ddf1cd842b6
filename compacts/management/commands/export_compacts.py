"""Prints every provision of every compact, in document order: `manage.py export_compacts`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Prefetch

from compacts.models import Compact, Provision


class Command(BaseCommand):
    help = "Print the loaded compacts as JSON."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        provisions = Provision.objects.current().in_document_order()
        compacts = (
            Compact.objects.order_by("slug")
            .select_related("area")
            .prefetch_related(
                Prefetch(
                    "provisions", provisions.select_related("section").prefetch_related("rules")
                )
            )
        )
        exported = [exported_compact(compact) for compact in compacts]
        self.stdout.write(json.dumps(exported, ensure_ascii=False, indent=1))


def exported_compact(compact: Compact) -> dict[str, Any]:
    return {
        "compact": compact.slug,
        "title": compact.title,
        "area": compact.area.slug,
        "in_force_from": compact.in_force_from and compact.in_force_from.isoformat(),
        "in_force_to": compact.in_force_to and compact.in_force_to.isoformat(),
        "provisions": [exported_provision(provision) for provision in compact.provisions.all()],
    }


def exported_provision(provision: Provision) -> dict[str, Any]:
    return {
        "ref": provision.ref,
        "section": provision.section.ref,
        "sector": provision.sector,
        "kind": provision.kind,
        "checkable": provision.checkable,
        "text": provision.text,
        "rules": [{"type": rule.type, "params": rule.params} for rule in provision.rules.all()],
    }

"""What is loaded of a compact, in the same shape as its file: the two can then be compared."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from compacts.actions.library import Parts, Row
from compacts.models import Compact, Provision, Rule

COMPACT = (
    "title", "edition", "status", "in_force_from", "in_force_to", "in_force_note", "source_title",
    "source_publisher", "source_year", "source_note", "public_name", "vcs_name", "dispute_basis",
    "dispute_note",
)  # fmt: skip
STAGE = (
    "name", "decides", "time_limit", "unit", "files_raiser", "files_respondent", "ways_out",
    "source",
)  # fmt: skip
CODE = ("title", "status", "agreed_by", "due_on", "note", "position")
SECTION = ("title", "theme", "page", "position")
PROVISION = (
    "position", "heading", "sector", "kind", "checkable", "theme", "text", "note", "continues",
    "action_heading", "action_who", "action_by_when", "action_due_on", "action_ongoing",
)  # fmt: skip
RULE = ("type", "params", "act_kind", "act_subkinds", "event", "labels", "local", "golden_cases")


def parts_of(compact: Compact) -> Parts:
    """The rows of a compact as they stand, keyed as in a file."""
    current = compact.provisions.current().select_related("section", "code")
    return {
        "compact": {"": _row(compact, COMPACT)},
        "signatory": {
            each.organisation.slug: _row(each, ("post", "signed_on", "left_on"))
            for each in compact.signatories.select_related("organisation")
        },
        "dispute stage": {str(e.position): _row(e, STAGE) for e in compact.dispute_stages.all()},
        "code of practice": {each.ref: _row(each, CODE) for each in compact.codes.all()},
        "section": {
            each.ref: _row(each, SECTION)
            for each in compact.sections.filter(provisions__superseded_at=None).distinct()
        },
        "provision": {each.ref: _provision(each) for each in current.prefetch_related("rules")},
    }


def _provision(provision: Provision) -> Row:
    row = _row(provision, PROVISION)
    row["section"] = provision.section.ref
    row["code"] = provision.code.ref if provision.code else ""
    row["rules"] = [_row(rule, RULE) for rule in provision.rules.all()]
    return row


def _row(instance: models.Model, names: Iterable[str]) -> Row:
    return {name: getattr(instance, name) for name in names}


def relied_on(compact: Compact) -> set[str]:
    """The refs that rows of other apps point to: a check, a dispute that cites the clause."""
    current = compact.provisions.current()
    provisions = dict(current.values_list("pk", "ref"))
    rules = dict(Rule.objects.filter(provision__in=current).values_list("pk", "provision__ref"))
    return _pointed_to(Provision, provisions) | _pointed_to(Rule, rules)


def _pointed_to(model: type[models.Model], refs: dict[int, str]) -> set[str]:
    """Found by looking at the foreign keys: this app knows none of the apps above it."""
    found: set[str] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        source = relation.field
        if source.many_to_many or source.model._meta.app_label == model._meta.app_label:
            continue
        rows = source.model._base_manager.filter(**{f"{source.name}__in": list(refs)})
        found.update(refs[pk] for pk in rows.values_list(source.name, flat=True).distinct())
    return found

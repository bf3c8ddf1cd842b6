"""The log vouches for every row of ours, or the table stands here with the reason."""

from __future__ import annotations

import pytest
from django.db import models

from audit.evidence import Evidence, EvidenceQuerySet, evidence_models
from tests.house.test_models import our_models

NO_EVIDENCE = {
    "accounts.Access": "who came in, and who only tried: strangers' tries are counted together by the hour",
    "accounts.SentForm": "keeps a form from being taken twice, for two days",
    "audit.ChainHead": "the log itself: sealed with its number and last seal",
    "audit.Event": "the log itself: each event is sealed",
    "audit.Inspection": "what a look at history found: it is taken again every night",
    "commitments.Following": "how far the machine has come: judging again harms nothing",
    "commitments.SweepRun": "the heartbeat: what a run did stands in checks and cases",
    "commitments.Verification": "what a comparison found: it is made again every night",
    "notifications.Cause": "keeps a mail from being made twice",
    "notifications.Cursor": "how far the log was read for mail",
    "notifications.MailOutage": "how the mail server does",
    "notifications.Message": "mail on its way out, emptied afterwards; what it tells is in the log",
    "notifications.Subscription": "a follower's own wish, whose address goes when it ends",
    "organisations.Counter": "a reference given twice is refused by the record's own table",
}


def test_every_table_is_evidence_or_says_why_not() -> None:
    others = {each._meta.label for each in our_models() if not issubclass(each, Evidence)}
    missing = others - set(NO_EVIDENCE)
    assert not missing, f"Let these inherit audit.evidence.Evidence, or say why not: {missing}"
    assert set(NO_EVIDENCE) == others
    assert len(evidence_models()) > 45


@pytest.mark.parametrize("model", evidence_models(), ids=lambda model: model._meta.label)
def test_every_manager_notes_what_it_writes(model: type[Evidence]) -> None:
    for manager in model._meta.managers:
        assert isinstance(manager.get_queryset(), EvidenceQuerySet), f"{manager} of {model}"
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            continue  # through a table of its own, below
        assert relation.on_delete is models.PROTECT or not issubclass(
            relation.related_model, Evidence
        ), f"{relation} would remove rows that nothing notes"
    left_out = {each.name for each in model._meta.concrete_fields} - set(model.NOT_EVIDENCE)
    assert len(left_out) + len(model.NOT_EVIDENCE) == len(model._meta.concrete_fields)


@pytest.mark.parametrize("model", evidence_models(), ids=lambda model: model._meta.label)
def test_every_relation_to_many_is_a_table_of_evidence(model: type[Evidence]) -> None:
    for field in model._meta.many_to_many:
        assert issubclass(field.remote_field.through, Evidence), f"{field} is noted by nothing"

"""Every row that is evidence stands as the log holds it; what somebody changes behind it is named."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from audit.actions import log_event, seal_rest
from audit.comparing import _faults_of, changed_rows, models_to_seal, what_the_log_holds
from audit.digests import GONE, key_of
from audit.evidence import Evidence, evidence_fields, evidence_models
from audit.models import Event
from disputes.actions import add_paper
from disputes.states import Audience
from organisations.models import Area, Organisation
from tests.audit.tampering import by_sql
from tests.cast import area, council, group, notice
from tests.disputes import way

pytestmark = pytest.mark.django_db

NEVER = date(1999, 12, 31)
OTHERWISE: dict[str, dict[str, Any]] = {
    "disputes.extension": {"new_due_on": NEVER + timedelta(days=1)},
    "disputes.neutral": {"why": "x"},
    "funding.claim": {"number": "C1"},
}
"""What a row needs that is made up for the test, beside what its columns ask for."""


def faults() -> list[str]:
    seal_rest()
    return list(changed_rows())


def about(row: models.Model) -> str:
    return f"({row._meta.label_lower} {row.pk})"


def test_a_day_that_no_calendar_has_is_named_and_stops_nothing_else(library: None) -> None:
    """SQLite keeps whatever it is given."""
    if connection.vendor != "sqlite":
        with pytest.raises(DatabaseError), transaction.atomic():
            by_sql("UPDATE commitments_act SET acted_on = '2026-11-32'")
        return
    made = notice(date(2026, 11, 23))
    other = notice(date(2026, 11, 23), reference="T-2")
    seal_rest()
    by_sql(
        f"UPDATE commitments_act SET acted_on = '2026-11-32' WHERE id = {made.act_id}",
        f"UPDATE commitments_act SET title = 'x' WHERE id = {other.act_id}",
    )
    found = faults()
    assert any(f"(commitments.act {made.act_id}) holds a value" in each for each in found)
    assert any(f"(commitments.act {other.act_id}) has been changed" in each for each in found)


# Every table, every column -----------------------------------------------------------------------


def made_up(model: type[Evidence]) -> None:
    """A row of a table that the story leaves empty."""
    values: dict[str, Any] = {}
    for field in evidence_fields(model):
        if field.null or field.has_default():
            continue
        if isinstance(field, models.OneToOneField):
            taken = model._base_manager.values_list(field.attname)
            values[field.attname] = field.related_model._base_manager.exclude(pk__in=taken)[0].pk
        elif isinstance(field, models.ForeignKey):
            values[field.attname] = field.related_model._base_manager.first().pk
        elif isinstance(field, models.DateTimeField):
            values[field.name] = timezone.now()
        elif isinstance(field, models.DateField):
            values[field.name] = NEVER
        elif isinstance(field, models.IntegerField):
            values[field.name] = 1
        elif field.choices:
            values[field.name] = field.choices[0][0]
        else:
            values[field.name] = "x"
    model(**values | OTHERWISE.get(model._meta.label_lower, {})).save()


def other_value(field: models.Field[Any, Any]) -> str:
    """SQL for a value that the column does not hold."""
    name = connection.ops.quote_name(field.column)
    if isinstance(field, models.BooleanField):
        return f"NOT COALESCE({name}, FALSE)"
    if isinstance(field, models.DateTimeField):
        return "'1999-12-31 12:00:00.123456+00:00'"
    if isinstance(field, models.DateField):
        return "'1999-12-30'"
    if isinstance(field, models.JSONField):
        return "'{\"tampered\": true}'"
    if isinstance(field, models.IntegerField | models.DecimalField | models.ForeignKey):
        return f"COALESCE({name}, 0) + 1"
    return f"CASE WHEN {name} = 'x' THEN 'y' ELSE 'x' END"


def lift_constraints() -> None:
    """As somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in evidence_models():
            table = model._meta.db_table
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.slow
def test_every_column_of_every_table(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2026-11-23 10:00Z", tick=False):
        call_command("seed_demo", verbosity=0)
        for model in evidence_models():
            if not model._base_manager.exists():
                made_up(model)
    assert not faults()
    lift_constraints()
    unnoticed, tried = [], 0
    for model in evidence_models():
        for field in evidence_fields(model):
            tried += 1
            if not is_noticed(model, field):
                unnoticed.append(f"{model._meta.label}.{field.name}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert not unnoticed
    assert tried > 500
    assert not faults()


def is_noticed(model: type[Evidence], field: models.Field[Any, Any]) -> bool:
    row = model._base_manager.order_by("pk").last()
    quote = connection.ops.quote_name
    marks = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quote(model._meta.db_table)} SET {quote(field.column)} = "
                f"{other_value(field)} WHERE id = %s",
                [row.pk],
            )
        log = what_the_log_holds_of(row)
        return any(about(row) in words for words in changed_rows_of(model, log))
    finally:
        transaction.savepoint_rollback(marks)


_log: dict[str, Any] = {}


def what_the_log_holds_of(row: models.Model) -> dict[str, Any]:
    if not _log:
        _log.update(what_the_log_holds())
    return dict(_log)


def changed_rows_of(model: type[Evidence], log: dict[str, Any]) -> list[str]:
    return list(_faults_of(model, log))


# What people of the issue tried --------------------------------------------------------------------


@pytest.fixture
def thurrock(settings: LazySettings, tmp_path: Path) -> way.Area:
    settings.MEDIA_ROOT = tmp_path
    return way.Area()


def test_a_row_that_was_removed_is_named() -> None:
    made = notice(date(2026, 11, 23), received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    assert not faults()
    by_sql(f"DELETE FROM funding_notice WHERE id = {made.pk}")
    (found,) = faults()
    assert f"notice {about(made)} is missing: the log has it since event" in found


def test_a_row_that_was_put_in_is_named() -> None:
    by_sql(
        f"""INSERT INTO organisations_organisation (area_id, slug, name, sector, kind,
            charity_number, company_number, version)
            VALUES ({area().pk}, 'ghost', 'Ghost trust', 'vcs', 'charity', '', '', 1)"""
    )
    found = [words for words in faults() if "Ghost trust" in words]
    assert len(found) == 1
    assert "is not in the log: no event put it there" in found[0]


def test_the_act_is_called_by_its_reference_with_the_event_that_last_told_of_it() -> None:
    made = notice(date(2026, 11, 23), received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    made.act.save()
    log_event("act.remembered", made.act, by=None, chain="thurrock")
    seal_rest()
    told = Event.objects.get(verb="act.remembered")
    by_sql(f"UPDATE commitments_act SET acted_on = '2026-11-21' WHERE id = {made.act_id}")
    assert faults() == [
        f"act {made.act.reference} (commitments.act {made.act_id}) has been changed "
        f"since event thurrock {told.number}, act.remembered."
    ]


def test_the_raiser_of_a_kept_case(thurrock: way.Area) -> None:
    dispute = way.raised(thurrock, confidential=True)
    assert not faults()
    other = group("Tilbury Choir")
    seal_rest()
    by_sql(f"UPDATE disputes_dispute SET raiser_id = {other.pk} WHERE id = {dispute.pk}")
    (found,) = faults()
    assert about(dispute) in found
    assert other.name not in found


def test_a_clause_taken_from_a_case(thurrock: way.Area) -> None:
    dispute = way.raised(thurrock)
    assert not faults()
    by_sql(f"DELETE FROM disputes_dispute_clauses WHERE dispute_id = {dispute.pk}")
    assert all("disputes.citedclause" in words and "is missing" in words for words in faults())
    assert faults()


@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_the_file_of_a_paper(thurrock: way.Area, harm: str) -> None:
    paper = add_paper(
        dispute=way.raised(thurrock), audience=Audience.PARTIES, by=thurrock.member,
        text="See the letter.", file=ContentFile(b"evidence", name="letter.txt"), at=timezone.now(),
    )  # fmt: skip
    assert not faults()
    file = Path(paper.file.path)
    if harm == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    else:
        file.unlink()
    (found,) = faults()
    assert found.startswith("The file of paper")
    assert about(paper) in found


def test_verify_audit_names_it_and_fails(thurrock: way.Area, capsys: Any) -> None:
    dispute = way.raised(thurrock)
    call_command("verify_audit")
    printed = capsys.readouterr().out
    assert any(words.startswith("thurrock ") for words in printed.splitlines())
    by_sql(f"UPDATE disputes_dispute SET tried = 'Nothing' WHERE id = {dispute.pk}")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert f"dispute {dispute.reference} {about(dispute)}" in capsys.readouterr().err


# Every way of writing ------------------------------------------------------------------------------


def test_every_way_of_the_orm_to_write_reaches_the_log() -> None:
    body = group()
    body.name = "Grays Befriending Group"
    body.save()
    assert not faults()
    body.name, body.company_number = "unsaved", "7"
    body.save(update_fields=["company_number"])
    assert not faults()
    Organisation.objects.filter(pk=body.pk).update(version=F("version") + 1)
    assert not faults()
    body.refresh_from_db()
    body.version = F("version") + 5
    body.save()
    assert not faults()
    rows = [
        Organisation(area=area(), slug=f"n{n}", name=f"N{n}", sector="vcs", kind="charity")
        for n in range(3)
    ]
    made = Organisation.objects.bulk_create(rows)
    assert not faults()
    for row in made:
        row.charity_number = "1"
    Organisation.objects.bulk_update(made, ["charity_number"])
    assert not faults()
    area().organisations.filter(pk=made[0].pk).update(charity_number="2")
    assert not faults()
    made[0].delete()
    Organisation.objects.filter(slug__in=["n1", "n2"]).delete()
    assert not faults()
    assert {what_the_log_holds()[key_of(Organisation, each.pk)].digest for each in made[1:]} == {
        GONE
    }


def test_relations_between_rows_reach_the_log(thurrock: way.Area) -> None:
    dispute = way.raised(thurrock)
    clause = dispute.clauses.first()
    for change in (
        lambda: dispute.clauses.clear(),
        lambda: dispute.clauses.add(clause),
        lambda: dispute.clauses.set([]),
        lambda: dispute.clauses.add(clause),
        lambda: dispute.clauses.remove(clause),
    ):
        change()
        assert not faults()


def test_what_the_database_refuses_or_a_savepoint_undoes_is_not_logged() -> None:
    seal_rest()
    body, before = council(), Event.objects.count()

    def twice() -> None:
        body.save()
        Organisation.objects.create(
            area=area(), slug=body.slug, name="Other", sector="vcs", kind="charity"
        )

    with pytest.raises(IntegrityError), transaction.atomic():
        twice()
    seal_rest()
    assert Event.objects.count() == before


def test_an_event_that_is_undone_leaves_its_rows_to_the_next() -> None:
    seal_rest()
    body = council()
    body.company_number = "12"
    body.save()
    marks = transaction.savepoint()
    log_event("area.remembered", area(), by=None, chain="thurrock")
    assert not list(changed_rows())
    transaction.savepoint_rollback(marks)
    assert list(changed_rows())
    assert not faults()


def test_a_column_that_is_no_evidence_is_left_alone(client: Any) -> None:
    seal_rest()
    user = User.objects.create_user("a@test.example", "let-me-in-2026", post="Post")
    assert not faults()
    before = Event.objects.count()
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    User.objects.filter(pk=user.pk).update(password="x")
    assert not faults()
    assert Event.objects.count() == before


def test_a_bulk_insert_that_nobody_could_log_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        Organisation.objects.bulk_create([], ignore_conflicts=True)


@pytest.mark.django_db(transaction=True)
def test_what_no_event_took_up_is_logged_before_the_transaction_ends(library: None) -> None:
    before = Event.objects.count()
    with transaction.atomic():
        Area.objects.filter(slug="thurrock").update(right_of_reply_days=11)
    told = Event.objects.order_by("pk").last()
    assert (told.verb, Event.objects.count()) == ("records.sealed", before + 1)
    assert list(told.records) == [key_of(Area, area().pk)]
    council().save()
    assert Event.objects.count() == before + 2
    assert not list(changed_rows())


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_logged_is_not_written(library: None, settings: LazySettings) -> None:
    settings.SEAL_KEYS = {}
    with pytest.raises(ValueError, match="max"), transaction.atomic():
        Area.objects.filter(slug="thurrock").update(right_of_reply_days=11)
    assert area().right_of_reply_days == 10


# Many rows, and old ones ---------------------------------------------------------------------------


def test_rows_of_an_earlier_version_are_sealed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seal_rest()
    by_sql("DELETE FROM audit_event", "DELETE FROM audit_chainhead")
    assert len(faults()) > 400
    assert Organisation in models_to_seal()
    call_command("seal_records")
    assert not faults()
    assert not models_to_seal()
    by_sql(f"UPDATE organisations_area SET name = 'Elsewhere' WHERE id = {area().pk}")
    call_command("seal_records")
    assert len(faults()) == 1
    call_command("seal_records", rows=[key_of(Area, area().pk)], why="A misprint was mended.")
    assert not faults()
    told = Event.objects.get(verb="records.sealed_again")
    assert told.detail["why"] == "A misprint was mended."


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["organisations.area:1"], ""),
        (["organisations.area:999999"], "x"),
        (["organisations.area"], "x"),
        (["organisations.counter:1"], "x"),
        (["nothing:1"], "x"),
    ],
)
def test_what_cannot_be_sealed_again_is_refused(rows: list[str], why: str) -> None:
    with pytest.raises(CommandError):
        call_command("seal_records", rows=rows, why=why)


def test_keys_follow_each_other(settings: LazySettings) -> None:
    seal_rest()
    settings.SEAL_KEYS = settings.SEAL_KEYS | {2: "fedcba9876543210" * 4}
    council().save()
    assert not faults()
    by_sql(f"UPDATE organisations_organisation SET version = 77 WHERE id = {council().pk}")
    assert len(faults()) == 1
    settings.SEAL_KEYS = {2: settings.SEAL_KEYS[2]}
    assert any("cannot be checked: SEAL_KEYS lacks 1" in words for words in faults())

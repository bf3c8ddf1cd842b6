"""Events are sealed with a key that the database does not hold, and their words may be redacted.

What was written before is sealed anew, as it stands: `manage.py verify_audit` of the version before
says whether it was whole. The database goes on refusing every change but one of the words alone.
"""

from importlib import import_module

from django.db import migrations, models

from audit.seals import as_text, detail_digest, event_seal, head_seal, key_in_use, new_salt

FIXED = (
    "id", "chain", "number", "at", "actor_id", "actor_post", "verb", "subject_type", "subject_id",
    "detail_digest", "records", "key_number", "previous_hash", "hash",
)
SAID = "the event log is append-only"
SQLITE = [
    f"""CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
        WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FIXED)}
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
]
SQLITE_DROPPED = [
    "DROP TRIGGER IF EXISTS audit_event_no_update",
    "DROP TRIGGER IF EXISTS audit_event_no_delete",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION audit_event_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
             IF ({", ".join(f"OLD.{name}" for name in FIXED)})
                IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in FIXED)})
             THEN RAISE EXCEPTION '{SAID}'; END IF;
             RETURN NEW;
           END $$""",
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_event_refuse_update()""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
]
POSTGRESQL_DROPPED = [
    "DROP TRIGGER IF EXISTS audit_event_no_update ON audit_event",
    "DROP TRIGGER IF EXISTS audit_event_no_delete ON audit_event",
]


def unguard(apps, schema_editor):
    _run(schema_editor, POSTGRESQL_DROPPED, SQLITE_DROPPED)


def guard(apps, schema_editor):
    _run(schema_editor, POSTGRESQL, SQLITE)


def guard_as_before(apps, schema_editor):
    before = import_module("audit.migrations.0002_events_are_append_only")
    postgresql = [sql.format(verb=verb, VERB=verb.upper()) for verb in before.VERBS for sql in before.POSTGRESQL[:1]]
    sqlite = [sql.format(verb=verb, VERB=verb.upper()) for verb in before.VERBS for sql in before.SQLITE[:1]]
    _run(schema_editor, postgresql, sqlite)


def _run(schema_editor, postgresql, sqlite):
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def seal_anew(apps, schema_editor):
    """Gives every event its salt and its seal, and every chain the seal of its head."""
    Event, ChainHead = apps.get_model("audit", "Event"), apps.get_model("audit", "ChainHead")
    key = key_in_use()
    for head in ChainHead.objects.order_by("chain"):
        last = "0" * 64
        for event in Event.objects.filter(chain=head.chain).order_by("number").iterator(2000):
            event.salt, event.key_number, event.previous_hash = new_salt(), key, last
            event.detail_digest = detail_digest(key, event.salt, event.detail)
            last = event.hash = event_seal(
                key, last, event.pk, event.chain, event.number, event.at, event.actor_id, event.actor_post,
                event.verb, event.subject_type, event.subject_id, event.detail_digest, as_text(event.records),
            )
            event.save()
        # A number that its log does not reach stays, so that what is missing goes on being missed.
        head.hash, head.key_number = last, key
        head.mac = head_seal(key, head.chain, head.number, head.hash)
        head.save()


def field(kind, **options):
    """A column that is filled before the migration ends."""
    return {"field": kind(**options), "preserve_default": False}


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_constraints_say_what_is_wrong")]

    operations = [
        migrations.RunPython(unguard, guard_as_before),
        migrations.AddField("chainhead", "key_number", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "chainhead", "mac",
            models.CharField(blank=True, help_text="Seals number and hash: nobody else can set them back.", max_length=64),
        ),
        migrations.AddField(
            "event", "detail_digest",
            **field(models.CharField, default="", help_text="Of the detail as it was written.", max_length=64),
        ),
        migrations.AddField(
            "event", "key_number",
            **field(models.PositiveSmallIntegerField, default=0, help_text="The key that it is sealed with."),
        ),
        migrations.AddField(
            "event", "records",
            models.JSONField(default=dict, help_text="Digest of each row as it stood then, by label and number."),
        ),
        migrations.AddField(
            "event", "salt",
            **field(models.CharField, default="", help_text="Keeps words that are gone from being guessed.", max_length=32),
        ),
        migrations.AlterField(
            "event", "detail",
            models.JSONField(default=dict, help_text="May be redacted: the seal covers its digest, not its words."),
        ),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]

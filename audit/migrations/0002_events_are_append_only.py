"""The database itself refuses to change or delete an event."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_event_no_{verb} BEFORE {VERB} ON audit_event
       BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END""",
    "DROP TRIGGER audit_event_no_{verb}",
]
POSTGRESQL_FUNCTION = [
    """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$""",
    "DROP FUNCTION audit_event_refuse()",
]
POSTGRESQL = [
    """CREATE TRIGGER audit_event_no_{verb} BEFORE {VERB} ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
    "DROP TRIGGER audit_event_no_{verb} ON audit_event",
]
VERBS = ("update", "delete")


def guard(apps, schema_editor):
    _run(schema_editor, 0, POSTGRESQL_FUNCTION[0])


def unguard(apps, schema_editor):
    _run(schema_editor, 1, POSTGRESQL_FUNCTION[1])


def _run(schema_editor, which, function):
    vendor = schema_editor.connection.vendor
    triggers = POSTGRESQL if vendor == "postgresql" else SQLITE
    statements = [triggers[which].format(verb=verb, VERB=verb.upper()) for verb in VERBS]
    if vendor == "postgresql":
        statements = [function, *statements] if which == 0 else [*statements, function]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]

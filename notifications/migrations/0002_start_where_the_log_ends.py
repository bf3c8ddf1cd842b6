from django.db import migrations


def start_at_the_end(apps, schema_editor):
    """What was written before messages were sent is no news."""
    heads = apps.get_model("audit", "ChainHead").objects.all()
    cursor = apps.get_model("notifications", "Cursor")
    cursor.objects.bulk_create(
        [cursor(name="mail", chain=head.chain, number=head.number) for head in heads]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_events_are_append_only"),
        ("notifications", "0001_initial"),
    ]
    operations = [migrations.RunPython(start_at_the_end, migrations.RunPython.noop)]

"""The app `imports` takes the model over; its table keeps its name and its rows."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0003_breach_version'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name='Import')],
        ),
    ]

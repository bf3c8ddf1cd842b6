from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0008_following'),
    ]

    operations = [
        migrations.RenameField('determination', 'finding', 'decision'),
        migrations.RenameField('proposeddecision', 'finding', 'decision'),
    ]

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0009_blanks_of_a_file_say_nothing'),
    ]

    operations = [
        migrations.RenameField('determination', 'finding', 'decision'),
        migrations.RenameField('proposeddecision', 'finding', 'decision'),
    ]

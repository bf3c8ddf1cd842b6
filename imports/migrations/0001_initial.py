"""Imports have an app of their own. The table stays where it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commitments', '0004_imports_have_their_own_app'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Import',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('notice', 'Notice'), ('decision', 'Funding decision'), ('agreement', 'Funding agreement'), ('consultation', 'Consultation'), ('response', 'Response'), ('claim', 'Claim'), ('planned_action', 'Planned action'), ('review', 'Review')], max_length=16)),
                        ('name', models.CharField(help_text='What the file was called.', max_length=200)),
                        ('folder', models.CharField(max_length=40, unique=True)),
                        ('state', models.CharField(choices=[('checking', 'Being checked'), ('checked', 'Ready to record'), ('faulty', 'Needs mending'), ('running', 'Being recorded'), ('done', 'Recorded'), ('failed', 'Failed'), ('discarded', 'Discarded')], default='checking', max_length=9)),
                        ('create_organisations', models.BooleanField(default=False)),
                        ('rows_total', models.PositiveIntegerField(default=0)),
                        ('counts', models.JSONField(default=dict)),
                        ('unknown_organisations', models.JSONField(default=list)),
                        ('faults', models.JSONField(default=list, help_text='The first ones: row, column, what is right.')),
                        ('fault_count', models.PositiveIntegerField(default=0)),
                        ('uploaded_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='organisations.area')),
                        ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'commitments_import',
                        'ordering': ['-uploaded_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'checked', 'faulty', 'running', 'done', 'failed', 'discarded'])), name='import_state_known')],
                    },
                ),
            ],
        ),
    ]

"""Relations between rows become rows of our own, so that the log vouches for them too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0012_decided_in_meetings'),
        ('consultations', '0006_files_are_checked'),
        ('organisations', '0006_decided_in_meetings'),
    ]

    # The tables are there already: until now the framework kept them by itself.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ConsultedDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.act')),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultations.consultation')),
                    ],
                    options={
                        'db_table': 'consultations_consultation_decisions',
                        'unique_together': {('consultation', 'act')},
                    },
                ),
                migrations.AlterField(
                    model_name='consultation',
                    name='decisions',
                    field=models.ManyToManyField(blank=True, help_text='Funding decisions that rest on it.', limit_choices_to={'kind': 'decision'}, related_name='consulted_on', through='consultations.ConsultedDecision', to='commitments.act'),
                ),
                migrations.CreateModel(
                    name='Partner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultations.consultation')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ],
                    options={
                        'db_table': 'consultations_consultation_partners',
                        'unique_together': {('consultation', 'organisation')},
                    },
                ),
                migrations.AlterField(
                    model_name='consultation',
                    name='partners',
                    field=models.ManyToManyField(blank=True, related_name='consultations_joined', through='consultations.Partner', to='organisations.organisation'),
                ),
                migrations.CreateModel(
                    name='ResponseMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultations.response')),
                    ],
                    options={
                        'db_table': 'consultations_response_members',
                        'unique_together': {('response', 'organisation')},
                    },
                ),
                migrations.AlterField(
                    model_name='response',
                    name='members',
                    field=models.ManyToManyField(blank=True, help_text='Organisations whose views a group response brings together.', related_name='responses_joined', through='consultations.ResponseMember', to='organisations.organisation'),
                ),
            ],
        ),
    ]

"""Relations between rows become rows of our own, so that the log vouches for them too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compacts', '0002_constraints_say_what_is_wrong'),
        ('disputes', '0008_papers_are_checked'),
    ]

    # The tables are there already: until now the framework kept them by itself.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='CitedClause',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.dispute')),
                        ('provision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='compacts.provision')),
                    ],
                    options={
                        'db_table': 'disputes_dispute_clauses',
                        'unique_together': {('dispute', 'provision')},
                    },
                ),
                migrations.AlterField(
                    model_name='dispute',
                    name='clauses',
                    field=models.ManyToManyField(blank=True, related_name='disputes', through='disputes.CitedClause', to='compacts.provision'),
                ),
            ],
        ),
    ]

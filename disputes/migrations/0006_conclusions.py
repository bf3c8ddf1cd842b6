import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0005_neutrals_by_post'),
    ]

    operations = [
        migrations.RenameModel('Finding', 'Conclusion'),
        migrations.RenameModel('ProposedFinding', 'ProposedConclusion'),
        migrations.RemoveConstraint(
            model_name='conclusion',
            name='dispute_finding_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposedconclusion',
            name='proposed_finding_waits_once',
        ),
        migrations.RemoveConstraint(
            model_name='proposedconclusion',
            name='proposed_finding_answered_on_and_by',
        ),
        migrations.AlterField(
            model_name='conclusion',
            name='dispute',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='conclusion', to='disputes.dispute'),
        ),
        migrations.AlterField(
            model_name='conclusion',
            name='outcome',
            field=models.CharField(choices=[('upheld', 'Upheld'), ('upheld_in_part', 'Upheld in part'), ('not_upheld', 'Not upheld'), ('no_finding', 'No conclusion')], max_length=14),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('settled', 'Settled'), ('withdrawn', 'Withdrawn'), ('upheld', 'Upheld'), ('upheld_in_part', 'Upheld in part'), ('not_upheld', 'Not upheld'), ('no_finding', 'No conclusion'), ('referred_out', 'Referred out')], default='draft', max_length=14),
        ),
        migrations.AlterField(
            model_name='proposedconclusion',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_conclusions', to='disputes.dispute'),
        ),
        migrations.AlterField(
            model_name='proposedconclusion',
            name='outcome',
            field=models.CharField(choices=[('upheld', 'Upheld'), ('upheld_in_part', 'Upheld in part'), ('not_upheld', 'Not upheld'), ('no_finding', 'No conclusion')], max_length=14),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['upheld', 'upheld_in_part', 'not_upheld', 'no_finding'])), name='dispute_conclusion_known', violation_error_message='This conclusion is not known here.'),
        ),
        migrations.AddConstraint(
            model_name='proposedconclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('agreed', None)), fields=('dispute',), name='proposed_conclusion_waits_once', violation_error_message='A conclusion is already proposed and waits for an answer.'),
        ),
        migrations.AddConstraint(
            model_name='proposedconclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed', None), ('answered_by', None), ('answered_on', None)), models.Q(('agreed__isnull', False), ('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='proposed_conclusion_answered_on_and_by', violation_error_message='An answer to a proposal says who gave it, and when.'),
        ),
    ]

import bashke.ground.law.rules.screening
import bashke.person.protection.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('people', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProtectedFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('track', models.CharField(choices=[(bashke.person.protection.rules.Track['VIOLENCE'], bashke.person.protection.rules.Track['VIOLENCE']), (bashke.person.protection.rules.Track['CHILD'], bashke.person.protection.rules.Track['CHILD']), (bashke.person.protection.rules.Track['TRAFFICKING'], bashke.person.protection.rules.Track['TRAFFICKING'])], max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('sealed', models.BinaryField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('coordinator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='protected_files', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='protected_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='protection.protectedfile')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until', None)), fields=['worker'], name='team_of_worker')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('file', 'worker'), name='once_on_a_team'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='team_time_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='DangerAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('track', models.CharField(choices=[(bashke.person.protection.rules.Track['VIOLENCE'], bashke.person.protection.rules.Track['VIOLENCE']), (bashke.person.protection.rules.Track['CHILD'], bashke.person.protection.rules.Track['CHILD']), (bashke.person.protection.rules.Track['TRAFFICKING'], bashke.person.protection.rules.Track['TRAFFICKING'])], max_length=12)),
                ('worst', models.CharField(choices=[(bashke.ground.law.rules.screening.TriageClass['ROUTINE'], bashke.ground.law.rules.screening.TriageClass['ROUTINE']), (bashke.ground.law.rules.screening.TriageClass['SOON'], bashke.ground.law.rules.screening.TriageClass['SOON']), (bashke.ground.law.rules.screening.TriageClass['URGENT'], bashke.ground.law.rules.screening.TriageClass['URGENT']), (bashke.ground.law.rules.screening.TriageClass['EMERGENCY'], bashke.ground.law.rules.screening.TriageClass['EMERGENCY'])], max_length=10)),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='protection.protectedfile', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['file', '-at'], name='danger_of_file')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('track', models.CharField(blank=True, choices=[(bashke.person.protection.rules.Track['VIOLENCE'], bashke.person.protection.rules.Track['VIOLENCE']), (bashke.person.protection.rules.Track['CHILD'], bashke.person.protection.rules.Track['CHILD']), (bashke.person.protection.rules.Track['TRAFFICKING'], bashke.person.protection.rules.Track['TRAFFICKING'])], max_length=12)),
                ('reason', models.CharField(max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('status', models.CharField(choices=[(bashke.person.protection.rules.ReturnStatus['WAITING'], bashke.person.protection.rules.ReturnStatus['WAITING']), (bashke.person.protection.rules.ReturnStatus['AGREED'], bashke.person.protection.rules.ReturnStatus['AGREED']), (bashke.person.protection.rules.ReturnStatus['REFUSED'], bashke.person.protection.rules.ReturnStatus['REFUSED'])], default=bashke.person.protection.rules.ReturnStatus['WAITING'], max_length=10)),
                ('second_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='protection.protectedfile')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('second', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', bashke.person.protection.rules.ReturnStatus['WAITING'])), fields=('file',), name='one_way_back_waits_at_a_time'), models.CheckConstraint(condition=models.Q(('second', None), models.Q(('second', models.F('asked_by')), _negated=True), _connector='OR'), name='the_way_back_takes_two'), models.CheckConstraint(condition=models.Q(models.Q(('second', None), ('status', bashke.person.protection.rules.ReturnStatus['WAITING'])), models.Q(models.Q(('status', bashke.person.protection.rules.ReturnStatus['WAITING']), _negated=True), models.Q(('second', None), _negated=True)), _connector='OR'), name='who_answered_the_way_back')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12)),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='protection.protectedfile')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('file', 'code'), name='a_step_runs_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='who_did_a_step')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyOpening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('files', models.PositiveSmallIntegerField()),
                ('judgement', models.CharField(choices=[(bashke.person.protection.rules.Judgement['WAITING'], bashke.person.protection.rules.Judgement['WAITING']), (bashke.person.protection.rules.Judgement['JUSTIFIED'], bashke.person.protection.rules.Judgement['JUSTIFIED']), (bashke.person.protection.rules.Judgement['NOT_JUSTIFIED'], bashke.person.protection.rules.Judgement['NOT_JUSTIFIED'])], default=bashke.person.protection.rules.Judgement['WAITING'], max_length=15)),
                ('judged_at', models.DateTimeField(null=True)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_openings', to='people.person')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['worker', 'until'], name='opening_of_worker'), models.Index(fields=['municipality', '-at'], name='opening_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='an_opening_ends'), models.CheckConstraint(condition=models.Q(models.Q(('judged_by', None), ('judgement', bashke.person.protection.rules.Judgement['WAITING'])), models.Q(models.Q(('judgement', bashke.person.protection.rules.Judgement['WAITING']), _negated=True), models.Q(('words', ''), _negated=True), models.Q(('judged_by', None), _negated=True)), _connector='OR'), name='a_judgement_says_who_and_why'), models.CheckConstraint(condition=models.Q(('judged_by', None), models.Q(('judged_by', models.F('worker')), _negated=True), _connector='OR'), name='nobody_judges_her_own_opening')],
            },
        ),
    ]

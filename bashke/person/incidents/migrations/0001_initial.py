import bashke.person.incidents.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('delivery', '0001_initial'),
        ('directory', '0001_initial'),
        ('institutions', '0001_initial'),
        ('people', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('event', models.UUIDField()),
                ('kind', models.CharField(max_length=40)),
                ('happened_at', models.DateTimeField()),
                ('hurt', models.BooleanField()),
                ('what', models.TextField()),
                ('done', models.TextField()),
                ('status', models.CharField(choices=[(bashke.person.incidents.rules.Status['REPORTED'], bashke.person.incidents.rules.Status['REPORTED']), (bashke.person.incidents.rules.Status['SEEN'], bashke.person.incidents.rules.Status['SEEN']), (bashke.person.incidents.rules.Status['CLOSED'], bashke.person.incidents.rules.Status['CLOSED'])], default=bashke.person.incidents.rules.Status['REPORTED'], max_length=10)),
                ('reported_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='delivery.enrolment')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='people.person')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', db_index=False)),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.person.incidents.rules.Status['CLOSED']), _negated=True), fields=['municipality', 'due_at'], name='incident_open'), models.Index(fields=['provider', '-reported_at'], name='incident_of_provider'), models.Index(fields=['municipality', '-reported_at'], name='incident_of_municipality')],
                'constraints': [models.UniqueConstraint(fields=('event', 'enrolment'), name='one_press_one_incident'), models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('done', ''), _negated=True)), name='an_incident_says_what_and_what_was_done'), models.CheckConstraint(condition=models.Q(('happened_at__lte', models.F('reported_at'))), name='an_incident_has_happened'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None), ('status', bashke.person.incidents.rules.Status['REPORTED'])), models.Q(models.Q(('status', bashke.person.incidents.rules.Status['REPORTED']), _negated=True), ('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='somebody_with_a_name_has_looked'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', bashke.person.incidents.rules.Status['CLOSED'])), models.Q(models.Q(('status', bashke.person.incidents.rules.Status['CLOSED']), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='somebody_with_a_name_has_closed')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='incidents.incident', db_index=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'indexes': [models.Index(fields=['incident', 'at'], name='incidents_s_inciden_152807_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_step_says_what_was_done')],
            },
        ),
    ]

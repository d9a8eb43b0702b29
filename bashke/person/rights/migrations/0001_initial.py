import bashke.person.rights.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('territory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[(bashke.person.rights.rules.Kind['COPY'], bashke.person.rights.rules.Kind['COPY']), (bashke.person.rights.rules.Kind['CORRECTION'], bashke.person.rights.rules.Kind['CORRECTION']), (bashke.person.rights.rules.Kind['RESTRICTION'], bashke.person.rights.rules.Kind['RESTRICTION'])], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('status', models.CharField(choices=[(bashke.person.rights.rules.Status['RECEIVED'], bashke.person.rights.rules.Status['RECEIVED']), (bashke.person.rights.rules.Status['GRANTED'], bashke.person.rights.rules.Status['GRANTED']), (bashke.person.rights.rules.Status['REFUSED'], bashke.person.rights.rules.Status['REFUSED']), (bashke.person.rights.rules.Status['WITHDRAWN'], bashke.person.rights.rules.Status['WITHDRAWN'])], default=bashke.person.rights.rules.Status['RECEIVED'], max_length=10)),
                ('refusal_reason', models.CharField(blank=True, max_length=40)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='people.person', db_index=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.person.rights.rules.Status['RECEIVED'])), fields=['municipality', 'due_at', 'id'], name='data_requests_waiting'), models.Index(fields=['person', '-asked_at'], name='data_requests_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', bashke.person.rights.rules.Status['RECEIVED'])), fields=('person', 'kind'), name='one_data_request_of_a_kind_waits'), models.CheckConstraint(condition=models.Q(('kind', bashke.person.rights.rules.Kind['COPY']), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_data_request_says_what_it_is_about'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at'))), name='a_data_request_has_a_clock'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('refusal_reason', ''), ('status', bashke.person.rights.rules.Status['RECEIVED'])), models.Q(('answer', ''), ('answered_at__isnull', False), ('answered_by', None), ('refusal_reason', ''), ('status', bashke.person.rights.rules.Status['WITHDRAWN'])), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('refusal_reason', ''), ('status', bashke.person.rights.rules.Status['GRANTED']), models.Q(('answer', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('status', bashke.person.rights.rules.Status['REFUSED']), models.Q(('answer', ''), _negated=True), models.Q(('refusal_reason', ''), _negated=True)), _connector='OR'), name='a_data_request_is_answered_whole')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['worker', 'until'], name='opened_though_restricted')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_restricted_file_opens_with_a_reason'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='a_restricted_file_closes_again')],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='restriction', to='rights.datarequest')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='a_file_rests_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='a_restriction_ends_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='copy', serialize=False, to='rights.datarequest')),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='a_copy_is_kept_for_a_while')],
            },
        ),
    ]

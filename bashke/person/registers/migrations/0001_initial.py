import bashke.person.registers.rules.columns
import bashke.person.registers.rules.problems
import bashke.person.registers.rules.states
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
            name='Import',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('about', models.JSONField()),
                ('headings', models.JSONField()),
                ('header_row', models.PositiveIntegerField()),
                ('mapping', models.JSONField(null=True)),
                ('status', models.CharField(choices=[(bashke.person.registers.rules.states.Status['UPLOADED'], bashke.person.registers.rules.states.Status['UPLOADED']), (bashke.person.registers.rules.states.Status['CHECKED'], bashke.person.registers.rules.states.Status['CHECKED']), (bashke.person.registers.rules.states.Status['CONFIRMED'], bashke.person.registers.rules.states.Status['CONFIRMED']), (bashke.person.registers.rules.states.Status['DONE'], bashke.person.registers.rules.states.Status['DONE']), (bashke.person.registers.rules.states.Status['REFUSED'], bashke.person.registers.rules.states.Status['REFUSED']), (bashke.person.registers.rules.states.Status['ABANDONED'], bashke.person.registers.rules.states.Status['ABANDONED'])], default=bashke.person.registers.rules.states.Status['UPLOADED'], max_length=10)),
                ('received_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('ready', models.PositiveIntegerField(null=True)),
                ('wrong', models.PositiveIntegerField(null=True)),
                ('likely', models.PositiveIntegerField(null=True)),
                ('known', models.PositiveIntegerField(null=True)),
                ('noted', models.PositiveIntegerField(null=True)),
                ('added', models.PositiveIntegerField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=300)),
                ('refusal_params', models.JSONField(default=dict)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-received_at', '-id'], name='imports_of_municipality')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', bashke.person.registers.rules.states.Status['CONFIRMED'])), fields=('municipality',), name='one_register_at_a_time_in_a_municipality'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.registers.rules.states.Status['DONE']), _negated=True), ('added__isnull', False), _connector='OR'), name='register_done_says_how_many'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.registers.rules.states.Status['REFUSED']), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='register_refused_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='register_line', serialize=False, to='people.person')),
                ('reference', models.CharField(max_length=40, null=True)),
                ('digest', models.CharField(max_length=32)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='registers.import')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'reference'), name='register_reference_once_in_a_municipality'), models.UniqueConstraint(fields=('municipality', 'digest'), name='register_row_once_in_a_municipality')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=100)),
                ('code', models.CharField(choices=[(bashke.person.registers.rules.problems.Code['NO_GIVEN_NAME'], bashke.person.registers.rules.problems.Code['NO_GIVEN_NAME']), (bashke.person.registers.rules.problems.Code['NO_FAMILY_NAME'], bashke.person.registers.rules.problems.Code['NO_FAMILY_NAME']), (bashke.person.registers.rules.problems.Code['NOT_A_NAME'], bashke.person.registers.rules.problems.Code['NOT_A_NAME']), (bashke.person.registers.rules.problems.Code['NAME_TOO_LONG'], bashke.person.registers.rules.problems.Code['NAME_TOO_LONG']), (bashke.person.registers.rules.problems.Code['BAD_DATE'], bashke.person.registers.rules.problems.Code['BAD_DATE']), (bashke.person.registers.rules.problems.Code['SHORT_YEAR'], bashke.person.registers.rules.problems.Code['SHORT_YEAR']), (bashke.person.registers.rules.problems.Code['FUTURE_DATE'], bashke.person.registers.rules.problems.Code['FUTURE_DATE']), (bashke.person.registers.rules.problems.Code['OLD_DATE'], bashke.person.registers.rules.problems.Code['OLD_DATE']), (bashke.person.registers.rules.problems.Code['BAD_NUMBER'], bashke.person.registers.rules.problems.Code['BAD_NUMBER']), (bashke.person.registers.rules.problems.Code['NUMBER_OF_ANOTHER'], bashke.person.registers.rules.problems.Code['NUMBER_OF_ANOTHER']), (bashke.person.registers.rules.problems.Code['NUMBER_TWICE'], bashke.person.registers.rules.problems.Code['NUMBER_TWICE']), (bashke.person.registers.rules.problems.Code['REFERENCE_TWICE'], bashke.person.registers.rules.problems.Code['REFERENCE_TWICE']), (bashke.person.registers.rules.problems.Code['ROW_TWICE'], bashke.person.registers.rules.problems.Code['ROW_TWICE']), (bashke.person.registers.rules.problems.Code['LIKELY_HERE'], bashke.person.registers.rules.problems.Code['LIKELY_HERE']), (bashke.person.registers.rules.problems.Code['LIKELY_IN_FILE'], bashke.person.registers.rules.problems.Code['LIKELY_IN_FILE']), (bashke.person.registers.rules.problems.Code['NUMBER_KNOWN'], bashke.person.registers.rules.problems.Code['NUMBER_KNOWN']), (bashke.person.registers.rules.problems.Code['REFERENCE_KNOWN'], bashke.person.registers.rules.problems.Code['REFERENCE_KNOWN']), (bashke.person.registers.rules.problems.Code['ROW_KNOWN'], bashke.person.registers.rules.problems.Code['ROW_KNOWN']), (bashke.person.registers.rules.problems.Code['NO_BIRTH_DATE'], bashke.person.registers.rules.problems.Code['NO_BIRTH_DATE']), (bashke.person.registers.rules.problems.Code['NUMBER_SAYS_OTHER'], bashke.person.registers.rules.problems.Code['NUMBER_SAYS_OTHER']), (bashke.person.registers.rules.problems.Code['UNKNOWN_SEX'], bashke.person.registers.rules.problems.Code['UNKNOWN_SEX']), (bashke.person.registers.rules.problems.Code['UNKNOWN_UNIT'], bashke.person.registers.rules.problems.Code['UNKNOWN_UNIT']), (bashke.person.registers.rules.problems.Code['BAD_PHONE'], bashke.person.registers.rules.problems.Code['BAD_PHONE']), (bashke.person.registers.rules.problems.Code['ADDRESS_CUT'], bashke.person.registers.rules.problems.Code['ADDRESS_CUT']), (bashke.person.registers.rules.problems.Code['REFERENCE_CUT'], bashke.person.registers.rules.problems.Code['REFERENCE_CUT'])], max_length=20)),
                ('severity', models.CharField(max_length=6)),
                ('value', models.CharField(blank=True, max_length=100)),
                ('detail', models.CharField(blank=True, max_length=20)),
                ('other_row', models.PositiveIntegerField(null=True)),
                ('decision', models.CharField(blank=True, max_length=5)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='registers.import')),
            ],
            options={
                'indexes': [models.Index(fields=['source', 'severity', 'row', 'id'], name='problems_of_import')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('decision__in', ('same', 'other')), ('severity', 'likely')), _connector='OR'), name='only_a_likely_duplicate_is_decided')],
            },
        ),
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('heading', models.CharField(max_length=80)),
                ('field', models.CharField(choices=[(bashke.person.registers.rules.columns.Field['REFERENCE'], bashke.person.registers.rules.columns.Field['REFERENCE']), (bashke.person.registers.rules.columns.Field['GIVEN_NAME'], bashke.person.registers.rules.columns.Field['GIVEN_NAME']), (bashke.person.registers.rules.columns.Field['FAMILY_NAME'], bashke.person.registers.rules.columns.Field['FAMILY_NAME']), (bashke.person.registers.rules.columns.Field['BIRTH_DATE'], bashke.person.registers.rules.columns.Field['BIRTH_DATE']), (bashke.person.registers.rules.columns.Field['SEX'], bashke.person.registers.rules.columns.Field['SEX']), (bashke.person.registers.rules.columns.Field['PERSONAL_NUMBER'], bashke.person.registers.rules.columns.Field['PERSONAL_NUMBER']), (bashke.person.registers.rules.columns.Field['PHONE'], bashke.person.registers.rules.columns.Field['PHONE']), (bashke.person.registers.rules.columns.Field['ADDRESS'], bashke.person.registers.rules.columns.Field['ADDRESS']), (bashke.person.registers.rules.columns.Field['UNIT'], bashke.person.registers.rules.columns.Field['UNIT'])], max_length=20)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'heading'), name='register_heading_once')],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='registers.import')),
                ('step', models.CharField(blank=True, max_length=20)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='upload', serialize=False, to='registers.import')),
                ('data', models.BinaryField()),
                ('sample', models.JSONField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
        ),
    ]

import bashke.person.people.rules
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('institutions', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(max_length=60)),
                ('family_name', models.CharField(max_length=60)),
                ('sort_key', models.CharField(max_length=260)),
                ('birth_date', models.DateField(null=True)),
                ('sex', models.CharField(choices=[(bashke.person.people.rules.Sex['FEMALE'], bashke.person.people.rules.Sex['FEMALE']), (bashke.person.people.rules.Sex['MALE'], bashke.person.people.rules.Sex['MALE']), (bashke.person.people.rules.Sex['UNKNOWN'], bashke.person.people.rules.Sex['UNKNOWN'])], default=bashke.person.people.rules.Sex['UNKNOWN'], max_length=1)),
                ('personal_number', models.CharField(max_length=10, null=True)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('created_at', models.DateTimeField()),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('same_as', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='doubles', to='people.person')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'sort_key', 'id'], name='person_list'), models.Index(condition=models.Q(('same_as__isnull', False)), fields=['same_as'], name='doubles_of')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'personal_number'), name='personal_number_once_in_a_municipality'), models.UniqueConstraint(fields=('municipality', 'id'), name='person_is_of_one_municipality'), models.CheckConstraint(condition=models.Q(models.Q(('given_name', ''), _negated=True), models.Q(('family_name', ''), _negated=True)), name='person_has_a_name'), models.CheckConstraint(condition=models.Q(('birth_date', None), ('birth_date__gte', '1900-01-01'), _connector='OR'), name='person_is_born_in_living_memory'), models.CheckConstraint(condition=models.Q(('personal_number', None), ('personal_number__regex', '^[A-Z][0-9]{8}[A-Z]$'), _connector='OR'), name='personal_number_has_its_form')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[(bashke.person.people.rules.EnquiryStatus['OPEN'], bashke.person.people.rules.EnquiryStatus['OPEN']), (bashke.person.people.rules.EnquiryStatus['ANSWERED'], bashke.person.people.rules.EnquiryStatus['ANSWERED'])], default=bashke.person.people.rules.EnquiryStatus['OPEN'], max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('answered_by_name', models.CharField(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('status', bashke.person.people.rules.EnquiryStatus['OPEN'])), models.Q(('answered_at__isnull', False), ('status', bashke.person.people.rules.EnquiryStatus['ANSWERED'])), _connector='OR'), name='enquiry_answer_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.TextField()),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[(bashke.person.people.rules.Share['NAME'], bashke.person.people.rules.Share['NAME']), (bashke.person.people.rules.Share['AGE'], bashke.person.people.rules.Share['AGE']), (bashke.person.people.rules.Share['PHONE'], bashke.person.people.rules.Share['PHONE']), (bashke.person.people.rules.Share['LANGUAGE'], bashke.person.people.rules.Share['LANGUAGE']), (bashke.person.people.rules.Share['SAFETY'], bashke.person.people.rules.Share['SAFETY'])], max_length=10), default=list, size=None)),
                ('onward', models.BooleanField(default=False)),
                ('given', models.CharField(choices=[(bashke.person.people.rules.Given['SPOKEN'], bashke.person.people.rules.Given['SPOKEN']), (bashke.person.people.rules.Given['SIGNED'], bashke.person.people.rules.Given['SIGNED']), (bashke.person.people.rules.Given['GUARDIAN'], bashke.person.people.rules.Given['GUARDIAN'])], max_length=10)),
                ('given_at', models.DateTimeField()),
                ('valid_until', models.DateField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-given_at'], name='consent_of_person'), models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['municipality'], name='consent_withdrawn')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='consent_says_its_purpose'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_runs_forward'), models.CheckConstraint(condition=models.Q(('withdrawn_by', None), ('withdrawn_at__isnull', False), _connector='OR'), name='consent_withdrawal_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='EnquiryTarget',
            fields=[
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='target', serialize=False, to='people.enquiry')),
            ],
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=12)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('synthetic', models.BooleanField(default=False)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.household')),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('household', 'person'), name='once_in_a_household'), models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='living_together_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(bashke.person.people.rules.PairStatus['FOUND'], bashke.person.people.rules.PairStatus['FOUND']), (bashke.person.people.rules.PairStatus['PROPOSED'], bashke.person.people.rules.PairStatus['PROPOSED']), (bashke.person.people.rules.PairStatus['MERGED'], bashke.person.people.rules.PairStatus['MERGED']), (bashke.person.people.rules.PairStatus['DIFFERENT'], bashke.person.people.rules.PairStatus['DIFFERENT']), (bashke.person.people.rules.PairStatus['SPLIT'], bashke.person.people.rules.PairStatus['SPLIT'])], default=bashke.person.people.rules.PairStatus['FOUND'], max_length=10)),
                ('likeness', models.CharField(blank=True, choices=[(bashke.person.people.rules.Likeness['NEARLY_SURE'], bashke.person.people.rules.Likeness['NEARLY_SURE']), (bashke.person.people.rules.Likeness['LIKELY'], bashke.person.people.rules.Likeness['LIKELY']), (bashke.person.people.rules.Likeness['POSSIBLE'], bashke.person.people.rules.Likeness['POSSIBLE'])], max_length=12)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('found_at', models.DateTimeField()),
                ('taken', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('why', models.TextField(blank=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('proposer_decides', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_why', models.TextField(blank=True)),
                ('before', models.JSONField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('stays', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'status', '-found_at'], name='pairs_to_judge')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='a_pair_is_kept_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='a_pair_is_two_records_in_order'), models.CheckConstraint(condition=models.Q(('stays', None), ('stays', models.F('first')), ('stays', models.F('second')), _connector='OR'), name='one_of_the_pair_stays'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', [bashke.person.people.rules.PairStatus['PROPOSED'], bashke.person.people.rules.PairStatus['MERGED']]), _negated=True), models.Q(('proposed_by__isnull', False), ('stays__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_proposal_says_who_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.people.rules.PairStatus['MERGED']), _negated=True), models.Q(('before__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='two_people_put_records_together'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', [bashke.person.people.rules.PairStatus['DIFFERENT'], bashke.person.people.rules.PairStatus['SPLIT']]), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_why', ''), _negated=True)), _connector='OR'), name='keeping_apart_says_who_and_why')],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('given_name', models.CharField(max_length=60)),
                ('family_name', models.CharField(max_length=60)),
                ('sort_key', models.CharField(max_length=260)),
                ('birth_date', models.DateField(null=True)),
                ('sex', models.CharField(choices=[(bashke.person.people.rules.Sex['FEMALE'], bashke.person.people.rules.Sex['FEMALE']), (bashke.person.people.rules.Sex['MALE'], bashke.person.people.rules.Sex['MALE']), (bashke.person.people.rules.Sex['UNKNOWN'], bashke.person.people.rules.Sex['UNKNOWN'])], default=bashke.person.people.rules.Sex['UNKNOWN'], max_length=1)),
                ('personal_number', models.CharField(max_length=10, null=True)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('created_at', models.DateTimeField()),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.municipality')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person')),
                ('same_as', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchToken',
            fields=[
                ('pk', models.CompositePrimaryKey('municipality_id', 'token', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('token__startswith', 'x:')), fields=['token'], name='whole_identities')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=15)),
                ('basis', models.CharField(blank=True, max_length=20)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('synthetic', models.BooleanField(default=False)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'other', 'kind'), name='a_tie_is_kept_once'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='nobody_is_tied_to_herself'), models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_tie_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'guardian'), _negated=True), models.Q(('basis', ''), _negated=True), _connector='OR'), name='a_guardian_has_a_right_to_be_one')],
            },
        ),
        migrations.CreateModel(
            name='ContactWish',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='wish', serialize=False, to='people.person')),
                ('reach', models.CharField(choices=[(bashke.person.people.rules.Reach['CALL'], bashke.person.people.rules.Reach['CALL']), (bashke.person.people.rules.Reach['SMS'], bashke.person.people.rules.Reach['SMS']), (bashke.person.people.rules.Reach['VISIT'], bashke.person.people.rules.Reach['VISIT']), (bashke.person.people.rules.Reach['LETTER'], bashke.person.people.rules.Reach['LETTER']), (bashke.person.people.rules.Reach['ANY'], bashke.person.people.rules.Reach['ANY'])], default=bashke.person.people.rules.Reach['ANY'], max_length=6)),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('since', models.PositiveSmallIntegerField()),
                ('until', models.PositiveSmallIntegerField()),
                ('never_with_others', models.BooleanField(default=False)),
                ('notices', models.BooleanField(default=True)),
                ('spoken', models.CharField(default='sq', max_length=10)),
                ('interpreter', models.BooleanField(default=False)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('since__lt', models.F('until')), ('until__lte', 24)), name='safe_hours_run_forward'), models.CheckConstraint(condition=models.Q(('days__len__gt', 0)), name='some_day_is_safe')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'update\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;', hash='0902d9a4214edb5783788b4e855a175a112cdfbc', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'delete\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;', hash='1cab2d88b2dcdb57219d31d89fcd065c2f4e6232', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', table='people_person', when='AFTER')),
        ),
        migrations.AddField(
            model_name='enquirytarget',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality'),
        ),
        migrations.AddField(
            model_name='enquirytarget',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
    ]

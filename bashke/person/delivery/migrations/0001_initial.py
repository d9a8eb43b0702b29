import bashke.person.delivery.rules
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
        ('directory', '0001_initial'),
        ('institutions', '0001_initial'),
        ('people', '0001_initial'),
        ('referrals', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person_name', models.CharField(blank=True, max_length=130)),
                ('status', models.CharField(choices=[(bashke.person.delivery.rules.Status['WAITING'], bashke.person.delivery.rules.Status['WAITING']), (bashke.person.delivery.rules.Status['OFFERED'], bashke.person.delivery.rules.Status['OFFERED']), (bashke.person.delivery.rules.Status['ENROLLED'], bashke.person.delivery.rules.Status['ENROLLED']), (bashke.person.delivery.rules.Status['ENDED'], bashke.person.delivery.rules.Status['ENDED'])], default=bashke.person.delivery.rules.Status['WAITING'], max_length=10)),
                ('waiting_since', models.DateField()),
                ('enrolled_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[(bashke.person.delivery.rules.Outcome['MET'], bashke.person.delivery.rules.Outcome['MET']), (bashke.person.delivery.rules.Outcome['PARTLY'], bashke.person.delivery.rules.Outcome['PARTLY']), (bashke.person.delivery.rules.Outcome['NOT_MET'], bashke.person.delivery.rules.Outcome['NOT_MET']), (bashke.person.delivery.rules.Outcome['LEFT'], bashke.person.delivery.rules.Outcome['LEFT'])], max_length=10)),
                ('outcome_rung', models.PositiveSmallIntegerField(null=True)),
                ('outcome_words', models.TextField(blank=True)),
                ('offered_at', models.DateTimeField(null=True)),
                ('offer_until', models.DateTimeField(null=True)),
                ('passed_at', models.DateTimeField(null=True)),
                ('passed_reason', models.CharField(blank=True, max_length=40)),
                ('out_of_turn', models.CharField(blank=True, max_length=40)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.person', db_index=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', db_index=False)),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enrolment', to='referrals.referral')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'status', 'service'], name='enrolment_of_provider'), models.Index(fields=['person'], name='delivery_en_person__ec98e8_idx'), models.Index(fields=['municipality', 'status'], name='delivery_en_municip_f013f6_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('enrolled_on', None), ('status', bashke.person.delivery.rules.Status['WAITING'])), models.Q(('ended_on', None), ('enrolled_on', None), ('status', bashke.person.delivery.rules.Status['OFFERED'])), models.Q(('ended_on', None), ('enrolled_on__isnull', False), ('status', bashke.person.delivery.rules.Status['ENROLLED'])), models.Q(('ended_on__isnull', False), ('status', bashke.person.delivery.rules.Status['ENDED'])), _connector='OR'), name='enrolment_dates_fit_its_status'), models.CheckConstraint(condition=models.Q(models.Q(('enrolled_on', None), ('enrolled_on__gte', models.F('waiting_since')), _connector='OR'), models.Q(('ended_on', None), ('ended_on__gte', models.F('waiting_since')), _connector='OR'), models.Q(('ended_on', None), ('enrolled_on', None), ('ended_on__gte', models.F('enrolled_on')), _connector='OR')), name='enrolment_days_run_forward'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.delivery.rules.Status['ENDED']), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('status', bashke.person.delivery.rules.Status['ENDED']), _negated=True), ('outcome', '')), _connector='OR'), name='no_end_without_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.delivery.rules.Status['OFFERED']), _negated=True), models.Q(('offer_until__gt', models.F('offered_at')), ('offer_until__isnull', False), ('offered_at__isnull', False)), _connector='OR'), name='an_offer_has_its_clock'), models.CheckConstraint(condition=models.Q(models.Q(('passed_at', None), ('passed_reason', '')), models.Q(('passed_at__isnull', False), models.Q(('passed_reason', ''), _negated=True)), _connector='OR'), name='no_offer_passes_without_reason'), models.CheckConstraint(condition=models.Q(('out_of_turn', ''), ('enrolled_on__isnull', False), _connector='OR'), name='out_of_turn_is_enrolled'), models.CheckConstraint(condition=models.Q(('outcome_rung', None), ('outcome_rung__range', (1, 5)), _connector='OR'), name='outcome_stands_on_a_rung')],
            },
        ),
        migrations.CreateModel(
            name='EnrolmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('person_name', models.CharField(blank=True, max_length=130)),
                ('status', models.CharField(choices=[(bashke.person.delivery.rules.Status['WAITING'], bashke.person.delivery.rules.Status['WAITING']), (bashke.person.delivery.rules.Status['OFFERED'], bashke.person.delivery.rules.Status['OFFERED']), (bashke.person.delivery.rules.Status['ENROLLED'], bashke.person.delivery.rules.Status['ENROLLED']), (bashke.person.delivery.rules.Status['ENDED'], bashke.person.delivery.rules.Status['ENDED'])], default=bashke.person.delivery.rules.Status['WAITING'], max_length=10)),
                ('waiting_since', models.DateField()),
                ('enrolled_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[(bashke.person.delivery.rules.Outcome['MET'], bashke.person.delivery.rules.Outcome['MET']), (bashke.person.delivery.rules.Outcome['PARTLY'], bashke.person.delivery.rules.Outcome['PARTLY']), (bashke.person.delivery.rules.Outcome['NOT_MET'], bashke.person.delivery.rules.Outcome['NOT_MET']), (bashke.person.delivery.rules.Outcome['LEFT'], bashke.person.delivery.rules.Outcome['LEFT'])], max_length=10)),
                ('outcome_rung', models.PositiveSmallIntegerField(null=True)),
                ('outcome_words', models.TextField(blank=True)),
                ('offered_at', models.DateTimeField(null=True)),
                ('offer_until', models.DateTimeField(null=True)),
                ('passed_at', models.DateTimeField(null=True)),
                ('passed_reason', models.CharField(blank=True, max_length=40)),
                ('out_of_turn', models.CharField(blank=True, max_length=40)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='delivery.enrolment')),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.institution')),
                ('referral', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('held_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('topic', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('key', models.UUIDField()),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', db_index=False)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='directory.service', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['service', '-held_on'], name='delivery_se_service_3bc7dc_idx')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'key'), name='one_press_one_session'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 1440))), name='session_lasts_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('present', models.BooleanField()),
                ('rung', models.PositiveSmallIntegerField(null=True)),
                ('words', models.TextField(blank=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', db_index=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='delivery.enrolment', db_index=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='delivery.session', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', '-held_on'], name='delivery_at_enrolme_e5cafa_idx'), models.Index(fields=['person'], name='delivery_at_person__e65137_idx')],
                'constraints': [models.UniqueConstraint(fields=('session', 'enrolment'), name='counted_once_in_a_session'), models.CheckConstraint(condition=models.Q(('rung', None), models.Q(('present', True), ('rung__range', (1, 5))), _connector='OR'), name='progress_stands_on_a_rung')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "delivery_enrolmentevent" ("ended_on", "enrolled_on", "id", "municipality_id", "offer_until", "offered_at", "out_of_turn", "outcome", "outcome_rung", "outcome_words", "passed_at", "passed_reason", "person_id", "person_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "referral_id", "service_id", "status", "synthetic", "waiting_since") VALUES (OLD."ended_on", OLD."enrolled_on", OLD."id", OLD."municipality_id", OLD."offer_until", OLD."offered_at", OLD."out_of_turn", OLD."outcome", OLD."outcome_rung", OLD."outcome_words", OLD."passed_at", OLD."passed_reason", OLD."person_id", OLD."person_name", NOW(), \'update\', OLD."id", OLD."provider_id", OLD."referral_id", OLD."service_id", OLD."status", OLD."synthetic", OLD."waiting_since"); RETURN NULL;', hash='98f0648e69ba10619efcfdc8a99d4be4c8d39520', operation='UPDATE', pgid='pgtrigger_update_update_b12f4', table='delivery_enrolment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "delivery_enrolmentevent" ("ended_on", "enrolled_on", "id", "municipality_id", "offer_until", "offered_at", "out_of_turn", "outcome", "outcome_rung", "outcome_words", "passed_at", "passed_reason", "person_id", "person_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "referral_id", "service_id", "status", "synthetic", "waiting_since") VALUES (OLD."ended_on", OLD."enrolled_on", OLD."id", OLD."municipality_id", OLD."offer_until", OLD."offered_at", OLD."out_of_turn", OLD."outcome", OLD."outcome_rung", OLD."outcome_words", OLD."passed_at", OLD."passed_reason", OLD."person_id", OLD."person_name", NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."referral_id", OLD."service_id", OLD."status", OLD."synthetic", OLD."waiting_since"); RETURN NULL;', hash='994e6b4621b4497d925b6bdf37ecf030a9a901ce', operation='DELETE', pgid='pgtrigger_delete_delete_f8567', table='delivery_enrolment', when='AFTER')),
        ),
    ]

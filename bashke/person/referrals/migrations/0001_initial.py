import bashke.person.people.rules
import bashke.person.referrals.models
import bashke.person.referrals.rules
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
        ('casework', '0001_initial'),
        ('directory', '0001_initial'),
        ('institutions', '0001_initial'),
        ('people', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('shared', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=bashke.person.referrals.models.usually_shared, size=None)),
                ('person_name', models.CharField(blank=True, max_length=130)),
                ('person_age', models.PositiveSmallIntegerField(null=True)),
                ('person_phone', models.CharField(blank=True, max_length=30)),
                ('person_language', models.CharField(blank=True, default='sq', max_length=2)),
                ('domain', models.CharField(max_length=30)),
                ('target_rung', models.PositiveSmallIntegerField(null=True)),
                ('purpose', models.TextField()),
                ('safety_note', models.TextField(blank=True)),
                ('agreed_at', models.DateTimeField()),
                ('status', models.CharField(choices=[(bashke.person.referrals.rules.Status['SENT'], bashke.person.referrals.rules.Status['SENT']), (bashke.person.referrals.rules.Status['ACCEPTED'], bashke.person.referrals.rules.Status['ACCEPTED']), (bashke.person.referrals.rules.Status['DECLINED'], bashke.person.referrals.rules.Status['DECLINED']), (bashke.person.referrals.rules.Status['WITHDRAWN'], bashke.person.referrals.rules.Status['WITHDRAWN'])], default=bashke.person.referrals.rules.Status['SENT'], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answered_name', models.CharField(blank=True, max_length=120)),
                ('answered_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=40)),
                ('answer_words', models.TextField(blank=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('over_on', models.DateField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='referrals.referral')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='casework.case')),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.consent')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='casework.need')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.person')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', db_index=False)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.person.referrals.rules.Status['SENT'])), fields=['provider', 'due_at', 'id'], name='referral_inbox'), models.Index(condition=models.Q(('status', bashke.person.referrals.rules.Status['SENT'])), fields=['municipality', 'due_at'], name='referral_silence'), models.Index(fields=['provider', '-sent_at', 'id'], name='referral_of_provider')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('status__in', [bashke.person.referrals.rules.Status['SENT'], bashke.person.referrals.rules.Status['WITHDRAWN']])), models.Q(('answered_at__isnull', False), ('status__in', [bashke.person.referrals.rules.Status['ACCEPTED'], bashke.person.referrals.rules.Status['DECLINED']]), models.Q(('answered_by', None), ('answered_name', ''), _connector='XOR')), _connector='OR'), name='referral_answer_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('status', bashke.person.referrals.rules.Status['DECLINED']), models.Q(('decline_reason', ''), _negated=True)), models.Q(models.Q(('status', bashke.person.referrals.rules.Status['DECLINED']), _negated=True), ('decline_reason', '')), _connector='OR'), name='no_decline_without_reason'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='referral_says_its_purpose'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('sent_at'))), name='referral_clock_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('person_name', ''), ('shared__contains', [bashke.person.people.rules.Share['NAME']]), _connector='OR'), models.Q(('person_age', None), ('shared__contains', [bashke.person.people.rules.Share['AGE']]), _connector='OR'), models.Q(('person_phone', ''), ('shared__contains', [bashke.person.people.rules.Share['PHONE']]), _connector='OR'), models.Q(('person_language', ''), ('shared__contains', [bashke.person.people.rules.Share['LANGUAGE']]), _connector='OR'), models.Q(('safety_note', ''), ('shared__contains', [bashke.person.people.rules.Share['SAFETY']]), _connector='OR')), name='referral_says_no_more_than_agreed'), models.CheckConstraint(condition=models.Q(('target_rung', None), ('target_rung__range', (1, 5)), _connector='OR'), name='asked_for_a_rung'), models.CheckConstraint(condition=models.Q(('over_on', None), ('status', bashke.person.referrals.rules.Status['ACCEPTED']), _connector='OR'), name='only_what_was_accepted_is_over'), models.UniqueConstraint(condition=models.Q(('status', bashke.person.referrals.rules.Status['SENT'])), fields=('need', 'service'), name='a_need_is_sent_once_to_a_service')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(unique=True)),
                ('sent_to', models.CharField(blank=True, max_length=30)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='referrals.referral')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gte', models.F('made_at'))), name='link_clock_runs_forward'), models.CheckConstraint(condition=models.Q(('used_at', None), ('used_at__lte', models.F('expires_at')), _connector='OR'), name='link_is_used_in_time')],
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('shared', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=bashke.person.referrals.models.usually_shared, size=None)),
                ('person_name', models.CharField(blank=True, max_length=130)),
                ('person_age', models.PositiveSmallIntegerField(null=True)),
                ('person_phone', models.CharField(blank=True, max_length=30)),
                ('person_language', models.CharField(blank=True, default='sq', max_length=2)),
                ('domain', models.CharField(max_length=30)),
                ('target_rung', models.PositiveSmallIntegerField(null=True)),
                ('purpose', models.TextField()),
                ('safety_note', models.TextField(blank=True)),
                ('agreed_at', models.DateTimeField()),
                ('status', models.CharField(choices=[(bashke.person.referrals.rules.Status['SENT'], bashke.person.referrals.rules.Status['SENT']), (bashke.person.referrals.rules.Status['ACCEPTED'], bashke.person.referrals.rules.Status['ACCEPTED']), (bashke.person.referrals.rules.Status['DECLINED'], bashke.person.referrals.rules.Status['DECLINED']), (bashke.person.referrals.rules.Status['WITHDRAWN'], bashke.person.referrals.rules.Status['WITHDRAWN'])], default=bashke.person.referrals.rules.Status['SENT'], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answered_name', models.CharField(blank=True, max_length=120)),
                ('answered_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=40)),
                ('answer_words', models.TextField(blank=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('over_on', models.DateField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('after', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
                ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.case')),
                ('consent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.consent')),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.municipality')),
                ('need', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.need')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='referrals.referral')),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.institution')),
                ('sent_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralevent" ("after_id", "agreed_at", "answer_words", "answered_at", "answered_by_id", "answered_name", "case_id", "consent_id", "decline_reason", "domain", "due_at", "escalated_at", "id", "municipality_id", "need_id", "over_on", "person_age", "person_id", "person_language", "person_name", "person_phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "purpose", "safety_note", "sent_at", "sent_by_id", "service_id", "shared", "status", "synthetic", "target_rung") VALUES (OLD."after_id", OLD."agreed_at", OLD."answer_words", OLD."answered_at", OLD."answered_by_id", OLD."answered_name", OLD."case_id", OLD."consent_id", OLD."decline_reason", OLD."domain", OLD."due_at", OLD."escalated_at", OLD."id", OLD."municipality_id", OLD."need_id", OLD."over_on", OLD."person_age", OLD."person_id", OLD."person_language", OLD."person_name", OLD."person_phone", NOW(), \'update\', OLD."id", OLD."provider_id", OLD."purpose", OLD."safety_note", OLD."sent_at", OLD."sent_by_id", OLD."service_id", OLD."shared", OLD."status", OLD."synthetic", OLD."target_rung"); RETURN NULL;', hash='21627055899b3357ed9580e8342db4a0fd0cd001', operation='UPDATE', pgid='pgtrigger_update_update_223e7', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("after_id", "agreed_at", "answer_words", "answered_at", "answered_by_id", "answered_name", "case_id", "consent_id", "decline_reason", "domain", "due_at", "escalated_at", "id", "municipality_id", "need_id", "over_on", "person_age", "person_id", "person_language", "person_name", "person_phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "purpose", "safety_note", "sent_at", "sent_by_id", "service_id", "shared", "status", "synthetic", "target_rung") VALUES (OLD."after_id", OLD."agreed_at", OLD."answer_words", OLD."answered_at", OLD."answered_by_id", OLD."answered_name", OLD."case_id", OLD."consent_id", OLD."decline_reason", OLD."domain", OLD."due_at", OLD."escalated_at", OLD."id", OLD."municipality_id", OLD."need_id", OLD."over_on", OLD."person_age", OLD."person_id", OLD."person_language", OLD."person_name", OLD."person_phone", NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."purpose", OLD."safety_note", OLD."sent_at", OLD."sent_by_id", OLD."service_id", OLD."shared", OLD."status", OLD."synthetic", OLD."target_rung"); RETURN NULL;', hash='230648f7cf1eb61e56cc1cc382f9bf9ea50cbf15', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', table='referrals_referral', when='AFTER')),
        ),
    ]

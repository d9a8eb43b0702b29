# ruff: noqa: E501  the triggers are printed by pgtrigger
# Begun by Django 5.2.19 on 2026-11-22 18:50

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0008_protected"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="referral",
            name="target_rung",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="referralevent",
            name="target_rung",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_referralevent" ("after_id", "agreed_at", "answer_words", "answered_at", "answered_by_id", "answered_name", "case_id", "consent_id", "decline_reason", "domain", "due_at", "escalated_at", "id", "municipality_id", "need_id", "over_on", "person_age", "person_id", "person_language", "person_name", "person_phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "purpose", "safety_note", "sent_at", "sent_by_id", "service_id", "shared", "status", "synthetic", "target_rung") VALUES (OLD."after_id", OLD."agreed_at", OLD."answer_words", OLD."answered_at", OLD."answered_by_id", OLD."answered_name", OLD."case_id", OLD."consent_id", OLD."decline_reason", OLD."domain", OLD."due_at", OLD."escalated_at", OLD."id", OLD."municipality_id", OLD."need_id", OLD."over_on", OLD."person_age", OLD."person_id", OLD."person_language", OLD."person_name", OLD."person_phone", NOW(), \'update\', OLD."id", OLD."provider_id", OLD."purpose", OLD."safety_note", OLD."sent_at", OLD."sent_by_id", OLD."service_id", OLD."shared", OLD."status", OLD."synthetic", OLD."target_rung"); RETURN NULL;',
                    hash="21627055899b3357ed9580e8342db4a0fd0cd001",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_223e7",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralevent" ("after_id", "agreed_at", "answer_words", "answered_at", "answered_by_id", "answered_name", "case_id", "consent_id", "decline_reason", "domain", "due_at", "escalated_at", "id", "municipality_id", "need_id", "over_on", "person_age", "person_id", "person_language", "person_name", "person_phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "purpose", "safety_note", "sent_at", "sent_by_id", "service_id", "shared", "status", "synthetic", "target_rung") VALUES (OLD."after_id", OLD."agreed_at", OLD."answer_words", OLD."answered_at", OLD."answered_by_id", OLD."answered_name", OLD."case_id", OLD."consent_id", OLD."decline_reason", OLD."domain", OLD."due_at", OLD."escalated_at", OLD."id", OLD."municipality_id", OLD."need_id", OLD."over_on", OLD."person_age", OLD."person_id", OLD."person_language", OLD."person_name", OLD."person_phone", NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."purpose", OLD."safety_note", OLD."sent_at", OLD."sent_by_id", OLD."service_id", OLD."shared", OLD."status", OLD."synthetic", OLD."target_rung"); RETURN NULL;',
                    hash="230648f7cf1eb61e56cc1cc382f9bf9ea50cbf15",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e24da",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_rung", None), ("target_rung__range", (1, 5)), _connector="OR"), name="asked_for_a_rung"
            ),
        ),
    ]

# ruff: noqa: E501  the triggers are printed by pgtrigger
# Begun by Django 5.2.19 on 2026-11-22 18:11

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import bashke.person.delivery.rules


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0008_protected"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="enrolment_dates_fit_its_status",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="offer_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="offered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="out_of_turn",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="passed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="passed_reason",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="offer_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="offered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="out_of_turn",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="passed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="passed_reason",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="status",
            field=models.CharField(
                choices=[
                    (bashke.person.delivery.rules.Status["WAITING"], bashke.person.delivery.rules.Status["WAITING"]),
                    (bashke.person.delivery.rules.Status["OFFERED"], bashke.person.delivery.rules.Status["OFFERED"]),
                    (bashke.person.delivery.rules.Status["ENROLLED"], bashke.person.delivery.rules.Status["ENROLLED"]),
                    (bashke.person.delivery.rules.Status["ENDED"], bashke.person.delivery.rules.Status["ENDED"]),
                ],
                default=bashke.person.delivery.rules.Status["WAITING"],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="enrolmentevent",
            name="status",
            field=models.CharField(
                choices=[
                    (bashke.person.delivery.rules.Status["WAITING"], bashke.person.delivery.rules.Status["WAITING"]),
                    (bashke.person.delivery.rules.Status["OFFERED"], bashke.person.delivery.rules.Status["OFFERED"]),
                    (bashke.person.delivery.rules.Status["ENROLLED"], bashke.person.delivery.rules.Status["ENROLLED"]),
                    (bashke.person.delivery.rules.Status["ENDED"], bashke.person.delivery.rules.Status["ENDED"]),
                ],
                default=bashke.person.delivery.rules.Status["WAITING"],
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "delivery_enrolmentevent" ("ended_on", "enrolled_on", "id", "municipality_id", "offer_until", "offered_at", "out_of_turn", "outcome", "outcome_rung", "outcome_words", "passed_at", "passed_reason", "person_id", "person_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "referral_id", "service_id", "status", "synthetic", "waiting_since") VALUES (OLD."ended_on", OLD."enrolled_on", OLD."id", OLD."municipality_id", OLD."offer_until", OLD."offered_at", OLD."out_of_turn", OLD."outcome", OLD."outcome_rung", OLD."outcome_words", OLD."passed_at", OLD."passed_reason", OLD."person_id", OLD."person_name", NOW(), \'update\', OLD."id", OLD."provider_id", OLD."referral_id", OLD."service_id", OLD."status", OLD."synthetic", OLD."waiting_since"); RETURN NULL;',
                    hash="98f0648e69ba10619efcfdc8a99d4be4c8d39520",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b12f4",
                    table="delivery_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delivery_enrolmentevent" ("ended_on", "enrolled_on", "id", "municipality_id", "offer_until", "offered_at", "out_of_turn", "outcome", "outcome_rung", "outcome_words", "passed_at", "passed_reason", "person_id", "person_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "referral_id", "service_id", "status", "synthetic", "waiting_since") VALUES (OLD."ended_on", OLD."enrolled_on", OLD."id", OLD."municipality_id", OLD."offer_until", OLD."offered_at", OLD."out_of_turn", OLD."outcome", OLD."outcome_rung", OLD."outcome_words", OLD."passed_at", OLD."passed_reason", OLD."person_id", OLD."person_name", NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."referral_id", OLD."service_id", OLD."status", OLD."synthetic", OLD."waiting_since"); RETURN NULL;',
                    hash="994e6b4621b4497d925b6bdf37ecf030a9a901ce",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f8567",
                    table="delivery_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("enrolled_on", None), ("status", bashke.person.delivery.rules.Status["WAITING"])),
                    models.Q(("ended_on", None), ("enrolled_on", None), ("status", bashke.person.delivery.rules.Status["OFFERED"])),
                    models.Q(
                        ("ended_on", None), ("enrolled_on__isnull", False), ("status", bashke.person.delivery.rules.Status["ENROLLED"])
                    ),
                    models.Q(("ended_on__isnull", False), ("status", bashke.person.delivery.rules.Status["ENDED"])),
                    _connector="OR",
                ),
                name="enrolment_dates_fit_its_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", bashke.person.delivery.rules.Status["OFFERED"]), _negated=True),
                    models.Q(("offer_until__gt", models.F("offered_at")), ("offer_until__isnull", False), ("offered_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_offer_has_its_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("passed_at", None), ("passed_reason", "")),
                    models.Q(("passed_at__isnull", False), models.Q(("passed_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="no_offer_passes_without_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("out_of_turn", ""), ("enrolled_on__isnull", False), _connector="OR"), name="out_of_turn_is_enrolled"
            ),
        ),
    ]

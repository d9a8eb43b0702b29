# ruff: noqa: E501  the triggers are printed by pgtrigger
# Begun by Django 5.2.19 on 2026-11-22 15:18

from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bashke.person.casework.rules.files
from bashke.ground.access.wall import narrowed

PROTECTED = (Path(__file__).parent.parent / "sql" / "protected.sql").read_text(encoding="utf-8")
OPEN = "ANY ((SELECT guard.files())::uuid[])"
SHUT = "ALL ((SELECT guard.shut_cases())::uuid[])"
TOLD = " AND ".join(f"coalesce(notices_notice.{who} <> ALL ((SELECT guard.shut_people())::uuid[]), true)" for who in ("person", "request"))
OF_A_CASE = ("review", "closure", "need", "needevent", "assessment", "plan", "planevent", "handover")


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_wall"),
        ("notices", "0002_wall"),
        ("casework", "0004_wall_of_team"),
        ("people", "0004_consent_wall"),
        ("protection", "0002_wall"),
        ("requests", "0005_protected"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="one_open_case_for_a_person",
        ),
        migrations.AddField(
            model_name="case",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="protection.protectedfile"
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="file",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="protection.protectedfile",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("file__isnull", False)), fields=["municipality"], name="case_protected"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_caseevent" ("closed_at", "due_at", "file_id", "follow_up_due_at", "id", "municipality_id", "next_step", "opened_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "status", "synthetic", "tracks", "urgency", "worker_id") VALUES (OLD."closed_at", OLD."due_at", OLD."file_id", OLD."follow_up_due_at", OLD."id", OLD."municipality_id", OLD."next_step", OLD."opened_at", OLD."person_id", NOW(), \'update\', OLD."id", OLD."request_id", OLD."status", OLD."synthetic", OLD."tracks", OLD."urgency", OLD."worker_id"); RETURN NULL;',
                    hash="6bc6ae5e21d659361db7b66f7bc5b741e16e8810",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6bba9",
                    table="casework_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_caseevent" ("closed_at", "due_at", "file_id", "follow_up_due_at", "id", "municipality_id", "next_step", "opened_at", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "status", "synthetic", "tracks", "urgency", "worker_id") VALUES (OLD."closed_at", OLD."due_at", OLD."file_id", OLD."follow_up_due_at", OLD."id", OLD."municipality_id", OLD."next_step", OLD."opened_at", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."request_id", OLD."status", OLD."synthetic", OLD."tracks", OLD."urgency", OLD."worker_id"); RETURN NULL;',
                    hash="06fb5638e5ca41f19b26f0beb48c79007e3dd2b1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d0e0",
                    table="casework_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("status", bashke.person.casework.rules.files.CaseStatus["CLOSED"]), _negated=True), ("file", None)
                ),
                fields=("person",),
                name="one_open_case_for_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", bashke.person.casework.rules.files.CaseStatus["CLOSED"]), _negated=True),
                fields=("file",),
                name="one_open_case_for_a_file",
            ),
        ),
        migrations.RunSQL(
            f"""
            GRANT SELECT (id, municipality_id, file_id, status, due_at) ON casework_case TO bashke_guard;
            CREATE POLICY guard_read ON casework_case FOR SELECT TO bashke_guard USING (true);
            GRANT SELECT (status) ON requests_request TO bashke_guard;
            SET LOCAL ROLE bashke_guard; {PROTECTED} RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
        narrowed("casework_case", f"casework_case.file_id IS NULL OR casework_case.file_id = {OPEN}"),
        narrowed("casework_caseevent", f"casework_caseevent.id <> {SHUT}"),
        *[narrowed(f"casework_{name}", f"casework_{name}.case_id <> {SHUT}") for name in OF_A_CASE],
        *[
            narrowed(f"casework_{row}", f"EXISTS (SELECT 1 FROM casework_{whole} w WHERE w.id = casework_{row}.{whole}_id)")
            for row, whole in (("needstep", "need"), ("goal", "plan"))
        ],
        narrowed("casework_planaction", "EXISTS (SELECT 1 FROM casework_goal w WHERE w.id = casework_planaction.goal_id)"),
        narrowed(
            "journal_entry",
            "journal_entry.worker = (SELECT guard.worker()) OR journal_entry.person IS NULL"
            " OR journal_entry.person <> ALL ((SELECT guard.shut_people())::uuid[])",
            verb="SELECT",
        ),
        *[narrowed("notices_notice", TOLD, verb=verb) for verb in ("SELECT", "UPDATE")],
    ]

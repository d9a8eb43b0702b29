# ruff: noqa: E501  the triggers are printed by pgtrigger
# Begun by Django 5.2.19 on 2026-11-22 15:18

from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from bashke.ground.access.wall import narrowed

PROTECTED = (Path(__file__).parent.parent / "sql" / "protected.sql").read_text(encoding="utf-8")
OPEN = "ANY ((SELECT guard.files())::uuid[])"
# History keeps what a row was before it was protected: it is closed by the id, not by the file it had then.
SHUT = "ALL ((SELECT guard.shut_requests())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_consent_wall"),
        ("protection", "0002_wall"),
        ("requests", "0004_wall_of_conflicts"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="request",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="request",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="request",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="protection.protectedfile"
            ),
        ),
        migrations.AddField(
            model_name="requestevent",
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
            model_name="request",
            index=models.Index(condition=models.Q(("file__isnull", False)), fields=["municipality"], name="request_protected"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "requests_requestevent" ("answer_due_at", "answered_at", "asker_name", "asker_office", "asker_phone", "asker_relation", "birth_date", "channel", "contact_due_at", "decide_due_at", "domains", "escalated_at", "family_name", "file_id", "for_whom", "given_name", "how_to_reach", "id", "key", "language", "municipality_id", "permission_given", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "refusal_reason", "refusal_words", "responsible_id", "spoken", "status", "synthetic", "tracks", "unit_id", "urgency", "without_permission", "words") VALUES (OLD."answer_due_at", OLD."answered_at", OLD."asker_name", OLD."asker_office", OLD."asker_phone", OLD."asker_relation", OLD."birth_date", OLD."channel", OLD."contact_due_at", OLD."decide_due_at", OLD."domains", OLD."escalated_at", OLD."family_name", OLD."file_id", OLD."for_whom", OLD."given_name", OLD."how_to_reach", OLD."id", OLD."key", OLD."language", OLD."municipality_id", OLD."permission_given", OLD."person_id", NOW(), \'update\', OLD."id", OLD."phone", OLD."received_at", OLD."refusal_reason", OLD."refusal_words", OLD."responsible_id", OLD."spoken", OLD."status", OLD."synthetic", OLD."tracks", OLD."unit_id", OLD."urgency", OLD."without_permission", OLD."words"); RETURN NULL;',
                    hash="ac8e9a1a98076851f734981eda79c5c4bbf380f0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b6120",
                    table="requests_request",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "requests_requestevent" ("answer_due_at", "answered_at", "asker_name", "asker_office", "asker_phone", "asker_relation", "birth_date", "channel", "contact_due_at", "decide_due_at", "domains", "escalated_at", "family_name", "file_id", "for_whom", "given_name", "how_to_reach", "id", "key", "language", "municipality_id", "permission_given", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "refusal_reason", "refusal_words", "responsible_id", "spoken", "status", "synthetic", "tracks", "unit_id", "urgency", "without_permission", "words") VALUES (OLD."answer_due_at", OLD."answered_at", OLD."asker_name", OLD."asker_office", OLD."asker_phone", OLD."asker_relation", OLD."birth_date", OLD."channel", OLD."contact_due_at", OLD."decide_due_at", OLD."domains", OLD."escalated_at", OLD."family_name", OLD."file_id", OLD."for_whom", OLD."given_name", OLD."how_to_reach", OLD."id", OLD."key", OLD."language", OLD."municipality_id", OLD."permission_given", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."phone", OLD."received_at", OLD."refusal_reason", OLD."refusal_words", OLD."responsible_id", OLD."spoken", OLD."status", OLD."synthetic", OLD."tracks", OLD."unit_id", OLD."urgency", OLD."without_permission", OLD."words"); RETURN NULL;',
                    hash="5d50edd9286d55f4e1c613bc355bf210668779c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df2c7",
                    table="requests_request",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            f"""
            GRANT SELECT (file_id) ON requests_request TO bashke_guard;
            SET LOCAL ROLE bashke_guard; {PROTECTED} RESET ROLE;
            CREATE POLICY bashke_public_narrowed ON requests_request AS RESTRICTIVE FOR INSERT TO bashke_public
                WITH CHECK (requests_request.file_id IS NULL AND (SELECT guard.kind()) = 'public');
            """,
            migrations.RunSQL.noop,
        ),
        narrowed("requests_request", f"requests_request.file_id IS NULL OR requests_request.file_id = {OPEN}"),
        narrowed("requests_requestevent", f"requests_requestevent.id <> {SHUT}"),
        narrowed("requests_accesscode", f"requests_accesscode.request_id <> {SHUT}"),
        narrowed("requests_appeal", f"requests_appeal.request_id <> {SHUT}"),
        narrowed("requests_triage", f"requests_triage.request_id <> {SHUT}"),
    ]

"""The father's name where a worker writes the names down. The version before does not name the column when somebody asks."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0010_wall_of_own_words"),
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
            name="father_name",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="requestevent",
            name="father_name",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunSQL("ALTER TABLE requests_request ALTER COLUMN father_name SET DEFAULT ''", migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "requests_requestevent" ("answer_due_at", "answered_at", "asker_name", "asker_office", "asker_phone", "asker_relation", "birth_date", "channel", "contact_due_at", "decide_due_at", "domains", "escalated_at", "family_name", "father_name", "file_id", "for_whom", "given_name", "how_to_reach", "id", "key", "language", "municipality_id", "permission_given", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "refusal_reason", "refusal_words", "responsible_id", "spoken", "status", "synthetic", "tracks", "unit_id", "urgency", "without_permission", "words") VALUES (OLD."answer_due_at", OLD."answered_at", OLD."asker_name", OLD."asker_office", OLD."asker_phone", OLD."asker_relation", OLD."birth_date", OLD."channel", OLD."contact_due_at", OLD."decide_due_at", OLD."domains", OLD."escalated_at", OLD."family_name", OLD."father_name", OLD."file_id", OLD."for_whom", OLD."given_name", OLD."how_to_reach", OLD."id", OLD."key", OLD."language", OLD."municipality_id", OLD."permission_given", OLD."person_id", NOW(), \'update\', OLD."id", OLD."phone", OLD."received_at", OLD."refusal_reason", OLD."refusal_words", OLD."responsible_id", OLD."spoken", OLD."status", OLD."synthetic", OLD."tracks", OLD."unit_id", OLD."urgency", OLD."without_permission", OLD."words"); RETURN NULL;',  # noqa: E501
                    hash="425e5ec8571e22d01d4da64dec7ec66f651969d3",
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
                    func='INSERT INTO "requests_requestevent" ("answer_due_at", "answered_at", "asker_name", "asker_office", "asker_phone", "asker_relation", "birth_date", "channel", "contact_due_at", "decide_due_at", "domains", "escalated_at", "family_name", "father_name", "file_id", "for_whom", "given_name", "how_to_reach", "id", "key", "language", "municipality_id", "permission_given", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "refusal_reason", "refusal_words", "responsible_id", "spoken", "status", "synthetic", "tracks", "unit_id", "urgency", "without_permission", "words") VALUES (OLD."answer_due_at", OLD."answered_at", OLD."asker_name", OLD."asker_office", OLD."asker_phone", OLD."asker_relation", OLD."birth_date", OLD."channel", OLD."contact_due_at", OLD."decide_due_at", OLD."domains", OLD."escalated_at", OLD."family_name", OLD."father_name", OLD."file_id", OLD."for_whom", OLD."given_name", OLD."how_to_reach", OLD."id", OLD."key", OLD."language", OLD."municipality_id", OLD."permission_given", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."phone", OLD."received_at", OLD."refusal_reason", OLD."refusal_words", OLD."responsible_id", OLD."spoken", OLD."status", OLD."synthetic", OLD."tracks", OLD."unit_id", OLD."urgency", OLD."without_permission", OLD."words"); RETURN NULL;',  # noqa: E501
                    hash="0a7d66daabc1f673c9f1a34f14c0c0e0e20cd42e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df2c7",
                    table="requests_request",
                    when="AFTER",
                ),
            ),
        ),
    ]

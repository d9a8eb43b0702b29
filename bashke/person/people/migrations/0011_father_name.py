"""The father's name, which every paper of the civil status has. The version before does not name the column when it adds a person."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_lists_begin_with_the_municipality"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="person",
            name="father_name",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="personevent",
            name="father_name",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunSQL("ALTER TABLE people_person ALTER COLUMN father_name SET DEFAULT ''", migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "father_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."father_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'update\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',  # noqa: E501
                    hash="a284164cba1b1e2fd636868e88f0385c9ac3c482",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "father_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."father_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'delete\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',  # noqa: E501
                    hash="dff7e59821c790e60e9d6e376f0d2980607d8c95",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ca2d",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
    ]

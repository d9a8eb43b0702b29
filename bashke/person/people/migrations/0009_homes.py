# ruff: noqa: E501  the triggers are printed by pgtrigger
"""Who lives with whom becomes rows with a first and a last day; and what people are to one another is kept."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was one column of a person: since when nobody wrote down.
AS_THEY_LIVED = """
ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY;
INSERT INTO people_membership (id, municipality_id, household_id, person_id, place, since, until, entered_by_id, entered_at, synthetic)
SELECT gen_random_uuid(), p.municipality_id, p.household_id, p.id, 'unknown', NULL, NULL, NULL, p.created_at, p.synthetic
  FROM people_person p WHERE p.household_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE people_person FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_contact_wish_wall"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=12)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("entered_at", models.DateTimeField()),
                ("synthetic", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=15)),
                ("basis", models.CharField(blank=True, max_length=20)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("entered_at", models.DateTimeField()),
                ("synthetic", models.BooleanField(default=False)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        # The columns stay until the next release, so that a worker of the last one goes on while this one starts.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name="person",
                    name="household",
                ),
                migrations.RemoveField(
                    model_name="personevent",
                    name="household",
                ),
            ]
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'update\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',
                    hash="0902d9a4214edb5783788b4e855a175a112cdfbc",
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
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'delete\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',
                    hash="1cab2d88b2dcdb57219d31d89fcd065c2f4e6232",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ca2d",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="household",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="members", to="people.household"),
        ),
        migrations.AddField(
            model_name="membership",
            name="municipality",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.person"),
        ),
        migrations.AddField(
            model_name="tie",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="municipality",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="other",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="tie",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="people.person"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("household", "person"), name="once_in_a_household"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="living_together_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("person", "other", "kind"), name="a_tie_is_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("other")), _negated=True), name="nobody_is_tied_to_herself"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="a_tie_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "guardian"), _negated=True), models.Q(("basis", ""), _negated=True), _connector="OR"),
                name="a_guardian_has_a_right_to_be_one",
            ),
        ),
        migrations.RunSQL(AS_THEY_LIVED, migrations.RunSQL.noop),
    ]

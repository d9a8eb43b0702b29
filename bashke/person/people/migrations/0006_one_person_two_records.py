# ruff: noqa: E501  the triggers are printed by pgtrigger
"""Two records that are one person: the second points to the first, and the pair says who saw it, who confirmed it and how to undo it."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bashke.person.people.rules
from bashke.ground.access.wall import Door, own, walled

# Whoever stands for another record is no double herself: no chain and no circle, whoever writes and however many at once.
ONE_DEEP = """
ALTER TABLE people_person
    ADD COLUMN stands_alone boolean GENERATED ALWAYS AS (same_as_id IS NULL) STORED,
    ADD COLUMN has_one boolean GENERATED ALWAYS AS (CASE WHEN same_as_id IS NOT NULL THEN true END) STORED;
ALTER TABLE people_person
    ADD CONSTRAINT stands_alone_once UNIQUE (id, stands_alone),
    ADD CONSTRAINT a_double_points_to_one_who_stands_alone FOREIGN KEY (same_as_id, has_one) REFERENCES people_person (id, stands_alone),
    ADD CONSTRAINT a_double_is_of_the_same_municipality FOREIGN KEY (municipality_id, same_as_id) REFERENCES people_person (municipality_id, id);
"""
ALONE = """
ALTER TABLE people_person DROP CONSTRAINT a_double_is_of_the_same_municipality, DROP CONSTRAINT a_double_points_to_one_who_stands_alone,
    DROP CONSTRAINT stands_alone_once, DROP COLUMN has_one, DROP COLUMN stands_alone
"""
PAIR = own("people_pair")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_wall"),
        ("people", "0005_token_tells_its_municipality"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (bashke.person.people.rules.PairStatus["FOUND"], bashke.person.people.rules.PairStatus["FOUND"]),
                            (bashke.person.people.rules.PairStatus["PROPOSED"], bashke.person.people.rules.PairStatus["PROPOSED"]),
                            (bashke.person.people.rules.PairStatus["MERGED"], bashke.person.people.rules.PairStatus["MERGED"]),
                            (bashke.person.people.rules.PairStatus["DIFFERENT"], bashke.person.people.rules.PairStatus["DIFFERENT"]),
                            (bashke.person.people.rules.PairStatus["SPLIT"], bashke.person.people.rules.PairStatus["SPLIT"]),
                        ],
                        default=bashke.person.people.rules.PairStatus["FOUND"],
                        max_length=10,
                    ),
                ),
                (
                    "likeness",
                    models.CharField(
                        blank=True,
                        choices=[
                            (bashke.person.people.rules.Likeness["NEARLY_SURE"], bashke.person.people.rules.Likeness["NEARLY_SURE"]),
                            (bashke.person.people.rules.Likeness["LIKELY"], bashke.person.people.rules.Likeness["LIKELY"]),
                            (bashke.person.people.rules.Likeness["POSSIBLE"], bashke.person.people.rules.Likeness["POSSIBLE"]),
                        ],
                        max_length=12,
                    ),
                ),
                ("reasons", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ("found_at", models.DateTimeField()),
                ("taken", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ("why", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("proposer_decides", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.TextField(blank=True)),
                ("before", models.JSONField(null=True)),
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
        migrations.AddField(
            model_name="person",
            name="same_as",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubles",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="same_as",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("same_as__isnull", False)), fields=["same_as"], name="doubles_of"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "household_id", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."household_id", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'update\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',
                    hash="7918a1ce989e365bd246a687fb24be2e8dad3c99",
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
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_name", "given_name", "household_id", "id", "language", "municipality_id", "personal_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "same_as_id", "sex", "sort_key", "synthetic", "unit_id") VALUES (OLD."address", OLD."birth_date", OLD."created_at", OLD."family_name", OLD."given_name", OLD."household_id", OLD."id", OLD."language", OLD."municipality_id", OLD."personal_number", NOW(), \'delete\', OLD."id", OLD."phone", OLD."same_as_id", OLD."sex", OLD."sort_key", OLD."synthetic", OLD."unit_id"); RETURN NULL;',
                    hash="f6a6ce42f4dbaf23a5452dd5027499b134e81f42",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ca2d",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="decided_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="pair",
            name="first",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="pair",
            name="municipality",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"),
        ),
        migrations.AddField(
            model_name="pair",
            name="proposed_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="pair",
            name="second",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="pair",
            name="stays",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(fields=["municipality", "status", "-found_at"], name="pairs_to_judge"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="a_pair_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="a_pair_is_two_records_in_order"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(("stays", None), ("stays", models.F("first")), ("stays", models.F("second")), _connector="OR"),
                name="one_of_the_pair_stays",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [bashke.person.people.rules.PairStatus["PROPOSED"], bashke.person.people.rules.PairStatus["MERGED"]],
                        ),
                        _negated=True,
                    ),
                    models.Q(("proposed_by__isnull", False), ("stays__isnull", False), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_proposal_says_who_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", bashke.person.people.rules.PairStatus["MERGED"]), _negated=True),
                    models.Q(
                        ("before__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="two_people_put_records_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [bashke.person.people.rules.PairStatus["DIFFERENT"], bashke.person.people.rules.PairStatus["SPLIT"]],
                        ),
                        _negated=True,
                    ),
                    models.Q(("decided_by__isnull", False), models.Q(("decided_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="keeping_apart_says_who_and_why",
            ),
        ),
        migrations.RunSQL(ONE_DEEP, ALONE),
        walled("people_pair", municipality=Door(read=PAIR, write=PAIR)),
    ]

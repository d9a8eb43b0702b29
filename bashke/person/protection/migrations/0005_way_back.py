"""A protected file becomes ordinary again, or of another kind, when two of its team say so. What stands in it stays the team's."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bashke.person.protection.rules
from bashke.ground.access.wall import Door, own, walled

RETURN = "protection_return"
INSIDE = f"{own(RETURN)} AND {RETURN}.file_id = ANY ((SELECT guard.files())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0004_danger_and_steps"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="protectedfile",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "track",
                    models.CharField(
                        blank=True,
                        choices=[
                            (bashke.person.protection.rules.Track["VIOLENCE"], bashke.person.protection.rules.Track["VIOLENCE"]),
                            (bashke.person.protection.rules.Track["CHILD"], bashke.person.protection.rules.Track["CHILD"]),
                            (bashke.person.protection.rules.Track["TRAFFICKING"], bashke.person.protection.rules.Track["TRAFFICKING"]),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (
                                bashke.person.protection.rules.ReturnStatus["WAITING"],
                                bashke.person.protection.rules.ReturnStatus["WAITING"],
                            ),
                            (bashke.person.protection.rules.ReturnStatus["AGREED"], bashke.person.protection.rules.ReturnStatus["AGREED"]),
                            (
                                bashke.person.protection.rules.ReturnStatus["REFUSED"],
                                bashke.person.protection.rules.ReturnStatus["REFUSED"],
                            ),
                        ],
                        default=bashke.person.protection.rules.ReturnStatus["WAITING"],
                        max_length=10,
                    ),
                ),
                ("second_at", models.DateTimeField(null=True)),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="protection.protectedfile"),
                ),
                (
                    "municipality",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", bashke.person.protection.rules.ReturnStatus["WAITING"])),
                        fields=("file",),
                        name="one_way_back_waits_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("second", None), models.Q(("second", models.F("asked_by")), _negated=True), _connector="OR"),
                        name="the_way_back_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("second", None), ("status", bashke.person.protection.rules.ReturnStatus["WAITING"])),
                            models.Q(
                                models.Q(("status", bashke.person.protection.rules.ReturnStatus["WAITING"]), _negated=True),
                                models.Q(("second", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="who_answered_the_way_back",
                    ),
                ],
            },
        ),
        walled(RETURN, municipality=Door(read=INSIDE, write=INSIDE, change_columns=("status", "second_id", "second_at"))),
        migrations.RunSQL(
            "GRANT UPDATE (returned_at) ON protection_protectedfile TO bashke_municipality",
            "REVOKE UPDATE (returned_at) ON protection_protectedfile FROM bashke_municipality",
        ),
    ]

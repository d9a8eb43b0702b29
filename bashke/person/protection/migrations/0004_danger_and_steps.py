"""What a team found of the danger, the steps its track asks for, and who coordinates the team: open to the team alone."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bashke.ground.law.rules.screening
import bashke.person.protection.rules
from bashke.ground.access.wall import Door, own, walled

DANGER, STEP = "protection_dangerassessment", "protection_step"


def inside(table: str) -> str:
    """Rows of the files that are open to the asker."""
    return f"{own(table)} AND {table}.file_id = ANY ((SELECT guard.files())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0003_one_person_two_records"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="protectedfile",
            name="coordinator",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name="DangerAssessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "track",
                    models.CharField(
                        choices=[
                            (bashke.person.protection.rules.Track["VIOLENCE"], bashke.person.protection.rules.Track["VIOLENCE"]),
                            (bashke.person.protection.rules.Track["CHILD"], bashke.person.protection.rules.Track["CHILD"]),
                            (bashke.person.protection.rules.Track["TRAFFICKING"], bashke.person.protection.rules.Track["TRAFFICKING"]),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "worst",
                    models.CharField(
                        choices=[
                            (
                                bashke.ground.law.rules.screening.TriageClass["ROUTINE"],
                                bashke.ground.law.rules.screening.TriageClass["ROUTINE"],
                            ),
                            (bashke.ground.law.rules.screening.TriageClass["SOON"], bashke.ground.law.rules.screening.TriageClass["SOON"]),
                            (
                                bashke.ground.law.rules.screening.TriageClass["URGENT"],
                                bashke.ground.law.rules.screening.TriageClass["URGENT"],
                            ),
                            (
                                bashke.ground.law.rules.screening.TriageClass["EMERGENCY"],
                                bashke.ground.law.rules.screening.TriageClass["EMERGENCY"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="protection.protectedfile"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["file", "-at"], name="danger_of_file")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=12)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="protection.protectedfile"),
                ),
                (
                    "municipality",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("done_at", None)), fields=("file", "code"), name="a_step_runs_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="who_did_a_step",
                    ),
                ],
            },
        ),
        walled(DANGER, municipality=Door(read=inside(DANGER), add=inside(DANGER))),
        walled(STEP, municipality=Door(read=inside(STEP), write=inside(STEP), change_columns=("done_at", "done_by_id"))),
        migrations.RunSQL(
            "GRANT UPDATE (coordinator_id) ON protection_protectedfile TO bashke_municipality",
            "REVOKE UPDATE (coordinator_id) ON protection_protectedfile FROM bashke_municipality",
        ),
    ]

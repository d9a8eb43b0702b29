"""What a worker is by profession, her licence, and what she was trained for; read and written in her municipality only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from bashke.ground.access.wall import Door, own, walled

TRAINING = "casework_training"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_wall_of_conferences"),
        ("territory", "0002_one_index_for_a_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"
                    ),
                ),
                ("worker", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("code", models.CharField(max_length=30)),
                ("done_on", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["municipality", "worker", "code"], name="one_row_of_a_training"),
                    models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("done_on")), name="a_training_ends_after_it_was_done"),
                ],
            },
        ),
        migrations.AddField("qualification", "profession", models.CharField(blank=True, db_default="", max_length=30)),
        migrations.AddField("qualification", "licence", models.CharField(blank=True, db_default="", max_length=30)),
        migrations.AddField("qualification", "licence_until", models.DateField(null=True)),
        migrations.AddConstraint(
            "qualification", models.CheckConstraint(condition=Q(licence="") | ~Q(profession=""), name="a_licence_is_of_a_profession")
        ),
        migrations.AddConstraint(
            "qualification", models.CheckConstraint(condition=Q(licence_until=None) | ~Q(licence=""), name="a_last_day_is_of_a_licence")
        ),
        walled(TRAINING, municipality=Door(read=own(TRAINING), write=own(TRAINING), remove=own(TRAINING))),
    ]

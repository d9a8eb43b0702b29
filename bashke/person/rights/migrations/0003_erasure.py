import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bashke.person.rights.rules


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_homes_wall"),
        ("rights", "0002_wall"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="datarequest",
            name="kind",
            field=models.CharField(
                choices=[
                    (bashke.person.rights.rules.Kind["COPY"], bashke.person.rights.rules.Kind["COPY"]),
                    (bashke.person.rights.rules.Kind["CORRECTION"], bashke.person.rights.rules.Kind["CORRECTION"]),
                    (bashke.person.rights.rules.Kind["RESTRICTION"], bashke.person.rights.rules.Kind["RESTRICTION"]),
                    (bashke.person.rights.rules.Kind["ERASURE"], bashke.person.rights.rules.Kind["ERASURE"]),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(model_name="datarequest", name="kept_until", field=models.DateField(null=True)),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("last_on", models.DateField()),
                ("over_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (bashke.person.rights.rules.Erasing["FOUND"], bashke.person.rights.rules.Erasing["FOUND"]),
                            (bashke.person.rights.rules.Erasing["PROPOSED"], bashke.person.rights.rules.Erasing["PROPOSED"]),
                            (bashke.person.rights.rules.Erasing["DONE"], bashke.person.rights.rules.Erasing["DONE"]),
                            (bashke.person.rights.rules.Erasing["KEPT"], bashke.person.rights.rules.Erasing["KEPT"]),
                        ],
                        default=bashke.person.rights.rules.Erasing["FOUND"],
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "ask",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="rights.datarequest"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality", db_index=False
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="erasures", to="people.person")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "status", "over_on", "id"], name="erasures_to_decide")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", [bashke.person.rights.rules.Erasing["FOUND"], bashke.person.rights.rules.Erasing["PROPOSED"]])
                        ),
                        fields=("person",),
                        name="one_erasure_of_a_file_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_on__gte", models.F("last_on"))), name="a_file_is_over_after_its_last_event"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "status__in",
                                    [bashke.person.rights.rules.Erasing["PROPOSED"], bashke.person.rights.rules.Erasing["DONE"]],
                                ),
                                _negated=True,
                            ),
                            models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="somebody_proposed_the_erasure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", bashke.person.rights.rules.Erasing["DONE"]), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_people_erase",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", bashke.person.rights.rules.Erasing["KEPT"]), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="keeping_longer_says_why",
                    ),
                ],
            },
        ),
    ]

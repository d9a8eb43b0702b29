# Begun by Django 5.2.19 on 2026-11-22 18:50

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0010_line_of_all"),
    ]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="rung",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="words",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("rung", None), models.Q(("present", True), ("rung__range", (1, 5))), _connector="OR"),
                name="progress_stands_on_a_rung",
            ),
        ),
    ]

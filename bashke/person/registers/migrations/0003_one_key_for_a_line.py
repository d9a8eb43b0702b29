"""A line belongs to a person of its own municipality: one foreign key over both, in place of two that asked for each alone."""

import django.db.models.deletion
from django.db import migrations, models

ONE_KEY = """
ALTER TABLE registers_line ADD CONSTRAINT line_is_of_a_person_here
    FOREIGN KEY (municipality_id, person_id) REFERENCES people_person (municipality_id, id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_lists_begin_with_the_municipality"),
        ("registers", "0002_wall"),
        ("territory", "0002_one_index_for_a_key"),
    ]

    operations = [
        migrations.AlterField(
            model_name="line",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="person",
            field=models.OneToOneField(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="register_line",
                serialize=False, to="people.person",
            ),
        ),
        migrations.RunSQL(ONE_KEY, "ALTER TABLE registers_line DROP CONSTRAINT line_is_of_a_person_here"),
    ]  # fmt: skip

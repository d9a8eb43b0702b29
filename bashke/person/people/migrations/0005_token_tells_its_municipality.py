"""A search token belongs to a person of its own municipality: one foreign key over both, in place of two that asked for each alone."""

import django.db.models.deletion
from django.db import migrations, models

ONE_KEY = """
ALTER TABLE people_searchtoken ADD CONSTRAINT token_is_of_a_person_here
    FOREIGN KEY (municipality_id, person_id) REFERENCES people_person (municipality_id, id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_consent_wall")]

    operations = [
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("municipality", "id"), name="person_is_of_one_municipality"),
        ),
        migrations.AlterField(
            model_name="searchtoken",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="searchtoken",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="people.person"
            ),
        ),
        migrations.RunSQL(ONE_KEY, "ALTER TABLE people_searchtoken DROP CONSTRAINT token_is_of_a_person_here"),
    ]

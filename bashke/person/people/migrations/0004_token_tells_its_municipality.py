"""A search token belongs to a person of its own municipality: one foreign key over both, in place of two that asked for each alone."""

from django.db import migrations

ONE_KEY = """
ALTER TABLE people_searchtoken ADD CONSTRAINT token_is_of_a_person_here
    FOREIGN KEY (municipality_id, person_id) REFERENCES people_person (municipality_id, id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_consent_wall")]

    operations = [migrations.RunSQL(ONE_KEY, "ALTER TABLE people_searchtoken DROP CONSTRAINT token_is_of_a_person_here")]

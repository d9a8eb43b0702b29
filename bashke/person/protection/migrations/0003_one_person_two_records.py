"""An emergency opening of a person with two records opens what is protected of both."""

from pathlib import Path

from django.db import migrations

RECORDS = (Path(__file__).parent.parent / "sql" / "records.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("protection", "0002_wall"), ("people", "0005_one_person_two_records")]

    operations = [
        migrations.RunSQL(
            f"GRANT SELECT (same_as_id) ON people_person TO bashke_guard; SET LOCAL ROLE bashke_guard; {RECORDS} RESET ROLE;",
            migrations.RunSQL.noop,
        ),
    ]

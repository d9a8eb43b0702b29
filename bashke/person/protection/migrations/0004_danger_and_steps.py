"""What a team found of the danger, the steps its track asks for, and who coordinates the team: open to the team alone."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

DANGER, STEP = "protection_dangerassessment", "protection_step"


def inside(table: str) -> str:
    """Rows of the files that are open to the asker."""
    return f"{own(table)} AND {table}.file_id = ANY ((SELECT guard.files())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("protection", "0003_one_person_two_records"), ("territory", "0001_initial")]

    operations = [
        walled(DANGER, municipality=Door(read=inside(DANGER), add=inside(DANGER))),
        walled(STEP, municipality=Door(read=inside(STEP), write=inside(STEP), change_columns=("done_at", "done_by_id"))),
        migrations.RunSQL(
            "GRANT UPDATE (coordinator_id) ON protection_protectedfile TO bashke_municipality",
            "REVOKE UPDATE (coordinator_id) ON protection_protectedfile FROM bashke_municipality",
        ),
    ]

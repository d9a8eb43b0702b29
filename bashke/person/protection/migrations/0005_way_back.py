"""A protected file becomes ordinary again, or of another kind, when two of its team say so. What stands in it stays the team's."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

RETURN = "protection_return"
INSIDE = f"{own(RETURN)} AND {RETURN}.file_id = ANY ((SELECT guard.files())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("protection", "0004_danger_and_steps"), ("territory", "0001_initial")]

    operations = [
        walled(RETURN, municipality=Door(read=INSIDE, write=INSIDE, change_columns=("status", "second_id", "second_at"))),
        migrations.RunSQL(
            "GRANT UPDATE (returned_at) ON protection_protectedfile TO bashke_municipality",
            "REVOKE UPDATE (returned_at) ON protection_protectedfile FROM bashke_municipality",
        ),
    ]

"""A worker who is related to a person learns nothing of the danger she is in, also when she is on the team."""

from django.db import migrations

from bashke.ground.access.wall import narrowed

# The sub-select is under the wall itself: it finds files that are open to the asker only.
RELATED = "(SELECT p.id FROM protection_protectedfile p WHERE p.person_id = ANY ((SELECT guard.barred())::uuid[]))"


class Migration(migrations.Migration):
    dependencies = [("requests", "0007_wall_of_homes"), ("protection", "0004_danger_and_steps")]

    operations = [narrowed(table, f"{table}.file_id NOT IN {RELATED}") for table in ("protection_dangerassessment", "protection_step")]

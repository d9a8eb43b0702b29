"""The file, its team and the openings in an emergency are the team's; the guard reads them to say what is open to whom."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

FILES = (Path(__file__).parent.parent / "sql" / "files.sql").read_text(encoding="utf-8")
OPEN = "ANY ((SELECT guard.files())::uuid[])"
FILE, MEMBER, OPENING = "protection_protectedfile", "protection_member", "protection_emergencyopening"
OFFICER = "(SELECT guard.role()) = 'data_protection_officer'"
# The sub-select is under the wall itself: it finds the files of the asker's own teams only.
OF_MY_TEAM = f"EXISTS (SELECT 1 FROM {FILE} p WHERE p.person_id = {OPENING}.person_id)"


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial"), ("access", "0002_wall"), ("people", "0002_wall")]

    operations = [
        walled(
            FILE,
            municipality=Door(read=f"{own(FILE)} AND {FILE}.id = {OPEN}", change=f"{own(FILE)} AND {FILE}.id = {OPEN}",
                              change_columns=("track", "person_id", "sealed")),
            guard=("id", "municipality_id", "person_id"),
        ),
        walled(
            MEMBER,
            municipality=Door(read=f"{own(MEMBER)} AND {MEMBER}.file_id = {OPEN}", write=f"{own(MEMBER)} AND {MEMBER}.file_id = {OPEN}",
                              change_columns=("until",)),
            guard=("file_id", "worker_id", "until"),
        ),
        walled(
            OPENING,
            municipality=Door(
                read=f"{own(OPENING)} AND ({OPENING}.worker_id = (SELECT guard.worker()) OR {OFFICER} OR {OF_MY_TEAM})",
                change=f"{own(OPENING)} AND {OFFICER}", change_columns=("judgement", "judged_by_id", "judged_at", "words"),
            ),
            guard=("person_id", "worker_id", "until", "municipality_id"),
        ),
        migrations.RunSQL(
            f"""
            GRANT INSERT ON {FILE}, {MEMBER}, {OPENING} TO bashke_guard;
            CREATE POLICY guard_add ON {FILE} FOR INSERT TO bashke_guard WITH CHECK (true);
            CREATE POLICY guard_add ON {MEMBER} FOR INSERT TO bashke_guard WITH CHECK (true);
            CREATE POLICY guard_add ON {OPENING} FOR INSERT TO bashke_guard WITH CHECK (true);
            GRANT SELECT (id, municipality_id) ON people_person TO bashke_guard;
            CREATE POLICY guard_read ON people_person FOR SELECT TO bashke_guard USING (true);
            SET LOCAL ROLE bashke_guard; {FILES} RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip

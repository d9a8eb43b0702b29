"""The journal is insert-only: the acting role may write five columns, the database writes who and when."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

SEAL = (Path(__file__).parent.parent / "sql" / "seal.sql").read_text(encoding="utf-8")
WRITTEN = ("verb", "subject", "person", "municipality", "reason")
ACT = Door(add="true", add_columns=WRITTEN)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled(
            "journal_entry",
            public=ACT,
            signin=ACT,
            nation=ACT,
            statistics=ACT,
            provider=ACT,
            person=Door(
                read="journal_entry.person IN ((SELECT guard.person()), (SELECT guard.request()))", add="true", add_columns=WRITTEN
            ),
            municipality=Door(
                read=own("journal_entry").replace("municipality_id", "municipality"),
                add=f"journal_entry.municipality IS NULL OR {own('journal_entry').replace('municipality_id', 'municipality')}",
                add_columns=WRITTEN,
            ),
        ),
        walled("journal_seal"),
        migrations.RunSQL(
            f"""
            GRANT SELECT ON journal_entry TO bashke_guard;
            GRANT SELECT, INSERT ON journal_seal TO bashke_guard;
            CREATE POLICY guard_read ON journal_entry FOR SELECT TO bashke_guard USING (true);
            CREATE POLICY guard_read ON journal_seal FOR SELECT TO bashke_guard USING (true);
            CREATE POLICY guard_add ON journal_seal FOR INSERT TO bashke_guard WITH CHECK (true);
            SET LOCAL ROLE bashke_guard; {SEAL} RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
    ]

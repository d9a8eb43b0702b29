"""A home she is kept safe in is not there for who may not know of her file: neither its address nor who lives in it."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import narrowed

HOMES = (Path(__file__).parent.parent / "sql" / "homes.sql").read_text(encoding="utf-8")
SHUT, BARRED, AWAY = (f"ALL ((SELECT guard.{kept}())::uuid[])" for kept in ("shut_records", "barred", "shut_homes"))


class Migration(migrations.Migration):
    dependencies = [("requests", "0006_wish_barred"), ("people", "0007_homes_wall"), ("protection", "0003_one_person_two_records")]

    operations = [
        migrations.RunSQL(
            f"""GRANT SELECT (opened_at) ON protection_protectedfile TO bashke_guard;
                SET LOCAL ROLE bashke_guard; {HOMES} RESET ROLE;""",
            migrations.RunSQL.noop,
        ),
        narrowed("people_household", f"people_household.id <> {AWAY}"),
        narrowed(
            "people_membership",
            f"people_membership.person_id <> {SHUT} AND people_membership.person_id <> {BARRED} AND people_membership.household_id <> {AWAY}",
        ),
        narrowed(
            "people_tie",
            " AND ".join(f"people_tie.{who} <> {kept}" for who in ("person_id", "other_id") for kept in (SHUT, BARRED)),
        ),
    ]

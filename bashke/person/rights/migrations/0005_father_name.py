"""Whoever is erased has no father's name any more."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "erase.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("rights", "0004_erasing"), ("people", "0011_father_name")]

    operations = [migrations.RunSQL(["SET LOCAL ROLE bashke_guard;", SQL, "RESET ROLE;"], migrations.RunSQL.noop)]

# Begun by Django 5.2.19 on 2026-11-22 15:18

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import narrowed

PROTECTED = (Path(__file__).parent.parent / "sql" / "protected.sql").read_text(encoding="utf-8")
OPEN = "ANY ((SELECT guard.files())::uuid[])"
SHUT = "ALL ((SELECT guard.shut_cases())::uuid[])"
TOLD = " AND ".join(f"coalesce(notices_notice.{who} <> ALL ((SELECT guard.shut_people())::uuid[]), true)" for who in ("person", "request"))
OF_A_CASE = ("review", "closure", "need", "needevent", "assessment", "plan", "planevent", "handover")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_wall_of_team"),
        ("journal", "0002_wall"),
        ("notices", "0002_wall"),
        ("people", "0003_consent_wall"),
        ("protection", "0002_wall"),
        ("requests", "0004_protected"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            GRANT SELECT (id, municipality_id, file_id, status, due_at) ON casework_case TO bashke_guard;
            CREATE POLICY guard_read ON casework_case FOR SELECT TO bashke_guard USING (true);
            GRANT SELECT (status) ON requests_request TO bashke_guard;
            SET LOCAL ROLE bashke_guard; {PROTECTED} RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
        narrowed("casework_case", f"casework_case.file_id IS NULL OR casework_case.file_id = {OPEN}"),
        narrowed("casework_caseevent", f"casework_caseevent.id <> {SHUT}"),
        *[narrowed(f"casework_{name}", f"casework_{name}.case_id <> {SHUT}") for name in OF_A_CASE],
        *[
            narrowed(f"casework_{row}", f"EXISTS (SELECT 1 FROM casework_{whole} w WHERE w.id = casework_{row}.{whole}_id)")
            for row, whole in (("needstep", "need"), ("goal", "plan"))
        ],
        narrowed("casework_planaction", "EXISTS (SELECT 1 FROM casework_goal w WHERE w.id = casework_planaction.goal_id)"),
        narrowed(
            "journal_entry",
            "journal_entry.worker = (SELECT guard.worker()) OR journal_entry.person IS NULL"
            " OR journal_entry.person <> ALL ((SELECT guard.shut_people())::uuid[])",
            verb="SELECT",
        ),
        *[narrowed("notices_notice", TOLD, verb=verb) for verb in ("SELECT", "UPDATE")],
    ]

# Begun by Django 5.2.19 on 2026-11-22 15:18

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import narrowed

PROTECTED = (Path(__file__).parent.parent / "sql" / "protected.sql").read_text(encoding="utf-8")
OPEN = "ANY ((SELECT guard.files())::uuid[])"
# History keeps what a row was before it was protected: it is closed by the id, not by the file it had then.
SHUT = "ALL ((SELECT guard.shut_requests())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0003_wall_of_conflicts"),
        ("people", "0003_consent_wall"),
        ("protection", "0002_wall"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            GRANT SELECT (file_id) ON requests_request TO bashke_guard;
            SET LOCAL ROLE bashke_guard; {PROTECTED} RESET ROLE;
            CREATE POLICY bashke_public_narrowed ON requests_request AS RESTRICTIVE FOR INSERT TO bashke_public
                WITH CHECK (requests_request.file_id IS NULL AND (SELECT guard.kind()) = 'public');
            """,
            migrations.RunSQL.noop,
        ),
        narrowed("requests_request", f"requests_request.file_id IS NULL OR requests_request.file_id = {OPEN}"),
        narrowed("requests_requestevent", f"requests_requestevent.id <> {SHUT}"),
        narrowed("requests_accesscode", f"requests_accesscode.request_id <> {SHUT}"),
        narrowed("requests_appeal", f"requests_appeal.request_id <> {SHUT}"),
        narrowed("requests_triage", f"requests_triage.request_id <> {SHUT}"),
    ]

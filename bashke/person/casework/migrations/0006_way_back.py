"""What a case was while it was protected stays its team's, also after the case became ordinary again."""

from django.db import migrations

EVENT = "casework_caseevent"
CLOSED = (
    f"{EVENT}.id <> ALL ((SELECT guard.shut_cases())::uuid[])"
    f" AND ({EVENT}.file_id IS NULL OR {EVENT}.file_id = ANY ((SELECT guard.files())::uuid[]))"
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_visits"), ("requests", "0009_way_back")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY bashke_municipality_narrowed ON {EVENT} USING ({CLOSED}) WITH CHECK ({CLOSED})", migrations.RunSQL.noop
        ),
    ]

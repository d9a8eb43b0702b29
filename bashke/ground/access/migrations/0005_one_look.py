"""What a policy asks of the context is one look at it, where it was two: each look checks the seal again."""

import re
from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent.parent / "sql" / "guard.sql").read_text(encoding="utf-8")
ONE_LOOK = "\n".join(re.findall(r"^CREATE FUNCTION guard\.field_of\(.*?^END \$\$;", GUARD, re.S | re.M)) + "\n".join(
    re.findall(
        r"^CREATE FUNCTION guard\.(?:field|as_kind|municipality|person|request)\([^)]*\) RETURNS \w+ LANGUAGE sql[^;]*;", GUARD, re.M
    )
)
MAY = "GRANT EXECUTE ON FUNCTION guard.field_of(text, integer) TO bashke_owner, bashke_web, bashke_job, bashke_kinds;"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_token_last_used")]

    operations = [
        migrations.RunSQL(
            f"SET LOCAL ROLE bashke_guard; {ONE_LOOK.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')} {MAY} RESET ROLE;",
            migrations.RunSQL.noop,
        )
    ]

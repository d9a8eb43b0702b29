"""A worker sees when each of her keys was used last: the guard writes the day, and nobody else may."""

import re
from pathlib import Path

from django.db import migrations, models

GUARD = (Path(__file__).parent.parent / "sql" / "guard.sql").read_text(encoding="utf-8")
BEGIN = "\n".join(re.findall(r"^CREATE FUNCTION guard\.begin\(.*?^END \$\$;", GUARD, re.S | re.M)).replace("CREATE", "CREATE OR REPLACE", 1)
WRITES = """
GRANT SELECT (last_used_on), UPDATE (last_used_on) ON access_token TO bashke_guard;
CREATE POLICY guard_change ON access_token FOR UPDATE TO bashke_guard USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_token")]

    operations = [
        migrations.AddField(model_name="token", name="last_used_on", field=models.DateField(null=True)),
        migrations.RunSQL(
            WRITES, "DROP POLICY guard_change ON access_token; REVOKE UPDATE (last_used_on) ON access_token FROM bashke_guard"
        ),
        migrations.RunSQL(f"SET LOCAL ROLE bashke_guard; {BEGIN} RESET ROLE;", migrations.RunSQL.noop),
    ]

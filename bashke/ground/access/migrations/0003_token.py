from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import Door, walled

GUARD = (Path(__file__).parent.parent / "sql" / "token.sql").read_text(encoding="utf-8")


def mine(table: str) -> str:
    """Rows of the worker who asks, whoever she works for."""
    return f"{table}.worker_id = (SELECT guard.worker())"


# A worker reads her own tokens and may end them. Only the guard adds one, with a proof; nothing prolongs one.
TOKEN = Door(read=mine("access_token"), change=mine("access_token"), change_columns=("ended_at",))
HERE = f"{mine('access_answer')} AND access_answer.post_id = (SELECT guard.post())"
ANSWER = Door(read=HERE, write=HERE)
GRANTS = """
GRANT SELECT (session_salt) ON access_worker TO bashke_guard;
GRANT INSERT ON access_token TO bashke_guard;
CREATE POLICY guard_add ON access_token FOR INSERT TO bashke_guard WITH CHECK (true);
GRANT DELETE ON access_answer TO bashke_guard;
CREATE POLICY guard_remove ON access_answer FOR DELETE TO bashke_guard USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_wall")]

    operations = [
        walled(
            "access_token",
            municipality=TOKEN,
            provider=TOKEN,
            nation=TOKEN,
            guard=("id", "worker_id", "post_id", "token_hash", "salt", "expires_at", "ended_at"),
        ),
        walled("access_answer", municipality=ANSWER, provider=ANSWER, nation=ANSWER, guard=("id", "kept_until")),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(f"SET LOCAL ROLE bashke_guard; {GUARD} RESET ROLE;", migrations.RunSQL.noop),
    ]

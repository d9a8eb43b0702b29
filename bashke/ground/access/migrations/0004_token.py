from pathlib import Path
from uuid import uuid4

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    dependencies = [("access", "0003_protected")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("salt", models.CharField(max_length=24)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.post")),
                (
                    "worker",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="token_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="token_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
                ("mark", models.CharField(max_length=64)),
                ("sealed", models.BinaryField(null=True)),
                ("kept_until", models.DateTimeField()),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.post")),
                (
                    "worker",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kept_until"], name="answer_over")],
                "constraints": [models.UniqueConstraint(fields=("post", "key"), name="one_key_one_answer")],
            },
        ),
        walled(
            "access_token", municipality=TOKEN, provider=TOKEN, nation=TOKEN,
            guard=("id", "worker_id", "post_id", "token_hash", "salt", "expires_at", "ended_at"),
        ),
        walled("access_answer", municipality=ANSWER, provider=ANSWER, nation=ANSWER, guard=("id", "kept_until")),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(f"SET LOCAL ROLE bashke_guard; {GUARD} RESET ROLE;", migrations.RunSQL.noop),
    ]  # fmt: skip

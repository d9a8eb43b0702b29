"""The guard, and the walls around workers and sign-in secrets. Packages below this one have no people: opened here."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import KINDS, Door, opened, own, walled

GUARD = (Path(__file__).parent.parent / "sql" / "guard.sql").read_text(encoding="utf-8")
SIGNED_IN = Door(read="true")  # names of colleagues beside the work they share; no secret is in this table

# An institution gives posts of its own kind only: a provider stands on a municipality's ground and must not seat a worker there.
# It changes accounts of nobody who works elsewhere today: who writes the e-mail address could ask for the password.
GIVES = "access_post.institution_id = (SELECT guard.institution()) AND access_post.kind = (SELECT guard.kind())"
OURS = (
    "NOT EXISTS (SELECT 1 FROM access_post p WHERE p.worker_id = access_worker.id AND p.institution_id <> (SELECT guard.institution())"
    " AND (p.valid_to IS NULL OR p.valid_to >= (SELECT guard.today())))"
)
EMPLOYS = Door(read="true", add="true", change=OURS)

NO_PEOPLE = (
    "territory_county", "territory_municipality", "territory_unit", "territory_census",
    "institutions_institution", "institutions_institutionname",
)  # fmt: skip

# Everybody may read what a municipality promised; only it may promise.
PROMISE = {kind: Door(read="true") for kind in KINDS}
PROMISE["municipality"] = Door(read="true", write=own("law_promise"))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("auth", "__latest__"),
        ("contenttypes", "__latest__"),
        ("account", "__latest__"),
        ("mfa", "__latest__"),
        ("procrastinate", "__latest__"),
        ("law", "0001_initial"),
        ("territory", "0001_initial"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(f"SET LOCAL ROLE bashke_guard; {GUARD} RESET ROLE;", reverse_sql=migrations.RunSQL.noop),
        *[opened(table, guard=True) for table in NO_PEOPLE],
        walled("law_promise", **PROMISE),
        migrations.RunSQL(
            """
            GRANT INSERT, UPDATE ON institutions_institution, institutions_institutionname TO bashke_job;
            """,
            migrations.RunSQL.noop,
        ),
        walled(
            "access_worker",
            signin=Door(read="true", change="true"),
            municipality=EMPLOYS,
            provider=EMPLOYS,
            nation=SIGNED_IN,
            person=SIGNED_IN,
            job=Door(read="true", write="true"),
            guard=("id", "name", "is_active"),
        ),
        walled("access_credential", signin=Door(read="true", write="true")),
        walled(
            "access_post",
            signin=Door(read="true"),
            municipality=Door(read="true", write=GIVES),
            provider=Door(read="true", write=GIVES),
            nation=SIGNED_IN,
            person=SIGNED_IN,
            job=Door(read="true", write="true"),
            guard=("id", "worker_id", "institution_id", "role", "kind", "valid_from", "valid_to"),
        ),
        walled("account_emailaddress", signin=Door(read="true", write="true", remove="true")),
        walled("account_emailconfirmation", signin=Door(read="true", write="true", remove="true")),
        walled("mfa_authenticator", signin=Door(read="true", write="true", remove="true")),
        migrations.RunSQL(
            """
            GRANT SELECT ON auth_permission, auth_group, auth_group_permissions, django_content_type TO bashke_kinds;
            GRANT SELECT ON django_migrations TO bashke_web, bashke_job;
            GRANT SELECT, INSERT, UPDATE ON procrastinate_jobs, procrastinate_events TO bashke_kinds;
            GRANT ALL ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers TO bashke_job;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO bashke_kinds, bashke_job;
            """,
            migrations.RunSQL.noop,
        ),
    ]

"""Who may not know of one of two records knows of no pair; who is related to a person is kept from all her records."""

from django.db import migrations

from bashke.ground.access.wall import narrowed

BARRED = """
SET LOCAL ROLE bashke_guard;
CREATE OR REPLACE FUNCTION guard.barred() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}'::uuid[]) FROM public.requests_conflict c, unnest(guard.together(c.person_id)) AS r(id)
     WHERE c.worker_id = guard.worker() AND c.ended_at IS NULL
$$;
RESET ROLE;
"""
# Neither a record of a person she is related to, nor one of a protected file that is closed to her.
REACHABLE = " AND ".join(
    f"people_pair.{record} <> ALL ((SELECT guard.{kept}())::uuid[])"
    for record in ("first_id", "second_id")
    for kept in ("barred", "shut_people")
)


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0004_protected"),
        ("protection", "0003_one_person_two_records"),
        ("people", "0005_one_person_two_records"),
    ]

    operations = [
        migrations.RunSQL(BARRED, migrations.RunSQL.noop),
        narrowed("people_pair", REACHABLE),
    ]

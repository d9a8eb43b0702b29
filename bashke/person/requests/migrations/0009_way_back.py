"""What a protected file leaves behind when it becomes ordinary again: its signs, its history and its journal stay the team's."""

from django.db import migrations

from bashke.ground.access.wall import narrowed

OPEN = "ANY ((SELECT guard.files())::uuid[])"
SHUT = "ALL ((SELECT guard.shut_requests())::uuid[])"
RELATED = "(SELECT p.id FROM protection_protectedfile p WHERE p.person_id = ANY ((SELECT guard.barred())::uuid[]))"
# A row of the time when its request was protected, wherever the request is now.
WAS = {table: f"({table}.file_id IS NULL OR {table}.file_id = {OPEN})" for table in ("requests_triage", "requests_requestevent")}
CLOSED = {
    "requests_triage": f"requests_triage.request_id <> {SHUT} AND {WAS['requests_triage']}",
    "requests_requestevent": f"requests_requestevent.id <> {SHUT} AND {WAS['requests_requestevent']}",
}
# In the journal a request stands for a person until she is registered: closed also after the request left its file, by its history.
SHUT_PEOPLE = """
GRANT SELECT (id, municipality_id, file_id) ON requests_requestevent TO bashke_guard;
CREATE POLICY guard_read ON requests_requestevent FOR SELECT TO bashke_guard USING (true);
CREATE INDEX requestevent_protected ON requests_requestevent (municipality_id) WHERE file_id IS NOT NULL;
SET LOCAL ROLE bashke_guard;
CREATE OR REPLACE FUNCTION guard.shut_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT guard.shut_requests()
        || ARRAY(SELECT DISTINCT e.id FROM public.requests_requestevent e
                  WHERE e.municipality_id = guard.municipality() AND e.file_id IS NOT NULL AND e.file_id <> ALL (guard.files()))
        || coalesce(array_agg(p.person_id), '{}') FROM public.protection_protectedfile p
     WHERE p.municipality_id = guard.municipality() AND p.person_id IS NOT NULL AND p.id <> ALL (guard.files())
$$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0008_wall_of_danger"), ("protection", "0005_way_back")]

    operations = [
        *[
            migrations.RunSQL(
                f"ALTER POLICY bashke_municipality_narrowed ON {table} USING ({condition}) WITH CHECK ({condition})", migrations.RunSQL.noop
            )
            for table, condition in CLOSED.items()
        ],
        migrations.RunSQL(SHUT_PEOPLE, migrations.RunSQL.noop),
        narrowed("protection_return", f"protection_return.file_id NOT IN {RELATED}"),
    ]

from django.db import migrations

from bashke.ground.access.wall import Door, barred, own, walled

APPEAL = own("requests_appeal")
CONFLICT = own("requests_conflict")

# Whom the worker who asks is kept from: asked once per query, as a list, whatever the query reads (docs/decisions/conflicts.md).
BARRED = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.barred() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(c.person_id), '{}'::uuid[]) FROM public.requests_conflict c
     WHERE c.worker_id = guard.worker() AND c.ended_at IS NULL
$$;
REVOKE ALL ON FUNCTION guard.barred() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.barred() TO bashke_municipality;
RESET ROLE;
"""
# What the public sends in came over the web and was judged by nobody.
NEW = """
ALTER POLICY bashke_public_add ON requests_request WITH CHECK (
    (SELECT guard.kind()) = 'public' AND requests_request.status = 'received' AND requests_request.person_id IS NULL
    AND requests_request.responsible_id IS NULL AND requests_request.urgency IS NULL AND requests_request.answered_at IS NULL
    AND requests_request.escalated_at IS NULL AND requests_request.channel = 'web' AND requests_request.without_permission = ''
    AND requests_request.tracks = '{}');
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_wall")]

    operations = [
        walled(
            "requests_appeal",
            municipality=Door(read=APPEAL, write=APPEAL),
            person=Door(read="requests_appeal.request_id = (SELECT guard.request())"),
        ),
        walled(
            "requests_conflict",
            municipality=Door(read=CONFLICT, write=CONFLICT),
            guard=("worker_id", "person_id", "ended_at"),
        ),
        migrations.RunSQL(BARRED, migrations.RunSQL.noop),
        migrations.RunSQL(NEW, migrations.RunSQL.noop),
        barred("people_person", "id"),
        barred("people_personevent", "id", reads_only=True),
        barred("requests_request"),
        barred("requests_requestevent", reads_only=True),
    ]

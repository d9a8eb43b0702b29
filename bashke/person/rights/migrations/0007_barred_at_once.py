"""Whom a worker is kept from is asked by every table of a file, some thirty times for one page: it looks at the context once.

Most workers are related to nobody, and in most municipalities no file rests: then two looks at an index are the whole answer.
"""

from django.db import migrations

AT_ONCE = """
SET LOCAL ROLE bashke_guard;
CREATE OR REPLACE FUNCTION guard.related() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE who uuid := guard.worker(); found uuid[];
BEGIN
    SELECT array_agg(r.id) INTO found FROM public.requests_conflict c, unnest(guard.together(c.person_id)) AS r(id)
     WHERE c.worker_id = who AND c.ended_at IS NULL;
    RETURN coalesce(found, '{}');
END $$;
-- Jobs have no worker: a restriction keeps no clock from running.
CREATE OR REPLACE FUNCTION guard.barred() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE who uuid := guard.worker(); ours text; resting uuid[];
BEGIN
    IF who IS NULL THEN RETURN '{}'; END IF;
    ours := guard.municipality();
    SELECT array_agg(r.id) INTO resting FROM public.rights_restriction x, unnest(guard.together(x.person_id)) AS r(id)
     WHERE x.ended_at IS NULL AND x.municipality_id = ours
       AND NOT EXISTS (SELECT 1 FROM public.rights_opening o WHERE o.worker_id = who AND o.until > clock_timestamp()
                          AND o.person_id = ANY (guard.together(x.person_id)));
    RETURN guard.related() || coalesce(resting, '{}');
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_father_name_of_a_request"), ("access", "0005_one_look")]

    operations = [migrations.RunSQL(AT_ONCE, migrations.RunSQL.noop)]

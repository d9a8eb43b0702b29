from django.db import migrations

# How many people wait for a service and on which days its last places were freed: numbers and days, nobody's name, and the same
# answer for every municipality the service takes people from. Under the wall each would see its own people only.
WAITING = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.waiting_at(services bigint[], most integer) RETURNS TABLE (service bigint, waiting bigint, freed date[])
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id,
           (SELECT count(*) FROM public.delivery_enrolment e WHERE e.service_id = s.id AND e.status = 'waiting'),
           ARRAY(SELECT e.ended_on FROM public.delivery_enrolment e
                  WHERE e.service_id = s.id AND e.status = 'ended' AND e.enrolled_on IS NOT NULL ORDER BY e.ended_on DESC LIMIT most)
      FROM unnest(services) AS s (id)
$$;
REVOKE ALL ON FUNCTION guard.waiting_at(bigint[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.waiting_at(bigint[], integer) TO bashke_municipality, bashke_provider, bashke_person;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0005_enrolled_by_link")]

    operations = [
        migrations.RunSQL("GRANT SELECT (enrolled_on) ON delivery_enrolment TO bashke_guard;", migrations.RunSQL.noop),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]

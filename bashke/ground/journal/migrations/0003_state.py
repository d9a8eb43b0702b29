"""What the operator's screen asks of the chain: how far it goes and what waits. Counts and times, no entry."""

from django.db import migrations

STATE = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.journal_state() RETURNS TABLE (seals bigint, sealed_at timestamptz, unsealed bigint, waiting_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH chain AS (SELECT count(*) AS seals, max(s.at) AS sealed_at, coalesce(max(s.upto_xid), 0) AS upto FROM public.journal_seal s)
    SELECT c.seals, c.sealed_at, count(e.id), min(e.at)
      FROM chain c LEFT JOIN public.journal_entry e ON e.xid >= c.upto GROUP BY c.seals, c.sealed_at
$$;
REVOKE ALL ON FUNCTION guard.journal_state() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.journal_state() TO bashke_job;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_wall")]

    operations = [migrations.RunSQL(STATE, "DROP FUNCTION guard.journal_state()")]

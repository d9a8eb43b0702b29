"""Many entries in one act: a register of 200,000 people would otherwise unseal the same context a million times."""

from django.db import migrations

MANY = """
GRANT INSERT (kind, worker, post, role, institution, verb, subject, person, municipality, reason) ON journal_entry TO bashke_guard;
CREATE POLICY guard_add ON journal_entry FOR INSERT TO bashke_guard WITH CHECK (true);
SET LOCAL ROLE bashke_guard;

-- One entry for each person. Who, from which post and in which municipality come from the sealed context; nothing of it can be given.
CREATE FUNCTION guard.journal_people(verb text, model text, people uuid[], reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE lau text := guard.municipality();
BEGIN
    IF lau IS NULL THEN RAISE EXCEPTION 'not a municipality' USING ERRCODE = '42501'; END IF;
    INSERT INTO public.journal_entry (kind, worker, post, role, institution, verb, subject, person, municipality, reason)
    SELECT c.kind, c.worker, c.post, c.role, c.institution, verb, model || ':' || p.id, p.id, lau, reason
      FROM unnest(people) AS p (id),
           (SELECT guard.kind() AS kind, guard.worker() AS worker, guard.post() AS post, guard.role() AS role,
                   guard.institution() AS institution OFFSET 0) AS c;
END $$;
REVOKE ALL ON FUNCTION guard.journal_people(text, text, uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.journal_people(text, text, uuid[], text) TO bashke_municipality;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_state")]

    operations = [migrations.RunSQL(MANY, migrations.RunSQL.noop)]

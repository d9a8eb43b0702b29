"""Many different acts in one statement: the demo country writes a million entries, each of which unsealed the same context five times."""

from django.db import migrations

ACTS = """
SET LOCAL ROLE bashke_guard;

-- One entry for each place in the arrays, in their order. Who, from which post and in which role come from the sealed context, read once;
-- nothing of it can be given. A worker of a municipality writes of her own or of none, as the policy of a single entry has it.
CREATE FUNCTION guard.journal_acts(verbs text[], subjects text[], people uuid[], municipalities text[], reasons text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE asker text := guard.kind(); lau text := guard.municipality();
BEGIN
    IF asker NOT IN ('municipality', 'provider') THEN RAISE EXCEPTION 'not an office' USING ERRCODE = '42501'; END IF;
    IF asker = 'municipality' AND EXISTS (SELECT FROM unnest(municipalities) AS m (id) WHERE m.id <> lau OR lau IS NULL AND m.id IS NOT NULL) THEN
        RAISE EXCEPTION 'not your municipality' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.journal_entry (kind, worker, post, role, institution, verb, subject, person, municipality, reason)
    SELECT c.kind, c.worker, c.post, c.role, c.institution, a.verb, a.subject, a.person, a.municipality, a.reason
      FROM unnest(verbs, subjects, people, municipalities, reasons) WITH ORDINALITY AS a (verb, subject, person, municipality, reason, place),
           (SELECT asker AS kind, guard.worker() AS worker, guard.post() AS post, guard.role() AS role,
                   guard.institution() AS institution OFFSET 0) AS c
     ORDER BY a.place;
END $$;
REVOKE ALL ON FUNCTION guard.journal_acts(text[], text[], uuid[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.journal_acts(text[], text[], uuid[], text[], text[]) TO bashke_municipality, bashke_provider;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_many")]

    operations = [migrations.RunSQL(ACTS, "DROP FUNCTION guard.journal_acts(text[], text[], uuid[], text[], text[])")]

-- Where the people of protected files live. Run as bashke_guard.

-- Every record of everybody with a file that is closed to the asker.
CREATE FUNCTION guard.shut_records() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH one AS (
        SELECT coalesce(p.same_as_id, p.id) AS id FROM public.protection_protectedfile f JOIN public.people_person p ON p.id = f.person_id
         WHERE f.municipality_id = guard.municipality() AND f.id <> ALL (guard.files()))
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT id FROM one UNION SELECT p.id FROM public.people_person p WHERE p.same_as_id IN (SELECT id FROM one)) AS records
$$;

-- The homes of these people: where one of them lives, and where one came to live since her file is protected, even if she left again.
-- A home she left before is there for the others who live in it, without her.
CREATE FUNCTION guard.shut_homes() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT m.household_id), '{}') FROM public.people_membership m
     WHERE m.person_id = ANY (guard.shut_records()) AND (m.until IS NULL OR coalesce(m.since, (m.entered_at AT TIME ZONE 'Europe/Tirane')::date) >= (
        SELECT (min(f.opened_at) AT TIME ZONE 'Europe/Tirane')::date FROM public.protection_protectedfile f
         WHERE f.person_id = ANY (guard.together(m.person_id)) AND f.id <> ALL (guard.files())))
$$;
REVOKE ALL ON FUNCTION guard.shut_records(), guard.shut_homes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.shut_records(), guard.shut_homes() TO bashke_municipality;

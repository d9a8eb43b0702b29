-- One person may have two records (people.Pair): an emergency opening opens the protected files of both. Run as bashke_guard.

-- Every record of the human being of whom this is one.
CREATE FUNCTION guard.together(whose uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH one AS (SELECT coalesce(p.same_as_id, p.id) AS id FROM public.people_person p WHERE p.id = whose)
    SELECT array_agg(p.id) FROM public.people_person p, one WHERE p.id = one.id OR p.same_as_id = one.id
$$;

CREATE OR REPLACE FUNCTION guard.files_of(for_worker uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(f.id::text, ',') FROM (
        SELECT m.file_id AS id FROM public.protection_member m WHERE m.worker_id = for_worker AND m.until IS NULL
        UNION
        SELECT p.id FROM public.protection_emergencyopening o
          JOIN public.protection_protectedfile p ON p.person_id = ANY (guard.together(o.person_id))
         WHERE o.worker_id = for_worker AND o.until > clock_timestamp() AND p.municipality_id = o.municipality_id) f
$$;

-- Break the glass. The row is the alarm: without it nothing opens, and it cannot be taken back.
CREATE OR REPLACE FUNCTION guard.open_in_emergency(opening uuid, whose uuid, why text, for_time interval) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_files integer; began timestamptz := clock_timestamp();
BEGIN
    IF guard.worker() IS NULL OR for_time > interval '1 hour' OR length(trim(why)) < 15 OR NOT EXISTS (
        SELECT 1 FROM public.people_person p WHERE p.id = whose AND p.municipality_id = guard.municipality())
    THEN
        RAISE EXCEPTION 'an emergency opening needs a worker, a person of her municipality, a reason, and an hour at most' USING ERRCODE = '42501';
    END IF;
    SELECT count(*) INTO found_files FROM public.protection_protectedfile p
     WHERE p.person_id = ANY (guard.together(whose)) AND p.municipality_id = guard.municipality();
    INSERT INTO public.protection_emergencyopening (id, municipality_id, person_id, worker_id, reason, at, until, files, judgement, words)
    VALUES (opening, guard.municipality(), whose, guard.worker(), why, began, began + for_time, found_files, 'waiting', '');
    PERFORM guard.reseal();
    RETURN found_files;
END $$;
REVOKE ALL ON FUNCTION guard.together(uuid) FROM PUBLIC;

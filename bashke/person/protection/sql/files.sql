-- Protected files in the second wall. Run as bashke_guard. The team's table decides; the context carries the answer, sealed.

CREATE OR REPLACE FUNCTION guard.files_of(for_worker uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(f.id::text, ',') FROM (
        SELECT m.file_id AS id FROM public.protection_member m WHERE m.worker_id = for_worker AND m.until IS NULL
        UNION
        SELECT p.id FROM public.protection_emergencyopening o JOIN public.protection_protectedfile p ON p.person_id = o.person_id
         WHERE o.worker_id = for_worker AND o.until > clock_timestamp() AND p.municipality_id = o.municipality_id) f
$$;

CREATE OR REPLACE FUNCTION guard.files_in(for_municipality text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(p.id::text, ',') FROM public.protection_protectedfile p WHERE p.municipality_id = for_municipality
$$;

-- The same transaction goes on with the files as they are now.
CREATE FUNCTION guard.reseal() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM guard.seal(guard.field(1), guard.field(2), guard.field(3), guard.field(4), guard.field(5), guard.field(6), guard.field(7),
                       guard.field(8), CASE WHEN guard.worker() IS NULL THEN guard.files_in(guard.municipality())
                                            ELSE guard.files_of(guard.worker()) END);
END $$;

-- A new protected file with its first team: whoever opens it, and colleagues of the same municipality.
CREATE FUNCTION guard.protect(file uuid, track text, members uuid[], at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF guard.municipality() IS NULL OR guard.worker() IS NULL THEN
        RAISE EXCEPTION 'only a worker of a municipality protects a file' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.protection_protectedfile (id, municipality_id, track, opened_by_id, opened_at)
    VALUES (file, guard.municipality(), track, guard.worker(), at);
    INSERT INTO public.protection_member (id, file_id, municipality_id, worker_id, added_by_id, since)
    SELECT gen_random_uuid(), file, guard.municipality(), w.id, guard.worker(), at
      FROM (SELECT guard.worker() AS id UNION SELECT unnest(members)) w
     WHERE EXISTS (SELECT 1 FROM public.access_post post JOIN public.institutions_institution i ON i.id = post.institution_id
                    WHERE post.worker_id = w.id AND post.kind = 'municipality' AND i.municipality_id = guard.municipality()
                      AND post.valid_from <= guard.today() AND (post.valid_to IS NULL OR post.valid_to >= guard.today()));
    PERFORM guard.reseal();
END $$;

-- Break the glass. The row is the alarm: without it nothing opens, and it cannot be taken back.
CREATE FUNCTION guard.open_in_emergency(opening uuid, whose uuid, why text, for_time interval) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_files integer;
BEGIN
    IF guard.worker() IS NULL OR for_time > interval '1 hour' OR length(trim(why)) < 15 OR NOT EXISTS (
        SELECT 1 FROM public.people_person p WHERE p.id = whose AND p.municipality_id = guard.municipality())
    THEN
        RAISE EXCEPTION 'an emergency opening needs a worker, a person of her municipality, a reason, and an hour at most' USING ERRCODE = '42501';
    END IF;
    SELECT count(*) INTO found_files FROM public.protection_protectedfile p
     WHERE p.person_id = whose AND p.municipality_id = guard.municipality();
    INSERT INTO public.protection_emergencyopening (id, municipality_id, person_id, worker_id, reason, at, until, files, judgement, words)
    VALUES (opening, guard.municipality(), whose, guard.worker(), why, clock_timestamp(), clock_timestamp() + for_time, found_files, 'waiting', '');
    PERFORM guard.reseal();
    RETURN found_files;
END $$;

REVOKE ALL ON FUNCTION guard.files_of(uuid), guard.files_in(text), guard.reseal(), guard.protect(uuid, text, uuid[], timestamptz),
    guard.open_in_emergency(uuid, uuid, text, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.protect(uuid, text, uuid[], timestamptz), guard.open_in_emergency(uuid, uuid, text, interval)
    TO bashke_municipality;

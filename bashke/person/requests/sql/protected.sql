-- Requests of protected files that are closed to this worker: subtracted from everything she may read in her municipality.
CREATE FUNCTION guard.shut_requests() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}') FROM public.requests_request r
     WHERE r.municipality_id = guard.municipality() AND r.file_id IS NOT NULL AND r.file_id <> ALL (guard.files())
$$;
-- In the journal a request stands for a person until she is registered: both are closed.
CREATE FUNCTION guard.shut_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT guard.shut_requests() || coalesce(array_agg(p.person_id), '{}') FROM public.protection_protectedfile p
     WHERE p.municipality_id = guard.municipality() AND p.person_id IS NOT NULL AND p.id <> ALL (guard.files())
$$;
REVOKE ALL ON FUNCTION guard.shut_requests(), guard.shut_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.shut_requests(), guard.shut_people() TO bashke_municipality;

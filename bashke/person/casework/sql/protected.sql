-- Cases of protected files that are closed to this worker.
CREATE FUNCTION guard.shut_cases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(c.id), '{}') FROM public.casework_case c
     WHERE c.municipality_id = guard.municipality() AND c.file_id IS NOT NULL AND c.file_id <> ALL (guard.files())
$$;
-- What supervisor and director may know of closed files: how many, and how many are late. No kind, no name, no worker.
CREATE FUNCTION guard.protected_counts(now_is timestamptz) RETURNS TABLE (open_cases bigint, late_cases bigint, waiting_requests bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM public.casework_case c
             WHERE c.municipality_id = guard.municipality() AND c.file_id IS NOT NULL AND c.status <> 'closed'),
           (SELECT count(*) FROM public.casework_case c
             WHERE c.municipality_id = guard.municipality() AND c.file_id IS NOT NULL AND c.status <> 'closed' AND c.due_at < now_is),
           (SELECT count(*) FROM public.requests_request r
             WHERE r.municipality_id = guard.municipality() AND r.file_id IS NOT NULL AND r.status = 'received')
$$;
REVOKE ALL ON FUNCTION guard.shut_cases(), guard.protected_counts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.shut_cases(), guard.protected_counts(timestamptz) TO bashke_municipality;

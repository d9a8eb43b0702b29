-- Sealing: a batch is every entry whose transaction is older than the oldest still running, so none can arrive late.
-- An entry is hashed as a JSON array: no word can slip from one column into the next unseen.
CREATE FUNCTION guard.journal_batch(lo bigint, hi bigint) RETURNS TABLE (rows bigint, root bytea)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*), sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(e.id, e.xid, extract(epoch FROM e.at), e.kind,
        e.worker, e.post, e.role, e.institution, e.verb, e.subject, e.person, e.municipality, e.reason)::text, 'UTF8')),
        ''::bytea ORDER BY e.id), ''::bytea))
    FROM public.journal_entry e WHERE e.xid >= lo AND e.xid < hi
$$;

CREATE FUNCTION guard.journal_seal() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE hi bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint; last record; b record; n bigint; p bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(7701);
    SELECT s.number, s.upto_xid, s.head INTO last FROM public.journal_seal s ORDER BY s.number DESC LIMIT 1;
    n := coalesce(last.number, 0) + 1;
    p := coalesce(last.head, ''::bytea);
    SELECT * INTO b FROM guard.journal_batch(coalesce(last.upto_xid, 0), hi);
    IF b.rows = 0 THEN RETURN 0; END IF;
    INSERT INTO public.journal_seal (number, upto_xid, rows, root, previous, head)
    VALUES (n, hi, b.rows, b.root, p, sha256(p || b.root || convert_to(n || '|' || b.rows, 'UTF8')));
    RETURN b.rows;
END $$;

CREATE FUNCTION guard.journal_verify() RETURNS TABLE (number bigint, ok boolean, head bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH s AS (
        SELECT x.*, coalesce(lag(x.upto_xid) OVER w, 0) AS lo, coalesce(lag(x.head) OVER w, ''::bytea) AS before,
               coalesce(lag(x.number) OVER w, 0) AS number_before
        FROM public.journal_seal x WINDOW w AS (ORDER BY x.number)
    )
    SELECT s.number,
           s.number = s.number_before + 1 AND b.rows = s.rows AND b.root = s.root AND s.previous = s.before
             AND s.head = sha256(s.previous || s.root || convert_to(s.number || '|' || s.rows, 'UTF8')),
           s.head
    FROM s, LATERAL guard.journal_batch(s.lo, s.upto_xid) b
$$;

CREATE FUNCTION guard.journal_unsealed() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM public.journal_entry e
    WHERE e.xid >= coalesce((SELECT max(s.upto_xid) FROM public.journal_seal s), 0)
$$;

REVOKE ALL ON FUNCTION guard.journal_batch(bigint, bigint), guard.journal_seal(), guard.journal_verify(), guard.journal_unsealed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.journal_seal(), guard.journal_verify(), guard.journal_unsealed() TO bashke_job;

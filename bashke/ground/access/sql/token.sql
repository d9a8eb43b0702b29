-- A token for the worker and the post of the running context. Only the web process, which saw the second step, can make the proof.
-- Counted under a lock: two windows cannot both make the last one. NULL when there are `most` already.
CREATE FUNCTION guard.make_token(hash bytea, called text, until timestamptz, most integer, proof text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE w uuid := guard.worker(); p bigint := guard.post(); made uuid := gen_random_uuid();
BEGIN
    IF guard.hmac('token|' || encode(hash, 'hex') || '|' || w || '|' || p, 'proof') IS DISTINCT FROM proof THEN
        RAISE EXCEPTION 'making a token needs a proof' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('token|' || w, 0));
    IF most <= (SELECT count(*) FROM public.access_token t JOIN public.access_worker x ON x.id = t.worker_id AND x.session_salt = t.salt
                 WHERE t.worker_id = w AND t.ended_at IS NULL AND t.expires_at > clock_timestamp()) THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.access_token (id, worker_id, post_id, name, token_hash, salt, made_at, expires_at)
    SELECT made, w, p, called, hash, x.session_salt, clock_timestamp(), until FROM public.access_worker x WHERE x.id = w;
    RETURN made;
END $$;

-- Answers kept for clients that ask twice go when their time is over; nobody's context is needed for that.
CREATE FUNCTION guard.answers_forget_expired() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (DELETE FROM public.access_answer a WHERE a.kept_until < clock_timestamp() RETURNING 1) SELECT count(*) FROM gone
$$;

REVOKE ALL ON FUNCTION guard.make_token(bytea, text, timestamptz, integer, text), guard.answers_forget_expired() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.make_token(bytea, text, timestamptz, integer, text) TO bashke_municipality, bashke_provider, bashke_nation;
GRANT EXECUTE ON FUNCTION guard.answers_forget_expired() TO bashke_job;

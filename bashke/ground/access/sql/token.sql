-- A staff token enters by the same function as a browser's session and gets the same sealed context: there is one way in.
-- `door` is 'token' for the API, where only a token counts and never a cookie; elsewhere a token is no session and opens nothing.
CREATE OR REPLACE FUNCTION guard.begin(token text, door text, proof text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s guard.session; p record; r record; kind text := 'public';
    municipality text; institution bigint; person uuid; role text; files text;
    answer jsonb := '{}';
BEGIN
    IF door = 'token' THEN
        -- A new password is a new salt: what was made under the old one ends with it.
        SELECT t.worker_id, t.post_id INTO s.worker, s.post
          FROM public.access_token t JOIN public.access_worker w ON w.id = t.worker_id AND w.session_salt = t.salt
         WHERE t.token_hash = sha256(convert_to(token, 'UTF8')) AND t.ended_at IS NULL AND t.expires_at > clock_timestamp();
    ELSIF token <> '' THEN
        SELECT * INTO s FROM guard.session x
        WHERE x.token_hash = sha256(convert_to(token, 'UTF8')) AND x.expires > clock_timestamp();
    END IF;
    IF s.post IS NOT NULL THEN
        SELECT post.kind, post.role, post.institution_id, i.municipality_id, w.name AS worker_name,
               (SELECT jsonb_build_object('sq', n.name_sq, 'en', n.name_en) FROM public.institutions_institutionname n
                 WHERE n.institution_id = i.id AND n.valid_from <= current_date ORDER BY n.valid_from DESC LIMIT 1) AS institution_name
          INTO p
          FROM public.access_post post
          JOIN public.access_worker w ON w.id = post.worker_id
          JOIN public.institutions_institution i ON i.id = post.institution_id
         WHERE post.id = s.post AND post.worker_id = s.worker AND w.is_active
           AND post.valid_from <= current_date AND (post.valid_to IS NULL OR post.valid_to >= current_date);
        IF FOUND THEN
            kind := p.kind; role := p.role; municipality := p.municipality_id; institution := p.institution_id;
            answer := jsonb_build_object('worker_name', p.worker_name, 'institution_name', p.institution_name);
        ELSE
            s.post := NULL; s.worker := NULL;
        END IF;
    ELSIF s.request IS NOT NULL THEN
        SELECT q.id, CASE WHEN s.whole_file THEN q.person_id END AS person_id, q.municipality_id INTO r
          FROM public.requests_request q WHERE q.id = s.request;
        IF FOUND THEN kind := 'person'; person := r.person_id; municipality := r.municipality_id; END IF;
    END IF;
    IF door = 'signin' THEN
        IF guard.hmac('signin|' || token, 'proof') IS DISTINCT FROM proof THEN
            RAISE EXCEPTION 'the sign-in door needs a proof' USING ERRCODE = '42501';
        END IF;
        kind := 'signin';
    END IF;
    IF kind = 'municipality' THEN files := guard.files_of(s.worker); END IF;
    PERFORM guard.seal(kind, municipality, institution::text, person::text,
                       CASE WHEN kind = 'person' THEN s.request::text END, s.worker::text, s.post::text, role, files);
    RETURN answer || jsonb_build_object('kind', kind, 'municipality', municipality, 'institution', institution,
        'person', person, 'request', CASE WHEN kind = 'person' THEN s.request END, 'worker', s.worker, 'post', s.post,
        'role', role, 'files', string_to_array(files, ','), 'session', s.data);
END $$;

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

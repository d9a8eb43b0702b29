-- The second wall: who is asking, told to the database in a way nobody can forge.
--
-- A request opens a transaction and calls guard.enter(token). The token is the session cookie; the table that
-- knows it cannot be read by any login. What comes out is a context, kept for this transaction only, sealed with
-- an HMAC over its content, the backend and the transaction: a context that was copied or typed in is refused.
-- Keys: guard.secret is filled by `bashke provision`. The wheel has no pgcrypto, so HMAC is built from sha256().

CREATE TABLE guard.secret (
    name text PRIMARY KEY,          -- 'context' seals contexts; 'proof' checks what the web process vouches for
    inner_pad bytea NOT NULL,       -- key xor 0x36…, 64 bytes (RFC 2104)
    outer_pad bytea NOT NULL        -- key xor 0x5c…, 64 bytes
);

CREATE TABLE guard.session (
    token_hash bytea PRIMARY KEY,
    data text NOT NULL DEFAULT '',
    expires timestamptz NOT NULL,
    worker uuid,
    post bigint,
    request uuid,                   -- a person's own code opens one request
    whole_file boolean NOT NULL DEFAULT false,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT session_is_of_one_kind CHECK (worker IS NULL OR request IS NULL)
);
CREATE INDEX session_expires ON guard.session (expires);
CREATE INDEX session_worker ON guard.session (worker);

CREATE FUNCTION guard.hmac(message text, key_name text) RETURNS text
LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(s.outer_pad || sha256(s.inner_pad || convert_to(message, 'UTF8'))), 'hex')
    FROM guard.secret s WHERE s.name = key_name
$$;

-- Seal a context for this backend and this transaction.
CREATE FUNCTION guard.seal(VARIADIC fields text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE c text;
BEGIN
    IF cardinality(fields) <> 9 THEN RAISE EXCEPTION 'a context has 9 fields'; END IF;
    SELECT string_agg(coalesce(replace(f, '|', ''), '-'), '|' ORDER BY i) INTO c FROM unnest(fields) WITH ORDINALITY AS u(f, i);
    c := c || '|' || pg_backend_pid() || '|' || extract(epoch FROM transaction_timestamp());
    PERFORM set_config('guard.context', c || '|' || guard.hmac(c, 'context'), true);
END $$;

-- One field of the context, of askers of one kind only when a kind is given. No context, or a forged one, is an error and never an empty
-- answer. Each look checks the seal again, so what a policy asks is one look. The key is read here and not by guard.hmac: a function in
-- SQL is set up anew for each call, which took longer than the two hashes.
CREATE FUNCTION guard.field_of(asked text, place integer) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v text := current_setting('guard.context', true); k record;
BEGIN
    IF v IS NULL OR v = '' THEN RAISE EXCEPTION 'no context' USING ERRCODE = '42501'; END IF;
    SELECT s.inner_pad, s.outer_pad INTO k FROM guard.secret s WHERE s.name = 'context';
    IF split_part(v, '|', 10) <> pg_backend_pid()::text
       OR split_part(v, '|', 11) <> extract(epoch FROM transaction_timestamp())::text
       OR encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(v, -65), 'UTF8'))), 'hex') IS DISTINCT FROM right(v, 64)
    THEN RAISE EXCEPTION 'forged context' USING ERRCODE = '42501'; END IF;
    IF asked <> split_part(v, '|', 1) THEN RETURN NULL; END IF;
    RETURN nullif(split_part(v, '|', place), '-');
END $$;
CREATE FUNCTION guard.field(place integer) RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field_of(NULL, place)';

CREATE FUNCTION guard.kind() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field(1)';
-- The kind that is asked for when it is the one who asks, else nothing. Policies ask `(SELECT guard.as_kind('nation')) IS NOT NULL`: of `=` the
-- planner believes that it keeps one row in hundreds, and chose plans 15 times slower (docs/decisions/kept-plans.md).
CREATE FUNCTION guard.as_kind(asked text) RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT guard.field_of(asked, 1)';
CREATE FUNCTION guard.municipality() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT guard.field_of(''municipality'', 2)';
CREATE FUNCTION guard.provider() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT guard.field_of(''provider'', 3)::bigint';
CREATE FUNCTION guard.institution() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field(3)::bigint';
CREATE FUNCTION guard.person() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT guard.field_of(''person'', 4)::uuid';
CREATE FUNCTION guard.request() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT guard.field_of(''person'', 5)::uuid';
CREATE FUNCTION guard.worker() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field(6)::uuid';
CREATE FUNCTION guard.post() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field(7)::bigint';
CREATE FUNCTION guard.role() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT guard.field(8)';
-- The protected files (violence, child, trafficking) that are open to this worker; filled by the package protection.
CREATE FUNCTION guard.files() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT coalesce(string_to_array(guard.field(9), '','')::uuid[], ''{}'')';

-- The day in Albania: a post, a consent, a name begins and ends with it, wherever the server's clock stands.
CREATE FUNCTION guard.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT (now() AT TIME ZONE ''Europe/Tirane'')::date';

-- Find the session behind a token and seal its context. Returns what the request needs to know, in one trip.
-- `door` is 'signin' on the sign-in pages, which the web process must vouch for with a proof; 'token' for the API, where only a staff token
-- counts and never a cookie (elsewhere a token is no session and opens nothing); else ''.
CREATE FUNCTION guard.begin(token text, door text, proof text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s guard.session; p record; r record; key uuid; used date; today date := guard.today(); kind text := 'public';
    municipality text; institution bigint; person uuid; role text; files text;
    answer jsonb := '{}';
BEGIN
    IF door = 'token' THEN
        -- A new password is a new salt: what was made under the old one ends with it.
        SELECT t.id, t.last_used_on, t.worker_id, t.post_id INTO key, used, s.worker, s.post
          FROM public.access_token t JOIN public.access_worker w ON w.id = t.worker_id AND w.session_salt = t.salt
         WHERE t.token_hash = sha256(convert_to(token, 'UTF8')) AND t.ended_at IS NULL AND t.expires_at > clock_timestamp();
    ELSIF token <> '' THEN
        SELECT * INTO s FROM guard.session x
        WHERE x.token_hash = sha256(convert_to(token, 'UTF8')) AND x.expires > clock_timestamp();
    END IF;
    IF s.post IS NOT NULL THEN
        SELECT post.kind, post.role, post.institution_id, i.municipality_id, w.name AS worker_name,
               (SELECT jsonb_build_object('sq', n.name_sq, 'en', n.name_en) FROM public.institutions_institutionname n
                 WHERE n.institution_id = i.id AND n.valid_from <= today ORDER BY n.valid_from DESC LIMIT 1) AS institution_name
          INTO p
          FROM public.access_post post
          JOIN public.access_worker w ON w.id = post.worker_id
          JOIN public.institutions_institution i ON i.id = post.institution_id
         WHERE post.id = s.post AND post.worker_id = s.worker AND w.is_active
           AND post.valid_from <= today AND (post.valid_to IS NULL OR post.valid_to >= today);
        IF FOUND THEN
            -- One write a day for each key: whoever asks at the same moment does not wait for it.
            IF key IS NOT NULL AND used IS DISTINCT FROM today THEN
                UPDATE public.access_token SET last_used_on = today
                 WHERE id = (SELECT t.id FROM public.access_token t WHERE t.id = key FOR UPDATE SKIP LOCKED);
            END IF;
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
    IF kind = 'municipality' THEN
        files := guard.files_of(s.worker);
        answer := answer || jsonb_build_object('related', EXISTS (
            SELECT 1 FROM public.requests_conflict c WHERE c.worker_id = s.worker AND c.ended_at IS NULL));
    END IF;
    PERFORM guard.seal(kind, municipality, institution::text, person::text,
                       CASE WHEN kind = 'person' THEN s.request::text END, s.worker::text, s.post::text, role, files);
    RETURN answer || jsonb_build_object('kind', kind, 'municipality', municipality, 'institution', institution,
        'person', person, 'request', CASE WHEN kind = 'person' THEN s.request END, 'worker', s.worker, 'post', s.post,
        'role', role, 'files', string_to_array(files, ','), 'session', s.data);
END $$;

-- What the web process calls: seal the context, then become the role of that kind until the transaction ends.
CREATE FUNCTION guard.enter(token text, door text DEFAULT '', proof text DEFAULT '') RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE answer jsonb := guard.begin(token, door, proof);
BEGIN
    PERFORM set_config('role', 'bashke_' || (answer ->> 'kind'), true);
    RETURN answer;
END $$;

-- Jobs and the operator's commands have no session: they name one municipality, or one worker's post, and no more.
CREATE FUNCTION guard.begin_job(for_municipality text, for_post bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p record;
BEGIN
    IF for_post IS NOT NULL THEN
        SELECT post.kind, post.role, post.institution_id, post.worker_id, i.municipality_id INTO STRICT p
          FROM public.access_post post JOIN public.institutions_institution i ON i.id = post.institution_id
         WHERE post.id = for_post;
        PERFORM guard.seal(p.kind, p.municipality_id, p.institution_id::text, NULL, NULL, p.worker_id::text, for_post::text, p.role,
                           CASE WHEN p.kind = 'municipality' THEN guard.files_of(p.worker_id) END);
        RETURN p.kind;
    ELSIF for_municipality IS NOT NULL THEN
        PERFORM guard.seal('municipality', for_municipality, NULL, NULL, NULL, NULL, NULL, 'job', guard.files_in(for_municipality));
        RETURN 'municipality';
    END IF;
    PERFORM guard.seal('statistics', NULL, NULL, NULL, NULL, NULL, NULL, 'job', NULL);
    RETURN 'statistics';
END $$;

CREATE FUNCTION guard.enter_job(for_municipality text DEFAULT NULL, for_post bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('role', 'bashke_' || guard.begin_job(for_municipality, for_post), true);
END $$;

-- Sessions: the table is closed; these five doors are all there is.
CREATE FUNCTION guard.session_data(token text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.data FROM guard.session s WHERE s.token_hash = sha256(convert_to(token, 'UTF8')) AND s.expires > clock_timestamp()
$$;
CREATE FUNCTION guard.session_save(token text, content text, until timestamptz, only_new boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE h bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
    IF only_new THEN
        INSERT INTO guard.session AS s (token_hash, data, expires) VALUES (h, content, until) ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO guard.session AS s (token_hash, data, expires) VALUES (h, content, until)
        ON CONFLICT (token_hash) DO UPDATE SET data = excluded.data, expires = excluded.expires;
    END IF;
    RETURN FOUND;
END $$;
CREATE FUNCTION guard.session_end(token text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM guard.session s WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
$$;
-- A new cookie for the same session (after a password change): what it was bound to moves along.
CREATE FUNCTION guard.session_rename(token text, fresh text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE guard.session s SET token_hash = sha256(convert_to(fresh, 'UTF8')) WHERE s.token_hash = sha256(convert_to(token, 'UTF8'));
    RETURN FOUND;
END $$;
CREATE FUNCTION guard.sessions_forget_expired() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (DELETE FROM guard.session s WHERE s.expires < clock_timestamp() RETURNING 1) SELECT count(*) FROM gone
$$;

-- Tie a session to a worker's post. Only the web process, which checked the password, can make the proof.
CREATE FUNCTION guard.bind(token text, for_worker uuid, for_post bigint, proof text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF guard.hmac('bind|' || token || '|' || for_worker || '|' || for_post, 'proof') IS DISTINCT FROM proof THEN
        RAISE EXCEPTION 'binding a session needs a proof' USING ERRCODE = '42501';
    END IF;
    INSERT INTO guard.session AS s (token_hash, expires, worker, post)
    VALUES (sha256(convert_to(token, 'UTF8')), clock_timestamp() + interval '12 hours', for_worker, for_post)
    ON CONFLICT (token_hash) DO UPDATE SET worker = excluded.worker, post = excluded.post, request = NULL, whole_file = false;
END $$;

-- Tie a session to the request whose code was given. The code itself is the proof (80 bits, kept only as a hash).
CREATE FUNCTION guard.open_by_code(token text, code text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
    SELECT a.request_id, a.whole_file INTO c FROM public.requests_accesscode a
     WHERE a.code_hash = sha256(convert_to(code, 'UTF8')) AND a.ended_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO guard.session AS s (token_hash, expires, request, whole_file)
    VALUES (sha256(convert_to(token, 'UTF8')), clock_timestamp() + interval '1 hour', c.request_id, c.whole_file)
    ON CONFLICT (token_hash) DO UPDATE SET request = excluded.request, whole_file = excluded.whole_file, worker = NULL, post = NULL;
    RETURN true;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT USAGE ON SCHEMA guard TO bashke_owner, bashke_web, bashke_job, bashke_kinds;
GRANT EXECUTE ON FUNCTION guard.begin(text, text, text), guard.enter(text, text, text) TO bashke_web;
GRANT EXECUTE ON FUNCTION guard.begin_job(text, bigint), guard.enter_job(text, bigint), guard.sessions_forget_expired() TO bashke_job;
GRANT EXECUTE ON FUNCTION guard.field(integer), guard.field_of(text, integer), guard.kind(), guard.as_kind(text), guard.municipality(),
    guard.provider(), guard.institution(), guard.person(), guard.request(), guard.worker(), guard.post(), guard.role(), guard.files(), guard.today()
    TO bashke_owner, bashke_web, bashke_job, bashke_kinds;
GRANT EXECUTE ON FUNCTION guard.session_data(text), guard.session_save(text, text, timestamptz, boolean), guard.session_end(text),
    guard.session_rename(text, text), guard.bind(text, uuid, bigint, text), guard.open_by_code(text, text) TO bashke_web, bashke_kinds;

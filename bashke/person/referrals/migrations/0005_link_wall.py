from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

LINK = own("referrals_link")
SHARED = "ANY ((SELECT guard.shared_referrals())::uuid[])"
NEEDS = f"ANY ((SELECT array_agg(r.need_id) FROM referrals_referral r WHERE r.id = {SHARED})::uuid[])"

# Whoever holds the token of a link is a provider that sees one referral: the context names it where a person's names her request,
# and its role is 'link'. `guard.provider()` and `guard.institution()` answer nothing to that role, so every policy that asks them is
# shut; only those open that ask `guard.shared_referrals()`, which answers that one referral.
GUARD = """
GRANT UPDATE (used_at) ON referrals_link TO bashke_guard;
CREATE POLICY guard_change ON referrals_link FOR UPDATE TO bashke_guard USING (true) WITH CHECK (true);
SET LOCAL ROLE bashke_guard;
CREATE OR REPLACE FUNCTION guard.provider() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT CASE WHEN guard.field(1) = ''provider'' AND guard.field(8) IS DISTINCT FROM ''link'' THEN guard.field(3)::bigint END';
CREATE OR REPLACE FUNCTION guard.institution() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT CASE WHEN guard.field(8) IS DISTINCT FROM ''link'' THEN guard.field(3)::bigint END';
CREATE FUNCTION guard.linked() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    'SELECT CASE WHEN guard.field(8) = ''link'' THEN guard.field(5)::uuid END';
CREATE OR REPLACE FUNCTION guard.shared_referrals() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.referrals_referral r JOIN public.people_consent c ON c.id = r.consent_id
     WHERE (r.provider_id = guard.provider() OR r.id = guard.linked())
       AND (r.status = 'sent' OR r.status = 'accepted' AND r.over_on IS NULL)
       AND c.withdrawn_at IS NULL AND (c.valid_until IS NULL OR c.valid_until >= guard.today())
$$;
CREATE FUNCTION guard.begin_link(token text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
    SELECT x.id, x.provider_id INTO r
      FROM public.referrals_link l
      JOIN public.referrals_referral x ON x.id = l.referral_id
      JOIN public.people_consent c ON c.id = x.consent_id
     WHERE l.token_hash = sha256(convert_to(token, 'UTF8')) AND l.used_at IS NULL AND l.expires_at > clock_timestamp()
       AND x.status = 'sent' AND c.withdrawn_at IS NULL
       AND (c.valid_until IS NULL OR c.valid_until >= guard.today());
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM guard.seal('provider', NULL, r.provider_id::text, NULL, r.id::text, NULL, NULL, 'link', NULL);
    RETURN r.provider_id;
END $$;
CREATE FUNCTION guard.enter_link(token text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE provider bigint := guard.begin_link(token);
BEGIN
    IF provider IS NOT NULL THEN PERFORM set_config('role', 'bashke_provider', true); END IF;
    RETURN provider;
END $$;
CREATE FUNCTION guard.use_link(token text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.referrals_link l SET used_at = clock_timestamp()
     WHERE l.token_hash = sha256(convert_to(token, 'UTF8')) AND l.used_at IS NULL AND l.expires_at > clock_timestamp();
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION guard.linked() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.linked() TO bashke_owner, bashke_web, bashke_job, bashke_kinds;
REVOKE ALL ON FUNCTION guard.begin_link(text), guard.enter_link(text), guard.use_link(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.begin_link(text), guard.enter_link(text), guard.use_link(text) TO bashke_web, bashke_kinds;
RESET ROLE;
"""
NEEDS_OF_PROVIDER = f"""
DROP POLICY bashke_provider_read ON casework_need;
DROP POLICY bashke_provider_change ON casework_need;
DROP POLICY bashke_provider_add ON casework_needstep;
DROP POLICY bashke_provider_add ON casework_needevent;
DROP POLICY bashke_provider_add ON referrals_referralevent;
CREATE POLICY bashke_provider_read ON casework_need FOR SELECT TO bashke_provider USING (casework_need.id = {NEEDS});
CREATE POLICY bashke_provider_change ON casework_need FOR UPDATE TO bashke_provider
    USING (casework_need.id = {NEEDS}) WITH CHECK (casework_need.id = {NEEDS});
CREATE POLICY bashke_provider_add ON casework_needstep FOR INSERT TO bashke_provider WITH CHECK (casework_needstep.need_id = {NEEDS});
CREATE POLICY bashke_provider_add ON casework_needevent FOR INSERT TO bashke_provider WITH CHECK (casework_needevent.id = {NEEDS});
CREATE POLICY bashke_provider_add ON referrals_referralevent FOR INSERT TO bashke_provider
    WITH CHECK (referrals_referralevent.provider_id = (SELECT guard.provider()) OR referrals_referralevent.id = (SELECT guard.linked()));
DROP POLICY bashke_provider_read ON people_consent;
CREATE POLICY bashke_provider_read ON people_consent FOR SELECT TO bashke_provider
    USING (people_consent.recipient_id = (SELECT guard.provider())
        OR people_consent.id = (SELECT r.consent_id FROM referrals_referral r WHERE r.id = (SELECT guard.linked())));
GRANT UPDATE (answered_name) ON referrals_referral TO bashke_provider;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_barred")]

    operations = [
        walled(
            "referrals_link",
            municipality=Door(read=LINK, write=LINK),
            guard=("id", "referral_id", "token_hash", "expires_at", "used_at"),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(NEEDS_OF_PROVIDER, migrations.RunSQL.noop),
    ]

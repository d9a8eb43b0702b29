"""What belongs to a protected file is the team's."""

from django.db import migrations

from bashke.ground.access.wall import narrowed

SHUT = "ALL ((SELECT guard.shut_cases())::uuid[])"


# A consent says to whom something was sent: it is as closed as the referral it was given for.
CONSENTS = """
GRANT SELECT (id, case_id, consent_id) ON referrals_referral TO bashke_guard;
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.shut_consents() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.consent_id), '{}') FROM public.referrals_referral r
     WHERE r.case_id = ANY (guard.shut_cases()) AND r.consent_id IS NOT NULL
$$;
REVOKE ALL ON FUNCTION guard.shut_consents() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.shut_consents() TO bashke_municipality;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_link_wall"), ("casework", "0004_protected")]

    operations = [
        migrations.RunSQL(CONSENTS, migrations.RunSQL.noop),
        narrowed("people_consent", "people_consent.id <> ALL ((SELECT guard.shut_consents())::uuid[])"),
        narrowed("referrals_referral", f"referrals_referral.case_id <> {SHUT}"),
        narrowed("referrals_referralevent", f"referrals_referralevent.case_id <> {SHUT}"),
        narrowed("referrals_link", "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = referrals_link.referral_id)"),
    ]

from django.db import migrations

from bashke.ground.access.wall import Door, walled

TABLE = "referrals_referral"
SHARED = f"{TABLE}.id = ANY ((SELECT guard.shared_referrals())::uuid[])"
ANSWER = ("status", "answered_by_id", "answered_at", "answer_words", "decline_reason", "person_phone", "over_on")

# Which referrals the provider that asks may read: while it must answer or serves, and while the person's consent holds.
# A list of ids and no condition on the row, so that the answer which closes a row may still be written: the list is made
# before the statement changes anything.
SHARED_REFERRALS = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.shared_referrals() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.referrals_referral r JOIN public.people_consent c ON c.id = r.consent_id
     WHERE r.provider_id = guard.provider()
       AND (r.status = 'sent' OR r.status = 'accepted' AND r.over_on IS NULL)
       AND c.withdrawn_at IS NULL AND (c.valid_until IS NULL OR c.valid_until >= guard.today())
$$;
REVOKE ALL ON FUNCTION guard.shared_referrals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.shared_referrals() TO bashke_owner, bashke_kinds;
RESET ROLE;
DROP POLICY bashke_provider_read ON referrals_referral;
DROP POLICY bashke_provider_change ON referrals_referral;
"""


class Migration(migrations.Migration):
    """A provider reads a referral no longer than its purpose lasts; with it the need closes, whose policies ask for the referral."""

    dependencies = [("referrals", "0002_wall"), ("people", "0003_consent_wall")]

    operations = [
        walled(TABLE, guard=("id", "provider_id", "status", "over_on", "consent_id")),
        migrations.RunSQL(SHARED_REFERRALS, migrations.RunSQL.noop),
        walled(TABLE, provider=Door(read=SHARED, change=SHARED, change_columns=ANSWER)),
    ]

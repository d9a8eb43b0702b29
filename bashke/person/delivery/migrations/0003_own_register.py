from django.db import migrations

from bashke.ground.access.wall import Door, walled

TABLE = "delivery_enrolment"
MINE = f"{TABLE}.provider_id = (SELECT guard.provider())"
# What a provider keeps: the register of whom it served. Of somebody it never served it keeps nothing once nothing is asked of it.
KEPT = f"{MINE} AND ({TABLE}.enrolled_on IS NOT NULL OR {TABLE}.referral_id = ANY ((SELECT guard.shared_referrals())::uuid[]))"
ENDS = ("id", "referral_id", "municipality_id", "service_id", "status", "ended_on", "outcome")

# (The path names `public`, in which no login may create anything: the trigger that keeps the history writes there.)
# A person took her consent back. Her municipality ends what runs, also at a provider elsewhere, whose place becomes free.
WITHOUT_CONSENT = """
GRANT UPDATE (status, ended_on, outcome) ON delivery_enrolment TO bashke_guard;
CREATE POLICY guard_change ON delivery_enrolment FOR UPDATE TO bashke_guard USING (true) WITH CHECK (true);
GRANT SELECT (id, taken), UPDATE (taken) ON directory_service TO bashke_guard;
CREATE POLICY guard_read ON directory_service FOR SELECT TO bashke_guard USING (true);
CREATE POLICY guard_change ON directory_service FOR UPDATE TO bashke_guard USING (true) WITH CHECK (true);
GRANT INSERT ON delivery_enrolmentevent TO bashke_guard;
CREATE POLICY guard_add ON delivery_enrolmentevent FOR INSERT TO bashke_guard WITH CHECK (true);
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.end_without_consent(for_referral uuid, on_day date) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE e record;
BEGIN
    SELECT x.id, x.service_id, x.status INTO e
      FROM public.delivery_enrolment x
      JOIN public.referrals_referral r ON r.id = x.referral_id
      JOIN public.people_consent c ON c.id = r.consent_id
     WHERE x.referral_id = for_referral AND x.municipality_id = guard.municipality() AND x.status <> 'ended'
       AND c.withdrawn_at IS NOT NULL
       FOR UPDATE OF x;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE public.delivery_enrolment x SET status = 'ended', ended_on = on_day, outcome = 'left' WHERE x.id = e.id;
    IF e.status = 'enrolled' THEN
        UPDATE public.directory_service s SET taken = greatest(s.taken - 1, 0) WHERE s.id = e.service_id;
    END IF;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION guard.end_without_consent(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.end_without_consent(uuid, date) TO bashke_municipality;
RESET ROLE;
DROP POLICY bashke_provider_read ON delivery_enrolment;
DROP POLICY bashke_provider_add ON delivery_enrolment;
DROP POLICY bashke_provider_change ON delivery_enrolment;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_wall"), ("referrals", "0003_slice_wall")]

    operations = [
        walled(TABLE, guard=ENDS),
        migrations.RunSQL(WITHOUT_CONSENT, migrations.RunSQL.noop),
        walled(TABLE, provider=Door(read=KEPT, add=MINE, change=KEPT)),
    ]

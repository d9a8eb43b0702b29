from django.db import migrations

# How many people stand before each of these in the line for a service, whoever's people those are: the more urgent case first, then
# whoever has waited longer. A number and nobody's name; asked only of one's own rows.
BEFORE = """
GRANT SELECT (person_id, provider_id, passed_at) ON delivery_enrolment TO bashke_guard;
GRANT SELECT (answered_at) ON referrals_referral TO bashke_guard;
GRANT SELECT (urgency) ON casework_case TO bashke_guard;
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.before_in_line(enrolments uuid[], most_urgent_first text[]) RETURNS TABLE (enrolment uuid, before integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH asked AS (
        SELECT e.id, e.service_id FROM public.delivery_enrolment e
         WHERE e.id = ANY (enrolments) AND e.status = 'waiting'
           AND (e.provider_id = guard.provider() OR e.municipality_id = guard.municipality() OR e.person_id = guard.person())
    ), line AS (
        SELECT e.id, row_number() OVER (
                   PARTITION BY e.service_id
                   ORDER BY array_position(most_urgent_first, c.urgency::text), coalesce(e.passed_at, r.answered_at), e.id
               )::integer - 1 AS before
          FROM public.delivery_enrolment e
          JOIN public.referrals_referral r ON r.id = e.referral_id
          JOIN public.casework_case c ON c.id = r.case_id
         WHERE e.status = 'waiting' AND e.service_id IN (SELECT service_id FROM asked)
    )
    SELECT line.id, line.before FROM line JOIN asked USING (id)
$$;
REVOKE ALL ON FUNCTION guard.before_in_line(uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.before_in_line(uuid[], text[]) TO bashke_municipality, bashke_provider, bashke_person;
CREATE OR REPLACE FUNCTION guard.end_without_consent(for_referral uuid, on_day date) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE e record;
BEGIN
    -- The service first, then the enrolment: the order in which places are given.
    PERFORM 1 FROM public.directory_service s JOIN public.delivery_enrolment x ON x.service_id = s.id
      WHERE x.referral_id = for_referral FOR UPDATE OF s;
    SELECT x.id, x.service_id, x.status INTO e
      FROM public.delivery_enrolment x
      JOIN public.referrals_referral r ON r.id = x.referral_id
      JOIN public.people_consent c ON c.id = r.consent_id
     WHERE x.referral_id = for_referral AND x.municipality_id = guard.municipality() AND x.status <> 'ended'
       AND c.withdrawn_at IS NOT NULL
       FOR UPDATE OF x;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE public.delivery_enrolment x SET status = 'ended', ended_on = on_day, outcome = 'left' WHERE x.id = e.id;
    IF e.status IN ('enrolled', 'offered') THEN
        UPDATE public.directory_service s SET taken = greatest(s.taken - 1, 0) WHERE s.id = e.service_id;
    END IF;
    RETURN true;
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_protected"), ("casework", "0004_protected"), ("referrals", "0006_protected")]

    operations = [migrations.RunSQL(BEFORE, migrations.RunSQL.noop)]

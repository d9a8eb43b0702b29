"""A stay is the municipality's that booked (of a protected file: the team's) and the provider's that takes her in.

The places are taken and freed by a trigger, in the transaction of the row: a provider elsewhere, two municipalities at once, a kill in the
middle change nothing of that. The name of the constraint that refuses one place too many is the directory's.
"""

from django.db import migrations

from bashke.ground.access.wall import Door, barred, narrowed, own, walled

TABLE, HIDDEN = "bookings_booking", "directory_hiddenaddress"
MINE = f"{TABLE}.provider_id = (SELECT guard.provider())"
# A worker books in her own name, a place that takes people of her municipality.
NEW = (
    f"{own(TABLE)} AND {TABLE}.booked_by_id = (SELECT guard.worker()) AND {TABLE}.status = 'held'"
    f" AND EXISTS (SELECT 1 FROM directory_cover c JOIN directory_service s ON s.id = c.service_id WHERE c.service_id = {TABLE}.service_id"
    f" AND c.municipality_id = (SELECT guard.municipality()) AND s.provider_id = {TABLE}.provider_id)"
)
STEPS = ("status", "arrived_at", "ends_at", "ended_at", "ended_by_id", "onward", "onward_words", "note", "person_name")
# The booking is asked under its own wall: of a file that is closed to her a worker holds no place.
HOLDS_A_PLACE = f"EXISTS (SELECT 1 FROM {TABLE} b WHERE b.service_id = {HIDDEN}.service_id AND b.status <> 'ended' AND {own('b')})"
PLACES = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.booking_takes_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE public.directory_service SET taken = taken + NEW.people WHERE id = NEW.service_id;
    ELSIF OLD.status <> 'ended' AND NEW.status = 'ended' THEN
        UPDATE public.directory_service SET taken = greatest(taken - OLD.people, 0) WHERE id = OLD.service_id;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION guard.protected_stays_without_answer() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM public.bookings_booking b
     WHERE b.municipality_id = guard.municipality() AND b.status <> 'ended' AND b.warned_at IS NOT NULL AND b.case_id = ANY (guard.shut_cases())
$$;
REVOKE ALL ON FUNCTION guard.protected_stays_without_answer() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.protected_stays_without_answer() TO bashke_municipality;
RESET ROLE;
CREATE TRIGGER places_of_a_booking AFTER INSERT OR UPDATE OF status ON bookings_booking
    FOR EACH ROW EXECUTE FUNCTION guard.booking_takes_places();
SET LOCAL ROLE bashke_guard;
REVOKE ALL ON FUNCTION guard.booking_takes_places() FROM PUBLIC;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_initial"),
        ("casework", "0004_protected"),
        ("delivery", "0003_own_register"),
        ("directory", "0003_hidden_wall"),
        ("requests", "0003_wall_of_conflicts"),
    ]

    operations = [
        walled(
            TABLE,
            municipality=Door(read=own(TABLE), add=NEW, change=own(TABLE), change_columns=(*STEPS, "warned_at", "referral_id")),
            provider=Door(read=MINE, change=MINE, change_columns=STEPS),
            guard=("municipality_id", "case_id", "status", "warned_at"),
        ),
        narrowed(TABLE, f"EXISTS (SELECT 1 FROM casework_case c WHERE c.id = {TABLE}.case_id)"),
        barred(TABLE),
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        walled(HIDDEN, municipality=Door(read=HOLDS_A_PLACE)),
    ]

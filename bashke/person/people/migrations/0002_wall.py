from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

ELSEWHERE = """
SET LOCAL ROLE bashke_guard;

-- Is somebody with exactly this identity held by another municipality? Yes or no, never who or where.
-- Callers need the whole identity (hashed marks), so nobody can go fishing with a name.
CREATE FUNCTION guard.known_elsewhere(marks text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.people_searchtoken t
                    WHERE t.token = ANY (marks) AND t.token LIKE 'x:%' AND t.municipality_id <> guard.municipality())
$$;

-- Ask the holder. The asker's row says nothing about the holder; the holder's row is found here.
CREATE FUNCTION guard.send_enquiry(enquiry uuid, marks text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.people_enquiry e WHERE e.id = enquiry AND e.from_municipality_id = guard.municipality()) THEN
        RAISE EXCEPTION 'not your enquiry' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.people_enquirytarget (enquiry_id, municipality_id, person_id)
    SELECT enquiry, t.municipality_id, t.person_id FROM public.people_searchtoken t
     WHERE t.token = ANY (marks) AND t.token LIKE 'x:%' AND t.municipality_id <> guard.municipality()
     LIMIT 1;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION guard.known_elsewhere(text[]), guard.send_enquiry(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.known_elsewhere(text[]), guard.send_enquiry(uuid, text[]) TO bashke_municipality;
RESET ROLE;
"""

PERSON = own("people_person")
ASKED = (
    "EXISTS (SELECT 1 FROM people_enquirytarget t WHERE t.enquiry_id = people_enquiry.id"
    " AND t.municipality_id = (SELECT guard.municipality()))"
)
ASKING = "people_enquiry.from_municipality_id = (SELECT guard.municipality())"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled("people_household", municipality=Door(read=own("people_household"), write=own("people_household"))),
        walled(
            "people_person",
            municipality=Door(read=PERSON, write=PERSON),
            person=Door(read="people_person.id = (SELECT guard.person())"),
            statistics=Door(read="true", columns=("municipality_id", "unit_id", "birth_date", "sex")),
        ),
        walled("people_personevent", municipality=Door(read=own("people_personevent"), add=own("people_personevent"))),
        walled(
            "people_searchtoken",
            municipality=Door(read=own("people_searchtoken"), add=own("people_searchtoken"), remove=own("people_searchtoken")),
            guard=("token", "municipality_id", "person_id"),
        ),
        walled(
            "people_enquiry",
            municipality=Door(read=f"{ASKING} OR {ASKED}", add=ASKING, change=ASKED),
            guard=("id", "from_municipality_id"),
        ),
        walled(
            "people_enquirytarget",
            municipality=Door(read=own("people_enquirytarget")),
        ),
        migrations.RunSQL(
            """GRANT INSERT ON people_enquirytarget TO bashke_guard;
               CREATE POLICY guard_add ON people_enquirytarget FOR INSERT TO bashke_guard WITH CHECK (true);"""
            + ELSEWHERE,
            migrations.RunSQL.noop,
        ),
    ]

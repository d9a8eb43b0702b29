from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

REQUEST = own("requests_request")
CODE = own("requests_accesscode")
TRIAGE = own("requests_triage")
# What the public sends in is tied to nobody yet: a request that named a person would open her file to its sender's code.
NEW = (
    "requests_request.status = 'received' AND requests_request.person_id IS NULL AND requests_request.responsible_id IS NULL"
    " AND requests_request.urgency IS NULL AND requests_request.answered_at IS NULL AND requests_request.escalated_at IS NULL"
)
HELD = "requests_request.id = (SELECT guard.request())"
COUNTED = ("municipality_id", "status", "urgency", "received_at", "answered_at", "answer_due_at", "synthetic")

# The public may give a request its first code and never a second: nobody can add a code of her own to another's request.
FIRST_CODE = """
GRANT INSERT ON requests_accesscode TO bashke_guard;
CREATE POLICY guard_add ON requests_accesscode FOR INSERT TO bashke_guard WITH CHECK (true);
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.first_code(for_request uuid, code text, whole boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.requests_accesscode a WHERE a.request_id = for_request) THEN
        RAISE EXCEPTION 'this request has its code' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.requests_accesscode (id, request_id, municipality_id, code_hash, whole_file, issued_at)
    SELECT gen_random_uuid(), r.id, r.municipality_id, sha256(convert_to(code, 'UTF8')), whole, clock_timestamp()
      FROM public.requests_request r WHERE r.id = for_request;
END $$;
REVOKE ALL ON FUNCTION guard.first_code(uuid, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.first_code(uuid, text, boolean) TO bashke_public, bashke_municipality;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial"), ("people", "0002_wall")]

    operations = [
        walled(
            "requests_request",
            public=Door(add=NEW),
            person=Door(read=HELD, change=HELD, change_columns=("status", "answered_at")),  # she may take it back, not move it
            municipality=Door(read=REQUEST, write=REQUEST),
            statistics=Door(read="true", columns=COUNTED),
            guard=("id", "person_id", "municipality_id"),
        ),
        # Who holds the code may take the request back and change nothing else of it, least of all whose it is.
        migrations.RunSQL(
            "REVOKE UPDATE ON requests_request FROM bashke_person; GRANT UPDATE (status, answered_at) ON requests_request TO bashke_person;",
            migrations.RunSQL.noop,
        ),
        walled(
            "requests_requestevent",
            municipality=Door(read=own("requests_requestevent"), add=own("requests_requestevent")),
            person=Door(add="requests_requestevent.id = (SELECT guard.request())"),
        ),
        walled(
            "requests_accesscode",
            municipality=Door(read=CODE, write=CODE),
            guard=("request_id", "whole_file", "code_hash", "ended_at"),
        ),
        migrations.RunSQL(FIRST_CODE, migrations.RunSQL.noop),
        walled("requests_triage", municipality=Door(read=TRIAGE, write=TRIAGE)),
    ]

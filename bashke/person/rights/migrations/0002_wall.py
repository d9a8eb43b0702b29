"""Who reads what a person asks about her data; and a file that rests is there for no worker who did not write down why she opens it.

`guard.barred()` names whom a worker is kept from, and every table of a file asks it already: a restricted person joins the list until
the worker writes down why. The person herself stays findable, so that nobody makes a second record of her; that is asked of
`guard.related()`, which is what `barred` was before.
"""

from django.db import migrations

from bashke.ground.access.wall import Door, narrowed, own, walled

ASK, COPY, REST, OPENING = "rights_datarequest", "rights_copy", "rights_restriction", "rights_opening"
RESTING = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.related() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}'::uuid[]) FROM public.requests_conflict c, unnest(guard.together(c.person_id)) AS r(id)
     WHERE c.worker_id = guard.worker() AND c.ended_at IS NULL
$$;
-- Jobs have no worker: a restriction keeps no clock from running.
CREATE OR REPLACE FUNCTION guard.barred() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT guard.related() || coalesce((
        SELECT array_agg(r.id) FROM public.rights_restriction x, unnest(guard.together(x.person_id)) AS r(id)
         WHERE x.ended_at IS NULL AND x.municipality_id = guard.municipality() AND guard.worker() IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM public.rights_opening o WHERE o.worker_id = guard.worker() AND o.until > clock_timestamp()
                              AND o.person_id = ANY (guard.together(x.person_id)))), '{}'::uuid[])
$$;
REVOKE ALL ON FUNCTION guard.related() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.related() TO bashke_municipality;
RESET ROLE;
ALTER POLICY bashke_municipality_barred ON people_person
    USING ((people_person.id = ANY ((SELECT guard.related())::uuid[])) IS NOT TRUE);
ALTER POLICY bashke_municipality_barred ON people_personevent
    USING ((people_personevent.id = ANY ((SELECT guard.related())::uuid[])) IS NOT TRUE);
"""


def hers(table: str) -> str:
    return f"{table}.person_id = (SELECT guard.person())"


def known(table: str) -> str:
    """Neither of a person the worker is related to, nor of one with a protected file that is closed to her."""
    return " AND ".join(f"{table}.person_id <> ALL ((SELECT guard.{kept}())::uuid[])" for kept in ("related", "shut_people"))


HERE = f"{ASK}.municipality_id = (SELECT p.municipality_id FROM people_person p WHERE p.id = (SELECT guard.person()))"
NEW = f"{hers(ASK)} AND {HERE} AND {ASK}.status = 'received' AND {ASK}.answered_by_id IS NULL AND {ASK}.escalated_at IS NULL"
ANSWER = ("status", "refusal_reason", "answer", "answered_by_id", "answered_at", "escalated_at")


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("requests", "0009_way_back"),
        ("protection", "0005_way_back"),
    ]

    operations = [
        walled(
            ASK,
            person=Door(
                read=hers(ASK), add=NEW, change=f"{hers(ASK)} AND {ASK}.status IN ('received', 'withdrawn')", change_columns=("status", "answered_at")
            ),
            municipality=Door(read=own(ASK), add=own(ASK), change=own(ASK), change_columns=ANSWER),
        ),
        walled(
            COPY,
            person=Door(read=hers(COPY)),
            municipality=Door(read=own(COPY), add=own(COPY), remove=f"{own(COPY)} AND {COPY}.until < now()"),
        ),
        walled(
            REST,
            person=Door(read=hers(REST)),
            municipality=Door(read=own(REST), add=own(REST), change=own(REST), change_columns=("ended_at", "ended_by_id", "ended_why")),
            guard=("person_id", "municipality_id", "ended_at"),
        ),
        walled(
            OPENING,
            person=Door(read=hers(OPENING)),
            municipality=Door(
                read=own(OPENING),
                add=f"{own(OPENING)} AND {OPENING}.worker_id = (SELECT guard.worker()) AND {OPENING}.until <= now() + interval '1 day'",
            ),
            guard=("person_id", "worker_id", "until"),
        ),
        migrations.RunSQL(RESTING, migrations.RunSQL.noop),
        *[narrowed(table, known(table)) for table in (ASK, COPY, REST, OPENING)],
    ]  # fmt: skip

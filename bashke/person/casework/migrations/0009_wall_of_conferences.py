"""Whoever is invited reads the question, when and where, and what was decided for her; minutes and the disagreement of others she does not."""

from django.db import migrations

from bashke.ground.access.wall import Door, barred, narrowed, own, walled

CONFERENCE, SEAT, MINUTES, DECISION, DISSENT = (
    f"casework_{name}" for name in ("conference", "seat", "minutes", "decision", "dissent")
)  # fmt: skip
CALLED = ("id", "case_id", "municipality_id", "person_id", "at", "place", "question", "status")
INVITED = """
SET LOCAL ROLE bashke_guard;
CREATE FUNCTION guard.my_conferences() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.conference_id), '{}') FROM public.casework_seat s WHERE s.member_id = ANY (guard.my_seats())
$$;
CREATE FUNCTION guard.my_decisions() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(d.id), '{}') FROM guard.places() p
      JOIN public.casework_seat s ON s.member_id = p.id
      JOIN public.casework_decision d ON d.conference_id = s.conference_id AND d.discipline = p.discipline
     WHERE p.joined
$$;
REVOKE ALL ON FUNCTION guard.my_conferences(), guard.my_decisions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_conferences(), guard.my_decisions() TO bashke_provider;
RESET ROLE;
"""


def _hers(table: str) -> str:
    return f"{table}.person_id = (SELECT guard.person())"


def _signed(table: str) -> str:
    return f"{table}.by_id = (SELECT guard.worker())"


def _any(column: str, function: str) -> str:
    return f"{column} = ANY ((SELECT guard.{function}())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_wall_of_members")]

    operations = [
        walled(SEAT, guard=("id", "conference_id", "member_id")),
        walled(DECISION, guard=("id", "conference_id", "discipline")),
        migrations.RunSQL(INVITED, migrations.RunSQL.noop),
        walled(
            CONFERENCE,
            municipality=Door(
                read=own(CONFERENCE), add=own(CONFERENCE), change=own(CONFERENCE), change_columns=("status", "planned_version")
            ),
            provider=Door(read=_any(f"{CONFERENCE}.id", "my_conferences")),
            person=Door(read=_hers(CONFERENCE), columns=CALLED),
        ),
        walled(
            SEAT,
            municipality=Door(read=own(SEAT), add=own(SEAT)),
            provider=Door(read=_any(f"{SEAT}.member_id", "my_seats")),
        ),
        # Signed is signed: minutes, decisions and dissent are added and never changed.
        walled(MINUTES, municipality=Door(read=own(MINUTES), add=f"{own(MINUTES)} AND {_signed(MINUTES)}")),
        walled(
            DECISION,
            municipality=Door(read=own(DECISION), add=own(DECISION)),
            provider=Door(read=_any(f"{DECISION}.id", "my_decisions")),
            person=Door(read=_hers(DECISION)),
        ),
        walled(
            DISSENT,
            municipality=Door(read=own(DISSENT), add=f"{own(DISSENT)} AND {_signed(DISSENT)}"),
            provider=Door(
                read=f"{_any(f'{DISSENT}.conference_id', 'my_conferences')} AND {_signed(DISSENT)}",
                add=f"{_any(f'{DISSENT}.conference_id', 'my_conferences')} AND {_signed(DISSENT)}",
            ),
        ),
        *[barred(table) for table in (CONFERENCE, SEAT, MINUTES, DECISION, DISSENT)],
        *[
            narrowed(table, f"{table}.case_id <> ALL ((SELECT guard.shut_cases())::uuid[])")
            for table in (CONFERENCE, SEAT, MINUTES, DECISION, DISSENT)
        ],
    ]

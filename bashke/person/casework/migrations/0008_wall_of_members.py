"""Another institution's worker reads her own place, the actions of her discipline, and how the person wants to be reached; nothing else."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import Door, barred, narrowed, own, walled

MEMBER, NOTE, PROPOSAL = (f"casework_{name}" for name in ("planmember", "progressnote", "goalproposal"))
FUNCTIONS = (Path(__file__).parent.parent / "sql" / "members.sql").read_text(encoding="utf-8")
STEP = ("status", "worker_id", "joined_at", "ended_at", "ended_words")
ANSWER = ("status", "answered_by_id", "answered_at", "answer_words")
READ_BY_GUARD = {
    "casework_plan": ("id", "case_id", "status"),
    "casework_goal": ("id", "plan_id"),
    "casework_planaction": ("id", "goal_id", "owner", "discipline"),
}


def _hers(table: str) -> str:
    return f"{table}.person_id = (SELECT guard.person())"


def _any(column: str, function: str) -> str:
    return f"{column} = ANY ((SELECT guard.{function}())::uuid[])"


def _signed(table: str) -> str:
    return f"{table}.by_id = (SELECT guard.worker())"


def _written(table: str, changes: tuple[str, ...] = ()) -> migrations.RunSQL:
    """What a member writes in her own name: added by herself, changed by the municipality only."""
    seat = _any(f"{table}.member_id", "my_seats")
    return walled(
        table,
        municipality=Door(
            read=own(table), add=f"{own(table)} AND {_signed(table)}", change=own(table) if changes else None, change_columns=changes
        ),
        provider=Door(read=seat, add=f"{seat} AND {_signed(table)}"),
        person=Door(read=_hers(table)),
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_together"), ("people", "0006_contact_wish_wall")]

    operations = [
        walled(MEMBER, guard=("id", "case_id", "person_id", "discipline", "institution_id", "worker_id", "status", "consent_id")),
        *[walled(table, guard=columns) for table, columns in READ_BY_GUARD.items()],
        migrations.RunSQL(f"SET LOCAL ROLE bashke_guard; {FUNCTIONS} RESET ROLE;", migrations.RunSQL.noop),
        walled(
            MEMBER,
            municipality=Door(read=own(MEMBER), add=own(MEMBER), change=own(MEMBER), change_columns=STEP),
            provider=Door(read=_any(f"{MEMBER}.id", "my_places"), change=_any(f"{MEMBER}.id", "my_places"), change_columns=STEP),
            person=Door(read=_hers(MEMBER)),
        ),
        _written(NOTE),
        _written(PROPOSAL, ANSWER),
        walled("casework_plan", provider=Door(read=_any("casework_plan.id", "slice_plans"), columns=READ_BY_GUARD["casework_plan"])),
        walled("casework_goal", provider=Door(read=_any("casework_goal.id", "slice_goals"))),
        walled("casework_planaction", provider=Door(read=_any("casework_planaction.id", "slice_actions"))),
        walled("people_contactwish", provider=Door(read=_any("people_contactwish.person_id", "plan_people"))),
        *[barred(table) for table in (MEMBER, NOTE, PROPOSAL)],
        *[narrowed(table, f"{table}.case_id <> ALL ((SELECT guard.shut_cases())::uuid[])") for table in (MEMBER, NOTE, PROPOSAL)],
        migrations.RunSQL(
            "CREATE POLICY bashke_municipality_narrowed_agreements ON people_consent AS RESTRICTIVE FOR ALL TO bashke_municipality"
            " USING (people_consent.id <> ALL ((SELECT guard.shut_agreements())::uuid[]));",
            "DROP POLICY bashke_municipality_narrowed_agreements ON people_consent;",
        ),
    ]

"""An incident is the provider's that recorded it and the municipality's whose person it concerns (of a protected file: the team's).

What is said against the provider's own staff the provider cannot close, whatever a page lets it press: the policy holds to it.
"""

from django.db import migrations

from bashke.ground.access.wall import Door, barred, narrowed, own, walled

INCIDENT, STEP = "incidents_incident", "incidents_step"
MINE = f"{INCIDENT}.provider_id = (SELECT guard.provider())"
AGAINST_STAFF = "('abuse_by_staff', 'restraint')"
NOT_MY_JUDGE = f"{MINE} AND ({INCIDENT}.kind NOT IN {AGAINST_STAFF} OR {INCIDENT}.status <> 'closed')"
NEW = (
    f"{MINE} AND {INCIDENT}.status = 'reported' AND {INCIDENT}.reported_by_id = (SELECT guard.worker())"
    f" AND EXISTS (SELECT 1 FROM delivery_enrolment e WHERE e.id = {INCIDENT}.enrolment_id AND e.person_id = {INCIDENT}.person_id"
    f" AND e.municipality_id = {INCIDENT}.municipality_id)"
)
CLOSING = ("status", "closed_by_id", "closed_at")
# The incident is asked under its own wall.
OF_INCIDENT = f"EXISTS (SELECT 1 FROM {INCIDENT} i WHERE i.id = {STEP}.incident_id)"
ITS = f"{STEP}.provider_id = (SELECT guard.provider())"
SAID = f"{STEP}.by_id = (SELECT guard.worker())"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("delivery", "0007_protected"), ("requests", "0003_wall_of_conflicts")]

    operations = [
        walled(
            INCIDENT,
            provider=Door(read=MINE, add=NEW, change=NOT_MY_JUDGE, change_columns=CLOSING),
            municipality=Door(read=own(INCIDENT), change=own(INCIDENT), change_columns=(*CLOSING, "seen_by_id", "seen_at")),
        ),
        narrowed(INCIDENT, f"EXISTS (SELECT 1 FROM delivery_enrolment e WHERE e.id = {INCIDENT}.enrolment_id)"),
        barred(INCIDENT),
        walled(
            STEP,
            provider=Door(read=ITS, add=f"{ITS} AND {SAID} AND {OF_INCIDENT}"),
            municipality=Door(read=own(STEP), add=f"{own(STEP)} AND {SAID}"),
        ),
        narrowed(STEP, OF_INCIDENT),
    ]

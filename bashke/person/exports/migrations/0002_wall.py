"""The ledger is added to and never changed. Whether a file may be read is asked here once more, below the application."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

EXPORT, DECISION, HANDOVER, FILE = "exports_export", "exports_decision", "exports_handover", "exports_file"
ME = "(SELECT guard.worker())"
# Mine, and either small or agreed to by a second person.
FREE = (
    f"SELECT e.id FROM {EXPORT} e WHERE e.asked_by_id = {ME} AND (NOT e.second_needed"
    f" OR EXISTS (SELECT 1 FROM {DECISION} d WHERE d.export_id = e.id AND d.approved))"
)
OTHERS = (
    f"SELECT e.id FROM {EXPORT} e WHERE e.asked_by_id <> {ME} AND e.second_needed AND e.municipality_id = (SELECT guard.municipality())"
)


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled(EXPORT, municipality=Door(read=own(EXPORT), add=f"{own(EXPORT)} AND {EXPORT}.asked_by_id = {ME}")),
        walled(
            DECISION,
            municipality=Door(
                read=own(DECISION), add=f"{own(DECISION)} AND {DECISION}.by_id = {ME} AND {DECISION}.export_id IN ({OTHERS})"
            ),
        ),
        walled(
            HANDOVER,
            municipality=Door(read=own(HANDOVER), add=f"{own(HANDOVER)} AND {HANDOVER}.by_id = {ME} AND {HANDOVER}.export_id IN ({FREE})"),
        ),
        walled(
            FILE,
            municipality=Door(
                read=f"{own(FILE)} AND {FILE}.export_id IN ({FREE})",
                add=f"{own(FILE)} AND {FILE}.asked_by_id = {ME}",
                remove=f"{own(FILE)} AND {FILE}.until < now()",
            ),
        ),
    ]

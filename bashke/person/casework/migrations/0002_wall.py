from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

FILE = ("case", "review", "closure", "need", "needstep", "assessment", "plan", "goal", "planaction")
HISTORY = ("caseevent", "needevent", "planevent")
COUNTED = {
    "case": ("municipality_id", "status", "urgency", "opened_at", "closed_at", "due_at", "synthetic"),
    "need": ("municipality_id", "domain", "rung", "status", "unmet_reason", "found_at", "since", "due_at"),
}


def _file(name: str) -> migrations.RunSQL:
    """The whole file to the municipality and to the person; coarse columns to the counting job."""
    table = f"casework_{name}"
    doors = {
        "municipality": Door(read=own(table), add=own(table)) if name == "needstep" else Door(read=own(table), write=own(table)),
        "person": Door(read=f"{table}.person_id = (SELECT guard.person())"),
    }
    if name in COUNTED:
        doors["statistics"] = Door(read="true", columns=COUNTED[name])
    return walled(table, **doors)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("requests", "0002_wall")]

    operations = [
        *[_file(name) for name in FILE],
        *[walled(f"casework_{name}", municipality=Door(read=own(f"casework_{name}"), add=own(f"casework_{name}"))) for name in HISTORY],
        # A draft plan is rewritten until it is agreed: its goals and actions go with it.
        migrations.RunSQL(
            """
            GRANT DELETE ON casework_goal, casework_planaction TO bashke_municipality;
            CREATE POLICY bashke_municipality_remove ON casework_goal FOR DELETE TO bashke_municipality
                USING (casework_goal.municipality_id = (SELECT guard.municipality())
                       AND EXISTS (SELECT 1 FROM casework_plan p WHERE p.id = casework_goal.plan_id AND p.status = 'draft'));
            CREATE POLICY bashke_municipality_remove ON casework_planaction FOR DELETE TO bashke_municipality
                USING (casework_planaction.municipality_id = (SELECT guard.municipality())
                       AND EXISTS (SELECT 1 FROM casework_goal g JOIN casework_plan p ON p.id = g.plan_id
                                    WHERE g.id = casework_planaction.goal_id AND p.status = 'draft'));
            """,
            migrations.RunSQL.noop,
        ),
    ]

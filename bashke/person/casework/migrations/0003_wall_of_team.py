from django.db import migrations

from bashke.ground.access.wall import Door, barred, own, walled

TEAM = ("absence", "qualification")
FILE = ("case", "review", "closure", "need", "needstep", "assessment", "plan", "goal", "planaction", "handover")
HISTORY = ("caseevent", "needevent", "planevent")


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_wall"), ("requests", "0003_wall_of_conflicts")]

    operations = [
        *[walled(f"casework_{name}", municipality=Door(read=own(f"casework_{name}"), write=own(f"casework_{name}"))) for name in TEAM],
        walled(
            "casework_handover",
            municipality=Door(read=own("casework_handover"), add=own("casework_handover")),
            person=Door(read="casework_handover.person_id = (SELECT guard.person())"),
        ),
        *[barred(f"casework_{name}") for name in FILE],
        *[barred(f"casework_{name}", reads_only=True) for name in HISTORY],
    ]

from django.db import migrations

from bashke.ground.access.wall import barred


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_own_register"), ("requests", "0003_wall_of_conflicts")]

    operations = [
        barred("delivery_enrolment"),
        barred("delivery_attendance"),
        barred("delivery_enrolmentevent", reads_only=True),
    ]

from django.db import migrations

from bashke.ground.access.wall import barred


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_own_register"), ("requests", "0004_wall_of_conflicts")]

    operations = [
        barred("delivery_enrolment"),
        barred("delivery_attendance"),
        barred("delivery_enrolmentevent", reads_only=True),
    ]

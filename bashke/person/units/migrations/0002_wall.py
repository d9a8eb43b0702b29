"""A closed month is the provider's own book: added in one's own name, changed by nobody."""

from django.db import migrations

from bashke.ground.access.wall import Door, walled

LINE = "units_line"
MINE = f"{LINE}.provider_id = (SELECT guard.provider())"


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial"), ("bookings", "0002_wall"), ("delivery", "0002_wall")]

    operations = [walled(LINE, provider=Door(read=MINE, add=f"{MINE} AND {LINE}.closed_by_id = (SELECT guard.worker())"))]

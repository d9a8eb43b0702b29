from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

TABLE = "statistics_tally"


class Migration(migrations.Migration):
    """The counting job writes; the ministry reads all, a municipality its own. Small counts are hidden before they are shown.

    What people said of themselves is the ministry's alone: below the nation a number of a minority points at people.
    """

    dependencies = [("statistics", "0001_initial"), ("delivery", "0002_wall")]

    operations = [
        walled(
            TABLE,
            statistics=Door(read="true", write="true", remove="true"),
            nation=Door(read="true"),
            municipality=Door(read=f"{own(TABLE)} AND {TABLE}.measure <> 'own_groups'"),
        )
    ]

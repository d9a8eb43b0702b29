"""A worker who is related to a person learns nothing of how she wants to be reached."""

from django.db import migrations

from bashke.ground.access.wall import barred


class Migration(migrations.Migration):
    dependencies = [("requests", "0005_wall_of_pairs"), ("people", "0006_contact_wish_wall")]

    operations = [barred("people_contactwish")]

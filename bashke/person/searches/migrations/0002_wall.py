"""A worker reads and removes her own searches and those that a colleague of her municipality shares; she writes her own."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

SEARCH = "searches_search"
HERS = f"{own(SEARCH)} AND {SEARCH}.worker_id = (SELECT guard.worker())"
SHARED = f"{HERS} OR {own(SEARCH)} AND {SEARCH}.shared"


class Migration(migrations.Migration):
    dependencies = [("searches", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled(SEARCH, municipality=Door(read=SHARED, add=HERS, remove=SHARED)),
    ]

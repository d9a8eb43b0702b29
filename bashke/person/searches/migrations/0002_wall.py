"""A worker reads her own searches and those that a colleague of her municipality shares; she writes and removes her own."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

SEARCH = "searches_search"
HERS = f"{own(SEARCH)} AND {SEARCH}.worker_id = (SELECT guard.worker())"


class Migration(migrations.Migration):
    dependencies = [("searches", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled(SEARCH, municipality=Door(read=f"{HERS} OR {own(SEARCH)} AND {SEARCH}.shared", add=HERS, remove=HERS)),
    ]

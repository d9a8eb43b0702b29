"""A municipality learns that a month of a service that takes its people was closed, and when: no number, no reason, nobody who closed it."""

from django.db import migrations

from bashke.ground.access.wall import Door, walled

LINE = "units_line"
TOLD = ("id", "service_id", "provider_id", "month", "number", "closed_at")
TAKES_OURS = (
    f"EXISTS (SELECT 1 FROM directory_cover c WHERE c.service_id = {LINE}.service_id AND c.municipality_id = (SELECT guard.municipality()))"
)


class Migration(migrations.Migration):
    dependencies = [("units", "0002_wall"), ("directory", "0002_wall")]

    operations = [walled(LINE, municipality=Door(read=TAKES_OURS, columns=TOLD))]

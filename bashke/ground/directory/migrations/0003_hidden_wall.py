from django.db import migrations

from bashke.ground.access.wall import Door, walled

HIDDEN = "directory_hiddenaddress"
MINE = f"EXISTS (SELECT 1 FROM directory_service s WHERE s.id = {HIDDEN}.service_id AND s.provider_id = (SELECT guard.provider()))"


class Migration(migrations.Migration):
    """Only the provider itself; who holds a place there is let in by bookings."""

    dependencies = [("directory", "0002_wall"), ("access", "0002_wall")]
    operations = [walled(HIDDEN, provider=Door(read=MINE, write=MINE))]

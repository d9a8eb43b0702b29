from django.db import migrations

from bashke.ground.access.wall import KINDS, Door, own, walled

SERVICE_OWN = "directory_service.provider_id = (SELECT guard.provider())"
COVER_OWN = (
    "EXISTS (SELECT 1 FROM directory_service s WHERE s.id = directory_cover.service_id AND s.provider_id = (SELECT guard.provider()))"
)
SERVICE = {kind: Door(read="true") for kind in KINDS}
COVER = {kind: Door(read="true") for kind in KINDS}
SERVICE |= {
    "provider": Door(read="true", write=SERVICE_OWN),
    "municipality": Door(read="true", write=own("directory_service")),
}
COVER["provider"] = Door(read="true", write=COVER_OWN, remove=COVER_OWN)
COVER_HERE = (
    "EXISTS (SELECT 1 FROM directory_service s WHERE s.id = directory_cover.service_id"
    " AND s.municipality_id = (SELECT guard.municipality()))"
)
COVER["municipality"] = Door(read="true", write=COVER_HERE, remove=COVER_HERE)


class Migration(migrations.Migration):
    """Everybody reads; a provider writes its own services, a municipality those on its ground."""

    dependencies = [("directory", "0001_initial"), ("access", "0002_wall")]
    operations = [walled("directory_service", **SERVICE), walled("directory_cover", **COVER)]

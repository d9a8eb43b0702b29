from django.db import migrations

from bashke.ground.access.wall import Door, own, walled


def _served(name: str) -> migrations.RunSQL:
    """The provider writes its own; the municipality that referred and the person read."""
    table = f"delivery_{name}"
    mine = f"{table}.provider_id = (SELECT guard.provider())"
    return walled(
        table,
        provider=Door(read=mine, write=mine),
        municipality=Door(read=own(table)),
        person=Door(read=f"{table}.person_id = (SELECT guard.person())"),
    )


SESSION = "delivery_session.provider_id = (SELECT guard.provider())"
EVENT = "delivery_enrolmentevent"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("referrals", "0002_wall")]

    operations = [
        _served("enrolment"),
        _served("attendance"),
        walled("delivery_session", provider=Door(read=SESSION, write=SESSION)),
        walled(EVENT, provider=Door(add=f"{EVENT}.provider_id = (SELECT guard.provider())"), municipality=Door(read=own(EVENT))),
    ]

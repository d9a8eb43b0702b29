from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

CONSENT = own("people_consent")
HERS = "people_consent.person_id = (SELECT guard.person())"
TO_ME = "people_consent.recipient_id = (SELECT guard.provider())"
HOLDS = ("id", "recipient_id", "withdrawn_at", "valid_until")  # whether it holds, and not whose it is nor what it says


class Migration(migrations.Migration):
    dependencies = [("people", "0002_wall")]

    operations = [
        walled(
            "people_consent",
            municipality=Door(read=CONSENT, write=CONSENT),
            person=Door(read=HERS, change=HERS, change_columns=("withdrawn_at",)),
            provider=Door(read=TO_ME, columns=HOLDS),
            guard=HOLDS,
        ),
    ]

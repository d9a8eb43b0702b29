"""Where somebody lives and what she is to others is read and written by the workers of her municipality; never by a provider or the public."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

HOME, TIE = "people_membership", "people_tie"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_contact_wish_wall"), ("access", "0002_wall")]

    operations = [
        walled(
            HOME,
            municipality=Door(read=own(HOME), write=own(HOME), change_columns=("place", "since", "until")),
            guard=("household_id", "person_id", "since", "until", "entered_at"),
        ),
        walled(TIE, municipality=Door(read=own(TIE), write=own(TIE), change_columns=("until",))),
    ]

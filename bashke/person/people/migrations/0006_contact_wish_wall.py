"""How she wants to be reached is read by whoever may call her, and written by her or by whoever asked her."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

WISH = "people_contactwish"
HERS = f"{WISH}.person_id = (SELECT guard.person())"
OF_HER_PLACE = f"{WISH}.municipality_id = (SELECT p.municipality_id FROM people_person p WHERE p.id = (SELECT guard.person()))"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_one_person_two_records")]

    operations = [
        walled(
            WISH,
            municipality=Door(read=own(WISH), write=own(WISH)),
            person=Door(read=HERS, add=f"{HERS} AND {OF_HER_PLACE} AND {WISH}.by_id IS NULL", change=f"{HERS} AND {OF_HER_PLACE}"),
        ),
    ]

"""She reads her own word; a worker writes it down and deletes it, and never reads it; the counts see it without her."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

WORD = "people_ownword"
HERS = f"{WORD}.person_id = (SELECT guard.person())"
OF_HER_PLACE = f"{WORD}.municipality_id = (SELECT p.municipality_id FROM people_person p WHERE p.id = (SELECT guard.person()))"


class Migration(migrations.Migration):
    dependencies = [("people", "0008_own_word"), ("access", "0002_wall")]

    operations = [
        walled(
            WORD,
            municipality=Door(
                read=own(WORD), add=f"{own(WORD)} AND {WORD}.by_id = (SELECT guard.worker())", remove=own(WORD),
                columns=("person_id", "municipality_id", "at"),
            ),
            person=Door(read=HERS, add=f"{HERS} AND {OF_HER_PLACE} AND {WORD}.by_id IS NULL", remove=HERS),
            statistics=Door(read="true", columns=("municipality_id", "groups")),
        ),
    ]  # fmt: skip

from django.db import migrations

from bashke.ground.access.wall import Door, opened, own, walled

OWN = own("notices_notice")
TELL = Door(add="true")  # whoever acts may tell the person; only the municipality reads the outbox


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0002_wall")]

    operations = [
        walled(
            "notices_notice",
            public=TELL,
            provider=TELL,
            municipality=Door(read=OWN, write=OWN),
            person=Door(read="notices_notice.person = (SELECT guard.person())", add="true"),
        ),
        walled("notices_delivery", municipality=Door(read=own("notices_delivery"), write=own("notices_delivery"))),
        # Who holds the code of the number, or a worker she asks; the public could silence somebody else's telephone.
        opened("notices_optout", write=("person", "municipality")),
    ]

"""Documents are of a person's file: her municipality's workers only. A line is never removed, the contents may be."""

from django.db import migrations

from bashke.ground.access.wall import Door, barred, own, walled

ATTACHMENT, CONTENT = "attachments_attachment", "attachments_content"
REMOVAL = ("removed_by_id", "removed_at", "removed_why")


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial"), ("casework", "0003_wall_of_team")]

    operations = [
        walled(ATTACHMENT, municipality=Door(read=own(ATTACHMENT), add=own(ATTACHMENT), change=own(ATTACHMENT), change_columns=REMOVAL)),
        walled(CONTENT, municipality=Door(read=own(CONTENT), add=own(CONTENT), remove=own(CONTENT))),
        barred(ATTACHMENT),  # and of them none who declared a relation to her
        barred(CONTENT),
    ]

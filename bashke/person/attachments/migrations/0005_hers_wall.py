"""She reads with her code what is marked as hers, while it is there; from a protected file nothing, whoever holds the code."""

from django.db import migrations

from bashke.ground.access.wall import Door, walled

ATTACHMENT, CONTENT = "attachments_attachment", "attachments_content"
HERS = (
    f"{ATTACHMENT}.person_id = (SELECT guard.person()) AND {ATTACHMENT}.hers AND {ATTACHMENT}.removed_at IS NULL"
    f" AND EXISTS (SELECT 1 FROM casework_case c WHERE c.id = {ATTACHMENT}.case_id AND c.file_id IS NULL)"
)
ITS_CONTENT = (
    f"{CONTENT}.person_id = (SELECT guard.person())"
    f" AND EXISTS (SELECT 1 FROM {ATTACHMENT} a WHERE a.id = {CONTENT}.attachment_id AND a.person_id = {CONTENT}.person_id)"
)


class Migration(migrations.Migration):
    dependencies = [("attachments", "0004_hers"), ("casework", "0004_protected")]

    operations = [walled(ATTACHMENT, person=Door(read=HERS)), walled(CONTENT, person=Door(read=ITS_CONTENT))]

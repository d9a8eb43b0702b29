"""Documents of a protected file are its team's."""

from django.db import migrations

from bashke.ground.access.wall import narrowed

SHUT = "ALL ((SELECT guard.shut_cases())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("attachments", "0002_wall"), ("casework", "0004_protected")]

    operations = [
        narrowed("attachments_attachment", f"attachments_attachment.case_id <> {SHUT}"),
        narrowed("attachments_content", "EXISTS (SELECT 1 FROM attachments_attachment a WHERE a.id = attachments_content.attachment_id)"),
    ]

"""The office talks with the person, or with who asked for her; neither reads the other's. A protected file's is its team's."""

from django.db import migrations

from bashke.ground.access.wall import Door, narrowed, own, walled

MESSAGE = "conversations_message"
HERS = (
    f"{MESSAGE}.person_id = (SELECT guard.person()) OR {MESSAGE}.person_id IS NULL AND {MESSAGE}.request_id = (SELECT guard.request())"
    f" AND (NOT {MESSAGE}.asker OR (SELECT guard.person()) IS NULL)"
)
# Who holds a code writes of her own request, as herself, and nothing that would pass for the office's.
NEW = (
    f"{MESSAGE}.request_id = (SELECT guard.request()) AND {MESSAGE}.municipality_id ="
    " (SELECT r.municipality_id FROM requests_request r WHERE r.id = (SELECT guard.request()))"
    f" AND {MESSAGE}.person_id IS NOT DISTINCT FROM (SELECT guard.person()) AND {MESSAGE}.worker_id IS NULL"
    f" AND {MESSAGE}.status = 'waiting' AND {MESSAGE}.answered_at IS NULL AND {MESSAGE}.escalated_at IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("requests", "0004_protected")]

    operations = [
        walled(
            MESSAGE,
            person=Door(read=HERS, add=NEW, change=f"({HERS}) AND {MESSAGE}.worker_id IS NOT NULL", change_columns=("read_at",)),
            municipality=Door(
                read=own(MESSAGE), add=f"{own(MESSAGE)} AND {MESSAGE}.worker_id = (SELECT guard.worker())", change=own(MESSAGE),
                change_columns=("status", "answered_at", "answered_by_id", "settled_words", "escalated_at"),
            ),
        ),
        # The request is asked under its own wall: a protected file, or a person the worker is related to, takes its messages along.
        narrowed(MESSAGE, f"EXISTS (SELECT 1 FROM requests_request r WHERE r.id = {MESSAGE}.request_id)"),
    ]  # fmt: skip

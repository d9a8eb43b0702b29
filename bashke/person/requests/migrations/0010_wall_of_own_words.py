"""Whoever may not know of a person's file does not learn that she answered, and writes nothing for her."""

from django.db import migrations

from bashke.ground.access.wall import barred, narrowed

WORD = "people_ownword"


class Migration(migrations.Migration):
    dependencies = [("requests", "0009_way_back"), ("people", "0009_own_word_wall")]

    operations = [barred(WORD), narrowed(WORD, f"{WORD}.person_id <> ALL ((SELECT guard.shut_records())::uuid[])")]

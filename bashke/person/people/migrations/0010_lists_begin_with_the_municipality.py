"""Two keys and the list of people begin with the municipality: its own index served nothing more, and every new person paid for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_own_word_wall"), ("territory", "0002_one_index_for_a_key")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="municipality",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.municipality"
            ),
        ),
    ]

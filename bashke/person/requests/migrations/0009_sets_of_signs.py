"""A judgement of urgency keeps which sets of signs were looked at."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0008_defaults_of_later_columns")]

    operations = [
        migrations.AddField(
            model_name="triage",
            name="sets",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE requests_triage ALTER COLUMN sets SET DEFAULT '{}'",
            "ALTER TABLE requests_triage ALTER COLUMN sets DROP DEFAULT",
        ),
    ]

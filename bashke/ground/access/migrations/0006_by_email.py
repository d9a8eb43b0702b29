from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_one_look")]

    operations = [migrations.AddField("worker", "by_email", models.BooleanField(db_default=False, default=False))]

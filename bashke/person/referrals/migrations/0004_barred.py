from django.db import migrations

from bashke.ground.access.wall import barred


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_slice_wall"), ("requests", "0003_wall_of_conflicts")]

    operations = [
        barred("referrals_referral"),
        barred("referrals_referralevent", reads_only=True),
        barred("people_consent"),
    ]

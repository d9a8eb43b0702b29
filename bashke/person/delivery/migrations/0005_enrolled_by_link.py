from django.db import migrations

from bashke.ground.access.wall import Door, walled

TABLE = "delivery_enrolment"
# A provider opens the enrolment of what it accepted, also when it answers by a one-time link; the demo country also those of the past.
OPENS = (
    f"{TABLE}.provider_id = (SELECT guard.provider()) OR (SELECT guard.provider()) IS NULL"
    f" AND {TABLE}.referral_id = ANY ((SELECT guard.shared_referrals())::uuid[]) AND {TABLE}.status = 'waiting'"
)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_barred"), ("referrals", "0005_link_wall")]

    operations = [
        migrations.RunSQL("DROP POLICY bashke_provider_add ON delivery_enrolment;", migrations.RunSQL.noop),
        walled(TABLE, provider=Door(add=OPENS)),
    ]

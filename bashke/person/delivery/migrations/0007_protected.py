"""What belongs to a protected file is the team's."""

from django.db import migrations

from bashke.ground.access.wall import narrowed


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_waiting"), ("referrals", "0006_protected")]

    operations = [
        narrowed("delivery_enrolment", "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = delivery_enrolment.referral_id)"),
        narrowed("delivery_enrolmentevent", "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = delivery_enrolmentevent.referral_id)"),
        narrowed("delivery_attendance", "EXISTS (SELECT 1 FROM delivery_enrolment e WHERE e.id = delivery_attendance.enrolment_id)"),
    ]

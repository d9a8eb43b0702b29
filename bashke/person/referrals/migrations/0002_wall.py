from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

TABLE = "referrals_referral"
RECEIVED = f"{TABLE}.provider_id = (SELECT guard.provider())"
ANSWER = ("status", "answered_by_id", "answered_at", "answer_words", "decline_reason", "person_phone")
EVENT = "referrals_referralevent"

# The need a provider was asked to answer moves with its answer and its outcome: it may read and move that row, no other,
# and no longer once it declined or the municipality withdrew.
# The array is built once per query; `IN (sub-select)` would scan the ledger.
REFERRED = (
    "ANY ((SELECT array_agg(r.need_id) FROM referrals_referral r"
    " WHERE r.provider_id = (SELECT guard.provider()) AND r.status IN ('sent', 'accepted'))::uuid[])"
)
NEEDS_OF_PROVIDER = f"""
GRANT SELECT, UPDATE (status, since, due_at, unmet_reason, rung) ON casework_need TO bashke_provider;
CREATE POLICY bashke_provider_read ON casework_need FOR SELECT TO bashke_provider USING (casework_need.id = {REFERRED});
CREATE POLICY bashke_provider_change ON casework_need FOR UPDATE TO bashke_provider
    USING (casework_need.id = {REFERRED}) WITH CHECK (casework_need.id = {REFERRED});
GRANT INSERT ON casework_needstep, casework_needevent TO bashke_provider;
CREATE POLICY bashke_provider_add ON casework_needstep FOR INSERT TO bashke_provider WITH CHECK (casework_needstep.need_id = {REFERRED});
CREATE POLICY bashke_provider_add ON casework_needevent FOR INSERT TO bashke_provider WITH CHECK (casework_needevent.id = {REFERRED});
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("casework", "0002_wall"), ("directory", "0002_wall")]

    operations = [
        walled(
            TABLE,
            municipality=Door(read=own(TABLE), write=own(TABLE)),
            provider=Door(read=RECEIVED, change=RECEIVED, change_columns=ANSWER),
            person=Door(read=f"{TABLE}.person_id = (SELECT guard.person())"),
            statistics=Door(
                read="true", columns=("municipality_id", "status", "sent_at", "due_at", "answered_at", "decline_reason", "domain")
            ),
        ),
        walled(
            EVENT,
            municipality=Door(read=own(EVENT), add=own(EVENT)),
            provider=Door(add=f"{EVENT}.provider_id = (SELECT guard.provider())"),
        ),
        migrations.RunSQL(NEEDS_OF_PROVIDER, migrations.RunSQL.noop),
    ]

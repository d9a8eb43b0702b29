"""A version that does not know these columns yet may go on writing while the next one starts.

The default is the database's alone: a `db_default` of the model would be read back after every insert, which who may only add may not.
"""

from django.db import migrations

DEFAULTS = {
    ("referrals_referral", "shared"): "'{name,age,phone,language}'",
    ("referrals_referral", "safety_note"): "''",
    ("referrals_referral", "answered_name"): "''",
}


class Migration(migrations.Migration):
    dependencies = [("referrals", "0009_target")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}", f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"
        )
        for (table, column), value in DEFAULTS.items()
    ]

"""A second index on each key of text served only `LIKE 'AL1%'`, which nobody asks: `bashke.site.database` makes no more of them."""

from django.db import migrations

DROPPED = """
DO $$
DECLARE one regclass;
BEGIN
    FOR one IN
        SELECT DISTINCT i.indexrelid::regclass FROM pg_index i
          JOIN pg_opclass o ON o.oid = i.indclass[0] AND o.opcname = 'varchar_pattern_ops'
          JOIN pg_constraint k ON k.conrelid = i.indrelid AND k.contype = 'f' AND k.conkey = ARRAY[i.indkey[0]]
         WHERE i.indnatts = 1 AND k.connamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('DROP INDEX %s', one);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]

    operations = [migrations.RunSQL(DROPPED, migrations.RunSQL.noop)]

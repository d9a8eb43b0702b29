"""An index that begins another one is written with every row and serves nothing the longer one does not."""

from typing import Any

import pytest

# Django's and allauth's own tables: a handful of rows, and the definitions are not ours.
NOT_OURS = {
    "account_emailaddress_user_id_2c513194",
    "auth_group_permissions_group_id_b120cbf9",
    "auth_permission_content_type_id_2f476e4b",
}
REPEATED = """
    WITH one AS (
        SELECT i.indexrelid, i.indrelid, i.indisunique, i.indnkeyatts - 1 AS last, pg_get_expr(i.indpred, i.indrelid) AS wherever,
               i.indkey::int2[] AS columns, i.indclass::oid[] AS kinds, i.indcollation::oid[] AS orders
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
        WHERE c.relnamespace IN ('public'::regnamespace, 'guard'::regnamespace) AND a.amname = 'btree' AND i.indexprs IS NULL
    )
    SELECT short.indexrelid::regclass::text
    FROM one short JOIN one long ON short.indrelid = long.indrelid AND short.indexrelid <> long.indexrelid
    WHERE NOT short.indisunique AND short.last <= long.last AND long.wherever IS NOT DISTINCT FROM short.wherever
      AND short.columns[0:short.last] = long.columns[0:short.last]
      AND short.kinds[0:short.last] = long.kinds[0:short.last]
      AND short.orders[0:short.last] = long.orders[0:short.last]
"""


def repeated(database: Any) -> set[str]:
    return {str(name) for (name,) in database.execute(REPEATED).fetchall()}


@pytest.mark.django_db
def test_no_index_repeats_the_beginning_of_another(outside_the_wall: Any) -> None:
    """`db_index=False` on the key, where an index or a rule of uniqueness already begins with it."""
    assert repeated(outside_the_wall) == NOT_OURS


@pytest.mark.django_db
def test_such_an_index_would_be_found(outside_the_wall: Any) -> None:
    with outside_the_wall.transaction(force_rollback=True):
        outside_the_wall.execute("CREATE INDEX one_too_many ON casework_plan (case_id)")
        outside_the_wall.execute("CREATE INDEX of_some_rows ON casework_plan (case_id) WHERE version > 1")
        assert repeated(outside_the_wall) - NOT_OURS == {"one_too_many"}

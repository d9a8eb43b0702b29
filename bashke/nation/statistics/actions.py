"""Taking the counts, from the ledger itself: every number can be followed down to its rows by those who may."""

from datetime import datetime

from django.db import connection, transaction

# One statement, so that every count is of the same moment. Reads only the columns the counting role was granted.
_COUNT = """
WITH counted (municipality_id, measure, slice, count) AS (
    SELECT r.municipality_id, 'requests', r.status, count(r.status) FROM requests_request r GROUP BY 1, 3
    UNION ALL
    SELECT r.municipality_id, 'requests_late', '', count(r.status) FROM requests_request r
     WHERE r.status = 'received' AND r.answer_due_at < %(at)s GROUP BY 1
    UNION ALL
    SELECT c.municipality_id, 'cases_open', '', count(c.status) FROM casework_case c WHERE c.status <> 'closed' GROUP BY 1
    UNION ALL
    SELECT n.municipality_id, 'needs', n.domain || '/' || n.status, count(n.status) FROM casework_need n GROUP BY 1, 3
    UNION ALL
    SELECT n.municipality_id, 'unmet', n.domain || '/' || n.unmet_reason, count(n.status) FROM casework_need n
     WHERE n.status = 'unmet' GROUP BY 1, 3
    UNION ALL
    SELECT f.municipality_id, 'referrals', f.status, count(f.status) FROM referrals_referral f GROUP BY 1, 3
    UNION ALL
    SELECT f.municipality_id, 'referrals_late', '', count(f.status) FROM referrals_referral f
     WHERE f.status = 'sent' AND f.due_at < %(at)s GROUP BY 1
    UNION ALL
    SELECT w.municipality_id, 'own_groups', g.code, count(g.code) FROM people_ownword w, unnest(w.groups) g (code) GROUP BY 1, 3
)
INSERT INTO statistics_tally (municipality_id, measure, slice, count, at)
SELECT municipality_id, measure, slice, count, %(at)s FROM counted
"""


@transaction.atomic
def count_again(*, at: datetime) -> None:
    """Replace every tally by a fresh count. Only in the counting job's context."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM statistics_tally")
        cursor.execute(_COUNT, {"at": at})

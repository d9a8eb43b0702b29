"""The counts equal a recount by the superuser, small ones stay hidden, and the ministry reads no person's row."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bashke.ground.access.queries import as_statistics
from bashke.ground.access.rules import Actor, Kind
from bashke.nation.statistics.actions import count_again
from bashke.nation.statistics.queries import Counts, counts
from tests.faults import clones
from tests.faults.askers import Asker
from tests.faults.knocking import REFUSED, inside, outcome, walled_tables

NOW = datetime(2026, 4, 1, tzinfo=UTC)
TODAY = date(2026, 4, 1)
MINISTRY = Actor(kind=Kind.NATION, role="ministry_analyst")
DIRECTOR = Actor(kind=Kind.MUNICIPALITY, municipality="AL154", role="director")
NO_PERSON = {
    "directory_service", "directory_cover", "law_promise", "statistics_tally", "access_worker", "access_post",
    "access_token", "access_answer",  # her own keys, and what they were answered
}  # fmt: skip

# A small ledger: many requests and needs in Shkodër, few in Korçë, generated from a row of each that the story told.
LEDGER = """
SET session_replication_role = replica;
INSERT INTO requests_request SELECT (jsonb_populate_record(NULL::requests_request, to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'key', gen_random_uuid(),
    'status', (ARRAY['received', 'withdrawn'])[1 + n % 2], 'answer_due_at', '2026-03-30T00:00:00Z'))).*
  FROM (SELECT * FROM requests_request WHERE status = 'received' AND municipality_id = 'AL154' LIMIT 1) r, generate_series(1, 40) n;
INSERT INTO casework_need SELECT (jsonb_populate_record(NULL::casework_need, to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'case_id', gen_random_uuid(), 'domain', d,
    'status', s, 'unmet_reason', CASE s WHEN 'unmet' THEN 'no_service' ELSE '' END,
    'due_at', CASE s WHEN 'open' THEN '2026-04-01T00:00:00Z' END))).*
  FROM (SELECT * FROM casework_need WHERE municipality_id = 'AL154' LIMIT 1) e, unnest(ARRAY['housing', 'food', 'work']) WITH ORDINALITY a(d, i),
       unnest(ARRAY['open', 'met', 'unmet']) WITH ORDINALITY b(s, j), generate_series(1, (i * j * 3)::int);
"""


@pytest.fixture(scope="module")
def ledger(stage: Any, django_db_blocker: Any) -> Iterator[clones.Clone]:
    """A copy of the story with a generated ledger, counted by the job."""
    with django_db_blocker.unblock():
        clone = clones.make("bashke_ledger", stage.clone.name)
        with clone.superuser() as oracle:
            oracle.execute(LEDGER)
        with clones.django_on(clone, "job"), as_statistics():
            count_again(at=NOW)
        yield clone
        clones.drop(clone)


def seen_by(ledger: clones.Clone, asker: Asker, actor: Actor) -> Counts:
    with clones.django_on(ledger), CaptureQueriesContext(connection), connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT guard.enter(%s)", (asker.token,))
        return counts(actor, TODAY)


def recount(ledger: clones.Clone, query: str) -> dict[Any, int]:
    with ledger.superuser() as oracle:
        return {row[:-1]: row[-1] for row in oracle.execute(query).fetchall()}


@pytest.mark.parametrize(
    ("measure", "query"),
    [
        ("requests", "SELECT municipality_id, status, count(*) FROM requests_request GROUP BY 1, 2"),
        (
            "requests_late",
            "SELECT municipality_id, '', count(*) FROM requests_request WHERE status = 'received' AND answer_due_at < '2026-04-01Z' GROUP BY 1",
        ),
        ("cases_open", "SELECT municipality_id, '', count(*) FROM casework_case WHERE status <> 'closed' GROUP BY 1"),
        ("needs", "SELECT municipality_id, domain || '/' || status, count(*) FROM casework_need GROUP BY 1, 2"),
        (
            "unmet",
            "SELECT municipality_id, domain || '/' || unmet_reason, count(*) FROM casework_need WHERE status = 'unmet' GROUP BY 1, 2",
        ),
        ("referrals", "SELECT municipality_id, status, count(*) FROM referrals_referral GROUP BY 1, 2"),
        (
            "referrals_late",
            "SELECT municipality_id, '', count(*) FROM referrals_referral WHERE status = 'sent' AND due_at < '2026-04-01Z' GROUP BY 1",
        ),
        ("own_groups", "SELECT municipality_id, unnest(groups), count(*) FROM people_ownword GROUP BY 1, 2"),
    ],
)
def test_every_tally_equals_a_recount(measure: str, query: str, ledger: clones.Clone) -> None:
    counted = recount(ledger, f"SELECT municipality_id, slice, count FROM statistics_tally WHERE measure = '{measure}'")
    assert counted == recount(ledger, query)
    assert counted, "an empty count proves nothing"


def test_counting_again_replaces_and_never_adds(ledger: clones.Clone) -> None:
    before = recount(ledger, "SELECT municipality_id, measure, slice, count FROM statistics_tally")
    with clones.django_on(ledger, "job"), as_statistics():
        count_again(at=NOW)
    assert recount(ledger, "SELECT municipality_id, measure, slice, count FROM statistics_tally") == before


def test_the_ministry_sees_every_municipality_and_the_true_sums(ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    seen = seen_by(ledger, askers["genc"], MINISTRY)
    truth = recount(ledger, "SELECT municipality_id, count(*) FROM requests_request GROUP BY 1")
    rows = {row.lau: row for row in seen.rows}
    assert len(rows) == 61
    assert seen.totals["requests"] == sum(truth.values())
    assert rows["AL154"].needs in (truth_of(ledger, "AL154"), None)
    assert (seen.at, seen.threshold) == (NOW, 5)


def truth_of(ledger: clones.Clone, lau: str) -> int:
    return recount(ledger, f"SELECT 1, count(*) FROM casework_need WHERE municipality_id = '{lau}'")[(1,)]


def test_no_small_count_is_shown_to_anybody(ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    for asker, actor in ((askers["genc"], MINISTRY), (askers["besa"], DIRECTOR)):
        seen = seen_by(ledger, asker, actor)
        numbers = [number for row in seen.rows for number in row.numbers[1:]]
        numbers += [number for bar in seen.domains for number in (bar.needs, bar.met, bar.unmet, bar.open)]
        numbers += list(seen.totals.values())
        assert [number for number in numbers if number is not None and 0 < number < 5] == []
        assert None in numbers, "the ledger holds small counts, so something must be hidden"


def test_a_group_is_shown_to_the_ministry_alone_and_from_ten_people_on(ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    said = (("AL154", "montenegrin", 6), ("AL151", "montenegrin", 4), ("AL154", "bosniak", 9))
    with ledger.superuser() as oracle:
        before = dict(oracle.execute("SELECT slice, sum(count) FROM statistics_tally WHERE measure = 'own_groups' GROUP BY 1").fetchall())
        assert not before.keys() & {"montenegrin", "bosniak"}
        for row in said:
            oracle.execute(
                "INSERT INTO statistics_tally (municipality_id, measure, slice, count, at) VALUES (%s, 'own_groups', %s, %s, now())", row
            )
    try:
        seen = seen_by(ledger, askers["genc"], MINISTRY).groups
        assert seen["montenegrin"] == 10
        assert "bosniak" not in seen
        assert seen_by(ledger, askers["besa"], DIRECTOR).groups == {}
        assert seen_by(ledger, askers["besa"], MINISTRY).groups == {}  # and the wall agrees when the application forgets
    finally:
        with ledger.superuser() as oracle:
            oracle.execute("DELETE FROM statistics_tally WHERE measure = 'own_groups' AND slice IN ('montenegrin', 'bosniak')")


def test_a_column_never_hides_a_single_municipality(ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    """The total minus the others would be the hidden one."""
    seen = seen_by(ledger, askers["genc"], MINISTRY)
    for number, column in enumerate(("requests", "late", "cases", "needs", "met", "unmet"), start=1):
        gone = [row.lau for row in seen.rows if row.numbers[number] is None]
        assert len(gone) != 1 or seen.totals[column] is None, column


def test_a_director_sees_the_own_municipality_only(ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    seen = seen_by(ledger, askers["besa"], DIRECTOR)
    assert [row.lau for row in seen.rows] == ["AL154"]
    # and the wall agrees when the application forgets to filter
    unfiltered = seen_by(ledger, askers["besa"], MINISTRY)
    assert {row.lau for row in unfiltered.rows if any(number != 0 for number in row.numbers[1:])} == {"AL154"}


@pytest.mark.parametrize("who", ["genc", "besa"])
def test_the_page_costs_the_same_few_queries_whatever_is_counted(who: str, ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    actor = MINISTRY if who == "genc" else DIRECTOR
    with clones.django_on(ledger), connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT guard.enter(%s)", (askers[who].token,))
        with CaptureQueriesContext(connection) as asked:
            counts(actor, TODAY)
    assert len(asked) <= 4, [query["sql"] for query in asked]


@pytest.mark.parametrize(
    "verb", ["SELECT 1 FROM {0}", "UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "INSERT INTO {0} ({1}) SELECT {1} FROM {0}"]
)
def test_the_ministry_reaches_no_persons_table_by_any_verb(verb: str, ledger: clones.Clone, askers: dict[str, Asker]) -> None:
    """Every walled table but those without persons, from the catalogue."""
    with ledger.superuser() as oracle, ledger.login("web") as web, inside(web, askers["genc"]):
        tables = [table for table in walled_tables(oracle) if table not in NO_PERSON]
        assert len(tables) > 25
        for table in tables:
            column = oracle.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,)).fetchone()
            assert column is not None
            assert outcome(web, verb.format(table, f'"{column[0]}"')) == REFUSED, table


def test_the_counting_job_itself_learns_no_name(ledger: clones.Clone) -> None:
    with ledger.login("job") as job, job.transaction(force_rollback=True):
        job.execute("SELECT guard.enter_job()")
        for query in ("SELECT given_name FROM people_person", "SELECT id FROM people_person", "SELECT person_id FROM casework_need",
                      "SELECT words FROM requests_request", "SELECT person_name FROM referrals_referral"):  # fmt: skip
            assert outcome(job, query) == REFUSED, query

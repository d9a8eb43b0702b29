"""Foreign keys and indexes laid aside come back as they were, over right rows only; until then nothing is served."""

import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bashke.site.commands import check
from bashke.site.demo import country, keys
from tests.faults import clones

KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
 WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"""
INDEXES = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index WHERE indrelid = %s::regclass ORDER BY 1"
)
ORPHAN = "UPDATE access_post SET worker_id = gen_random_uuid() WHERE id = (SELECT min(id) FROM access_post)"


@pytest.fixture
def clone(cast: SimpleNamespace, django_db_blocker: Any) -> Iterator[clones.Clone]:
    with django_db_blocker.unblock():
        made = clones.make("bashke_keys")
        yield made
        clones.drop(made)


def _indexes(database: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return [one for table in keys.LONGEST for one in database.execute(INDEXES, [table]).fetchall()]


def test_they_come_back_as_they_were(clone: clones.Clone) -> None:
    with clone.superuser() as database:
        before, indexes = database.execute(KEYS).fetchall(), _indexes(database)
        keys.lay_aside(database)
        assert before and database.execute(KEYS).fetchall() == []
        assert all("UNIQUE" in str(one[1]) for one in _indexes(database)) and len(_indexes(database)) < len(indexes)
        keys.put_back(database)
        assert database.execute(KEYS).fetchall() == before
        assert _indexes(database) == indexes
        keys.put_back(database)  # nothing is aside: nothing happens


def test_a_row_that_points_at_nothing_is_found_and_all_stay_aside(clone: clones.Clone) -> None:
    with clone.superuser() as database:
        keys.lay_aside(database)
        assert database.execute(ORPHAN).rowcount == 1
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            keys.put_back(database)
        assert keys.are_aside(database)
        assert database.execute(KEYS).fetchall() == []


def test_nothing_is_served_while_they_are_aside(clone: clones.Clone) -> None:
    with clone.superuser() as database:
        keys.lay_aside(database)
    with clones.django_on(clone):
        assert [problem for problem in check.problems() if "laid aside" in problem]
    with clone.superuser() as database:
        keys.put_back(database)
    with clones.django_on(clone):
        assert check.fragile() == []


def test_no_story_is_told_until_they_are_back(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("go on\n"))
    country._ask()
    assert capsys.readouterr().out == "settled\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(""))  # whoever puts them back has ended
    with pytest.raises(EOFError):
        country._ask()

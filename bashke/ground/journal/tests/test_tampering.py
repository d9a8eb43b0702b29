"""A hundred random tamperings of each kind by a superuser: every one is found. Each is undone before the next."""

import random
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from tests.faults import clones

from .conftest import Book, sign_in
from .test_sealing import COLUMNS

TRIES = 100
BATCHES, ACTS = 12, 8
Chance = random.Random


@pytest.fixture(scope="module")
def long_book(cast: SimpleNamespace, django_db_blocker: Any) -> Iterator[Book]:
    """Twelve sealed batches of eight acts."""
    with django_db_blocker.unblock():
        made = Book(clones.make("bashke_long_book"))
        sign_in(made.clone, cast)
        for batch in range(BATCHES):
            for number in range(ACTS):
                made.act("besa", reason=f"batch {batch}, entry {number}")
            assert made.seal() == ACTS
        yield made
        clones.drop(made.clone)


def edited(chance: Chance) -> str:
    column = chance.choice(sorted(COLUMNS))
    return f"UPDATE journal_entry SET {column} = {COLUMNS[column]} WHERE reason = '{_reason(chance)}'"


def deleted(chance: Chance) -> str:
    return f"DELETE FROM journal_entry WHERE reason = '{_reason(chance)}'"


def added(chance: Chance) -> str:
    """A copy of one entry, put into the same batch or another."""
    return (
        "INSERT INTO journal_entry (xid, at, kind, worker, post, role, institution, verb, subject, person, municipality, reason)"
        f" SELECT (SELECT xid FROM journal_entry WHERE reason = '{_reason(chance)}'), at, kind, worker, post, role, institution, verb, subject,"
        f" person, municipality, reason FROM journal_entry WHERE reason = '{_reason(chance)}'"
    )


def exchanged(chance: Chance) -> str:
    """Two entries take each other's moment."""
    one, other = chance.sample([f"batch {batch}, entry {number}" for batch in range(BATCHES) for number in range(ACTS)], 2)
    return f"UPDATE journal_entry e SET at = o.at FROM journal_entry o WHERE (e.reason, o.reason) IN (('{one}', '{other}'), ('{other}', '{one}'))"


def seal_changed(chance: Chance) -> str:
    """One bit of a seal's hashes, or one of its numbers."""
    bit, number = chance.randrange(256), chance.randint(1, BATCHES)
    column = chance.choice(["root", "previous", "head", "rows", "upto_xid"])
    # The first seal has no previous one: its field is empty and can only be filled.
    value = {
        "rows": "rows + 1", "upto_xid": "(SELECT max(xid) FROM journal_entry e WHERE e.xid < s.upto_xid)",
        "previous": f"CASE WHEN previous = ''::bytea THEN 'x'::bytea ELSE set_bit(previous, {bit}, 1 - get_bit(previous, {bit})) END",
    }.get(column, f"set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))")  # fmt: skip
    return f"UPDATE journal_seal s SET {column} = {value} WHERE number = {number}"


def seal_deleted(chance: Chance) -> str:
    """One seal, or every seal from one on: the last case shows only against a head that was published."""
    return f"DELETE FROM journal_seal WHERE number {chance.choice(['=', '>='])} {chance.randint(1, BATCHES)}"


def _reason(chance: Chance) -> str:
    return f"batch {chance.randrange(BATCHES)}, entry {chance.randrange(ACTS)}"


@pytest.mark.parametrize("tamper", [edited, deleted, added, exchanged, seal_changed, seal_deleted], ids=lambda kind: kind.__name__)
def test_every_tampering_is_found(tamper: Callable[[Chance], str], long_book: Book) -> None:
    chance = Chance(tamper.__name__)
    with long_book.clone.superuser() as vandal:
        published = vandal.execute("SELECT head FROM journal_seal ORDER BY number DESC LIMIT 1").fetchone()
        unseen = [statement for statement in (tamper(chance) for _ in range(TRIES)) if not _found(vandal, statement, published)]
    assert unseen == []


def _found(vandal: clones.Connection, statement: str, published: Any) -> bool:
    with vandal.transaction(force_rollback=True):
        query: Any = statement
        assert vandal.execute(query).rowcount > 0, f"{statement} changes nothing: it is no tampering"
        seals = vandal.execute("SELECT ok, head FROM guard.journal_verify()").fetchall()
    return not all(ok for ok, _ in seals) or published not in [(head,) for _, head in seals]

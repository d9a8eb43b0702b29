"""Whoever edits, deletes or adds an entry, or touches a seal, is found: even with the administrator's password."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .conftest import INSERT, Book

SECOND = "(SELECT id FROM journal_entry WHERE reason = 'batch 1, entry 1')"
COLUMNS = {
    "id": "id + 100000", "xid": "xid + 1", "at": "at - interval '1 microsecond'", "kind": "'provider'", "worker": "gen_random_uuid()",
    "post": "post + 1", "role": "'director'", "institution": "institution + 1", "verb": "'person opened'", "subject": "'people.Person:1'",
    "person": "gen_random_uuid()", "municipality": "'AL343'", "reason": "'another'",
}  # fmt: skip
MISCHIEF: dict[str, tuple[list[str], tuple[int, ...]]] = {
    **{f"{column} changed": ([f"UPDATE journal_entry SET {column} = {value} WHERE id = {SECOND}"], (2,)) for column, value in COLUMNS.items()},
    "worker taken out": ([f"UPDATE journal_entry SET worker = NULL WHERE id = {SECOND}"], (2,)),
    "entry deleted": ([f"DELETE FROM journal_entry WHERE id = {SECOND}"], (2,)),
    "two entries exchanged": (
        ["UPDATE journal_entry SET reason = CASE reason WHEN 'batch 1, entry 0' THEN 'batch 1, entry 1' ELSE 'batch 1, entry 0' END"
         " WHERE reason IN ('batch 1, entry 0', 'batch 1, entry 1')"],
        (2,),
    ),
    "a word slipped into the next column": (
        [f"UPDATE journal_entry SET verb = 'file', subject = 'opened|' || subject WHERE id = {SECOND}"], (2,),
    ),
    "entry added to a sealed batch": (
        ["INSERT INTO journal_entry (xid, at, kind, worker, post, role, institution, verb, subject, reason)"
         f" SELECT xid, at, kind, worker, post, role, institution, verb, subject, 'added' FROM journal_entry WHERE id = {SECOND}"],
        (2,),
    ),
    "entry moved to another batch": (
        [f"UPDATE journal_entry SET xid = (SELECT max(xid) FROM journal_entry WHERE reason LIKE 'batch 2%') WHERE id = {SECOND}"], (2, 3),
    ),
    "a whole batch deleted": (["DELETE FROM journal_entry WHERE reason LIKE 'batch 1%' OR municipality = 'AL343'"], (1, 2, 3)),
    "root changed": (["UPDATE journal_seal SET root = sha256('x') WHERE number = 2"], (2,)),
    "head changed": (["UPDATE journal_seal SET head = sha256('x') WHERE number = 2"], (2, 3)),
    "previous changed": (["UPDATE journal_seal SET previous = sha256('x') WHERE number = 2"], (2,)),
    "rows changed": (["UPDATE journal_seal SET rows = 5 WHERE number = 2"], (2,)),
    "reach changed": (["UPDATE journal_seal SET upto_xid = upto_xid - 1000 WHERE number = 2"], (2, 3)),
    "first seal deleted": (["DELETE FROM journal_seal WHERE number = 1"], (2,)),
    "seal in the middle deleted": (["DELETE FROM journal_seal WHERE number = 2"], (3,)),
    "seal in the middle deleted, numbers closed up": (
        ["DELETE FROM journal_seal WHERE number = 2", "UPDATE journal_seal SET number = 2 WHERE number = 3"], (2,),
    ),
    "seal deleted with its entries": (
        ["DELETE FROM journal_entry WHERE xid >= (SELECT upto_xid FROM journal_seal WHERE number = 1)"
         " AND xid < (SELECT upto_xid FROM journal_seal WHERE number = 2)", "DELETE FROM journal_seal WHERE number = 2"],
        (3,),
    ),
}  # fmt: skip


def test_an_honest_journal_is_whole(book: Book, verify: Callable[..., Any]) -> None:
    verdict = verify()
    assert (verdict.seals, verdict.broken, verdict.unsealed, verdict.whole) == (3, (), 1, True)
    assert len(verdict.head) == 64


@pytest.mark.parametrize("what", MISCHIEF)
def test_mischief_is_found_in_its_batch(what: str, book: Book, verify: Callable[..., Any]) -> None:
    statements, broken = MISCHIEF[what]
    book.mischief(*statements)
    verdict = verify()
    assert verdict.broken == broken
    assert not verdict.whole


def test_cut_off_seals_show_against_the_published_head(book: Book, verify: Callable[..., Any]) -> None:
    """The chain itself cannot know how long it was."""
    published = verify().head
    book.mischief(
        "DELETE FROM journal_entry WHERE xid >= (SELECT upto_xid FROM journal_seal WHERE number = 2)", "DELETE FROM journal_seal WHERE number = 3"
    )  # fmt: skip
    assert verify().broken == ()
    verdict = verify(published)
    assert (verdict.known, verdict.whole) == (False, False)


def test_a_rewritten_chain_shows_against_the_published_head(book: Book, verify: Callable[..., Any]) -> None:
    published = verify().head
    book.mischief(f"DELETE FROM journal_entry WHERE id = {SECOND}", "DELETE FROM journal_seal")
    assert book.seal() == 12
    assert verify().broken == ()
    assert not verify(published).whole


def test_a_published_head_stays_known_while_the_journal_grows(book: Book, verify: Callable[..., Any]) -> None:
    published = verify().head
    book.act("besa")
    assert book.seal() == 2
    verdict = verify(published.upper())
    assert (verdict.known, verdict.whole, verdict.head == published) == (True, True, False)


def test_sealing_again_without_news_adds_nothing(book: Book, verify: Callable[..., Any]) -> None:
    assert (book.seal(), book.seal()) == (1, 0)
    assert verify().seals == 4


def test_an_act_still_under_way_is_sealed_later_and_not_lost(book: Book, verify: Callable[..., Any]) -> None:
    with book.clone.login("web") as slow:
        with slow.transaction():
            slow.execute("SELECT guard.enter('token-of-besa')")
            slow.execute(INSERT, ("file opened", "casework.Case:2", None, "AL154", "slow"))
            book.act("vera", municipality="AL343", reason="quick, and committed before")
            assert book.seal() == 1, "only what is older than everything still running"
        assert book.seal() == 2
    assert (verify().broken, verify().unsealed) == ((), 0)


def test_nothing_is_lost_or_broken_while_many_write_and_one_seals(book: Book, verify: Callable[..., Any]) -> None:
    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(book.act, "besa", reason=str(number)) for number in range(60)]
        sealed = 0
        while not all(task.done() for task in writing):
            sealed += book.seal()
        [task.result() for task in writing]
    assert sealed + book.seal() == 61
    verdict = verify()
    assert (verdict.broken, verdict.unsealed) == ((), 0)


@pytest.mark.parametrize("honest", [True, False])
def test_the_command_ends_with_one_when_the_chain_is_broken(honest: bool, book: Book) -> None:
    if not honest:
        book.mischief(f"DELETE FROM journal_entry WHERE id = {SECOND}")
    done = subprocess.run(
        [sys.executable, "-m", "bashke.site.command", "journal", "verify"], capture_output=True, text=True,
        env=os.environ | {"BASHKE_LOGIN": "job", "BASHKE_DATABASE": book.clone.name},
    )  # fmt: skip
    assert done.returncode == (0 if honest else 1), done.stderr
    assert "3 seals" in done.stdout
    assert ("Seal 2 is broken" in done.stdout) is not honest

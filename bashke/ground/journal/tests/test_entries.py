"""An entry is written once, by whom the database says, in the transaction of the act; nobody changes it and few read it."""

from types import SimpleNamespace
from uuid import uuid4

import psycopg
import pytest

from tests.faults.clones import Connection

from .conftest import INSERT, PEOPLE, Book

FORGED = {
    "id": "1", "xid": "1", "at": "now() - interval '1 day'", "kind": "'nation'", "worker": "gen_random_uuid()", "post": "1",
    "role": "'director'", "institution": "1",
}  # fmt: skip


def enter(web: Connection, who: str) -> None:
    web.execute("SELECT guard.enter(%s)", (f"token-of-{who}" if who else "",))


def refused(web: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
        web.execute(statement)


@pytest.mark.parametrize("who", [*PEOPLE, ""])
def test_nobody_changes_or_removes_an_entry_or_a_seal(who: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, who)
        for table in ("journal_entry", "journal_seal"):
            for statement in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                refused(web, statement)
        refused(web, "INSERT INTO journal_seal (number, upto_xid, rows, root, previous, head) VALUES (4, 1, 0, '', '', '')")
        refused(web, "SELECT * FROM journal_seal")


@pytest.mark.parametrize("column", FORGED)
def test_who_and_when_cannot_be_written(column: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, "besa")
        refused(web, f"INSERT INTO journal_entry (verb, subject, reason, {column}) VALUES ('file opened', 'x', '', {FORGED[column]})")
        web.execute("INSERT INTO journal_entry (verb, subject, reason) VALUES ('file opened', 'x', '')")


def test_the_author_is_who_is_signed_in(book: Book, cast: SimpleNamespace) -> None:
    book.act("besa", reason="who am I")
    with book.clone.superuser() as oracle:
        row = oracle.execute("SELECT kind, worker, post, role, institution FROM journal_entry WHERE reason = 'who am I'").fetchone()
    besa = cast.besa
    assert row == ("municipality", besa.worker, besa.post, "social_worker", besa.institution)


def test_without_a_context_nothing_is_written(first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        web.execute("SET LOCAL ROLE bashke_municipality")
        refused(web, "INSERT INTO journal_entry (verb, subject, reason) VALUES ('file opened', 'x', '')")


def test_one_municipality_does_not_write_into_the_journal_of_another(first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, "vera")
        refused(web, "INSERT INTO journal_entry (verb, subject, reason, municipality) VALUES ('file opened', 'x', '', 'AL154')")


@pytest.mark.parametrize(("who", "sees"), [("besa", {"AL154"}), ("vera", {"AL343"})])
def test_a_municipality_reads_its_own_journal(who: str, sees: set[str], first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, who)
        assert {row[0] for row in web.execute("SELECT municipality FROM journal_entry").fetchall()} == sees


@pytest.mark.parametrize("who", ["ilir", "genc", ""])
def test_a_provider_the_ministry_and_the_public_write_and_do_not_read(who: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, who)
        refused(web, "SELECT verb FROM journal_entry")
        web.execute("INSERT INTO journal_entry (verb, subject, reason) VALUES ('file opened', 'x', '')")


def test_an_act_that_is_undone_leaves_no_entry(book: Book) -> None:
    person = uuid4()
    with book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, "besa")
        web.execute(INSERT, ("file opened", "casework.Case:9", person, "AL154", ""))
    with book.clone.superuser() as oracle:
        assert oracle.execute("SELECT count(*) FROM journal_entry WHERE person = %s", (person,)).fetchone() == (0,)


@pytest.mark.parametrize("function", ["journal_seal", "journal_verify", "journal_unsealed", "journal_batch"])
def test_only_the_jobs_seal_and_verify(function: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, "besa")
        refused(web, f"SELECT guard.{function}({'0, 1' if function == 'journal_batch' else ''})")


# Many acts in one statement

ACTS = "SELECT guard.journal_acts(%s, %s, %s, %s, %s)"
OF_SHKODER, OF_KORCE, OF_NONE = "AL154", "AL343", None


def acts(*municipalities: str | None) -> tuple[list[object], ...]:
    """Arrays for one act in each of these municipalities, numbered in their order."""
    many = len(municipalities)
    return ["file opened"] * many, ["x"] * many, [None] * many, list(municipalities), [f"act {number}" for number in range(many)]


@pytest.mark.parametrize("who", ["besa", "ilir"])
def test_many_acts_at_once_say_the_same_as_one_after_the_other(who: str, book: Book) -> None:
    said = "kind, worker, post, role, institution, verb, subject, person, municipality, reason"
    with book.clone.login("web") as web, web.transaction():
        enter(web, who)
        web.execute(ACTS, acts(OF_SHKODER, OF_NONE, OF_SHKODER))
    with book.clone.login("web") as web, web.transaction():
        enter(web, who)
        for act in zip(*acts(OF_SHKODER, OF_NONE, OF_SHKODER), strict=True):
            verb, subject, person, municipality, reason = act
            web.execute(INSERT, (verb, subject, person, municipality, reason))
    with book.clone.superuser() as oracle:
        rows = oracle.execute(f"SELECT {said} FROM journal_entry WHERE reason LIKE 'act _' ORDER BY id").fetchall()
    assert len(rows) == 6
    assert rows[:3] == rows[3:]


@pytest.mark.parametrize("foreign", [(OF_KORCE,), (OF_SHKODER, OF_KORCE)])
def test_many_acts_do_not_reach_into_the_journal_of_another_municipality(foreign: tuple[str, ...], first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, "besa")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not your municipality"), web.transaction():
            web.execute(ACTS, acts(*foreign))
        web.execute(ACTS, acts(OF_SHKODER, OF_NONE))


@pytest.mark.parametrize("role", ["bashke_municipality", "bashke_provider"])
def test_many_acts_need_a_context_and_believe_no_role(role: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        web.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no context"), web.transaction():
            web.execute(ACTS, acts(OF_SHKODER))


@pytest.mark.parametrize("role", ["bashke_municipality", "bashke_provider"])
@pytest.mark.parametrize("who", ["genc", ""])
def test_many_acts_are_for_offices_whatever_role_was_slipped_in(who: str, role: str, first_book: Book) -> None:
    with first_book.clone.login("web") as web, web.transaction(force_rollback=True):
        enter(web, who)
        web.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not an office"), web.transaction():
            web.execute(ACTS, acts(OF_SHKODER))

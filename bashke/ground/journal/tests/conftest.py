"""Mischief must be committed to be found, so these tests work on a copy of the test database, with three sealed batches in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from bashke.ground.access.queries import proof
from tests.faults import clones

PEOPLE = ("besa", "vera", "ilir", "genc")
INSERT = "INSERT INTO journal_entry (verb, subject, person, municipality, reason) VALUES (%s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Book:
    """A copy with a journal: acts by Besa and Vera in three sealed batches, one entry not sealed yet."""

    clone: clones.Clone

    def act(
        self, who: str, verb: str = "file opened", *, person: str | None = None, municipality: str | None = "AL154", reason: str = ""
    ) -> None:
        """One entry, committed, by whoever holds this token."""
        with self.clone.login("web") as web, web.transaction():
            web.execute("SELECT guard.enter(%s)", (f"token-of-{who}",))
            web.execute(INSERT, (verb, "casework.Case:1", person, municipality, reason))

    def seal(self) -> int:
        with self.clone.login("job") as job:
            row = job.execute("SELECT guard.journal_seal()").fetchone()
        assert row is not None
        return int(row[0])

    def mischief(self, *statements: str) -> None:
        """What somebody with the administrator's password may do."""
        with self.clone.superuser() as vandal:
            for statement in statements:
                vandal.execute(statement)


def sign_in(clone: clones.Clone, cast: SimpleNamespace) -> None:
    with clone.login("web") as web:
        for name in PEOPLE:
            someone = getattr(cast, name)
            sealed = proof("bind", f"token-of-{name}", someone.worker, someone.post)
            web.execute("SELECT guard.bind(%s, %s, %s, %s)", (f"token-of-{name}", someone.worker, someone.post, sealed))


@pytest.fixture(scope="session")
def first_book(cast: SimpleNamespace, django_db_blocker: Any) -> Iterator[Book]:
    with django_db_blocker.unblock():
        book = Book(clones.make("bashke_book"))
        sign_in(book.clone, cast)
        for batch in range(3):
            for number in range(3):
                book.act("besa", reason=f"batch {batch}, entry {number}")
            book.act("vera", "people searched", municipality="AL343")
            assert book.seal() == 4
        book.act("besa", reason="not sealed yet")
        yield book
        clones.drop(book.clone)


@pytest.fixture
def book(first_book: Book, django_db_blocker: Any) -> Iterator[Book]:
    """A copy of the copy, for one test to spoil."""
    with django_db_blocker.unblock():
        made = Book(clones.make("bashke_book_spoilt", first_book.clone.name))
        yield made
        clones.drop(made.clone)


@pytest.fixture
def verify(book: Book) -> Callable[..., Any]:
    """`verify()` as the jobs' login sees it."""
    from bashke.ground.journal import queries

    def ask(published: str | None = None) -> Any:
        with clones.django_on(book.clone, "job"):
            return queries.verify(published)

    return ask

"""Verifying the chain, and reading who opened a file."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True)
class Verdict:
    """What `bashke journal verify` found: broken seals by number, entries not sealed yet, the head to publish.

    `known` says whether a head that was published once is still in the chain; None when none was given.
    """

    seals: int
    broken: tuple[int, ...]
    unsealed: int
    head: str
    known: bool | None = None

    @property
    def whole(self) -> bool:
        return not self.broken and self.known is not False


def verify(published: str | None = None) -> Verdict:
    """Recompute every seal from the entries. Any edited, added or deleted entry breaks the seal it belongs to.

    Whoever cuts off the newest seals, or rewrites the whole chain, shows only against a head that was `published` before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, ok, head FROM guard.journal_verify() ORDER BY number")
        rows = cursor.fetchall()
        cursor.execute("SELECT guard.journal_unsealed()")
        unsealed = int(cursor.fetchone()[0])
    broken = tuple(int(number) for number, ok, _ in rows if not ok)
    heads = [bytes(head).hex() for _, _, head in rows]
    known = published.strip().lower() in heads if published else None
    return Verdict(seals=len(rows), broken=broken, unsealed=unsealed, head=heads[-1] if heads else "", known=known)


@dataclass(frozen=True)
class State:
    """How far the chain goes: seals, when the last was set, entries that wait and since when."""

    seals: int
    sealed_at: datetime | None
    unsealed: int
    waiting_since: datetime | None


def state() -> State:
    """For `bashke status`. Only the jobs' login may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seals, sealed_at, unsealed, waiting_since FROM guard.journal_state()")
        return State(*cursor.fetchone())

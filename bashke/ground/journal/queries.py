"""Verifying the chain, and reading who opened a file."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Verdict:
    """What `bashke journal verify` found: broken seals by number, entries not sealed yet, the head to compare with a published one."""

    seals: int
    broken: tuple[int, ...]
    unsealed: int
    head: str


def verify() -> Verdict:
    """Recompute every seal from the entries. Any edited, added or deleted entry breaks the seal it belongs to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, ok, head FROM guard.journal_verify() ORDER BY number")
        rows = cursor.fetchall()
        cursor.execute("SELECT guard.journal_unsealed()")
        unsealed = int(cursor.fetchone()[0])
    broken = tuple(int(number) for number, ok, _ in rows if not ok)
    return Verdict(seals=len(rows), broken=broken, unsealed=unsealed, head=bytes(rows[-1][2]).hex() if rows else "")

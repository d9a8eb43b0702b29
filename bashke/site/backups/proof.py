"""Looking a restored database over: is its wall whole, is its journal unbroken, are the rows there?"""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import Connection, sql

Counts = dict[str, int]


@dataclass(frozen=True)
class Proof:
    """What was found in a restored database. It may be trusted when `problems` is empty."""

    problems: tuple[str, ...]
    counts: Counts
    journal: str

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def prove(database: "Connection[tuple[object, ...]]", environment: Mapping[str, str]) -> Proof:
    """Run `bashke check` and `bashke journal verify` on it as an operator would, and count every table."""
    problems = []
    checked = _bashke(environment, "web", "check")
    if checked.returncode != 0:
        problems.append(f"bashke check: {(checked.stderr or checked.stdout).strip()[-800:]}")
    verified = _bashke(environment, "job", "journal", "verify")
    if verified.returncode != 0:
        problems.append(f"bashke journal verify: {(verified.stdout or verified.stderr).strip()[-800:]}")
    return Proof(tuple(problems), counts(database), (verified.stdout.splitlines() or [""])[0])


def counts(database: "Connection[tuple[object, ...]]") -> Counts:
    """Rows of every table, all at one moment."""
    found: Counts = {}
    with database.transaction():
        database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = database.execute(
            "SELECT n.nspname::text, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname IN ('public', 'guard') AND c.relkind = 'r' ORDER BY 1, 2"
        ).fetchall()
        for schema, table in tables:
            row = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(schema), str(table)))).fetchone()
            found[f"{schema}.{table}"] = int(str(row[0])) if row else 0
    return found


def differences(before: Counts, after: Counts, restored: Counts) -> list[str]:
    """Tables whose rows are not what they were. While people work, a count may lie anywhere between before and after the moment."""
    wrong = []
    for table in sorted({*before, *after, *restored}):
        low, high = sorted((before.get(table, 0), after.get(table, 0)))
        if not low <= restored.get(table, -1) <= high:
            wrong.append(f"{table}: {restored.get(table, 'no such table')} rows restored, between {low} and {high} expected")
    return wrong


def _bashke(environment: Mapping[str, str], login: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bashke.site.command", *words],
        env=dict(environment) | {"BASHKE_LOGIN": login},
        capture_output=True,
        text=True,
    )

"""Knocking at one table as one asker, and what should have come of it: the checks the wall's tests share.

"Refused" means SQLSTATE 42501 and nothing else: a test that takes any error for a refusal passes on a typing mistake.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from .askers import Asker
from .clones import Connection
from .expected import ADDS, ALL, CHANGES, COLUMNS, EXPECTED, SHUT, May

REFUSED = "42501"
NAMES = ("besa", "arta", "lule", "vera", "ilir", "luan", "ana", "bora", "pjeter", "fqinji", "genc", "public", "signin", "statistics", "job")
_WALLED = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity ORDER BY 1"""
Row = dict[str, Any]


@contextmanager
def inside(connection: Connection, asker: Asker) -> Iterator[Connection]:
    """One transaction as this asker, rolled back."""
    with connection.transaction(force_rollback=True):
        asker.enter(connection)
        yield connection


def outcome(connection: Connection, query: Any, values: Any = None) -> list[Any] | int | str:
    """Rows, a number of rows, or the SQLSTATE; what was done is undone."""
    try:
        with connection.transaction(force_rollback=True):
            done = connection.execute(query, values)
            return done.fetchall() if done.description else done.rowcount
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__


def walled_tables(oracle: Connection) -> list[str]:
    return [str(row[0]) for row in oracle.execute(_WALLED).fetchall()]


def rows_of(oracle: Connection, table: str, condition: str, asker: Asker) -> list[Row]:
    query: Any = f"SELECT to_jsonb(t) FROM {table} t WHERE {condition}"
    return [row[0] for row in oracle.execute(query, asker.is_ if condition != ALL else None).fetchall()]


def wrong_reads(asker: Asker, database: Connection, oracle: Connection, table: str) -> list[str]:
    """Must see exactly her rows, whole or in the columns agreed."""
    may, columns = EXPECTED[table].get(asker.kind, May()), COLUMNS.get((table, asker.kind))
    expected: Any = REFUSED
    if may.read is not SHUT:
        expected = _texts({k: v for k, v in row.items() if not columns or k in columns} for row in rows_of(oracle, table, may.read, asker))
    source = f"(SELECT {', '.join(sorted(columns))} FROM {table})" if columns else table
    seen = outcome(database, f"SELECT to_jsonb(x) FROM {source} x")
    if isinstance(seen, list):
        seen = _texts(row[0] for row in seen)
    return [] if seen == expected else [f"{asker.name} reads {table}: {_short(seen)} instead of {_short(expected)}"]


def add_probe(oracle: Connection) -> None:
    """A column that nothing reads and nothing constrains, in every walled table: writing to it asks the wall alone.

    (`UPDATE t SET c = c` reads, and would stop at the policy for reading however open the one for changing is.)
    """
    for table in walled_tables(oracle):
        oracle.execute(f"ALTER TABLE {table} ADD COLUMN probe integer")
    for table, kind in CHANGES:
        oracle.execute(f"GRANT UPDATE (probe) ON {table} TO bashke_{kind}")


def wrong_changes(asker: Asker, database: Connection, oracle: Connection, table: str) -> list[str]:
    """Must reach exactly her rows with UPDATE and DELETE."""
    may = EXPECTED[table].get(asker.kind, May())
    wrong = []
    for condition, statement in ((may.change, f"UPDATE {table} SET probe = 1"), (may.remove, f"DELETE FROM {table}")):
        expected: Any = REFUSED if condition is SHUT else len(rows_of(oracle, table, condition, asker))
        seen = outcome(database, statement)
        if seen != expected:
            wrong.append(f"{asker.name}, {statement}: {_short(seen)} instead of {_short(expected)}")
    return wrong


def wrong_additions(asker: Asker, database: Connection, oracle: Connection, table: str) -> list[str]:
    """Every row there is, offered again: refused where it is not hers, else it fails as a duplicate or is added."""
    may = EXPECTED[table].get(asker.kind, May())
    rows = [json.dumps(row, sort_keys=True) for row in rows_of(oracle, table, ALL, asker)]
    mine = {json.dumps(row, sort_keys=True) for row in rows_of(oracle, table, may.add, asker)} if may.add else set()
    columns = ", ".join(sorted(ADDS.get(table, ())) or _written(oracle, table))
    wrong = []
    for text in rows if may.add else rows[:1]:
        record = f"jsonb_populate_record(NULL::{table}, %s)"
        seen = outcome(database, f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {record}", (text,))
        if (seen == REFUSED) is (text in mine) or seen not in (REFUSED, "23505", "23503", 1):
            wrong.append(f"{asker.name} adds to {table}: {_short(seen)} for {_short(text)}")
    return wrong


def _written(oracle: Connection, table: str) -> list[str]:
    """The columns somebody writes: all but those the database works out."""
    query = "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
    return [name for (name,) in oracle.execute(query, (table,)).fetchall()]


def wrong_moves(asker: Asker, database: Connection, table: str) -> list[str]:
    """What a municipality may change must stay in it."""
    may, column = EXPECTED[table].get("municipality", May()), "municipality_id"
    if may.change is SHUT or table in {
        "access_worker",
        "access_post",
        "directory_cover",
        "people_enquiry",
        "access_token",
        "access_answer",
    }:  # rows of no municipality
        return []
    elsewhere = "AL343" if asker.is_["lau"] == "AL154" else "AL154"
    seen = outcome(database, f"UPDATE {table} SET {column} = %s", (elsewhere,))
    return [] if seen in (REFUSED, 0) else [f"{asker.name} moves {table}: {_short(seen)}"]


@dataclass(frozen=True)
class Policy:
    """One policy as it stands, to be broken and mended."""

    table: str
    name: str
    verb: str
    role: str
    uses: str | None
    checks: str | None
    permissive: str = "PERMISSIVE"

    @property
    def narrows(self) -> bool:
        """Takes away from what the other policies of its table give."""
        return self.permissive == "RESTRICTIVE"

    @property
    def lets_all_of_its_kind(self) -> bool:
        said = (self.uses or self.checks or "").replace("(", "").replace(")", "")
        return said in {"true", f" SELECT guard.as_kind'{self.role.removeprefix('bashke_')}'::text AS as_kind IS NOT NULL"}

    def drop(self) -> list[str]:
        return [f"DROP POLICY {self.name} ON {self.table}"]

    def open_wide(self) -> list[str]:
        return [*self.drop(), self._create("true" if self.uses else None, "true" if self.checks else None)]

    def restore(self) -> list[str]:
        return [f"DROP POLICY IF EXISTS {self.name} ON {self.table}", self._create(self.uses, self.checks)]

    def _create(self, uses: str | None, checks: str | None) -> str:
        clauses = (f" USING ({uses})" if uses else "") + (f" WITH CHECK ({checks})" if checks else "")
        return f"CREATE POLICY {self.name} ON {self.table} AS {self.permissive} FOR {self.verb} TO {self.role}{clauses}"


def policies(oracle: Connection) -> list[Policy]:
    """Every policy of a kind of asker; those of the guard itself are watched by what the guard's functions answer."""
    found = oracle.execute(
        "SELECT tablename::text, policyname::text, cmd, roles[1]::text, qual, with_check, permissive FROM pg_policies"
        " WHERE roles[1] <> 'bashke_guard' ORDER BY 1, 2"
    ).fetchall()
    return [Policy(*row) for row in found]


def _texts(rows: Any) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def _short(what: Any) -> str:
    return f"{len(what)} rows" if isinstance(what, list) else str(what)[:200]

"""The foreign keys of a new country, laid aside while its people are poured in, and put back over all of them at once.

A key checks each row by itself; put back, PostgreSQL looks through the whole table in one join and refuses when one row is wrong
(PostgreSQL manual, "Populating a database": remove foreign key constraints). Only the demo does this, on its own server, before a page
is served. What is aside is written down in the same transaction that drops it, so a load that was broken off loses no key: the next
start puts them back, and `bashke check` serves nothing until then.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

Database = psycopg.Connection[tuple[object, ...]]
WORK_MEM = "128MB"  # for the joins that look through the tables
ALL: LiteralString = """
CREATE TABLE aside.foreign_key AS
SELECT conrelid::regclass::text AS place, conname::text AS name, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace"""


def lay_aside(database: Database) -> None:
    """Drop every foreign key of the pages' tables, written down. As the server's superuser."""
    with database.transaction():
        database.execute("CREATE SCHEMA aside")
        database.execute(ALL)
        for place, name, _ in _kept(database):
            database.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(place), sql.Identifier(name)))


def put_back(database: Database) -> None:
    """Make every key again that is aside, or none: raises psycopg.errors.ForeignKeyViolation when a row points at nothing."""
    if not are_aside(database):
        return
    with database.transaction():
        database.execute(f"SET LOCAL maintenance_work_mem = '{WORK_MEM}'")
        database.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")
        for place, name, definition in _kept(database):
            made = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            database.execute(made.format(sql.SQL(place), sql.Identifier(name), sql.SQL(definition)))
        database.execute("DROP SCHEMA aside CASCADE")


def are_aside(database: Database) -> bool:
    return database.execute("SELECT to_regnamespace('aside') IS NOT NULL").fetchone() == (True,)


def _kept(database: Database) -> list[tuple[LiteralString, LiteralString, LiteralString]]:
    return database.execute("SELECT place, name, definition FROM aside.foreign_key").fetchall()  # type: ignore[return-value]  # our own catalogue's text

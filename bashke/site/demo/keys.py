"""The foreign keys and indexes of a new country, laid aside while its people are poured in, and put back over all of them at once.

A key checks each row by itself, and an index takes each row in by itself; put back, PostgreSQL looks through the whole table in one join
and sorts it once (PostgreSQL manual, "Populating a database"). What keeps a thing unique stays where it is. Only the demo does this, on its
own server, before a page is served. What is aside is written down in the same transaction that drops it, so a load that was broken off
loses nothing: the next start puts it back, and `bashke check` serves nothing until then.
"""

from typing import LiteralString

import psycopg

Database = psycopg.Connection[tuple[object, ...]]
# The longest tables of which nobody reads a row while people are poured in: no policy, no function of the guard, no step of the demo.
LONGEST = ["journal_entry", "people_searchtoken", "casework_needstep", "delivery_attendance"]
WORK_MEM = "128MB"  # for the joins that look through the tables, and for sorting them
ALL: LiteralString = """
CREATE TABLE aside.thing AS
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) AS away,
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back
  FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE NOT indisunique AND indrelid = ANY (%s::text[]::regclass[])"""


def lay_aside(database: Database) -> None:
    """Drop every foreign key, and the longest tables' indexes that keep nothing unique, written down. As the server's superuser."""
    with database.transaction():
        database.execute("CREATE SCHEMA aside")
        database.execute(ALL, [LONGEST])
        _do(database, "SELECT away FROM aside.thing")


def put_back(database: Database) -> None:
    """Make everything again that is aside, or nothing: raises psycopg.errors.ForeignKeyViolation when a row points at nothing."""
    if not are_aside(database):
        return
    with database.transaction():
        database.execute(f"SET LOCAL maintenance_work_mem = '{WORK_MEM}'")
        database.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")
        _do(database, "SELECT back FROM aside.thing ORDER BY back DESC")  # CREATE INDEX before ALTER TABLE, which looks through with it
        database.execute("DROP SCHEMA aside CASCADE")


def are_aside(database: Database) -> bool:
    return database.execute("SELECT to_regnamespace('aside') IS NOT NULL").fetchone() == (True,)


def _do(database: Database, statements: LiteralString) -> None:
    for (statement,) in database.execute(statements).fetchall():
        database.execute(str(statement).encode())  # our own catalogue's text

"""The synthetic country the benchmarks run on: a demo of its own in var/bench, made once, and copies of its database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

PEOPLE = int(os.environ.get("COUNTRY", "20000"))
ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "bench"
os.environ |= {"BASHKE_MODE": "demo", "BASHKE_HOME": str(HOME)}

from bashke.site import configuration, postgres  # noqa: E402  they read the environment set above


def cluster() -> postgres.Cluster:
    return postgres.cluster_in(configuration.var())


def superuser(database: str) -> psycopg.Connection[tuple[object, ...]]:
    return postgres.connect(cluster(), configuration.secret("superuser"), database)


@contextmanager
def country(people: int = PEOPLE) -> Iterator[None]:
    """A database server that holds the demo country; made when it is not there, stopped at the end."""
    HOME.mkdir(parents=True, exist_ok=True)
    made = [sys.executable, "-m", "bashke.site.command", "demo", "--once", "--port", "8765", "--people", str(people)]
    subprocess.run(made, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    cluster().start(configuration.secret("superuser"))
    try:
        with superuser("bashke") as database:
            database.execute("VACUUM ANALYZE")
        yield
    finally:
        cluster().stop()


def copy(name: str, script: Path | None = None) -> str:
    """A copy of the country's database, changed by a script of SQL when one is given; returns its name."""
    with superuser("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner TEMPLATE bashke").format(sql.Identifier(name)))
    with superuser(name) as database:
        if script:
            database.execute(script.read_text())
        database.execute("VACUUM ANALYZE")
    return name


def empty(name: str) -> str:
    """A new database with nothing in it, of the same owner; returns its name."""
    with superuser("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner").format(sql.Identifier(name)))
    return name

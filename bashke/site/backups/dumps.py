"""The operator's own server (DATABASE_URL): a logical copy by pg_dump, restored into a new database beside the old one.

A copy is the state of one moment. Going back to any second needs the server's own log, which only the server's keeper can archive
(pgBackRest, or the provider's point in time restore); we say so and do not pretend.
"""

import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from .. import configuration, postgres, provisioning
from ..configuration import ConfigurationError, Server
from . import place
from .place import Backup

NO_TIME = (
    "A server reached through DATABASE_URL keeps its own log: only its keeper can go back to a time (pgBackRest, or the provider's"
    " point in time restore). Without --to, `bashke restore` brings back the newest copy."
)


def back_up(*, with_secrets: bool = True) -> tuple[Backup, str]:
    server = _server()
    folder = place.place() / "dumps" / datetime.now(UTC).strftime(place.STAMP)
    folder.mkdir(parents=True, mode=0o700)
    place.place().chmod(0o700)
    began = datetime.now(UTC)
    _run("pg_dump", server, server.database, "--format=custom", f"--file={folder / 'database.dump'}", failed=folder)
    (folder / "database.dump").chmod(0o600)
    backup = Backup(folder, began, place.size(folder))
    return backup, place.finish(backup, with_secrets=with_secrets, kept_by="a logical copy of the server in DATABASE_URL")


@dataclass(frozen=True)
class Beside:
    """A restored database on the same server, under a name of its own."""

    server: Server

    @property
    def environment(self) -> dict[str, str]:
        given = self.server
        options = f"?{urlencode(given.options)}" if given.options else ""
        login = f"{quote(given.user, safe='')}:{quote(given.password, safe='')}@{quote(given.host, safe='')}:{given.port}"
        return os.environ | {"DATABASE_URL": f"postgresql://{login}/{given.database}{options}"}

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.server.conninfo(self.server.database), autocommit=True)

    def remove(self) -> None:
        with psycopg.connect(self.server.conninfo("postgres"), autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.server.database)))


def restore_beside() -> Beside:
    """The newest copy in a new database. The roles must be there: on a new server run `bashke provision` first."""
    known = place.backups("dumps")
    if not known:
        raise ConfigurationError(f"There is no copy in {place.place()}.")
    server = _server()
    beside = Beside(replace(server, database=f"{server.database}_restored_{datetime.now(UTC).strftime(place.STAMP).lower()}"))
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner").format(sql.Identifier(beside.server.database)))
    try:
        _run("pg_restore", server, beside.server.database, "--exit-on-error", str(known[-1].folder / "database.dump"))
        with beside.connect() as database:
            provisioning.close_schemas(database, beside.server.database)
    except ConfigurationError:
        beside.remove()
        raise
    return beside


def take_over(beside: Beside) -> str:
    """The restored database takes the old one's name; the old one stays under a name of its own. Returns that name."""
    name = _server().database
    kept = f"{name}_before_{datetime.now(UTC).strftime(place.STAMP).lower()}"
    with psycopg.connect(beside.server.conninfo("postgres"), autocommit=True) as admin:
        for old, new in ((name, kept), (beside.server.database, name)):
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (old,))
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
    return kept


def _server() -> Server:
    server = configuration.external_server()
    assert server is not None  # noqa: S101  the callers asked
    return server


def _run(program: str, server: Server, database: str, *arguments: str, failed: Path | None = None) -> None:
    """One of PostgreSQL's programs against this server; the password goes by the environment, where no list of processes shows it."""
    here = postgres.Cluster(root=configuration.var(), binaries=postgres.binaries(), user=None)
    where = replace(server, password="").conninfo(database)
    done = here.run(program, f"--dbname={where}", *arguments, password=server.password)
    if done.returncode != 0:
        if failed is not None:
            shutil.rmtree(failed)
        raise ConfigurationError(f"{program} failed, and nothing of it was kept: {done.stdout.strip()[-800:]}")

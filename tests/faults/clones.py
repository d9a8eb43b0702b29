"""Whole copies of the test database for mischief that must be committed: real connections, thrown away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from bashke.site import configuration, postgres
from bashke.site.testing import CLUSTER

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Clone:
    """One database beside the test database. `superuser()` is the oracle and the vandal; `login("web")` the web's own login."""

    name: str

    def superuser(self) -> Connection:
        return postgres.connect(CLUSTER, configuration.secret("superuser"), self.name)

    def login(self, name: str, *, autocommit: bool = True) -> Connection:
        return psycopg.connect(
            host=str(CLUSTER.socket), user=f"bashke_{name}", password=configuration.secret(name), dbname=self.name, autocommit=autocommit
        )


def make(name: str, template: str = "") -> Clone:
    """A copy of a database (the test database, unless told otherwise); its own grants too, which PostgreSQL does not copy."""
    template = template or configuration.database_name()
    connections.close_all()
    with postgres.connect(CLUSTER, configuration.secret("superuser")) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (template,))
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO bashke_owner, bashke_web, bashke_job").format(sql.Identifier(name)))
    return Clone(name)


def drop(clone: Clone) -> None:
    connections.close_all()
    with postgres.connect(CLUSTER, configuration.secret("superuser")) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(clone.name)))


@contextmanager
def django_on(clone: Clone, login: str = "web") -> Iterator[None]:
    """Django itself talks to the copy, in this thread and in those started inside, and what it commits stays there."""
    settings = connections.settings["default"]
    before = {key: settings[key] for key in ("NAME", "USER", "PASSWORD")}
    connections.close_all()
    settings.update(NAME=clone.name, USER=f"bashke_{login}", PASSWORD=configuration.secret(login))
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)

"""A small country in a database of its own: a copy of the test database, filled by the command itself, looked at by the superuser."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connections
from psycopg import sql

from bashke.site import configuration, postgres
from bashke.site.testing import CLUSTER

PEOPLE, SEED, TODAY = 400, 7, date.today()


@dataclass(frozen=True)
class Country:
    """One loaded database."""

    name: str

    def load(self, people: int = PEOPLE, seed: int = SEED) -> subprocess.CompletedProcess[str]:
        """Run the loader as the demo command does."""
        words = ["--people", str(people), "--seed", str(seed), "--today", TODAY.isoformat()]
        return subprocess.run(
            [sys.executable, "-m", "bashke.site.demo.country", *words], env=self.environment("job"), capture_output=True, text=True
        )

    def environment(self, login: str) -> dict[str, str]:
        return os.environ | {"BASHKE_LOGIN": login, "BASHKE_DATABASE": self.name}

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What is really in the database."""
        with postgres.connect(CLUSTER, configuration.secret("superuser"), self.name) as database:
            return database.execute(statement, values or None).fetchall()  # type: ignore[arg-type, return-value]

    def one(self, statement: str, *values: object) -> Any:
        return self.ask(statement, *values)[0][0]

    @contextmanager
    def django(self, login: str) -> Iterator[None]:
        """Django itself on this database, with one of the logins."""
        settings = connections.settings["default"]
        before = {key: settings[key] for key in ("NAME", "USER", "PASSWORD")}
        connections.close_all()
        settings.update(NAME=self.name, USER=f"bashke_{login}", PASSWORD=configuration.secret(login))
        try:
            yield
        finally:
            connections.close_all()
            settings.update(before)


def _copy(name: str) -> Country:
    """The test database with its cast; the grants of a database itself are not copied by PostgreSQL."""
    connections.close_all()
    database, source = sql.Identifier(name), configuration.database_name()
    with postgres.connect(CLUSTER, configuration.secret("superuser")) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (source,))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner TEMPLATE {}").format(database, sql.Identifier(source)))
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO bashke_owner, bashke_web, bashke_job").format(database))
        server.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO bashke_job").format(database))
    return Country(name)


def _drop(country: Country) -> None:
    connections.close_all()
    with postgres.connect(CLUSTER, configuration.secret("superuser")) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(country.name)))
    (configuration.var() / "demo.json").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def make_country(django_db_setup: None) -> Iterator[Callable[[str], Country]]:
    made: list[Country] = []

    def make(name: str) -> Country:
        made.append(_copy(name))
        (configuration.var() / "demo.json").unlink(missing_ok=True)
        done = made[-1].load()
        assert done.returncode == 0, done.stderr
        return made[-1]

    yield make
    for country in made:
        _drop(country)


@pytest.fixture(scope="session")
def country(make_country: Callable[[str], Country]) -> Country:
    """400 people, their lives, and the stories."""
    return make_country("bashke_country")

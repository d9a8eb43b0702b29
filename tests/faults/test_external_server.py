"""The operator's own PostgreSQL, reached through DATABASE_URL alone: made ready, checked, served from, never mistaken for ours."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from bashke.site import postgres
from bashke.site.testing import CLUSTER

from .servers import PRODUCTION, Visitor, serving
from .writers import asked_for

PASSWORD = "p@ss/wörd: ?&="  # whoever chooses passwords for servers chooses such


@dataclass(frozen=True)
class External:
    """A server that listens on TCP, and a folder of ours without a cluster in it."""

    port: int
    home: Path

    def url(self, user: str = "postgres", password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/care"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BASHKE_")}
        return kept | PRODUCTION | {"BASHKE_HOME": str(self.home), "DATABASE_URL": self.url()} | more

    def bashke(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        environment = self.environment(**more)
        environment.pop("BASHKE_LOGIN")
        return subprocess.run([sys.executable, "-m", "bashke.site.command", *words], env=environment, capture_output=True, text=True)

    def superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", password=PASSWORD, dbname="care", autocommit=True)


@pytest.fixture(scope="module")
def external() -> Iterator[External]:
    home = Path(tempfile.mkdtemp(prefix="bashke-external-"))
    home.chmod(0o755)
    cluster = postgres.Cluster(root=home / "elsewhere", binaries=CLUSTER.binaries, user=CLUSTER.user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    cluster.start(PASSWORD)
    cluster.stop()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
    cluster.run("pg_ctl", "-D", str(cluster.data), "-l", str(cluster.root / "postgres.log"), "-w", "-o", options, "start")
    yield External(port, home)
    cluster.remove()
    shutil.rmtree(home, ignore_errors=True)


def test_it_is_made_ready_checked_and_served_from(external: External) -> None:
    done = external.bashke("provision")
    assert done.returncode == 0, done.stderr
    again = external.bashke("provision")
    assert again.returncode == 0, again.stderr
    checked = external.bashke("check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "The wall is whole.\n", "")
    assert not (external.home / "var" / "postgres").exists(), "no server of our own was started"
    environment = external.environment()
    with serving("another name that counts for nothing", **{name: environment[name] for name in ("BASHKE_HOME", "DATABASE_URL")}) as server:
        assert asked_for(Visitor(server), "Ana", "0692000101")[:2] == (302, "/asked/")
        assert server.ask("/health/ready", headers={})[0] == 200
    with external.superuser() as oracle:
        assert oracle.execute("SELECT given_name, municipality_id FROM requests_request").fetchall() == [("Ana", "AL154")]
        assert oracle.execute("SELECT count(*) FROM journal_entry").fetchone() == (1,)


def test_a_login_that_may_not_is_told_so(external: External) -> None:
    with psycopg.connect(host="127.0.0.1", port=external.port, user="postgres", password=PASSWORD, autocommit=True) as server:
        server.execute("CREATE ROLE clerk LOGIN CREATEROLE CREATEDB PASSWORD 'clerk'")
    done = external.bashke("provision", DATABASE_URL=external.url("clerk", "clerk"))
    assert done.returncode == 1
    assert "The login clerk in DATABASE_URL is no superuser" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", ["password", "port"])
def test_a_server_that_does_not_let_us_in_is_told_in_a_sentence(wrong: str, external: External) -> None:
    url = external.url(password="guess") if wrong == "password" else external.url().replace(str(external.port), "1")
    done = external.bashke("provision", DATABASE_URL=url)
    assert done.returncode == 1
    assert "The server in DATABASE_URL does not let us in" in done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stderr


def test_how_to_trust_the_server_is_passed_on(external: External) -> None:
    """This server has no TLS: who demands it is refused, so the word was heard."""
    done = external.bashke("provision", DATABASE_URL=external.url() + "?sslmode=verify-full&sslrootcert=system")
    assert done.returncode == 1
    assert "SSL" in done.stderr
    refused = external.bashke("provision", DATABASE_URL=external.url() + "?options=-crole")
    assert "DATABASE_URL may end with" in refused.stderr

"""A municipality's machine of its own: a folder, a copy of the tests' database server that runs, and the command as its operator types it."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bashke.site import configuration, postgres
from bashke.site.testing import CLUSTER


@dataclass(frozen=True)
class House:
    """Everything under one folder; `database` is the copy with the story in it."""

    home: Path
    cluster: postgres.Cluster
    database: str

    def bashke(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        surroundings = os.environ | {"BASHKE_HOME": str(self.home), "BASHKE_DATABASE": self.database} | environment
        surroundings.pop("BASHKE_LOGIN")
        return subprocess.run([sys.executable, "-m", "bashke.site.command", *words], env=surroundings, capture_output=True, text=True)

    def does(self, *words: str) -> str:
        done = self.bashke(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        self.cluster.start(configuration.secret("superuser"))

    def ask(self, query: str, values: Any = None) -> list[Any]:
        with postgres.connect(self.cluster, configuration.secret("superuser"), self.database) as oracle:
            done = oracle.execute(query, values)
            return done.fetchall() if done.description else []

    def postmaster(self) -> int:
        return int((self.cluster.data / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """The processes that serve the web's login."""
        found = subprocess.run(
            ["ps", "--no-headers", "-o", "pid,args", "--ppid", str(self.postmaster())], capture_output=True, text=True
        ).stdout  # fmt: skip
        return [int(line.split()[0]) for line in found.splitlines() if "bashke_web" in line]

    def kill_database(self) -> None:
        """The whole server at once, without a last word."""
        first = self.postmaster()
        children = subprocess.run(["ps", "--no-headers", "-o", "pid", "--ppid", str(first)], capture_output=True, text=True).stdout
        for pid in (first, *(int(pid) for pid in children.split())):
            kill(pid)


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def house_with(database: str) -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="bashke-house-"))
    home.chmod(0o755)  # PostgreSQL's own user must pass through
    (home / "var").mkdir()
    shutil.copy(configuration.var() / "secrets.json", home / "var" / "secrets.json")
    cluster = postgres.Cluster(root=home / "var" / "postgres", binaries=CLUSTER.binaries, user=CLUSTER.user)
    copy_of_the_server(cluster)
    cluster.start(configuration.secret("superuser"))
    try:
        yield House(home, cluster, database)
    finally:
        cluster.remove()
        shutil.rmtree(home, ignore_errors=True)


def copy_of_the_server(cluster: postgres.Cluster) -> None:
    """The tests' server once more, data and passwords: quicker than to make one ready from nothing."""
    owner = pwd.getpwnam(CLUSTER.user) if CLUSTER.user else None
    for folder in (cluster.root, cluster.socket):
        folder.mkdir(parents=True)
        folder.chmod(0o700)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    done = cluster.run(
        "pg_basebackup", "-D", str(cluster.data), "-h", str(CLUSTER.socket), "-U", "postgres", "-X", "stream", "-c", "fast",
        password=configuration.secret("superuser"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout

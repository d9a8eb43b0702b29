"""Backups that really restore: to a second, from a dead server, with the secrets, never over what is not yet replaced."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bashke.site import configuration, postgres
from bashke.site.testing import CLUSTER

from .clones import Clone
from .test_database_down import copy_of_the_server


@dataclass(frozen=True)
class House:
    """A municipality's machine: its folder, its own running database, its backups on another disk (as far as a test has one)."""

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

    def write(self, name: str) -> None:
        """A real act with the real login: a provider gets its row, its name and its number."""
        self.does("institutions", "--add", name, "--municipality", "AL154")

    def written(self) -> set[str]:
        found = self.ask("SELECT name_sq FROM institutions_institutionname WHERE name_sq LIKE 'Shkrim%'")
        return {str(name).removeprefix("Shkrim ") for (name,) in found}

    def ask(self, query: str) -> list[Any]:
        with postgres.connect(self.cluster, configuration.secret("superuser"), self.database) as oracle:
            done = oracle.execute(query)
            return done.fetchall() if done.description else []

    def now(self) -> datetime:
        return datetime.fromisoformat(str(self.ask("SELECT clock_timestamp()")[0][0]))


@pytest.fixture
def house(clone: Clone) -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="bashke-house-"))
    home.chmod(0o755)
    (home / "var").mkdir()
    shutil.copy(configuration.var() / "secrets.json", home / "var" / "secrets.json")
    cluster = postgres.Cluster(root=home / "var" / "postgres", binaries=CLUSTER.binaries, user=CLUSTER.user)
    copy_of_the_server(cluster)
    cluster.start(configuration.secret("superuser"))
    yield House(home, cluster, clone.name)
    cluster.remove()
    shutil.rmtree(home, ignore_errors=True)


def test_back_to_a_second_between_two_acts(house: House) -> None:
    house.write("Shkrim A")
    house.does("backup")
    house.write("Shkrim B")
    time.sleep(0.05)
    moment = house.now()
    time.sleep(0.05)
    house.write("Shkrim C")
    assert house.written() == {"A", "B", "C"}

    apart = house.does("restore", "--to", moment.isoformat(), "--keep-apart")
    assert house.written() == {"A", "B", "C"}, "the database in use was not touched"
    assert "The one in use was not touched" in apart

    told = house.does("restore", "--to", moment.isoformat())
    assert house.written() == {"A", "B"}
    assert house.bashke("check").returncode == 0
    kept = next((house.home / "var").glob("postgres-before-*"))
    assert str(kept) in told
    assert (kept / "data" / "PG_VERSION").exists(), "the old data stay beside the new"

    house.write("Shkrim D")
    time.sleep(0.05)
    later = house.now()
    time.sleep(0.05)
    house.write("Shkrim E")
    house.does("restore", "--to", later.isoformat())
    assert house.written() == {"A", "B", "D"}, "after a restore the line of backups goes on"


def test_a_dead_server_loses_nothing_it_had_answered(house: House) -> None:
    """The machine fell over and the data folder is spoilt, but for its last log; the secrets are gone with it."""
    house.does("backup")
    house.write("Shkrim F")
    house.cluster.stop("immediate")
    shutil.rmtree(house.cluster.data / "base")
    (house.home / "var" / "secrets.json").unlink()
    house.does("restore")
    assert house.written() == {"F"}
    secrets = house.home / "var" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert json.loads(secrets.read_text())["vault"] == configuration.secret("vault")


def test_the_drill_restores_and_compares_and_leaves_nothing(house: House) -> None:
    told = house.does("backup")
    assert "mode 0600" in told
    assert "on the same disk" in told, "an operator learns that one broken disk would take both"
    before = {path.name for path in (house.home / "var").iterdir()}
    house.write("Shkrim G")
    told = house.does("backup", "drill")
    assert "the same as in the database in use" in told
    assert {path.name for path in (house.home / "var").iterdir()} == before | {"backup.json"}
    noted = json.loads((house.home / "var" / "backup.json").read_text())
    assert noted["drill"]["ok"] is True
    assert noted["drill"]["rows"] > 1000


def test_the_drill_finds_a_journal_that_was_changed(house: House) -> None:
    house.does("journal", "seal")
    house.does("backup")
    house.ask("UPDATE journal_entry SET reason = 'never happened' WHERE id = (SELECT min(id) FROM journal_entry)")
    done = house.bashke("backup", "drill")
    assert done.returncode == 1
    assert "Seal 1 is broken" in done.stdout
    assert "does NOT restore as it should" in done.stdout
    refused = house.bashke("restore")
    assert refused.returncode == 1
    assert "was not put to use" in refused.stdout
    assert house.cluster.is_running()


def test_a_damaged_backup_is_found_before_anything_is_touched(house: House) -> None:
    house.does("backup")
    archive = next((house.home / "var" / "backup" / "base").glob("*/base.tar.gz"))
    content = bytearray(archive.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    archive.write_bytes(content)
    for words in (("backup", "drill"), ("restore",)):
        done = house.bashke(*words)
        assert done.returncode == 1
        assert "the database in use was not touched" in done.stderr
        assert "Traceback" not in done.stderr
    assert house.bashke("check").returncode == 0
    assert not list((house.home / "var").glob("restored-*"))


def test_what_cannot_be_is_said_in_a_sentence(house: House) -> None:
    nothing = house.bashke("restore")
    assert "There is no backup from before that time" in nothing.stderr
    house.does("backup", "--without-secrets")
    assert not list((house.home / "var" / "backup" / "base").glob("*/secrets.json"))
    early = house.bashke("restore", "--to", "2020-01-01 00:00:00")
    assert "the earliest ended" in early.stderr
    assert "is still to come" in house.bashke("restore", "--to", (house.now() + timedelta(hours=1)).isoformat()).stderr
    assert "is no time" in house.bashke("restore", "--to", "yesterday").stderr
    assert house.bashke("backup", "--keep", "0").returncode == 2
    house.does("database", "stop")
    assert "The database is not running" in house.bashke("backup").stderr
    house.does("database", "start")


def test_only_as_many_backups_are_kept_as_wanted_and_nobody_else_reads_them(house: House) -> None:
    for _ in range(3):
        told = house.does("backup", "--keep", "2")
        time.sleep(1)  # backups are named by the second
    assert "Removed the old backup" in told
    place = house.home / "var" / "backup"
    assert len(list((place / "base").iterdir())) == 2
    assert stat.S_IMODE(place.stat().st_mode) == 0o700, "nothing inside can be reached by others"
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.glob("base/*/secrets.json")} == {0o600}
    house.does("backup", "drill")

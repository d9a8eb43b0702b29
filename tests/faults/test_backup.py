"""Backups that really restore: to a second, from a dead server, with the secrets, never over what is not yet replaced.

Each test runs for both keepers: base backups always, pgBackRest where one that knows our PostgreSQL is installed.
"""

import json
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bashke.site import configuration

from .clones import Clone
from .houses import House, house_with

PGBACKREST = shutil.which("pgbackrest") or ""


def knows_our_server() -> bool:
    """PostgreSQL 18 is known since 2.55, which is also the first that says its version as a number."""
    return bool(PGBACKREST) and subprocess.run([PGBACKREST, "version", "--output=num"], capture_output=True).returncode == 0


needs_pgbackrest = pytest.mark.skipif(not knows_our_server(), reason="pgBackRest 2.55 or newer is not installed")


@pytest.fixture(params=["base", pytest.param("pgbackrest", marks=needs_pgbackrest)])
def keeper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("BASHKE_PGBACKREST", "off" if request.param == "base" else PGBACKREST)
    return str(request.param)


@pytest.fixture
def machine(clone: Clone) -> Iterator[House]:
    with house_with(clone.name) as made:
        yield made


@pytest.fixture
def house(machine: House, keeper: str) -> House:
    return machine


def kept(house: House) -> Path:
    return house.home / "var" / "backup"


def write(house: House, name: str) -> None:
    """A real act with the real login: a provider gets its row, its name and its number."""
    house.does("institutions", "--add", name, "--municipality", "AL154")


def written(house: House) -> set[str]:
    found = house.ask("SELECT name_sq FROM institutions_institutionname WHERE name_sq LIKE 'Shkrim%'")
    return {str(name).removeprefix("Shkrim ") for (name,) in found}


def now(house: House) -> datetime:
    return datetime.fromisoformat(str(house.ask("SELECT clock_timestamp()")[0][0]))


def test_back_to_a_second_between_two_acts(house: House, keeper: str) -> None:
    write(house, "Shkrim A")
    assert ("Kept by pgBackRest 2." if keeper == "pgbackrest" else "Kept by base backup, because") in house.does("backup")
    write(house, "Shkrim B")
    time.sleep(0.05)
    moment = now(house)
    time.sleep(0.05)
    write(house, "Shkrim C")
    assert written(house) == {"A", "B", "C"}

    apart = house.does("restore", "--to", moment.isoformat(), "--keep-apart")
    assert written(house) == {"A", "B", "C"}, "the database in use was not touched"
    assert "The one in use was not touched" in apart

    told = house.does("restore", "--to", moment.isoformat())
    assert written(house) == {"A", "B"}
    assert house.bashke("check").returncode == 0
    old = next((house.home / "var").glob("postgres-before-*"))
    assert str(old) in told
    assert (old / "data" / "PG_VERSION").exists(), "the old data stay beside the new"

    write(house, "Shkrim D")
    time.sleep(0.05)
    later = now(house)
    time.sleep(0.05)
    write(house, "Shkrim E")
    house.does("restore", "--to", later.isoformat())
    assert written(house) == {"A", "B", "D"}, "after a restore the line of backups goes on"


def test_a_dead_server_loses_nothing_it_had_answered(house: House) -> None:
    """The machine fell over and the data folder is spoilt, but for its last log; the secrets are gone with it."""
    house.does("backup")
    write(house, "Shkrim F")
    house.cluster.stop("immediate")
    shutil.rmtree(house.cluster.data / "base")
    (house.home / "var" / "secrets.json").unlink()
    house.does("restore")
    assert written(house) == {"F"}
    secrets = house.home / "var" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert json.loads(secrets.read_text())["vault"] == configuration.secret("vault")


def test_the_drill_restores_and_compares_and_leaves_nothing(house: House) -> None:
    told = house.does("backup")
    assert "mode 0600" in told
    assert "on the same disk" in told, "an operator learns that one broken disk would take both"
    before = {path.name for path in (house.home / "var").iterdir()}
    write(house, "Shkrim G")
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


def test_a_damaged_backup_is_found_before_anything_is_touched(house: House, keeper: str) -> None:
    house.does("backup")
    parts = {"base": "*/base.tar.gz", "pgbackrest": "repository/backup/*/*F/**/*"}
    archive = max((file for file in (kept(house) / keeper).glob(parts[keeper]) if file.is_file()), key=lambda file: file.stat().st_size)
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


def test_what_cannot_be_is_said_in_a_sentence(house: House, keeper: str) -> None:
    nothing = house.bashke("restore")
    assert "There is no backup from before that time" in nothing.stderr
    house.does("backup", "--without-secrets")
    assert not list((kept(house) / keeper).glob("*/secrets.json"))
    early = house.bashke("restore", "--to", "2020-01-01 00:00:00")
    assert "the earliest ended" in early.stderr
    assert "is still to come" in house.bashke("restore", "--to", (now(house) + timedelta(hours=1)).isoformat()).stderr
    assert "is no time" in house.bashke("restore", "--to", "yesterday").stderr
    assert house.bashke("backup", "--keep", "0").returncode == 2
    house.does("database", "stop")
    assert "The database is not running" in house.bashke("backup").stderr
    house.does("database", "start")


def test_only_as_many_backups_are_kept_as_wanted_and_nobody_else_reads_them(house: House, keeper: str) -> None:
    for _ in range(3 if keeper == "base" else 9):  # pgBackRest: a whole one, six that build on it, and two of the next line
        told = house.does("backup", "--keep", "2")
        time.sleep(1)  # backups are named by the second
    assert "Removed the old backup" in told
    assert len(list((kept(house) / keeper).glob("*/backup.json"))) == 2
    assert stat.S_IMODE(kept(house).stat().st_mode) == 0o700, "nothing inside can be reached by others"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (kept(house) / keeper).glob("*/secrets.json")} == {0o600}
    house.does("backup", "drill")

    house.cluster.remove()  # a new machine: nothing but the backups
    (house.home / "var" / "secrets.json").unlink()
    house.does("restore")
    assert house.bashke("check").returncode == 0


def test_a_pgbackrest_that_does_not_know_the_server_is_not_used(machine: House, monkeypatch: pytest.MonkeyPatch) -> None:
    old = machine.home / "pgbackrest"  # answers as pgBackRest 2.45 does to PostgreSQL 18
    old.write_text(
        '#!/bin/sh\n[ "$1" = version ] && echo "pgBackRest 2.45" || { echo "ERROR: [046]: unexpected control version"; exit 46; }\n'
    )
    old.chmod(0o755)
    monkeypatch.setenv("BASHKE_PGBACKREST", str(old))
    assert "Kept by base backup, because pgBackRest 2.45 does not know this PostgreSQL." in machine.does("backup")
    noted = json.loads((machine.home / "var" / "backup.json").read_text())
    assert noted["backup"]["kept_by"] == "base backup, because pgBackRest 2.45 does not know this PostgreSQL"
    assert not (kept(machine) / "pgbackrest").exists()


@needs_pgbackrest
def test_from_one_keeper_to_the_other_and_back(machine: House, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = machine.home / "var" / "secrets.json"
    known = json.loads(secrets.read_text())
    secrets.write_text(json.dumps({name: value for name, value in known.items() if name != "backup"}))
    monkeypatch.setenv("BASHKE_PGBACKREST", PGBACKREST)
    assert "Kept by base backup, because there is no secret to encrypt with" in machine.does("backup")
    write(machine, "Shkrim A")
    secrets.write_text(json.dumps(known))
    machine.does("backup", "--without-secrets")
    repository = kept(machine) / "pgbackrest" / "repository"
    for name in ("archive/bashke/archive.info", "backup/bashke/backup.info"):
        assert (repository / name).read_bytes().startswith(b"Salted__"), "encrypted"
    write(machine, "Shkrim B")
    time.sleep(0.05)
    moment = now(machine)
    time.sleep(0.05)
    write(machine, "Shkrim C")
    record = next((kept(machine) / "pgbackrest").glob("*/backup.json"))
    record.rename(record.with_name("away"))  # as if the moment lay before the end of the new keeper's first backup
    told = machine.does("restore", "--to", moment.isoformat())  # the log is half with the one, half with the other
    assert written(machine) == {"A", "B"}
    assert "kept by pgBackRest" in told, "the key, younger than that backup, is still there"
    record.with_name("away").rename(record)

    monkeypatch.setenv("BASHKE_PGBACKREST", str(machine.home / "gone"))
    refused = machine.bashke("backup")
    assert refused.returncode == 1
    assert "which are not encrypted" in refused.stderr, "nobody's backups become open ones silently"
    monkeypatch.setenv("BASHKE_PGBACKREST", "off")
    told = machine.does("backup", "--keep", "1")
    assert "Kept by base backup, because BASHKE_PGBACKREST says off." in told
    assert sorted(path.name for path in kept(machine).iterdir()) == ["base", "wal"], "the old line is gone with its keeper"
    machine.does("backup", "drill")

"""Backups that really restore: to a second, from a dead server, with the secrets, never over what is not yet replaced."""

import json
import shutil
import stat
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bashke.site import configuration

from .clones import Clone
from .houses import House, house_with


@pytest.fixture
def house(clone: Clone) -> Iterator[House]:
    with house_with(clone.name) as made:
        yield made


def write(house: House, name: str) -> None:
    """A real act with the real login: a provider gets its row, its name and its number."""
    house.does("institutions", "--add", name, "--municipality", "AL154")


def written(house: House) -> set[str]:
    found = house.ask("SELECT name_sq FROM institutions_institutionname WHERE name_sq LIKE 'Shkrim%'")
    return {str(name).removeprefix("Shkrim ") for (name,) in found}


def now(house: House) -> datetime:
    return datetime.fromisoformat(str(house.ask("SELECT clock_timestamp()")[0][0]))


def test_back_to_a_second_between_two_acts(house: House) -> None:
    write(house, "Shkrim A")
    house.does("backup")
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
    kept = next((house.home / "var").glob("postgres-before-*"))
    assert str(kept) in told
    assert (kept / "data" / "PG_VERSION").exists(), "the old data stay beside the new"

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
    assert "is still to come" in house.bashke("restore", "--to", (now(house) + timedelta(hours=1)).isoformat()).stderr
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

    house.cluster.remove()  # a new machine: nothing but the backups
    (house.home / "var" / "secrets.json").unlink()
    house.does("restore")
    assert house.bashke("check").returncode == 0

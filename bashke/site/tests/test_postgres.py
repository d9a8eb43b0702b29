"""The database server of our own: started as it should be, found where it may be, shut to strangers, back after a crash."""

import os
import pwd
import shutil
import signal
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bashke.site import postgres
from bashke.site.postgres import Cluster, PostgresError, cluster_in
from bashke.site.testing import CLUSTER

PASSWORD = "known to this test alone"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to start PostgreSQL as somebody else")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running server below a folder of root's own (0700): as root it had to move to /var/lib/bashke."""
    home = tmp_path_factory.mktemp("private")
    home.chmod(0o700)
    made = cluster_in(home / "var")
    made.start(PASSWORD)
    yield made
    made.remove()
    if made.root.is_relative_to("/var/lib/bashke"):
        shutil.rmtree(made.root.parent, ignore_errors=True)


def asks(cluster: Cluster, query: str, password: str = PASSWORD) -> object:
    with postgres.connect(cluster, password) as database:
        row = database.execute(query).fetchone()
        assert row is not None
        return row[0]


@as_root
def test_where_its_user_cannot_go_it_moves_and_says_so(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    made = cluster_in(private / "var")
    try:
        assert made.root.is_relative_to("/var/lib/bashke")
        assert str(made.root.parent) in (private / "var" / "postgres.txt").read_text()
        assert stat.S_IMODE(private.stat().st_mode) == 0o700, "permissions of the folder are left alone"
        assert made == cluster_in(private / "var"), "and is found there again"
    finally:
        shutil.rmtree(made.root.parent, ignore_errors=True)


@as_root
def test_where_its_user_can_go_it_stays(tmp_path: Path) -> None:
    assert cluster_in(postgres.Path(CLUSTER.root).parent).root == CLUSTER.root


def test_it_runs_as_somebody_who_is_not_root(cluster: Cluster) -> None:
    owner = cluster.data.stat().st_uid
    assert owner != 0
    if os.geteuid() == 0:
        assert pwd.getpwuid(owner).pw_name == cluster.user


def test_starting_twice_is_quietly_done(cluster: Cluster) -> None:
    before = asks(cluster, "SELECT pg_postmaster_start_time()")
    cluster.start(PASSWORD)
    assert asks(cluster, "SELECT pg_postmaster_start_time()") == before


def test_nobody_comes_in_without_the_password(cluster: Cluster) -> None:
    for wrong in ("", "guess"):
        with pytest.raises(psycopg.OperationalError):
            asks(cluster, "SELECT 1", wrong)
    assert asks(cluster, "SELECT rolpassword LIKE 'SCRAM-SHA-256%' FROM pg_authid WHERE rolname = 'postgres'") is True
    assert asks(cluster, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0


def test_it_listens_on_its_socket_alone(cluster: Cluster) -> None:
    assert asks(cluster, "SHOW listen_addresses") == ""
    for folder in (cluster.root, cluster.socket, cluster.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not (cluster.root / "password").exists()


def test_data_survives_a_power_cut_as_far_as_settings_can_say(cluster: Cluster) -> None:
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert asks(cluster, f"SHOW {setting}") == "on"


def test_it_comes_back_after_its_process_was_killed(cluster: Cluster) -> None:
    asks(cluster, "SELECT set_config('x.y', 'z', false)")
    with postgres.connect(cluster, PASSWORD) as database:
        database.execute("CREATE TABLE kept (n int)")
        database.execute("INSERT INTO kept VALUES (42)")
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    cluster.start(PASSWORD)
    assert asks(cluster, "SELECT n FROM kept") == 42


def test_it_comes_back_when_its_number_was_given_to_another_program(cluster: Cluster) -> None:
    """After a container's restart: the file of the old server names a number that is somebody else's now."""
    cluster.stop("immediate")
    old = cluster.data / "postmaster.pid"
    old.write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n{cluster.socket}\n\n")
    if cluster.user:
        shutil.chown(old, cluster.user)
    assert not cluster.is_running()
    cluster.start(PASSWORD)
    assert asks(cluster, "SELECT 1") == 1


def test_stopping_what_does_not_run_is_no_error(cluster: Cluster) -> None:
    cluster.stop()
    cluster.stop()
    assert not cluster.is_running()
    cluster.start(PASSWORD)
    assert cluster.is_running()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    """The kernel allows a socket's path 107 bytes."""
    deep = replace(CLUSTER, root=tmp_path / ("d" * 120))
    assert len(str(deep.socket)) < 100
    assert deep.socket != replace(deep, root=tmp_path / ("e" * 120)).socket


def test_wrong_binaries_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(PostgresError, match=f"PG_BIN is {tmp_path}, and there is no initdb in it"):
        cluster_in(tmp_path)


def test_other_binaries_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(CLUSTER.binaries))
    assert (cluster_in(postgres.Path(CLUSTER.root).parent).binaries / "initdb").exists()


def test_a_full_disk_is_called_one(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    log.write_text('FATAL:  could not write lock file "postmaster.pid": No space left on device\n')
    assert "disk is full" in postgres._last_words(log)
    log.write_text("one\ntwo\n")
    assert postgres._last_words(log) == "one / two"
    assert postgres._last_words(tmp_path / "absent") == ""

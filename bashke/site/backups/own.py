"""Our own server: a backup, the archive of its log, and going back to any second between two of them; keepers.py says who keeps them.

The log (WAL) is copied segment by segment as the server fills it, at least once a minute; a backup and the log after it make
any later moment. A restored server is always made in a new folder; the one that serves is not touched before the new one is proven.
"""

import json
import os
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from .. import configuration, postgres
from ..configuration import ConfigurationError
from . import keepers, place
from .place import Backup

ARCHIVE_SECONDS = 60  # how much work a lost disk may cost at most, as long as somebody works
PATIENCE_SECONDS = 120
REPLAY_SECONDS = 6 * 3600


def cluster() -> postgres.Cluster:
    return postgres.cluster_in(configuration.var())


def running() -> postgres.Cluster:
    ours = cluster()
    if not ours.is_running():
        raise ConfigurationError("The database is not running; `bashke database start` starts it.")
    return ours


@dataclass(frozen=True)
class Kept:
    """A finished backup, what became of the secrets, and who keeps it and why."""

    backup: Backup
    secrets: str
    kept_by: str


def back_up(*, with_secrets: bool = True, whole: bool = False) -> Kept:
    """A backup, with the archive running from now on at the latest. The first one of a keeper, and a `whole` one, begins a new line."""
    ours = running()
    ours.own(place.place())
    if not _can_write(ours, place.place()):
        raise ConfigurationError(
            f"PostgreSQL's own user cannot write to {place.place()}. Choose another folder with BASHKE_BACKUP, or open the way."
        )
    choice = keepers.choose(ours)
    archive(choice.command)
    before = place.backups(*keepers.KINDS)
    folder, size = choice.keeper.take(ours, whole=whole or not before or before[-1].kind != choice.keeper.kind)
    with postgres.connect(ours, configuration.secret("superuser")) as server:
        ended = _moment(server)
    close_segment(ours)
    backup = Backup(folder, ended, size)
    return Kept(backup, place.finish(backup, with_secrets=with_secrets, kept_by=choice.said), choice.said)


def forget(keep: int) -> list[str]:
    """All but the newest `keep` backups, whoever keeps them; returns the names of what was removed."""
    wanted = place.backups(*keepers.KINDS)[-keep:]
    gone = [keeper.forget(running(), [one for one in wanted if one.kind == keeper.kind]) for keeper in keepers.everybody()]
    return [name for names in gone for name in names]


def archive(command: str) -> None:
    """Let the server hand over its log from now on."""
    with postgres.connect(running(), configuration.secret("superuser")) as server:
        (mode,) = server.execute("SHOW archive_mode").fetchone() or ("",)
        if mode != "on":
            raise ConfigurationError(
                "This database was made without archiving. Write archive_mode = on into postgresql.conf and restart it."
            )
        server.execute(f"ALTER SYSTEM SET archive_command = {_quoted(command)}")
        server.execute(f"ALTER SYSTEM SET archive_timeout = '{ARCHIVE_SECONDS}s'")
        server.execute("SELECT pg_reload_conf()")


def close_segment(ours: postgres.Cluster, point: str = "") -> None:
    """Everything committed so far is in the archive when this returns. `point` names the moment, to restore exactly to it."""
    with postgres.connect(ours, configuration.secret("superuser")) as server:
        if point:
            server.execute("SELECT pg_create_restore_point(%s)", (point,))
        server.execute("SELECT pg_current_xact_id()")  # a commit after the moment: only with it recovery knows that it was reached
        (segment,) = server.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone() or ("",)
        reached = 'SELECT last_archived_wal COLLATE "C" >= %s FROM pg_stat_archiver'
        deadline = time.monotonic() + PATIENCE_SECONDS
        while server.execute(reached, (segment,)).fetchone() != (True,):
            if time.monotonic() > deadline:
                failed = server.execute("SELECT last_failed_wal, last_failed_time FROM pg_stat_archiver").fetchone()
                raise ConfigurationError(f"The log does not reach {place.place()}; last failure: {failed}. postgres.log says why.")
            time.sleep(0.1)


def superuser() -> psycopg.Connection[tuple[object, ...]]:
    """Our database as it serves now."""
    return postgres.connect(running(), configuration.secret("superuser"), configuration.database_name())


def newest_before(moment: datetime | None) -> Backup:
    """The backup to begin from, whoever keeps it. Raises ConfigurationError when there is none."""
    known = place.backups(*keepers.KINDS)
    fitting = [backup for backup in known if moment is None or backup.ended <= moment]
    if not fitting:
        earliest = f"; the earliest ended {known[0].ended.astimezone():%Y-%m-%d %H:%M:%S %z}" if known else ""
        raise ConfigurationError(f"There is no backup from before that time in {place.place()}{earliest}.")
    return fitting[-1]


@dataclass(frozen=True)
class Apart:
    """A restored server in a folder of its own, running: nothing else knows of it yet."""

    home: Path
    cluster: postgres.Cluster
    password: str

    @property
    def environment(self) -> dict[str, str]:
        """For our own commands: everything as usual, but on this server."""
        return os.environ | {"BASHKE_HOME": str(self.home)}

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return postgres.connect(self.cluster, self.password, configuration.database_name())

    def remove(self) -> None:
        self.cluster.remove()
        shutil.rmtree(self.home, ignore_errors=True)


def restore_apart(backup: Backup, *, to: datetime | None = None, point: str = "", scratch: bool = False) -> Apart:
    """Unpack, verify every file against the manifest, replay the log to the moment. A `scratch` server archives nothing."""
    ours = cluster()
    home = ours.root.parent / f"restored-{datetime.now(UTC).strftime(place.STAMP)}"
    (home / "var").mkdir(parents=True, mode=0o711)
    password = _bring_secrets(backup, home / "var")
    apart = Apart(home, postgres.cluster_in(home / "var"), password)
    try:
        for folder in (apart.cluster.root, apart.cluster.data):
            apart.cluster.own(folder)
        keepers.of(backup).unpack(backup, apart.cluster)
        fetches = [keeper.fetch(apart.cluster, backup) for keeper in keepers.everybody()]
        if not ours.is_running() and (ours.data / "pg_wal").exists():  # a dead server's own last log, if it is still there
            fetches.append(f'cp "{ours.data}/pg_wal/%f" "%p"')
        _aim(apart.cluster, to, point, scratch, " || ".join(fetches))
        apart.cluster.start(password)
        _wait_until_replayed(apart)
    except (postgres.PostgresError, ConfigurationError) as broken:
        told = _why(apart.cluster) or str(broken)
        apart.remove()
        raise ConfigurationError(f"Restoring failed; the database in use was not touched. {told}") from None
    return apart


def take_over(apart: Apart) -> Path:
    """The proven server takes the place of the old one, whose folder stays beside it. Returns that folder."""
    ours = cluster()
    kept = ours.root.with_name(f"postgres-before-{datetime.now(UTC).strftime(place.STAMP)}")
    apart.cluster.stop()
    ours.stop()
    if ours.root.exists():
        ours.root.rename(kept)
    apart.cluster.root.rename(ours.root)
    current, brought = configuration.var() / "secrets.json", apart.home / "var" / "secrets.json"
    if brought.exists() and (not current.exists() or json.loads(current.read_text()) != json.loads(brought.read_text())):
        if current.exists():
            current.rename(current.with_name(f"secrets-before-{kept.name.removeprefix('postgres-before-')}.json"))
        current.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(brought, current)  # with its mode, 0600
    shutil.rmtree(apart.home)
    ours.start(apart.password)
    return kept


def _bring_secrets(backup: Backup, var: Path) -> str:
    """The secrets of the time of the backup; today's, where it has none of that name. Returns the superuser's password."""
    target, today = var / "secrets.json", configuration.var() / "secrets.json"
    kept = (json.loads(today.read_text()) if today.exists() else {}) | (backup.secrets or {})
    if kept:
        target.touch(mode=0o600)
        target.write_text(json.dumps(kept, indent=1))
    return backup.secret("superuser")


def _aim(new: postgres.Cluster, to: datetime | None, point: str, scratch: bool, fetch: str) -> None:
    """Tell the new server how to fetch its log, and where to stop."""
    lines = [f"restore_command = {_quoted(fetch)}", "recovery_target_action = 'promote'", "recovery_target_timeline = 'current'"]
    lines += [f"recovery_target_time = '{to.isoformat()}'"] if to else []
    lines += [f"recovery_target_name = {_quoted(point)}"] if point else []
    lines += ["archive_mode = off"] if scratch else []
    settings = new.data / "postgresql.auto.conf"
    before = [line for line in settings.read_text().splitlines() if not line.startswith(("restore_command", "recovery_target"))]
    settings.write_text("\n".join([*before, *lines, ""]))
    done = new.run(place.program("touch"), str(new.data / "recovery.signal"))
    if done.returncode != 0:
        raise ConfigurationError(done.stdout)


def _wait_until_replayed(apart: Apart) -> None:
    deadline = time.monotonic() + REPLAY_SECONDS
    while time.monotonic() < deadline:
        try:
            with postgres.connect(apart.cluster, apart.password) as server:
                if server.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                    return
        except psycopg.OperationalError:
            if not apart.cluster.is_running():
                raise ConfigurationError("The restored server stopped by itself.") from None
        time.sleep(0.2)
    raise ConfigurationError(f"Replaying the log took longer than {REPLAY_SECONDS // 3600} hours.")


def _why(new: postgres.Cluster) -> str:
    """What the restored server said last, in our words where we know them."""
    try:
        said = (new.root / "postgres.log").read_text(errors="replace")
    except OSError:
        return ""
    if "recovery ended before configured recovery target was reached" in said:
        return "The archive ends before that time. Without --to the newest state is restored."
    fatal = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    return fatal[-1] if fatal else ""


def _can_write(ours: postgres.Cluster, folder: Path) -> bool:
    return ours.run(place.program("test"), "-w", str(folder)).returncode == 0


def _moment(server: psycopg.Connection[tuple[object, ...]]) -> datetime:
    row = server.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None and isinstance(row[0], datetime)  # noqa: S101  one row, one time
    return row[0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

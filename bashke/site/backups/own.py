"""Our own server: a base backup, the archive of its log, and going back to any second between two of them.

The log (WAL) is copied segment by segment as the server fills it, at least once a minute; a base backup and the log after it make
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
from . import place
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


def back_up(*, with_secrets: bool = True) -> tuple[Backup, str]:
    """A base backup, with the archive running from now on at the latest. Returns it, and a sentence about the secrets."""
    ours = running()
    archive(ours)
    stamp = datetime.now(UTC).strftime(place.STAMP)
    folder = ours.own(ours.own(place.place() / "base") / stamp)
    done = ours.run(
        "pg_basebackup", "-D", str(folder), "-h", str(ours.socket), "-U", "postgres", "-F", "tar", "-z", "-X", "stream", "-c", "fast",
        password=configuration.secret("superuser"),
    )  # fmt: skip
    if done.returncode != 0:
        shutil.rmtree(folder)
        raise ConfigurationError(f"The backup failed, and nothing of it was kept: {done.stdout.strip()[-800:]}")
    with postgres.connect(ours, configuration.secret("superuser")) as server:
        ended = _moment(server)
    close_segment(ours)
    said = place.finish(folder, ended, with_secrets=with_secrets)
    return Backup(folder, ended), said


def archive(ours: postgres.Cluster) -> None:
    """Let the server copy its log to the backup's folder: compressed, on disk before it counts, never over another segment."""
    top = ours.own(place.place())
    log = ours.own(top / "wal")
    if not _can_write(ours, log):
        raise ConfigurationError(f"PostgreSQL's own user cannot write to {log}. Choose another folder with BASHKE_BACKUP, or open the way.")
    target = f"{log}/%f.gz"
    command = (
        f'if test -f "{target}"; then gzip -dc "{target}" | cmp -s - "%p"; '
        f'else gzip -1c "%p" > "{target}.part" && sync "{target}.part" && mv "{target}.part" "{target}" && sync "{log}"; fi'
    )
    with postgres.connect(ours, configuration.secret("superuser")) as server:
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
        row = server.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        segment = place.place() / "wal" / f"{row[0] if row else ''}.gz"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not segment.exists():
            if time.monotonic() > deadline:
                failed = server.execute("SELECT last_failed_wal, last_failed_time FROM pg_stat_archiver").fetchone()
                raise ConfigurationError(f"The log does not reach {segment.parent}; last failure: {failed}. postgres.log says why.")
            time.sleep(0.1)


def superuser() -> psycopg.Connection[tuple[object, ...]]:
    """Our database as it serves now."""
    return postgres.connect(running(), configuration.secret("superuser"), configuration.database_name())


def forget_old_log() -> None:
    """Remove the log from before the oldest base backup: nothing can be made of it."""
    known = place.backups("base")
    if known:
        begin = json.loads((known[0].folder / "backup_manifest").read_text())["WAL-Ranges"][0]
        high, low = (int(part, 16) for part in begin["Start-LSN"].split("/"))
        first = f"{begin['Timeline']:08X}{high:08X}{low >> 24:08X}"
        cluster().run("pg_archivecleanup", "-x", ".gz", str(place.place() / "wal"), first)


def newest_before(moment: datetime | None) -> Backup:
    """The base backup to begin from. Raises ConfigurationError when there is none."""
    known = place.backups("base")
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
        _unpack(backup, apart.cluster)
        _aim(apart.cluster, to, point, scratch, None if ours.is_running() else ours.data / "pg_wal")
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
    """The secrets of the time of the backup, else today's. Returns the superuser's password."""
    target, today = var / "secrets.json", configuration.var() / "secrets.json"
    kept = backup.secrets or (json.loads(today.read_text()) if today.exists() else None)
    if kept is not None:
        target.touch(mode=0o600)
        target.write_text(json.dumps(kept, indent=1))
    return os.environ.get("BASHKE_SECRET_SUPERUSER") or (kept or {}).get("superuser") or configuration.secret("superuser")


def _unpack(backup: Backup, new: postgres.Cluster) -> None:
    new.own(new.root)
    for archive, target in (("base.tar.gz", new.own(new.data)), ("pg_wal.tar.gz", new.own(new.data / "pg_wal"))):
        done = new.run(place.program("tar"), "-xzf", str(backup.folder / archive), "-C", str(target))
        if done.returncode != 0:
            raise ConfigurationError(f"{archive} of {backup.folder} cannot be unpacked: {done.stdout.strip()[-400:]}")
    done = new.run("pg_verifybackup", "-m", str(backup.folder / "backup_manifest"), str(new.data))
    if done.returncode != 0:
        raise ConfigurationError(f"The backup in {backup.folder} is damaged: {done.stdout.strip()[-400:]}")


def _aim(new: postgres.Cluster, to: datetime | None, point: str, scratch: bool, old_log: Path | None) -> None:
    """Tell the new server where the log is and where to stop. A dead server's own last log, if it is still there, is read too."""
    fetch = f'gzip -dc "{place.place()}/wal/%f.gz" > "%p"'
    if old_log is not None and old_log.exists():
        fetch = f'test -f "{place.place()}/wal/%f.gz" && {fetch} || cp "{old_log}/%f" "%p"'
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
    return ours.run(place.program("touch"), str(folder / ".probe")).returncode == 0


def _moment(server: psycopg.Connection[tuple[object, ...]]) -> datetime:
    row = server.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None and isinstance(row[0], datetime)  # noqa: S101  one row, one time
    return row[0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""Kept by base backup: PostgreSQL's own `pg_basebackup`, and the log in compressed files beside it."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .. import configuration, postgres
from ..configuration import ConfigurationError
from . import place
from .place import Backup


@dataclass(frozen=True)
class ByBaseBackup:
    kind: str = "base"

    @property
    def log(self) -> Path:
        return place.place() / "wal"

    def prepare(self, ours: postgres.Cluster) -> str:
        """The command that puts one segment on disk: compressed, safe before it counts, never over another one."""
        target = f"{ours.own(self.log)}/%f.gz"
        return (
            f'if test -f "{target}"; then gzip -dc "{target}" | cmp -s - "%p"; '
            f'else gzip -1c "%p" > "{target}.part" && sync "{target}.part" && mv "{target}.part" "{target}" && sync "{self.log}"; fi'
        )

    def fetch(self, new: postgres.Cluster, backup: Backup) -> str:
        """The command that brings one segment back, and fails when it is not here."""
        return f'test -f "{self.log}/%f.gz" && gzip -dc "{self.log}/%f.gz" > "%p"'

    def take(self, ours: postgres.Cluster, *, whole: bool) -> tuple[Path, int]:
        """A backup of the running server: its folder and its bytes. Every base backup is whole."""
        folder = ours.own(ours.own(place.place() / self.kind) / datetime.now(UTC).strftime(place.STAMP))
        done = ours.run(
            "pg_basebackup", "-D", str(folder), "-h", str(ours.socket), "-U", "postgres", "-F", "tar", "-z", "-X", "stream", "-c", "fast",
            password=configuration.secret("superuser"),
        )  # fmt: skip
        if done.returncode != 0:
            shutil.rmtree(folder)
            raise ConfigurationError(f"The backup failed, and nothing of it was kept: {done.stdout.strip()[-800:]}")
        return folder, place.size(folder)

    def unpack(self, backup: Backup, new: postgres.Cluster) -> None:
        """Into the new data folder; every file is compared with the manifest's checksum."""
        for archive, target in (("base.tar.gz", new.data), ("pg_wal.tar.gz", new.own(new.data / "pg_wal"))):
            done = new.run(place.program("tar"), "-xzf", str(backup.folder / archive), "-C", str(target))
            if done.returncode != 0:
                raise ConfigurationError(f"{archive} of {backup.folder} cannot be unpacked: {done.stdout.strip()[-400:]}")
        done = new.run("pg_verifybackup", "-m", str(backup.folder / "backup_manifest"), str(new.data))
        if done.returncode != 0:
            raise ConfigurationError(f"The backup in {backup.folder} is damaged: {done.stdout.strip()[-400:]}")

    def forget(self, ours: postgres.Cluster, wanted: list[Backup]) -> list[str]:
        """Remove all but the wanted backups, and the log from before the oldest of them: nothing can be made of it."""
        gone = place.forget([backup for backup in place.backups(self.kind) if backup not in wanted])
        if not wanted:
            shutil.rmtree(self.log, ignore_errors=True)
            return gone
        begin = json.loads((wanted[0].folder / "backup_manifest").read_text())["WAL-Ranges"][0]
        high, low = (int(part, 16) for part in begin["Start-LSN"].split("/"))
        first = f"{begin['Timeline']:08X}{high:08X}{low >> 24:08X}"
        ours.run("pg_archivecleanup", "-x", ".gz", str(self.log), first)
        return gone

"""Who keeps our own server: pgBackRest when it is there and knows this PostgreSQL, else base backups. A restore reads the log of both."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .. import postgres
from ..configuration import ConfigurationError
from . import pgbackrest, place
from .base import ByBaseBackup
from .pgbackrest import ByPgBackRest, NotUsable
from .place import Backup

KINDS = ("base", "pgbackrest")


class Keeper(Protocol):
    """What each of the two does; the way of a backup and of a restore around it is written once, in own.py."""

    @property
    def kind(self) -> str: ...

    def prepare(self, ours: postgres.Cluster) -> str: ...

    def fetch(self, new: postgres.Cluster, backup: Backup) -> str: ...

    def take(self, ours: postgres.Cluster, *, whole: bool) -> tuple[Path, int]: ...

    def unpack(self, backup: Backup, new: postgres.Cluster) -> None: ...

    def forget(self, ours: postgres.Cluster, wanted: list[Backup]) -> list[str]: ...


@dataclass(frozen=True)
class Choice:
    """The keeper from now on, the server's archive_command for it, and the sentence that says who and why."""

    keeper: Keeper
    command: str
    said: str


def choose(ours: postgres.Cluster) -> Choice:
    """Raises ConfigurationError where encrypted backups would go on as open ones without anybody having said so."""
    try:
        encrypted = ByPgBackRest(pgbackrest.named())
        command = encrypted.prepare(ours)
    except NotUsable as why:
        known = place.backups(*KINDS)
        if known and known[-1].kind == "pgbackrest" and os.environ.get("BASHKE_PGBACKREST") != pgbackrest.OFF:
            raise ConfigurationError(
                f"The backups in {place.place()} are kept by pgBackRest, but {why}. Mend that, or set BASHKE_PGBACKREST=off:"
                " then a new line of base backups begins, which are not encrypted."
            ) from None
        base = ByBaseBackup()
        return Choice(base, base.prepare(ours), f"base backup, because {why}")
    return Choice(encrypted, command, f"{encrypted.version(ours)}, because it is installed and knows this PostgreSQL; encrypted")


def of(backup: Backup) -> Keeper:
    """Who can unpack it. Raises ConfigurationError when that is pgBackRest and it is not here."""
    if backup.kind == "base":
        return ByBaseBackup()
    try:
        return ByPgBackRest(pgbackrest.named())
    except NotUsable as why:
        raise ConfigurationError(f"The backup {backup.folder.name} was made by pgBackRest, but {why}.") from None


def everybody() -> list[Keeper]:
    """Both. After a change of keepers the log of one time lies with the one, then with the other, and each forgets what is its own."""
    try:
        return [ByBaseBackup(), ByPgBackRest(pgbackrest.named())]
    except NotUsable:
        return [ByBaseBackup(), ByPgBackRest("")]

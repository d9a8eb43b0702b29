"""Kept by pgBackRest, the operator's own program: encrypted, and after a whole backup only what has changed since.

Its settings lie beside the server's data (`pgbackrest.conf`, 0600: the key is in it), never in the folder of the backups.
"""

import json
import os
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import configuration, postgres
from ..configuration import ConfigurationError
from . import place
from .place import Backup

OFF = "off"
CHAIN = 7  # a whole backup and at most six that hold only changes: a restore reads no more than these
UNKNOWN_SERVER = 46  # pgBackRest's own exit code for a PostgreSQL it does not know
SETTINGS = """\
[global]
repo1-path={repository}
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass={key}
repo1-bundle=y
repo1-block=y
expire-auto=n
start-fast=y
job-retry=0
lock-path={root}/pgbackrest-lock
log-level-file=off
log-level-console=error
[bashke]
pg1-path={data}
pg1-socket-path={socket}
pg1-user=postgres
"""


class NotUsable(Exception):
    """Why pgBackRest cannot keep this server, as part of a sentence."""


def named() -> str:
    """BASHKE_PGBACKREST: the program, or `off`; else the one on the PATH. Raises NotUsable."""
    wish = os.environ.get("BASHKE_PGBACKREST", "")
    if wish == OFF:
        raise NotUsable("BASHKE_PGBACKREST says off")
    found = shutil.which(wish or "pgbackrest")
    if found is None:
        raise NotUsable(f"BASHKE_PGBACKREST names {wish}, which is no program" if wish else "pgBackRest is not installed")
    return found


def needed(labels: Sequence[str], keep: int) -> int:
    """How many whole backups, the newest first, must stay so that at least `keep` of the labels do; whole ones end with F."""
    kept = wholes = 0
    for label in reversed(labels):
        kept, wholes = kept + 1, wholes + label.endswith("F")
        if kept >= keep and label.endswith("F"):
            break
    return wholes


@dataclass(frozen=True)
class ByPgBackRest:
    """`program` by its whole path; empty where it is not installed: then only what nobody wants any more can be removed."""

    program: str
    kind: str = "pgbackrest"

    @property
    def top(self) -> Path:
        return place.place() / self.kind

    def version(self, ours: postgres.Cluster) -> str:
        return ours.run(self.program, "version").stdout.strip()

    def prepare(self, ours: postgres.Cluster) -> str:
        """The command that hands over one segment. Raises NotUsable for a server pgBackRest does not know, ConfigurationError for the rest."""
        try:
            key = configuration.secret("backup")
        except ConfigurationError:
            raise NotUsable("there is no secret to encrypt with (`bashke provision` makes it)") from None
        fresh = not self.top.exists()
        ours.own(ours.own(self.top) / "repository")
        settings = self._settings(ours, key)
        try:
            done = ours.run(*self._words(settings, "--no-online", "stanza-create"))
        except OSError as broken:
            raise NotUsable(f"{self.program} cannot be run by PostgreSQL's own user ({broken.strerror})") from None
        if done.returncode == UNKNOWN_SERVER:
            if fresh:
                shutil.rmtree(self.top)
            raise NotUsable(f"{self.version(ours)} does not know this PostgreSQL")
        _must(done.returncode == 0, "pgBackRest cannot use its folder", done.stdout)
        return f'{shlex.join(self._words(settings, "archive-push"))} "%p"'

    def fetch(self, new: postgres.Cluster, backup: Backup) -> str:
        """The command that brings one segment back, and fails when it is not here."""
        if not self.program or not self.top.exists():
            return "false"
        return f'{shlex.join(self._words(self._settings(new, backup.secret("backup")), "archive-get"))} %f "%p"'

    def take(self, ours: postgres.Cluster, *, whole: bool) -> tuple[Path, int]:
        """A backup of the running server: the folder of what is written down about it, and its bytes in the repository."""
        settings = ours.root / "pgbackrest.conf"
        kind = "full" if whole or self._since_whole() >= CHAIN else "incr"
        done = ours.run(*self._words(settings, f"--type={kind}", "backup"), password=configuration.secret("superuser"))
        _must(done.returncode == 0, "The backup failed", done.stdout)
        newest = self._known(ours, settings)[-1]
        folder = ours.own(self.top / newest["label"])
        return folder, int(newest["info"]["repository"]["delta"])

    def unpack(self, backup: Backup, new: postgres.Cluster) -> None:
        """Into the new data folder; pgBackRest compares every file with its checksum."""
        settings = self._settings(new, backup.secret("backup"))
        done = new.run(*self._words(settings, f"--set={backup.folder.name}", "--type=none", "restore"))
        _must(done.returncode == 0, f"The backup {backup.folder.name} cannot be unpacked, or is damaged", done.stdout)

    def forget(self, ours: postgres.Cluster, wanted: list[Backup]) -> list[str]:
        """Remove what is older than the wanted backups. A backup stays as long as one that is wanted builds on it."""
        if not wanted:
            gone = [backup.folder.name for backup in place.backups(self.kind)]
            shutil.rmtree(self.top, ignore_errors=True)
            return gone
        if not self.program:
            return []
        settings = self._settings(ours, configuration.secret("backup"))
        labels = [backup["label"] for backup in self._known(ours, settings)]
        wholes = needed(labels, len(wanted))
        if wholes >= sum(label.endswith("F") for label in labels):
            return []  # also the log from before the oldest backup stays: one of the other keeper may need it
        done = ours.run(*self._words(settings, f"--repo1-retention-full={wholes}", "expire"))
        _must(done.returncode == 0, "Old backups could not be removed", done.stdout)
        left = {backup["label"] for backup in self._known(ours, settings)}
        return place.forget([backup for backup in place.backups(self.kind) if backup.folder.name not in left])

    def _since_whole(self) -> int:
        """How many backups there are from the newest whole one on; none counts as a full chain."""
        labels = [backup.folder.name for backup in place.backups(self.kind)]
        wholes = [number for number, label in enumerate(labels) if label.endswith("F")]
        return len(labels) - wholes[-1] if wholes else CHAIN

    def _settings(self, server: postgres.Cluster, key: str) -> Path:
        text = SETTINGS.format(repository=self.top / "repository", key=key, root=server.root, data=server.data, socket=server.socket)
        return server.hand(server.root / "pgbackrest.conf", text)

    def _words(self, settings: Path, *words: str) -> list[str]:
        return [self.program, f"--config={settings}", "--stanza=bashke", *words]

    def _known(self, ours: postgres.Cluster, settings: Path) -> list[dict[str, Any]]:
        """What the repository itself says it holds, oldest first."""
        done = ours.run(*self._words(settings, "--output=json", "info"))
        _must(done.returncode == 0, "pgBackRest does not say what it keeps", done.stdout)
        return [dict(backup) for stanza in json.loads(done.stdout) for backup in stanza["backup"]]


def _must(well: bool, what: str, said: str) -> None:
    if not well:
        raise ConfigurationError(f"{what}: {said.strip()[-800:]}")

"""The folder of the backups: what is in it, what is written down about it, and the secrets without which the rest does not open."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import configuration, postgres
from ..configuration import ConfigurationError

STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One finished backup: a folder with `backup.json` in it, which is written last."""

    folder: Path
    ended: datetime
    bytes: int

    @property
    def kind(self) -> str:
        """Who keeps it: `base`, `pgbackrest` or `dumps`."""
        return self.folder.parent.name

    def secret(self, name: str) -> str:
        """A secret of the time of the backup: from the environment, else as it came along, else today's."""
        return os.environ.get(f"BASHKE_SECRET_{name.upper()}") or (self.secrets or {}).get(name) or configuration.secret(name)

    @property
    def secrets(self) -> dict[str, str] | None:
        """The secrets that came along, or None."""
        try:
            return dict(json.loads((self.folder / "secrets.json").read_text()))
        except OSError:
            return None


def place() -> Path:
    """BASHKE_BACKUP, else beside the data of our own server. Another disk, or better another house, is the operator's to choose."""
    if named := os.environ.get("BASHKE_BACKUP"):
        return Path(named).resolve()
    if configuration.external_server():
        return configuration.var() / "backup"
    return postgres.cluster_in(configuration.var()).root.with_name("backup")


def backups(*kinds: str) -> list[Backup]:
    """Every finished backup of these kinds (`base`, `pgbackrest`, `dumps`), oldest first."""
    found = []
    for file in (file for kind in kinds for file in (place() / kind).glob("*/backup.json")):
        known = json.loads(file.read_text())
        found.append(Backup(file.parent, datetime.fromisoformat(known["ended"]), known.get("bytes") or size(file.parent)))
    return sorted(found, key=lambda backup: backup.ended)


def finish(backup: Backup, *, with_secrets: bool, kept_by: str) -> str:
    """Add the secrets, write down that the backup is whole, and say in a sentence what became of the secrets."""
    said = (
        _keep_secrets(backup.folder)
        if with_secrets
        else "The secrets were left out: without var/secrets.json this backup opens only in part."
    )
    known = {"ended": backup.ended.isoformat(), "secrets": with_secrets, "bytes": backup.bytes}
    (backup.folder / "backup.json").write_text(json.dumps(known))
    note("backup", at=datetime.now(UTC).isoformat(), folder=str(backup.folder), bytes=backup.bytes, kept_by=kept_by)
    return said


def _keep_secrets(folder: Path) -> str:
    kept = configuration.var() / "secrets.json"
    if not kept.exists():
        return "The secrets are in the environment (BASHKE_SECRET_…) and not in this backup: keep them where they come from."
    target = folder / "secrets.json"
    target.touch(mode=0o600)
    target.write_text(kept.read_text())
    return f"The secrets are in it too ({target}, mode 0600): this folder opens every file. Guard it as you guard the server."


def forget(old: list[Backup]) -> list[str]:
    """Remove these backups; returns the names of what was removed."""
    for backup in old:
        shutil.rmtree(backup.folder)
    return [backup.folder.name for backup in old]


def note(what: str, **facts: Any) -> None:
    """Write down the last backup or drill, for `bashke status`."""
    path = configuration.var() / "backup.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(noted() | {what: facts}, indent=1))
    fresh.replace(path)


def noted() -> dict[str, dict[str, Any]]:
    try:
        return dict(json.loads((configuration.var() / "backup.json").read_text()))
    except (OSError, ValueError):
        return {}


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def same_disk(folder: Path, data: Path) -> bool:
    """Would one broken disk take both?"""
    return folder.stat().st_dev == data.stat().st_dev


def program(name: str) -> str:
    """A program of the operating system by its whole path."""
    found = shutil.which(name)
    if found is None:
        raise ConfigurationError(f"The program {name} is missing; install it with the operating system's packages.")
    return found

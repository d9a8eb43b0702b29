"""`bashke restore [--to TIME]`: bring the database back, in a new place first. The old one stays beside the new."""

import argparse
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .. import configuration
from ..backups import dumps, own, proof
from ..configuration import ConfigurationError

HERE = ZoneInfo("Europe/Tirane")


def run(arguments: argparse.Namespace) -> int:
    to = moment(arguments.to) if arguments.to else None
    if configuration.external_server():
        if to is not None:
            raise ConfigurationError(dumps.NO_TIME)
        return _beside(arguments.keep_apart)
    return _own(to, arguments.keep_apart)


def moment(text: str) -> datetime:
    """A time as people write it; in Albania unless it says otherwise. Raises ConfigurationError for what is none, or not over yet."""
    try:
        named = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ConfigurationError(f"{text!r} is no time; write it like 2026-03-01 14:05:00, in Albanian time.") from None
    named = named if named.tzinfo else named.replace(tzinfo=HERE)
    if named > datetime.now(UTC):
        raise ConfigurationError(f"{named:%Y-%m-%d %H:%M:%S %z} is still to come; a database can be brought back only to a time that was.")
    return named


def _own(to: datetime | None, keep_apart: bool) -> int:
    backup = own.newest_before(to)
    if own.cluster().is_running():
        own.close_segment(own.cluster())
    print(f"From the backup of {backup.ended.astimezone():%Y-%m-%d %H:%M:%S %z}, beside the database in use …", flush=True)
    apart = own.restore_apart(backup, to=to)
    with apart.connect() as database:
        found = proof.prove(database, apart.environment)
    print(f"{len(found.counts)} tables, {found.rows} rows. Journal: {found.journal}")
    if found.problems:
        apart.cluster.stop()
        print("\n".join(found.problems))
        print(f"The restored database may not be trusted and was not put to use. It is in {apart.home}; the old one was not touched.")
        return 1
    if keep_apart:
        apart.cluster.stop()
        print(f"The restored database is in {apart.home}, stopped. The one in use was not touched.")
        return 0
    kept = own.take_over(apart)
    print(f"The restored database is in use. The old one is kept in {kept}; remove it when nobody misses anything.")
    fresh = own.back_up(whole=True)
    print(f"A new backup begins a new line: {fresh.backup.folder}, kept by {fresh.kept_by}.")
    return 0


def _beside(keep_apart: bool) -> int:
    beside = dumps.restore_beside()
    with beside.connect() as database:
        found = proof.prove(database, beside.environment)
    print(f"{len(found.counts)} tables, {found.rows} rows. Journal: {found.journal}")
    name = beside.server.database
    if found.problems or keep_apart:
        print("\n".join([*found.problems, f"The restored database is {name} on the same server; the one in use was not touched."]))
        return 1 if found.problems else 0
    print(f"The restored database is in use. The old one is kept as {dumps.take_over(beside)}; drop it when nobody misses anything.")
    return 0

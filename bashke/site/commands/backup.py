"""`bashke backup`: keep the database. `bashke backup drill`: bring the newest backup back for trial, look it over, throw it away."""

import argparse
import time
from datetime import UTC, datetime

from .. import configuration
from ..backups import dumps, own, place, proof


def run(arguments: argparse.Namespace) -> int:
    return drill() if arguments.what == "drill" else keep(arguments)


def keep(arguments: argparse.Namespace) -> int:
    if configuration.external_server():
        backup, said = dumps.back_up(with_secrets=not arguments.without_secrets)
        _tell(backup, said, place.forget(place.backups("dumps")[: -arguments.keep]))
        print("This is the state of one moment. " + dumps.NO_TIME)
        return 0
    kept = own.back_up(with_secrets=not arguments.without_secrets)
    _tell(kept.backup, kept.secrets, own.forget(arguments.keep))
    print(f"Kept by {kept.kept_by}.")
    print(f"Any later moment can be restored too: the log is archived at least every {own.ARCHIVE_SECONDS} seconds of work.")
    if place.same_disk(kept.backup.folder, own.cluster().data):
        print("The backup is on the same disk as the database: a broken disk would take both. Name another with BASHKE_BACKUP.")
    return 0


def _tell(backup: place.Backup, secrets: str, gone: list[str]) -> None:
    print(f"Backup {backup.folder}: {backup.bytes / 1e6:.1f} MB, as of {backup.ended.astimezone():%Y-%m-%d %H:%M:%S %z}.")
    print(secrets)
    for name in gone:
        print(f"Removed the old backup {name}.")


def drill() -> int:
    """Really restore, really check. Ends with 1 when the restored database may not be trusted."""
    began, point = time.monotonic(), f"drill-{datetime.now(UTC).strftime(place.STAMP)}"
    restored: own.Apart | dumps.Beside
    before: proof.Counts = {}
    after: proof.Counts = {}
    if configuration.external_server():
        restored = dumps.restore_beside()
    else:
        before = _live_counts()
        own.close_segment(own.running(), point)
        after = _live_counts()
        restored = own.restore_apart(own.newest_before(None), point=point, scratch=True)
    try:
        with restored.connect() as database:
            found = proof.prove(database, restored.environment)
    finally:
        restored.remove()
    problems = [*found.problems, *(proof.differences(before, after, found.counts) if before else [])]
    seconds = round(time.monotonic() - began, 1)
    place.note("drill", at=datetime.now(UTC).isoformat(), ok=not problems, seconds=seconds, tables=len(found.counts), rows=found.rows)
    for problem in problems:
        print(problem)
    compared = "the same as in the database in use" if before else "counted; this copy is older than the database in use"
    print(f"Journal: {found.journal}")
    print(f"{len(found.counts)} tables, {found.rows} rows: {'NOT ' if problems and before else ''}{compared}.")
    print(f"The backup {'does NOT restore as it should' if problems else 'restores'}; the drill took {seconds} s and left nothing behind.")
    return 1 if problems else 0


def _live_counts() -> proof.Counts:
    with own.superuser() as database:
        return proof.counts(database)

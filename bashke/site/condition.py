"""How the installation is: what `bashke status` shows, and which of it needs a hand. Counts, times and sizes; no row about a person."""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from bashke.ground.access.queries import as_municipality
from bashke.ground.access.wall import holes
from bashke.ground.journal import queries as journal
from bashke.ground.notices.models import Notice
from bashke.ground.notices.rules import Status
from bashke.ground.territory.models import Municipality

from . import configuration, probes
from .backups import place
from .commands.check import fragile, unsafe_settings

# When something needs a hand. Bashkë's own defaults.
JOB_LATE, MESSAGE_LATE, SEAL_LATE = timedelta(minutes=15), timedelta(hours=1), timedelta(minutes=10)
BACKUP_OLD, DRILL_OLD = timedelta(hours=26), timedelta(days=35)
WORKER_SILENT, FAILED_WITHIN = timedelta(minutes=2), timedelta(hours=24)
DISK_LEAST_BYTES, DISK_LEAST_PART = 2_000_000_000, 0.10

_WAITING = """
SELECT count(*), min(coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j
  LEFT JOIN LATERAL (SELECT min(x.at) AS at FROM procrastinate_events x WHERE x.job_id = j.id AND x.type = 'deferred') e ON true
 WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"""
_FAILED = """
SELECT j.task_name, max(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'
 WHERE j.status = 'failed' AND e.at > %s GROUP BY j.id, j.task_name ORDER BY 2 DESC"""


@dataclass
class Condition:
    """Facts by part, as JSON could hold them, and a sentence for each thing that needs a hand."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)

    def need(self, wanted: bool, sentence: str) -> None:
        if wanted:
            self.needs.append(sentence)


def condition(now: datetime) -> Condition:
    """Everything, asked once. What the database knows is missing when it does not answer."""
    found = Condition()
    found.facts["version"] = {"bashke": version("bashke"), "mode": str(settings.MODE)}
    answers, missing = probes.database()
    found.facts["database"] = {"up": answers, "migrations_missing": missing}
    found.need(not answers, "The database does not answer: `bashke database start`, or look at its log.")
    found.need(bool(missing), f"{missing} migrations are missing: `bashke provision` brings them.")
    if answers and not missing:
        try:
            for part in (_database, _wall, _jobs, _outbox, _journal):
                part(found, now)
        except DatabaseError as away:
            found.need(True, f"The database went away while it was asked ({type(away).__name__}).")
    _backups(found, now)
    _disk(found)
    return found


def _database(found: Condition, now: datetime) -> None:
    [[size, server]] = _ask("SELECT pg_database_size(current_database()), current_setting('server_version')")
    found.facts["database"] |= {"bytes": size, "server": server}


def _wall(found: Condition, now: datetime) -> None:
    open_, unsafe = holes(), unsafe_settings() + fragile()
    found.facts["wall"] = {"holes": len(open_), "unsafe_settings": len(unsafe)}
    found.needs += [*open_, *unsafe]


def _jobs(found: Condition, now: datetime) -> None:
    [[waiting, oldest]] = _ask(_WAITING)
    failed = _ask(_FAILED, now - FAILED_WITHIN)
    [[heartbeat]] = _ask("SELECT max(last_heartbeat) FROM procrastinate_workers")
    tasks = Counter(str(task).rpartition(".")[2] for task, _ in failed)
    found.facts["jobs"] = {
        "waiting": waiting, "oldest_waiting": _text(oldest), "failed_in_24_hours": len(failed), "failed_tasks": dict(tasks),
        "last_failure": _text(failed[0][1]) if failed else None, "worker_seen": _text(heartbeat),
    }  # fmt: skip
    found.need(
        heartbeat is None or now - heartbeat > WORKER_SILENT, "No queue is running: `bashke jobs`. Nothing is escalated, sent or sealed."
    )
    found.need(oldest is not None and now - oldest > JOB_LATE, f"{waiting} jobs wait, the oldest since {_text(oldest)}.")
    told = ", ".join(f"{task} {times}×" for task, times in tasks.most_common())
    found.need(bool(failed), f"Jobs failed in the last 24 hours: {told}. The log of `bashke jobs` says where.")


def _outbox(found: Condition, now: datetime) -> None:
    waiting = failed = 0
    oldest: datetime | None = None
    for lau in Municipality.objects.order_by("lau").values_list("lau", flat=True):
        with as_municipality(lau):
            row = Notice.objects.aggregate(
                waiting=Count("pk", filter=Q(status=Status.QUEUED)),
                failed=Count("pk", filter=Q(status=Status.FAILED, created_at__gt=now - FAILED_WITHIN)),
                oldest=Min("not_before", filter=Q(status=Status.QUEUED)),
            )
        waiting, failed = waiting + row["waiting"], failed + row["failed"]
        oldest = min((moment for moment in (oldest, row["oldest"]) if moment), default=None)
    found.facts["outbox"] = {"waiting": waiting, "due_since": _text(oldest), "failed_in_24_hours": failed}
    found.need(oldest is not None and now - oldest > MESSAGE_LATE, f"{waiting} messages wait, the oldest due since {_text(oldest)}.")
    found.need(failed > 0, f"{failed} messages of the last 24 hours could not be delivered.")


def _journal(found: Condition, now: datetime) -> None:
    state = journal.state()
    found.facts["journal"] = {
        "seals": state.seals, "sealed_until": _text(state.sealed_at), "not_sealed": state.unsealed, "waiting_since": _text(state.waiting_since),
    }  # fmt: skip
    late = state.waiting_since is not None and now - state.waiting_since > SEAL_LATE
    found.need(late, f"{state.unsealed} entries of the journal are not sealed, the oldest since {_text(state.waiting_since)}.")


def _backups(found: Condition, now: datetime) -> None:
    noted = place.noted()
    backup, drill = noted.get("backup", {}), noted.get("drill", {})
    found.facts["backup"] = {
        "last": backup.get("at"),
        "bytes": backup.get("bytes"),
        "kept_by": backup.get("kept_by"),
        "last_drill": drill.get("at"),
        "drill_passed": drill.get("ok"),
    }
    kept, tried = _moment(backup.get("at")), _moment(drill.get("at"))
    last_kept = f"The last backup is from {_text(kept)}" if kept else "There is no backup yet"
    last_tried = f"The last drill of a restore is from {_text(tried)}" if tried else "No backup was ever restored for trial"
    found.need(kept is None or now - kept > BACKUP_OLD, f"{last_kept}: `bashke backup`.")
    found.need(tried is None or now - tried > DRILL_OLD, f"{last_tried}: `bashke backup drill`.")
    found.need(drill.get("ok") is False, "The last drill did not restore as it should: `bashke backup drill` says what is wrong.")


def _disk(found: Condition) -> None:
    folders = {"data": configuration.var()}
    if place.place().exists():
        folders["backup"] = place.place()
    for name, folder in folders.items():
        usage = shutil.disk_usage(folder)
        found.facts[f"disk_{name}"] = {"folder": str(folder), "free_bytes": usage.free, "free_part": round(usage.free / usage.total, 3)}
        short = usage.free < DISK_LEAST_BYTES or usage.free < usage.total * DISK_LEAST_PART
        found.need(short, f"The disk of {folder} is nearly full: {usage.free / 1e9:.1f} GB free.")


def _ask(sql: str, *values: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _text(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None

"""`bashke status`: when all is well it says so and ends with 0; each thing that needs a hand is a sentence and ends with 1."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bashke.site import condition
from bashke.site.backups import place
from bashke.site.commands import status
from bashke.site.condition import Condition
from tests.faults import clones

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clone(django_db_setup: None, django_db_blocker: Any) -> Iterator[clones.Clone]:
    with django_db_blocker.unblock():
        made = clones.make("bashke_status")
        yield made
        clones.drop(made)


@pytest.fixture
def well(clone: clones.Clone, monkeypatch: pytest.MonkeyPatch, cast: SimpleNamespace) -> Iterator[clones.Clone]:
    """A service whose queue runs, whose last backup was this night and whose disk is half empty."""
    kept = {
        "backup": {"at": (NOW - timedelta(hours=5)).isoformat(), "bytes": 10},
        "drill": {"at": (NOW - timedelta(days=3)).isoformat(), "ok": True},
    }
    monkeypatch.setattr(place, "noted", lambda: kept)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 5 * 10**11, 5 * 10**11))
    with clone.superuser() as oracle:
        oracle.execute("DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")
        oracle.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", (NOW,))
        oracle.execute("DELETE FROM notices_delivery; DELETE FROM notices_notice; TRUNCATE journal_entry, journal_seal")
    with clones.django_on(clone, "job"):
        yield clone


def found() -> Condition:
    return condition.condition(NOW)


def test_all_is_well(well: clones.Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = found()
    assert seen.needs == []
    assert seen.facts["database"]["up"] is True
    assert seen.facts["database"]["bytes"] > 10**6
    monkeypatch.setattr(status.timezone, "now", lambda: NOW)
    assert status.run(SimpleNamespace(json=False)) == 0
    assert "All is well." in capsys.readouterr().out
    assert status.run(SimpleNamespace(json=True)) == 0
    assert json.loads(capsys.readouterr().out)["needs_a_hand"] == []


PLANTS = [
    ("UPDATE procrastinate_workers SET last_heartbeat = %(now)s - interval '3 minutes'", "No queue is running"),
    ("DELETE FROM procrastinate_workers", "No queue is running"),
    (
        "WITH j AS (INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES ('default', 'bashke.site.jobs.count', %(now)s - interval '20 minutes')"
        " RETURNING id) SELECT 1 FROM j",
        "1 jobs wait, the oldest since 2026-03-02T09:40:00+01:00",
    ),
    (
        "WITH j AS (INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'bashke.site.jobs.count', 'failed') RETURNING id)"
        " INSERT INTO procrastinate_events (job_id, type, at) SELECT id, 'failed', %(now)s - interval '1 hour' FROM j",
        "Jobs failed in the last 24 hours: count 1×",
    ),
    (
        "INSERT INTO notices_notice (id, municipality_id, channel, recipient, language, template, text, status, created_at, not_before, attempts)"
        " VALUES (gen_random_uuid(), 'AL154', 'sms', '+355692000101', 'sq', 'x', 'Kanarina', 'queued', %(now)s, %(now)s - interval '2 hours', 0)",
        "1 messages wait, the oldest due since",
    ),
    (
        "INSERT INTO notices_notice (id, municipality_id, channel, recipient, language, template, text, status, created_at, not_before, attempts)"
        " VALUES (gen_random_uuid(), 'AL343', 'sms', '+355692000101', 'sq', 'x', 'Kanarina', 'failed', %(now)s, %(now)s, 5)",
        "1 messages of the last 24 hours could not be delivered",
    ),
    (
        "INSERT INTO journal_entry (at, kind, worker, post, role, institution, verb, subject, reason)"
        " VALUES (%(now)s - interval '1 hour', 'public', NULL, NULL, NULL, NULL, 'x', 'Kanarina', '')",
        "1 entries of the journal are not sealed",
    ),
    ("DELETE FROM django_migrations WHERE app = 'journal'", "migrations are missing"),
]


@pytest.mark.parametrize(("plant", "says"), PLANTS, ids=[says for _, says in PLANTS])
def test_what_needs_a_hand_is_said(plant: str, says: str, well: clones.Clone) -> None:
    with well.superuser() as vandal:
        kept = vandal.execute("SELECT app, name, applied FROM django_migrations").fetchall()
        vandal.execute(plant, {"now": NOW})
        try:
            seen = found()
        finally:
            vandal.execute("DELETE FROM django_migrations")
            vandal.cursor().executemany("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", kept)
    assert [need for need in seen.needs if says in need], seen.needs
    assert len(seen.needs) == 1
    assert "Kanarina" not in status.screen(seen) + json.dumps(seen.facts)


@pytest.mark.parametrize(
    ("noted", "says"),
    [
        ({}, "There is no backup yet"),
        ({"backup": {"at": (NOW - timedelta(hours=30)).isoformat()}}, "The last backup is from 2026-03-01T04:00:00+01:00"),
        ({"drill": {"at": (NOW - timedelta(days=40)).isoformat(), "ok": True}}, "The last drill of a restore is from"),
        ({"drill": {"at": NOW.isoformat(), "ok": False}}, "The last drill did not restore as it should"),
    ],
    ids=str,
)
def test_an_old_backup_or_drill_needs_a_hand(noted: dict[str, Any], says: str, well: clones.Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "noted", lambda: noted)
    assert any(says in need for need in found().needs)


def test_a_disk_that_is_nearly_full_needs_a_hand(well: clones.Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - 10**9, 10**9))
    assert any("is nearly full: 1.0 GB free" in need for need in found().needs)


def test_a_hole_in_the_wall_needs_a_hand(well: clones.Clone) -> None:
    with well.superuser() as vandal:
        vandal.execute("CREATE TABLE gossip (name text)")
        try:
            seen = found()
        finally:
            vandal.execute("DROP TABLE gossip")
    assert seen.facts["wall"]["holes"] == 1
    assert "gossip" in " ".join(seen.needs)


def test_an_absent_database_is_a_sentence_too(well: clones.Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condition.probes, "database", lambda: (False, 0))
    seen = found()
    assert seen.needs == ["The database does not answer: `bashke database start`, or look at its log."]
    assert set(seen.facts) >= {"version", "database", "backup", "disk_data"}

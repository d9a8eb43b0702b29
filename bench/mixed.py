"""A working day in small: workers read, search and write, a supervisor looks at her board, a provider and the public read, all at once.

First as fast as it goes, to learn the capacity; then at half of it. Figures to reach: ten minutes without one error, and memory that does not grow.
`MINUTES=2 python -m bench mixed` takes fewer.
"""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from bashke.site.demo.census import names

from .country import copy, country
from .machine import memory
from .serving import Visitor, median, serving

MINUTES = float(os.environ.get("MINUTES", "10"))
THREADS = 6
LEARN_SECONDS = 20.0
STEPS = 10  # memory is looked at so many times
GROWTH = 1.05  # of the second half over the first, after the start has settled
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
CASE = re.compile(r"/desk/cases/[0-9a-f-]{36}/")
PERSON = re.compile(r"/desk/people/[0-9a-f-]{36}/")


@dataclass
class Tally:
    """What the visitors met."""

    taken: list[tuple[str, float]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


class Office:
    """Who is signed in, and what they do; how often in a hundred."""

    def __init__(self, port: int) -> None:
        self.besa, self.drita, self.ilir, self.public = (Visitor(port) for _ in range(4))
        for visitor, name in ((self.besa, "Besa"), (self.drita, "Drita"), (self.ilir, "Ilir")):
            visitor.become(name)
        self.cases = sorted(set(CASE.findall(self.besa.get("/desk/cases/"))))
        self.people = sorted(set(PERSON.findall("".join(self.besa.get(case) for case in self.cases[:10]))))
        self.given, self.family = names("female"), names("family")
        self.token = TOKEN.findall(self.besa.get("/desk/requests/new/"))[0]

    def what(self, rng: Random) -> tuple[str, Callable[[], object]]:
        """One thing somebody does, and its name."""
        doings: dict[str, tuple[int, Callable[[], object]]] = {
            "my day": (18, lambda: self.besa.get("/desk/")),
            "a case": (20, lambda: self.besa.get(rng.choice(self.cases))),
            "queue of requests": (12, lambda: self.besa.get("/desk/requests/")),
            "search a person": (16, lambda: self.besa.get(f"/desk/people/?{urlencode(self._name(rng))}")),
            "a person": (10, lambda: self.besa.get(rng.choice(self.people))),
            "a request is written": (6, lambda: self._request(rng)),
            "supervisor's board": (4, lambda: self.drita.get("/desk/board/")),
            "inbox of a provider": (4, lambda: self.ilir.get("/referrals/")),
            "find a service": (10, lambda: self.public.get("/find/?municipality=AL154&domains=income")),
        }  # fmt: skip
        name = rng.choices(list(doings), [often for often, _ in doings.values()])[0]
        return name, doings[name][1]

    def _request(self, rng: Random) -> None:
        self.besa.ask("POST", "/desk/requests/new/", {
            "csrfmiddlewaretoken": self.token, "key": str(uuid4()), "channel": "counter", "domains": "housing",
            "words": "Synthetic.", "phone": "069 20 00 101", "language": "sq", "for_whom": "self",
        } | self._name(rng))  # fmt: skip

    def _name(self, rng: Random) -> dict[str, str]:
        return {"given_name": rng.choice(self.given), "family_name": rng.choice(self.family)}


def run() -> bool:
    """Print capacity, times, errors and memory; True when nothing failed and memory stayed."""
    with country(), serving(copy("bench_mixed")) as port:
        office = Office(port)
        together(office, Tally(), 5.0, None)  # a warm-up
        learnt = Tally()
        together(office, learnt, LEARN_SECONDS, None)
        capacity = len(learnt.taken) / LEARN_SECONDS
        print(f"capacity: {capacity:.1f} requests per second; now {MINUTES:g} minutes at {capacity / 2:.1f}")
        tally, held = Tally(), []
        for _ in range(STEPS):
            together(office, tally, MINUTES * 60 / STEPS, capacity / 2)
            held.append(memory())
    return _told(tally, held)


def together(office: Office, tally: Tally, seconds: float, rate: float | None) -> None:
    """So many requests per second from all threads together, at set moments; without a rate each as soon as the last is answered."""
    end = time.perf_counter() + seconds

    def work(place: int) -> None:
        rng, due = Random(uuid4().int), time.perf_counter() + (place / rate if rate else 0)
        while (now := time.perf_counter()) < end and due < end:
            if rate:
                time.sleep(max(0.0, due - now))
            name, do = office.what(rng)
            began = due if rate else time.perf_counter()
            try:
                do()
                tally.taken.append((name, time.perf_counter() - began))
            except (OSError, RuntimeError) as gone:
                tally.errors[f"{name}: {gone}"] += 1
            due = due + THREADS / rate if rate else time.perf_counter()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _told(tally: Tally, held: list[float]) -> bool:
    for name in sorted({name for name, _ in tally.taken}):
        times = sorted(seconds * 1000 for one, seconds in tally.taken if one == name)
        print(f"{name:24}{len(times):7} asked   p50 {median(times):7.0f} ms   p99 {times[int(len(times) * 0.99)]:7.0f} ms")
    early, late = median(held[1 : STEPS // 2]), median(held[STEPS // 2 :])
    print(f"{len(tally.taken)} answered, {sum(tally.errors.values())} errors; memory {early:.0f} MB, then {late:.0f} MB")
    print("memory at each look, MB:", *(f"{one:.0f}" for one in held))
    for what, often in tally.errors.most_common(5):
        print(f"  {often} times {what}")
    return not tally.errors and late <= early * GROWTH

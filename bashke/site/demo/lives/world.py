"""What one life needs to know: the town, its workers and services, the clocks, chance, and where its rows go."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.db import models

from bashke.ground.directory.rules import serves_age
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb

from ..census import Chance, Human, sheet, uid
from ..clocks import Clocks
from ..pouring import Pouring

SMALL_ACTS = frozenset({
    Verb.REQUEST_MADE, Verb.URGENCY_SET, Verb.NEED_FOUND, Verb.NEED_MOVED, Verb.PLAN_WRITTEN, Verb.SESSION_RECORDED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colleague:
    """A worker in a post, in whose context rows and journal entries are written."""

    worker: str
    post: int
    name: str


@dataclass(slots=True)
class Offer:
    """A service as one municipality may use it. `room`: places it may still fill there; None when places are not counted."""

    service: int
    provider: int
    domains: frozenset[str]
    age_from: int | None
    age_to: int | None
    km: float
    manager: Colleague
    stay: tuple[int, int]  # working days, at least and at most
    room: int | None

    def takes(self, domain: str, age: int | None) -> bool:
        return domain in self.domains and serves_age(age, self.age_from, self.age_to)


@dataclass(slots=True)
class Stay:
    """Somebody in a service from a day to a day (None: still): for the register of sessions."""

    enrolment: str
    person: str
    since: date
    until: date | None


@dataclass(slots=True)
class World:
    """One municipality while its lives are made."""

    lau: str
    workers: list[Colleague]
    supervisor: Colleague
    offers: list[Offer]
    clocks: Clocks
    rng: Chance
    pouring: Pouring
    whole_journal: bool
    stays: dict[int, list[Stay]] = field(default_factory=dict)  # by service

    @property
    def now(self) -> datetime:
        return self.clocks.now

    def add(self, kind: type[models.Model], post: int = 0, /, **values: Any) -> None:
        """One row of this municipality."""
        self.pouring.add(kind, post, municipality_id=self.lau, **values)

    def log(self, verb: Verb, subject: str, by: Colleague | None, person: str | None = None, reason: str = "") -> None:
        """One act in the journal, in the context of who did it; None is the municipality's own machine.

        Where no visitor of the demo works, the small acts that the ledger and the registers tell anyway are left out: half the entries.
        """
        if verb in SMALL_ACTS and not self.whole_journal:
            return
        row = {"verb": str(verb), "subject": subject, "person": person, "municipality": self.lau, "reason": reason}
        self.pouring.add(Entry, by.post if by else 0, **row)

    def happens(self, chance: float) -> bool:
        return self.rng.random() < chance

    def says(self, *path: str) -> str:
        """One of the sentences of words.yaml under this path."""
        found = words(*path)
        return str(self.rng.choice(found)) if isinstance(found, list) else str(found)

    def uid(self) -> str:
        return uid(self.rng)


def words(*path: str) -> Any:
    found = sheet("words")
    for step in path:
        found = found[step]
    return found


# What people of an age ask for, by weight; the first of a request is drawn here, a second likewise.
ASKED_BY_AGE: tuple[tuple[int, dict[str, int]], ...] = (
    (17, {"child_wellbeing": 9, "education": 8, "disability_support": 5, "food": 3, "health": 3, "documents": 3, "safety": 2, "housing": 2}),
    (34, {"work": 9, "income": 7, "housing": 6, "child_wellbeing": 3, "safety": 4, "documents": 4, "education": 3, "health": 3, "food": 2}),
    (64, {"income": 9, "work": 6, "housing": 6, "health": 5, "disability_support": 5, "safety": 3, "food": 3, "documents": 2, "participation": 1}),
    (200, {"social_ties": 8, "health": 8, "disability_support": 7, "food": 5, "income": 5, "housing": 4, "participation": 2, "safety": 1}),
)  # fmt: skip


def asked_domains(rng: Random, human: Human) -> list[str]:
    """One to three domains that somebody of this age may ask about."""
    weights = next(table for oldest, table in ASKED_BY_AGE if human.age <= oldest)
    kinds, chances = list(weights), list(weights.values())
    return list(dict.fromkeys(rng.choices(kinds, chances, k=rng.choices((1, 2, 3), (45, 40, 15))[0])))

"""Who is away, who takes over, and whom to suggest for a case. No database, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil
from uuid import UUID

from bashke.ground.law.rules import NotAllowed

from .skills import Demand, Found, Held, Skills, compare

LONGEST_ABSENCE = 366  # days; whoever is away longer hands her cases over


@dataclass(frozen=True)
class Absent:
    """Somebody's days away, both included."""

    worker: UUID
    starts_on: date
    ends_on: date

    def meets(self, starts_on: date, ends_on: date) -> bool:
        return self.starts_on <= ends_on and starts_on <= self.ends_on


class Hindrance(StrEnum):
    """Why a worker cannot be given a case now."""

    BARRED = "barred"  # a relation to the person is declared
    AWAY = "away"


@dataclass(frozen=True)
class Weights:
    """What a case weighs in a caseload: by its urgency, and what each named team's case weighs more. Figures of the law package."""

    urgency: Mapping[str, int]
    track: Mapping[str, int]


@dataclass(frozen=True)
class Candidate:
    """A worker who may hold cases here, with what she carries and is able to do."""

    worker: UUID
    name: str
    open: int = 0
    overdue: int = 0
    weight: int = 0
    languages: Collection[str] = ("sq",)
    tracks: Collection[str] = ()
    away_until: date | None = None
    barred: bool = False
    skills: Skills = field(default_factory=Skills)


@dataclass(frozen=True)
class Fit:
    """How a worker fits a case; the reasons are shown, and the supervisor decides."""

    candidate: Candidate
    hindrance: Hindrance | None
    speaks: bool
    missing: tuple[str, ...] = field(default=())  # named teams the case needs and she is not in
    found: tuple[Found, ...] = field(default=())  # what the work asks for, beside what she has

    @property
    def fits(self) -> bool:
        return self.hindrance is None

    @property
    def lacks(self) -> list[str]:
        """The codes of what the work asks for and she does not have, or no more."""
        return [one.demand.code for one in self.found if one.held is not Held.YES]


def weight_of(urgency: str, tracks: Iterable[str], weights: Weights) -> int:
    """What one case weighs."""
    return weights.urgency[urgency] + sum(weights.track.get(track, 0) for track in set(tracks))


def rank(
    candidates: Iterable[Candidate], spoken: str, tracks: Collection[str], demands: Collection[Demand] = (), day: date = date.min
) -> list[Fit]:
    """Who could take it, the best first: in the team it needs, qualified on that day, speaking the language, with the lightest load.

    It assigns nobody.
    """
    fits = [
        Fit(one, _hindrance(one), spoken in one.languages, tuple(sorted(set(tracks) - set(one.tracks))), compare(one.skills, demands, day))
        for one in candidates
    ]
    return sorted(
        fits, key=lambda fit: (not fit.fits, len(fit.missing), len(fit.lacks), not fit.speaks, fit.candidate.weight, fit.candidate.name)
    )


def held_by_nobody(fits: Iterable[Fit]) -> list[Demand]:
    """What the work asks for and nobody has who could take it. It is given all the same: no request stays without somebody."""
    found: dict[Demand, bool] = {}
    for fit in fits:
        for one in fit.found:
            found[one.demand] = found.get(one.demand, False) or (fit.fits and one.held is Held.YES)
    return [demand for demand, held in found.items() if not held]


def _hindrance(one: Candidate) -> Hindrance | None:
    if one.barred:
        return Hindrance.BARRED
    return Hindrance.AWAY if one.away_until is not None else None


def check_absence(away: Absent, stand_in: UUID | None, known: Iterable[Absent], today: date) -> None:
    """An absence lies ahead or runs, does not meet another of the same worker, and its stand-in is there all the while."""
    if away.ends_on < away.starts_on:
        raise NotAllowed("The last day away lies before the first.")
    if away.ends_on < today:
        raise NotAllowed("These days have passed. Enter an absence that runs or lies ahead.")
    if (away.ends_on - away.starts_on).days >= LONGEST_ABSENCE:
        raise NotAllowed("An absence of more than a year is a change of worker: hand the cases over.")
    if stand_in == away.worker:
        raise NotAllowed("Nobody stands in for herself. Choose a colleague.")
    for other in known:
        if other.meets(away.starts_on, away.ends_on) and other.worker == away.worker:
            raise NotAllowed("There is an absence in these days already.")
        if other.meets(away.starts_on, away.ends_on) and other.worker == stand_in:
            raise NotAllowed("The stand-in is away in these days too. Choose somebody who is there.")


def check_hand_over(giver: UUID, taker: UUID, notes: Sequence[str]) -> None:
    """Something is handed over, to somebody else, and each case with what the next one must know."""
    if not notes:
        raise NotAllowed("Choose at least one case to hand over.")
    if giver == taker:
        raise NotAllowed("Choose another worker than the one who has the cases now.")
    if not all(note.strip() for note in notes):
        raise NotAllowed("Write for each case what the next worker must know.")


def posts_needed(inhabitants: int, least: int, most: int) -> tuple[int, int]:
    """How many social workers the norm asks for: fewest and most. `least` and `most` are inhabitants for one worker."""
    return ceil(inhabitants / most), ceil(inhabitants / least)

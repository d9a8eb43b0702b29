"""What a worker is by profession and was trained for, beside what a request or a case asks for. No database, no clock.

It never keeps anybody from being given work: whoever fits better is named first, and the supervisor decides.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


@dataclass(frozen=True)
class Skills:
    """The profession of a worker, her licence with its last day (none: no end), and for each training until when it counts."""

    profession: str = ""
    licence: str = ""
    licence_until: date | None = None
    trainings: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Demand:
    """A row of the law's table `work_asks`: a licensed profession or a training, and the work that asks for it. Named no work: all work does."""

    code: str
    profession: str = ""
    training: str = ""
    tracks: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """What is to be given to somebody: its tracks, its domains of need, and the signs of danger last seen."""

    tracks: Collection[str] = ()
    domains: Collection[str] = ()
    flags: Collection[str] = ()


class Held(StrEnum):
    """How a worker stands to one demand."""

    YES = "yes"
    ENDED = "ended"  # the licence or the training counts no more
    NO = "no"


@dataclass(frozen=True)
class Found:
    """One demand beside one worker; `until` is the last day the licence or training counts, or counted."""

    demand: Demand
    held: Held
    until: date | None = None


def asked(work: Work, demands: Iterable[Demand]) -> list[Demand]:
    """What this work asks for, in the order of the table."""
    return [
        one for one in demands
        if not (one.tracks or one.domains or one.flags)
        or set(one.tracks) & set(work.tracks) or set(one.domains) & set(work.domains) or set(one.flags) & set(work.flags)
    ]  # fmt: skip


def compare(skills: Skills, demands: Iterable[Demand], day: date) -> tuple[Found, ...]:
    """What a worker has of what is asked, on a day. A licence or a training that ended never counts."""
    return tuple(_found(one, skills, day) for one in demands)


def _found(demand: Demand, skills: Skills, day: date) -> Found:
    if demand.profession:
        known = skills.profession == demand.profession and skills.licence != ""
        until = skills.licence_until
    else:
        known, until = demand.training in skills.trainings, skills.trainings.get(demand.training)
    if not known:
        return Found(demand, Held.NO)
    return Found(demand, Held.ENDED if until is not None and until < day else Held.YES, until)


def check_licence(profession: str, licence: str, until: date | None, licensed: Collection[str]) -> None:
    """A licence belongs to a profession that has one, and its last day belongs to a licence. `licensed`: professions with a licence."""
    if licence and profession not in licensed:
        raise NotAllowed("Choose the profession this licence is for; some professions have none.")
    if until is not None and not licence:
        raise NotAllowed("Write the number of the licence too, not only its last day.")


def check_training(done_on: date, until: date | None, today: date) -> None:
    """A training lies behind, and counts at least on the day it was done."""
    if done_on > today:
        raise NotAllowed("This training lies ahead. Write it down when it is done.")
    if until is not None and until < done_on:
        raise NotAllowed("The training cannot end before it was done.")

"""The way of an enrolment, and what its outcome does to the need. No database, no clock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil
from statistics import median
from uuid import UUID, uuid5

from bashke.ground.law.rules import NotAllowed, Text, TriageClass
from bashke.person.casework.rules import NEXT_NEED, NeedStatus


class Status(StrEnum):
    WAITING = "waiting"  # accepted, no place yet
    OFFERED = "offered"  # a place is held for her until she comes or says no
    ENROLLED = "enrolled"
    ENDED = "ended"


class Outcome(StrEnum):
    MET = "met"  # the need is met
    PARTLY = "partly"  # better, and more is needed
    NOT_MET = "not_met"
    LEFT = "left"  # the person stopped coming or said no


NEXT: dict[Status, set[Status]] = {
    Status.WAITING: {Status.OFFERED, Status.ENROLLED, Status.ENDED},
    Status.OFFERED: {Status.ENROLLED, Status.WAITING, Status.ENDED},
    Status.ENROLLED: {Status.ENDED},
    Status.ENDED: set(),
}
HOLDS_A_PLACE = frozenset({Status.OFFERED, Status.ENROLLED})

WORDS: dict[Status, Text] = {
    Status.WAITING: Text("në pritje", "waiting"),
    Status.OFFERED: Text("vendi i ofruar", "place offered"),
    Status.ENROLLED: Text("në shërbim", "in the service"),
    Status.ENDED: Text("përfunduar", "ended"),
}

# What an outcome makes of the need, and the listed reason when that is "unmet".
NEED_AFTER: dict[Outcome, tuple[NeedStatus, str]] = {
    Outcome.MET: (NeedStatus.MET, ""),
    Outcome.PARTLY: (NeedStatus.PLANNED, ""),  # back to the worker, who plans what is still missing
    Outcome.NOT_MET: (NeedStatus.PLANNED, ""),
    Outcome.LEFT: (NeedStatus.UNMET, "refused_by_person"),
}

# Who was never served cannot have been helped.
OUTCOMES: dict[Status, tuple[Outcome, ...]] = {
    Status.WAITING: (Outcome.NOT_MET, Outcome.LEFT),
    Status.OFFERED: (Outcome.NOT_MET, Outcome.LEFT),
    Status.ENROLLED: tuple(Outcome),
    Status.ENDED: (),
}

RUNGS = range(1, 6)


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did."""
    if wanted not in NEXT[current]:
        raise NotAllowed("Somebody has already changed this enrolment: it is now “%(now)s”. Nothing was changed again.", now=WORDS[current])


def check_outcome(status: Status, outcome: Outcome, rung: int | None) -> None:
    """From the waiting list one can only leave; a rung stands on the ladder."""
    if outcome not in OUTCOMES[status]:
        raise NotAllowed("A person who was never served cannot have been helped. Choose another outcome.")
    if rung is not None and rung not in RUNGS:
        raise NotAllowed("A rung is a number from 1 (crisis) to 5 (thriving).")


def check_progress(expected: int, came: bool, rung: int | None, words: str) -> None:
    """Progress is about one person, and only of somebody who was there."""
    if (rung is not None or words) and expected != 1:
        raise NotAllowed("Progress is recorded for one person at a time.")
    if rung is not None and not came:
        raise NotAllowed("Where a person stands can only be seen when she came.")
    if rung is not None and rung not in RUNGS:
        raise NotAllowed("A rung is a number from 1 (crisis) to 5 (thriving).")


def check_day(day: date, *, today: date, earliest: date) -> None:
    """Nothing is recorded for a day to come, or for one before it could happen."""
    if day > today:
        raise NotAllowed("This day is still to come. Record it when it has happened.")
    if day < earliest:
        raise NotAllowed("This cannot have happened before %(earliest)s.", earliest=f"{earliest:%d.%m.%Y}")


def check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= 24 * 60:
        raise NotAllowed("A session lasts between 5 minutes and 24 hours; %(minutes)s minutes were given.", minutes=minutes)


def check_group(present: Sequence[object], absent: Sequence[object]) -> None:
    """Somebody was expected, and everybody is counted once."""
    expected = [*present, *absent]
    if not expected:
        raise NotAllowed("A session needs at least one person who was expected.")
    if len(set(expected)) < len(expected):
        raise NotAllowed("A person was either there or not: somebody stands on both lists.")


def served_on(day: date, enrolled_on: date | None, ended_on: date | None) -> bool:
    """Was this person in the service on that day?"""
    return enrolled_on is not None and enrolled_on <= day and (ended_on is None or day <= ended_on)


def check_served(names_outside: Sequence[str], day: date) -> None:
    """Attendance is recorded only of people who were in this service on that day."""
    if names_outside:
        raise NotAllowed(
            "On %(day)s these people were not in this service: %(names)s.", day=f"{day:%d.%m.%Y}", names=", ".join(names_outside)
        )


def week_with(day: date) -> tuple[date, ...]:
    """The seven days, Monday to Sunday, of the week a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))


def day_key(press: UUID, day: date) -> UUID:
    """One press of the button for a week is one press for each of its days: the same press gives the same keys."""
    return uuid5(press, day.isoformat())


def check_days_free(recorded: Sequence[date]) -> None:
    """The second of two people who fill in one week is told which days the first one has recorded."""
    if recorded:
        raise NotAllowed(
            "Somebody has already recorded %(days)s. Nothing was saved now: look the week over and save again.",
            days=", ".join(f"{day:%d.%m.%Y}" for day in recorded),
        )


def moves_the_need(now: NeedStatus, outcome: Outcome) -> bool:
    """False when the municipality has answered the need in another way meanwhile: its answer stands."""
    return NEED_AFTER[outcome][0] in NEXT_NEED[now]


@dataclass(frozen=True)
class InLine:
    """What decides somebody's place in the line: how urgent her case is now, and since when she stands in it."""

    who: UUID
    urgency: TriageClass
    since: datetime


def line(waiting: Iterable[InLine]) -> list[UUID]:
    """Who gets the next place first: the more urgent case, then whoever has waited longer; of one moment, the lower number."""
    return [one.who for one in sorted(waiting, key=lambda one: (-one.urgency.weight, one.since, one.who.int))]


def in_turn(before: int, free: int | None) -> bool:
    """Is it her turn? Each free place belongs to the first in the line; where places are not counted nobody is passed over."""
    return free is None or before < free


def check_turn(before: int, free: int | None, reason: str, listed: Collection[str]) -> str:
    """The reason to keep: "" in turn, a listed one out of turn. Raises NotAllowed when somebody is passed over without a reason."""
    if in_turn(before, free):
        return ""
    if reason not in listed:
        raise NotAllowed("People who waited before this person: %(before)s. Choose why the place is not for them.", before=before)
    return reason


def check_reason(reason: str, listed: Collection[str]) -> None:
    if reason not in listed:
        raise NotAllowed("Choose one of the listed reasons.")


def expected_wait(freed_on: Sequence[date], ahead: int, *, today: date, least: int) -> int | None:
    """Days until a place is free for whoever has `ahead` people before her; None when too few places were freed to say.

    The median time between two places freed, for each person ahead and for herself. `freed_on`: the days on which places were
    freed, in any order. When nothing was freed for longer than that, the silence itself counts as the latest time between two.
    """
    days = sorted(freed_on)
    if len(days) < least:
        return None
    between = [(later - earlier).days for earlier, later in pairwise(days)]
    silence = (today - days[-1]).days
    usual = median(between)
    return ceil(max(median([*between, silence]) if silence > usual else usual, 1) * (ahead + 1))

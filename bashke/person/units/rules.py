"""Months and units: what is counted, when a month may be closed, what a correction needs. No database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class Unit(StrEnum):
    SESSION = "session"
    HOUR = "hour"
    PERSON_DAY = "person_day"
    NIGHT = "night"


@dataclass(frozen=True)
class Counts:
    """What one service delivered in one month. `minutes` of its sessions; `days`: persons times days or nights they were there."""

    persons: int = 0
    sessions: int = 0
    minutes: int = 0
    days: int = 0

    def amount(self, unit: Unit) -> int:
        """In the unit of the service; whole hours, a begun half counts as one."""
        return {Unit.SESSION: self.sessions, Unit.HOUR: (self.minutes + 30) // 60}.get(unit, self.days)


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the next month."""
    return first_of(month + timedelta(days=31))


def before(month: date) -> date:
    """The first day of the month before."""
    return first_of(month - timedelta(days=1))


def is_over(month: date, today: date) -> bool:
    return after(month) <= today


def nights(came: date, left: date | None, month: date, today: date) -> int:
    """Nights of a stay inside a month, so far; who came and left on one day used the place for one."""
    until = max(left if left is not None else today, came + timedelta(days=1))
    return max(0, (min(until, after(month)) - max(came, month)).days)


def check_close(*, month: date, today: date, now: Counts, lines: Iterable[Counts], reason: str) -> None:
    """A month is closed once, when it is over; a correction has something to correct and says why."""
    told = list(lines)
    if not is_over(month, today):
        raise NotAllowed("A month can be closed when it is over.")
    if told and told[-1] == now:
        raise NotAllowed("The register says the same as the month that was closed: there is nothing to correct.")
    if told and not reason.strip():
        raise NotAllowed("This month is closed. A correction is a new line and says why.")

"""Deadlines: counting hours, days and working days as an Albanian office counts them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TIRANE = ZoneInfo("Europe/Tirane")
SATURDAY = 5


class Unit(StrEnum):
    """What a figure is counted in. The first three make clocks."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    PERCENT = "percent"
    LEK = "lek"
    PERSONS = "persons"
    COUNT = "count"


CLOCK_UNITS = frozenset({Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS})


@dataclass(frozen=True, slots=True)
class Clock:
    """A length of time that something may take: `Clock(5, Unit.WORKING_DAYS)`."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in CLOCK_UNITS:
            raise ValueError(f"A clock counts hours, days or working days, not {self.unit}.")
        if self.amount < 0:
            raise ValueError(f"A clock cannot run for {self.amount} {self.unit}.")


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def working_days_after(start: date, days: int, holidays: frozenset[date]) -> date:
    """The working day that lies `days` working days after `start`; the first day is not counted.

    Zero days: `start` itself, or the next working day when the office is closed on it.
    """
    if days < 0:
        raise ValueError(f"Cannot count {days} working days.")
    day, left = start, days
    while left > 0 or not is_working_day(day, holidays):
        day += timedelta(days=1)
        left -= left > 0 and is_working_day(day, holidays)
    return day


def end_of(day: date) -> datetime:
    """The last second of a day in Albania."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=TIRANE)


def due_at(start: datetime, clock: Clock, holidays: frozenset[date]) -> datetime:
    """The moment a clock runs out. `start` must be aware.

    Hours run through nights, weekends and the change to summer time. Days and working days end with the last second of the
    due day in Albania; the day on which the clock starts is not counted.
    """
    if start.tzinfo is None:
        raise ValueError("A clock needs a start with a time zone.")
    if clock.unit is Unit.HOURS:
        return (start.astimezone(UTC) + timedelta(hours=clock.amount)).astimezone(TIRANE)
    first = start.astimezone(TIRANE).date()
    if clock.unit is Unit.DAYS:
        return end_of(first + timedelta(days=clock.amount))
    return end_of(working_days_after(first, clock.amount, holidays))


def days_left(due: datetime, now: datetime) -> int:
    """Calendar days in Albania until the due day: 0 is today, negative is days late."""
    return (due.astimezone(TIRANE).date() - now.astimezone(TIRANE).date()).days


def is_late(due: datetime, now: datetime) -> bool:
    """True from the first moment after the due moment."""
    return now > due


def longest_in_hours(clock: Clock) -> int:
    """The most hours a clock can take from start to due moment, weekends and public holidays included.

    Working days: whole weeks, plus one week of holidays for every four weeks begun.
    """
    if clock.unit is Unit.HOURS:
        return clock.amount
    days = clock.amount
    if clock.unit is Unit.WORKING_DAYS:
        weeks = -(-clock.amount // 5)
        days = 7 * (weeks + -(-max(weeks, 1) // 4))
    return 24 * (days + 1)


def shortest_in_hours(clock: Clock) -> int:
    """The fewest hours a clock can take: the due day is at least so many days away, one of them an hour short in March."""
    return clock.amount if clock.unit is Unit.HOURS else max(24 * clock.amount - 1, 0)


def promise_is_allowed(promise: Clock, bound: Clock) -> bool:
    """A municipality may promise to be faster than the law's bound, never slower.

    The same unit is compared as it stands. Different units: the slowest the promise can be against the fastest the bound can
    be, so that no calendar makes a promise break the law.
    """
    if promise.unit is bound.unit:
        return promise.amount <= bound.amount
    if promise.unit is Unit.DAYS and bound.unit is Unit.WORKING_DAYS:
        return promise.amount <= bound.amount
    return longest_in_hours(promise) <= shortest_in_hours(bound)

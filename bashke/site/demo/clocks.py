"""The time of the demo country: working days, office hours, and the clocks of the law, looked up instead of computed again.

Everything in the bulk of the country happened before the first second of `today`, so nothing in it lies in the future.
"""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from random import Random

from bashke.ground.law import queries as law
from bashke.ground.law.rules import TIRANE, Unit, is_working_day

MONTHS_BACK = 24
OPENS, CLOSES = 8, 16
ON_TIME = 0.76  # the share of steps that somebody takes before the clock runs out
LATELY = 0.12  # of the requests: the last weeks were busy


class Clocks:
    """Days and due moments of one municipality. With promises of its own, its clocks are asked from the law each time they are new."""

    def __init__(self, today: date, municipality: str | None = None) -> None:
        self.today = today
        self.municipality = municipality
        self.now = datetime.combine(today, time(0), tzinfo=TIRANE)
        self.first = self.now - timedelta(days=round(MONTHS_BACK * 30.44))
        self._due: dict[tuple[str, date], datetime] = {}
        holidays = law.holidays_between(self.first.year - 1, today.year + 1)
        span = (today - self.first.date()).days
        days = [self.first.date() + timedelta(days=n) for n in range(-15, span + 400)]
        self.working = [day for day in days if is_working_day(day, holidays)]

    def due(self, key: str, at: datetime) -> datetime:
        """As `law.queries.due`: days and working days depend on the day alone, so each is computed once."""
        known = self._due.get((key, at.date()))
        if known is not None:
            return known
        moment = law.due(key, at, self.municipality)
        if law.figure(key, at.date(), self.municipality).unit is not Unit.HOURS:
            self._due[key, at.date()] = moment
        return moment

    def arrival(self, rng: Random) -> datetime:
        """When a request came: any day of the two years, a little more often lately, at an hour when people write."""
        share = rng.uniform(0.93, 1) if rng.random() < LATELY else rng.random() ** 0.8
        moment = self.first + (self.now - self.first) * share
        hour = rng.choice((8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 17, 19, 21))
        return min(moment.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60)), self.now - timedelta(minutes=5))

    def ago(self, rng: Random, working_days: int) -> datetime:
        """A moment in the office hours of the working day that many working days before today."""
        place = bisect_right(self.working, self.today - timedelta(days=1)) - 1
        return self._hour(rng, self.working[place - working_days])

    def later(self, rng: Random, at: datetime, least: int, most: int) -> datetime:
        """A moment in office hours, so many working days after `at` and never before it."""
        place = bisect_right(self.working, at.date()) - 1 + rng.randint(least, most)
        return self._after(rng, at, self.working[min(place, len(self.working) - 1)])

    def pace(self, rng: Random, start: datetime, due: datetime, on_time: float = ON_TIME) -> datetime:
        """When somebody acts whose clock runs from `start` to `due`: mostly in time, sometimes too late."""
        share = rng.uniform(0.15, 0.9) if rng.random() < on_time else rng.uniform(1.05, 1.7)
        moment = start + (due - start) * share
        if due - start < timedelta(days=3):  # hours run through nights
            return max(moment.replace(second=0, microsecond=0), start + timedelta(minutes=10))
        place = bisect_right(self.working, moment.date()) - 1
        return self._after(rng, start, self.working[place])

    def _hour(self, rng: Random, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, rng.randrange(OPENS, CLOSES), rng.randrange(60), tzinfo=TIRANE)

    def _after(self, rng: Random, at: datetime, day: date) -> datetime:
        moment = self._hour(rng, day)
        return moment if moment > at else at + timedelta(minutes=rng.randrange(5, 60))

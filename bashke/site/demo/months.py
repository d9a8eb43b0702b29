"""Months of delivery in the demo: Ilir closed what his services delivered in the last two; Luan did not yet."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bashke.ground.access.rules import Actor
from bashke.person.units.actions import close_month
from bashke.person.units.queries import months
from bashke.person.units.rules import Counts, before, first_of

CLOSED = 2  # months, the last whole one and the one before


def tell_months(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """On the second of the month after, or today when that is not yet."""
    month = first_of(now.date())
    for _ in range(CLOSED):
        at = min(now, datetime.combine(month, now.timetz()) + timedelta(days=1))
        month = before(month)
        with acting("ilir") as ilir:
            for row in months(ilir, month, at.date()):
                if row.counts != Counts():
                    close_month(by=ilir, at=at, service=row.service, month=month)

"""Which emergency places are free now, who is in one, and whose hours end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import near
from bashke.ground.directory.rules import EMERGENCY
from bashke.ground.law.queries import figure, label, terms
from bashke.person.people.models import Person
from bashke.person.people.rules import Sex, age_on

from .models import IS_LIVE, Booking, BookingQuerySet
from .rules import Status, group_of, suits

UNANSWERED_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class FreePlace:
    """A service with emergency places as a worker sees it at night: how far, how many are free, for whom, and who answers the telephone."""

    service: Service
    km: float | None
    free: int | None
    takes: str

    @property
    def has_room(self) -> bool:
        return self.free != 0


def free_now(municipality: str, unit: int | None = None, group: str = "") -> list[FreePlace]:
    """Emergency places that take people of a municipality, for this group: with room first, then the nearest. Three queries."""
    found = [
        FreePlace(hit.service, hit.km, hit.free, ", ".join(label("stay_group", code) for code in hit.service.takes))
        for hit in near(municipality, unit, type=EMERGENCY)
        if suits(group, hit.service.takes)
    ]
    return sorted(found, key=lambda one: not one.has_room)  # stable: inside, the nearest first


def guess_group(person: Person, people: int = 1) -> str:
    """For whom a place is looked for, from what is known of her."""
    today = localdate()
    return group_of(Sex(person.sex), age_on(person.birth_date, today), people, adult_from=figure("child.age_below", today).value)


def running(actor: Actor) -> BookingQuerySet:
    """Stays that run, the nearest end first. A provider is told of the stay only, not of the case."""
    rows = Booking.objects.visible_to(actor).filter(IS_LIVE)
    more = ["person", "case__worker"] if actor.kind is Kind.MUNICIPALITY else []
    return rows.select_related("service", "booked_by", "municipality", *more).order_by("ends_at", "pk")


def ending(actor: Actor, whose: Iterable[UUID]) -> BookingQuerySet:
    """Stays of these workers' people, for their day: every one, because each needs an answer before its clock."""
    return running(actor).filter(case__worker__among=whose)


def without_answer(actor: Actor, now: datetime, most: int | None = None) -> list[Booking]:
    """For the supervisor: hours that are over or nearly over without an answer, and stays of the last days that ended without one."""
    lost = [row.code for row in terms("onward") if not row.extra["answered"]]
    return first(most, _without_answer, actor, now - UNANSWERED_SHOWN, lost)


def _without_answer(actor: Actor, since: datetime, lost: list[str]) -> BookingQuerySet:
    rows = Booking.objects.visible_to(actor)
    found = rows.filter(IS_LIVE, warned_at__isnull=False) | rows.filter(onward__among=lost, ended_at__gte=since)
    return found.select_related("service", "person", "case__worker").order_by("-status", "ends_at", "pk")


def closed_without_answer() -> int:
    """How many stays of files that are closed to this worker have run out or nearly: a number and no name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.protected_stays_without_answer()")
        return int(cursor.fetchone()[0])


def lately_ended(actor: Actor, limit: int = 6) -> list[Booking]:
    rows = Booking.objects.visible_to(actor).filter(status=Status.ENDED).select_related("service", "municipality")
    return list(rows.order_by("-ended_at", "pk")[:limit])

"""What was delivered in a month, counted as its reader."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Count, Max, Q
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import label, terms
from bashke.ground.law.rules import TIRANE
from bashke.person.bookings.models import Booking
from bashke.person.delivery.models import Attendance, DeliveryQuerySet

from .models import Line, LineQuerySet
from .rules import Counts, Unit, after, nights

PERSON_ON_A_DAY = Concat(Cast("person", CharField()), Cast("held_on", CharField()))


def unit_of(type_: str) -> Unit:
    """The unit a type of service is counted in; sessions where no sheet says another."""
    return next((Unit(row.code) for row in terms("service_unit") if type_ in row.extra["types"]), Unit.SESSION)


@dataclass(frozen=True)
class Closed:
    """When a provider closed a month, and how often it corrected it since. All that a municipality learns of the provider's own line."""

    at: datetime
    corrections: int


@dataclass(frozen=True)
class Month:
    """One service in one month: what the register says now, and the lines it was closed with, the first one first."""

    service: Service
    counts: Counts
    lines: tuple[Line, ...]
    closed: Closed | None = None

    @property
    def unit(self) -> Unit:
        return unit_of(self.service.type)

    @property
    def unit_name(self) -> str:
        return label("service_unit", self.unit)

    @property
    def told(self) -> Counts:
        """What holds: the last line, or the register while the month is open."""
        return self.lines[-1].counts if self.lines else self.counts

    @property
    def amount(self) -> int:
        return self.told.amount(self.unit)

    @property
    def places(self) -> int | None:
        return self.lines[-1].places if self.lines else self.service.places

    @property
    def has_changed(self) -> bool:
        """Does the register say something else than the month that was closed?"""
        return bool(self.lines) and self.lines[-1].counts != self.counts

    @property
    def amount_text(self) -> str:
        return self._said(self.amount)

    @property
    def live_text(self) -> str:
        """What the register says now."""
        return self._said(self.counts.amount(self.unit))

    def _said(self, n: int) -> str:
        return {
            Unit.SESSION: ngettext("%(n)s session", "%(n)s sessions", n),
            Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", n),
            Unit.PERSON_DAY: ngettext("%(n)s person-day", "%(n)s person-days", n),
            Unit.NIGHT: ngettext("%(n)s night", "%(n)s nights", n),
        }[self.unit] % {"n": n}

    @property
    def time_text(self) -> str:
        hours, minutes = divmod(self.told.minutes, 60)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def months(actor: Actor, month: date, today: date) -> list[Month]:
    """A provider's own services; for a municipality those that served its people, as far as the reader may know of them. Four queries."""
    counted = _counted(actor, month, today)
    rows = Service.objects.filter(pk__in=list(counted))
    if actor.kind is Kind.PROVIDER:
        rows = Service.objects.visible_to(actor)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in _lines(actor, month):
        lines[line.service_id].append(line)
    found = rows.select_related("provider", "municipality").prefetch_related("provider__names").order_by("name_sq", "pk")
    return [_month(actor, one, counted.get(one.pk, Counts()), lines[one.pk]) for one in found]


def month_of(actor: Actor, service: Service, month: date, today: date) -> Month:
    """One service in one month."""
    lines = list(_lines(actor, month).filter(service=service))
    return _month(actor, service, _counted(actor, month, today, service).get(service.pk, Counts()), lines)


def _lines(actor: Actor, month: date) -> LineQuerySet:
    rows = Line.objects.visible_to(actor).filter(month=month)
    return rows.select_related("closed_by") if actor.kind is Kind.PROVIDER else rows


def _month(actor: Actor, service: Service, counts: Counts, lines: Sequence[Line]) -> Month:
    """With the provider's lines in its own books; for anybody else with the moment of closing only, beside what the reader may count."""
    closed = Closed(lines[0].closed_at, len(lines) - 1) if lines else None
    return Month(service, counts, tuple(lines) if actor.kind is Kind.PROVIDER else (), closed)


@dataclass(frozen=True)
class Held:
    """One thing that was counted: a session with who came, or a stay. Names nobody."""

    day: date
    minutes: int = 0
    came: int = 0
    nights: int = 0


def held(actor: Actor, service: Service, month: date, today: date) -> list[Held]:
    """What the numbers of a month are made of, the first day first. Two queries."""
    sessions = _attended(actor, month, service).values("session", "held_on").annotate(
        long=Max("minutes"), came=Count("pk", filter=Q(present=True))
    )  # fmt: skip
    found = [Held(row["held_on"], minutes=row["long"], came=row["came"]) for row in sessions]
    found += [Held(max(came, month), came=people, nights=slept) for _pk, came, people, slept in _stays(actor, month, today, service)]
    return sorted(found, key=lambda one: (one.day, one.minutes, one.came))


def _counted(actor: Actor, month: date, today: date, service: Service | None = None) -> dict[int, Counts]:
    """By service. Three queries."""
    attended = _attended(actor, month, service)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in attended.values("enrolment__service", "session").annotate(long=Max("minutes")):
        total = sums[row["enrolment__service"]]
        total[1], total[2] = total[1] + 1, total[2] + row["long"]
    came = attended.filter(present=True).values("enrolment__service")
    for row in came.annotate(persons=Count("person", distinct=True), days=Count(PERSON_ON_A_DAY, distinct=True)):
        total = sums[row["enrolment__service"]]
        total[0], total[3] = row["persons"], row["days"]
    for pk, _came, people, slept in _stays(actor, month, today, service):
        total = sums[pk]
        total[0], total[3] = total[0] + people, total[3] + people * slept
    return {pk: Counts(*numbers) for pk, numbers in sums.items()}


def _attended(actor: Actor, month: date, service: Service | None) -> DeliveryQuerySet[Attendance]:
    rows = Attendance.objects.visible_to(actor).filter(held_on__gte=month, held_on__lt=after(month))
    return rows.filter(enrolment__service=service) if service is not None else rows


def _stays(actor: Actor, month: date, today: date, service: Service | None) -> Iterator[tuple[int, date, int, int]]:
    """Emergency stays that touch a month: service, the day she came, how many people, nights."""
    start, end = (datetime(day.year, day.month, 1, tzinfo=TIRANE) for day in (month, after(month)))
    rows = Booking.objects.visible_to(actor).filter(Q(ended_at=None) | Q(ended_at__gte=start - timedelta(days=1)), arrived_at__lt=end)
    if service is not None:
        rows = rows.filter(service=service)
    for pk, arrived, ended, people in rows.values_list("service", "arrived_at", "ended_at", "people"):
        slept = nights(localdate(arrived), localdate(ended) if ended else None, month, today)
        if slept:
            yield pk, localdate(arrived), people, slept

"""What runs in a service, and what a person got out of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext, ngettext

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import figure
from bashke.ground.law.rules import TriageClass
from bashke.person.casework.models import Case
from bashke.person.people.models import Person
from bashke.person.referrals.models import Referral

from .models import OUTCOME, Attendance, Enrolment, EnrolmentQuerySet, Session
from .rules import Outcome, Status, day_key, expected_wait, served_on, week_with

MOST_URGENT_FIRST = [str(one) for one in sorted(TriageClass, reverse=True)]

A_FORTNIGHT, TEN_WEEKS = 14, 70
MOST_IN_A_WEEK = 120  # people on one screen: seven marks each stay below the thousand fields one form may send


@dataclass(frozen=True)
class Progress:
    """One enrolment with what its register says. `held` sessions she was expected at, `attended` those she came to."""

    enrolment: Enrolment
    held: int
    attended: int
    last: date | None
    seen: Attendance | None = None  # the newest session at which the service said where she stands

    @property
    def share(self) -> float | None:
        """Of the sessions held, how many she came to: 0 to 1; None before the first."""
        return self.attended / self.held if self.held else None


HELD = Count("attendance")
ATTENDED = Count("attendance", filter=Q(attendance__present=True))
LAST = Max("attendance__held_on")


def progress_of(of: Case | Person) -> list[Progress]:
    """Every enrolment of a case or of a person, newest first: two queries. The caller fetched `of` through `visible_to`."""
    rows = first(None, _enrolled_in if isinstance(of, Case) else _enrolled, of.pk)
    found = [Progress(row, row.held, row.attended, row.last_held) for row in rows]  # type: ignore[attr-defined]
    seen = seen_at([row.enrolment.pk for row in found])
    return [replace(row, seen=seen.get(row.enrolment.pk)) for row in found]


def seen_at(enrolments: Iterable[UUID]) -> dict[UUID, Attendance]:
    """The newest session of each enrolment at which the service said how it goes."""
    rows = list(enrolments)
    return {row.enrolment_id: row for row in first(None, _told, rows)} if rows else {}


def with_progress(enrolments: EnrolmentQuerySet) -> list[Progress]:
    """Each enrolment with its register, counted by the database."""
    return [Progress(row, row.held, row.attended, row.last_held) for row in _counted(enrolments)]  # type: ignore[attr-defined]


def _counted(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    return enrolments.annotate(held=HELD, attended=ATTENDED, last_held=LAST)


def _enrolled_in(case: UUID) -> EnrolmentQuerySet:
    return _counted(Enrolment.objects.filter(referral__case=case).select_related("service").order_by("-waiting_since", "pk"))


def _enrolled(person: UUID) -> EnrolmentQuerySet:
    return _counted(Enrolment.objects.filter(person=person).select_related("service").order_by("-waiting_since", "pk"))


def _told(enrolments: list[UUID]) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(Q(rung__isnull=False) | ~Q(words=""), enrolment__among=enrolments)
    return rows.order_by("enrolment", "-held_on", "-pk").distinct("enrolment")


def services_of(actor: Actor) -> list[Service]:
    """A provider's services by name, each with `waiting`, `offered` and `enrolled`: how many people."""
    live = Enrolment.objects.visible_to(actor).exclude(status=Status.ENDED)
    counted = {(row["service"], row["status"]): row["people"] for row in live.values("service", "status").annotate(people=Count("pk"))}
    services = list(Service.objects.visible_to(actor).select_related("municipality", "unit").order_by("-is_open", "name_sq", "pk"))
    for service in services:
        service.waiting = counted.get((service.pk, Status.WAITING), 0)  # type: ignore[attr-defined]
        service.offered = counted.get((service.pk, Status.OFFERED), 0)  # type: ignore[attr-defined]
        service.enrolled = counted.get((service.pk, Status.ENROLLED), 0)  # type: ignore[attr-defined]
    return services


def in_service(actor: Actor, service: Service, status: Status) -> list[Progress]:
    """Who is in a service, by name, with attendance; who has an offer, the nearest clock first."""
    order = "offer_until" if status is Status.OFFERED else "person_name"
    return with_progress(Enrolment.objects.visible_to(actor).filter(service=service, status=status).order_by(order, "person_name", "pk"))


@dataclass(frozen=True)
class Place:
    """Somebody's place in the line for a service: how many are before her, and in how many days a place may be free (None: not known)."""

    enrolment: Enrolment
    before: int
    days: int | None

    @property
    def number(self) -> int:
        return self.before + 1

    @property
    def wait(self) -> str:
        """The estimate as one says it: days up to a fortnight, then weeks, then months; "" when it is not known."""
        if self.days is None:
            return ""
        if self.days <= A_FORTNIGHT:
            return ngettext("About %(n)s day.", "About %(n)s days.", self.days) % {"n": self.days}
        if self.days <= TEN_WEEKS:
            weeks = round(self.days / 7)
            return ngettext("About %(n)s week.", "About %(n)s weeks.", weeks) % {"n": weeks}
        months = round(self.days / 30)
        return ngettext("About %(n)s month.", "About %(n)s months.", months) % {"n": months}


def line_of(actor: Actor, service: Service, today: date) -> list[Place]:
    """The line of one service as its provider sees it, the next in order first."""
    waiting = Enrolment.objects.visible_to(actor).filter(service=service, status=Status.WAITING).select_related("service")
    return sorted(places_in_line(list(waiting), today).values(), key=lambda place: place.before)


def before_in_line(enrolments: Iterable[UUID]) -> dict[UUID, int]:
    """How many stand before each of these in their lines, whoever's people those are: one query that names nobody.

    Only who waits stands in a line, and only the actor's own rows are answered. The order is `rules.line`, kept by the database
    because no municipality sees the others' people and no provider how urgent a case is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT enrolment, before FROM guard.before_in_line(%s, %s)", (list(enrolments), MOST_URGENT_FIRST))
        return dict(cursor.fetchall())


def places_in_line(enrolments: Iterable[Enrolment], today: date) -> dict[UUID, Place]:
    """For each of these that waits, her place in the line with the honest expected time: two queries."""
    asked = {row.pk: row for row in enrolments if row.status == Status.WAITING}
    if not asked:
        return {}
    lists = waiting_at({row.service_id: row.service for row in asked.values()}.values(), today)
    least = figure("waiting.discharges_least", today).value
    return {
        pk: Place(asked[pk], before, _days(before, asked[pk].service, lists[asked[pk].service_id], today, least))
        for pk, before in before_in_line(asked).items()
    }


def _days(before: int, service: Service, held: "Waiting", today: date, least: int) -> int | None:
    if service.free is None or before < service.free:
        return 0
    return expected_wait(held.freed, before - service.free, today=today, least=least)


def out_of_turn(actor: Actor, since: date) -> list[Enrolment]:
    """Who got a place before others who waited, newest first: for the supervisor."""
    return first(None, _out_of_turn, actor, since)


def _out_of_turn(actor: Actor, since: date) -> EnrolmentQuerySet:
    rows = Enrolment.objects.visible_to(actor).filter(enrolled_on__gte=since).exclude(out_of_turn="")
    return rows.select_related("service", "referral").order_by("-enrolled_on", "pk")


def offers(actor: Actor) -> EnrolmentQuerySet:
    """Places that are held for somebody who has not come yet, the nearest clock first."""
    rows = Enrolment.objects.visible_to(actor).filter(status=Status.OFFERED)
    return rows.select_related("service", "referral").order_by("offer_until", "pk")


def unanswered_offers(actor: Actor, now: datetime) -> EnrolmentQuerySet:
    """Offers whose clock has run out and of which nobody has said what became: for the supervisor."""
    return offers(actor).filter(offer_until__lt=now)


def progress_in(enrolment: Enrolment) -> Progress:
    """What the register says of one enrolment."""
    counted = Attendance.objects.filter(enrolment=enrolment).aggregate(
        held=Count("pk"), attended=Count("pk", filter=Q(present=True)), last=Max("held_on")
    )
    return Progress(enrolment, **counted)


def lately_ended(actor: Actor, service: Service, limit: int = 6) -> list[Enrolment]:
    """Who left the service last, and with what outcome."""
    ended = Enrolment.objects.visible_to(actor).filter(service=service, status=Status.ENDED)
    return list(ended.order_by("-ended_on", "person_name", "pk")[:limit])


def on_register(actor: Actor, service: Service, also: Iterable[UUID] = ()) -> list[Enrolment]:
    """Who can be marked at a session: everybody in the service now, and `also` those who were when the form was opened."""
    rows = Enrolment.objects.visible_to(actor).filter(service=service)
    return list(rows.filter(Q(status=Status.ENROLLED) | Q(pk__in=list(also))).order_by("person_name", "pk"))


def recent_sessions(actor: Actor, service: Service, limit: int = 6) -> list[Session]:
    """The newest sessions of a service, each with `expected` and `came`."""
    rows = Session.objects.visible_to(actor).filter(service=service).select_related("recorded_by")
    return list(
        rows.annotate(expected=Count("attendance"), came=Count("attendance", filter=Q(attendance__present=True))).order_by(
            "-held_on", "-recorded_at", "pk"
        )[:limit]
    )


@dataclass(frozen=True)
class Day:
    """One day of a service: the sessions that stand in the register, or the chance to record one."""

    day: date
    sessions: tuple[Session, ...]
    to_come: bool

    @property
    def is_open(self) -> bool:
        return not self.sessions and not self.to_come

    @property
    def minutes(self) -> int:
        """Of all the day's sessions together."""
        return sum(session.minutes for session in self.sessions)

    @property
    def topics(self) -> str:
        return " · ".join(session.topic for session in self.sessions if session.topic)


@dataclass(frozen=True)
class Week:
    """The register of a group from Monday to Sunday. `came`: by day and enrolment, True when she came to a session of that day.

    `earlier` and `later` are days in the weeks beside it, None where there is nothing to record.
    """

    days: tuple[Day, ...]
    people: list[Enrolment]
    came: dict[tuple[date, UUID], bool]
    earlier: date | None
    later: date | None

    @property
    def too_many(self) -> bool:
        return len(self.people) > MOST_IN_A_WEEK

    def may_mark(self, day: Day, person: Enrolment) -> bool:
        return day.is_open and served_on(day.day, person.enrolled_on, person.ended_on)


def week_in(actor: Actor, service: Service, wanted: date, today: date, press: UUID | None = None) -> Week:
    """The week a wanted day lies in, never one to come nor one before the first person; who was in the service in it, by name.

    `press`: the press of the button that is being answered; a day that it recorded itself is not closed to it.
    """
    served = Enrolment.objects.visible_to(actor).filter(service=service, enrolled_on__isnull=False)
    first = served.aggregate(first=Min("enrolled_on"))["first"] or today
    days = week_with(min(max(wanted, first), today))
    own = [day_key(press, day) for day in days] if press else []
    inside = served.filter(Q(ended_on=None) | Q(ended_on__gte=days[0]), enrolled_on__lte=days[-1]).order_by("person_name", "pk")
    sessions: dict[date, list[Session]] = {day: [] for day in days}
    held = Session.objects.visible_to(actor).filter(service=service, held_on__range=(days[0], days[-1])).exclude(key__in=own)
    for session in held.order_by("held_on", "recorded_at", "pk"):
        sessions[session.held_on].append(session)
    marks = Attendance.objects.visible_to(actor).filter(session__in=held).values_list("held_on", "enrolment_id", "present")
    came: dict[tuple[date, UUID], bool] = {}
    for day, enrolment, present in marks:
        came[day, enrolment] = present or came.get((day, enrolment), False)
    return Week(
        days=tuple(Day(day, tuple(sessions[day]), day > today) for day in days), people=list(inside[: MOST_IN_A_WEEK + 1]), came=came,
        earlier=days[0] - timedelta(days=7) if first < days[0] else None, later=days[0] + timedelta(days=7) if today > days[-1] else None,
    )  # fmt: skip


def register_of(enrolment: Enrolment, limit: int = 50) -> list[Attendance]:
    """The sessions one person was expected at, newest first, with topic."""
    return list(Attendance.objects.filter(enrolment=enrolment).select_related("session").order_by("-held_on", "-pk")[:limit])


@dataclass(frozen=True)
class Waiting:
    """How many people wait for a service, how many days somebody new may wait (None: not known yet), and when places were freed."""

    people: int
    days: int | None
    freed: tuple[date, ...] = ()


def waiting_at(services: Iterable[Service], today: date) -> dict[int, Waiting]:
    """The waiting lists of services by id, whoever's people stand on them: one query that names nobody.

    Where there are more free places than people waiting, or places are not counted, the wait is 0 days.
    """
    asked = list(services)
    least, most = figure("waiting.discharges_least", today).value, figure("waiting.discharges_most", today).value
    with connection.cursor() as cursor:
        cursor.execute("SELECT service, waiting, freed FROM guard.waiting_at(%s, %s)", ([row.pk for row in asked], most))
        found = {service: (waiting, freed) for service, waiting, freed in cursor.fetchall()}
    lists = {}
    for row in asked:
        waiting, freed = found[row.pk]
        at_once = row.free is None or row.free > waiting
        ahead = waiting - (row.free or 0)
        lists[row.pk] = Waiting(waiting, 0 if at_once else expected_wait(freed, ahead, today=today, least=least), tuple(freed))
    return lists


def what_was_shared(actor: Actor, enrolment: Enrolment) -> Referral | None:
    """The slice behind an enrolment; None to a provider whose service ended, or whose consent was withdrawn or ran out."""
    rows = Referral.objects.visible_to(actor).filter(pk=enrolment.referral_id)
    found: Referral | None = rows.select_related("need", "sent_by").first()
    return found


def outcome_label(outcome: str) -> str:
    """An outcome in words; "" before there is one."""
    return str(OUTCOME[Outcome(outcome)]) if outcome else ""


def open_ends(case: Case) -> list[str]:
    """What delivery still does for a case: for its closure."""
    live = (
        Enrolment.objects.filter(referral__case=case).exclude(status=Status.ENDED).select_related("service").order_by("waiting_since", "pk")
    )
    words = {
        Status.WAITING: gettext("%(service)s: the person is on the waiting list."),
        Status.OFFERED: gettext("%(service)s: a place is held for the person."),
        Status.ENROLLED: gettext("%(service)s: the service is still running."),
    }
    return [words[Status(row.status)] % {"service": row.service.name} for row in live]

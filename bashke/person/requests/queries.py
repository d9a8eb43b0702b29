"""The queue of a municipality, how full it is, and what waits for a second person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Least
from django.utils.timezone import localdate

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure, terms
from bashke.ground.law.rules import TriageClass
from bashke.person.people.models import Membership, of_one
from bashke.person.people.rules import age_on

from .models import Request, Triage
from .rules import Channel, SetRule, Status, TriageStatus

PAGE = 25


@dataclass(frozen=True)
class Queue:
    """One page of requests, the nearest clock first; `following` is where the next page begins, as text for an address."""

    requests: list[Request]
    following: str | None


@dataclass(frozen=True)
class Counts:
    """How many requests wait, how many of them are late, due today, or emergencies."""

    waiting: int
    late: int
    today: int
    emergency: int


@dataclass(frozen=True)
class UrgencyNow:
    """The class that holds, the judgement it comes from, and the lowering that waits for a second person."""

    held: TriageClass | None
    latest: Triage | None
    waiting: Triage | None


def queue(
    actor: Actor, *, status: str = Status.RECEIVED, urgency: str | None = None, channel: str | None = None,
    late_at: datetime | None = None, after: str | None = None, limit: int = PAGE,
) -> Queue:  # fmt: skip
    """Requests of the actor's municipality by the clock that runs out first. `late_at` keeps only those late at that moment.

    Keyset paging: a row that is answered while somebody turns the page moves nobody else. An `after` that cannot be read is
    a ValueError, never the first page.
    """
    chosen = Status(status), TriageClass(urgency) if urgency else None, Channel(channel) if channel else None
    moment, last = _read_place(after) if after else (None, None)
    found = first(limit + 1, _queue, actor, *chosen, late_at, moment, last)
    page = found[:limit]
    return Queue(page, _write_place(page[-1]) if len(found) > limit else None)


def _queue(
    actor: Actor, status: Status, urgency: TriageClass | None, channel: Channel | None, late_at: datetime | None,
    moment: datetime | None, last: UUID | None,
) -> QuerySet[Request]:  # fmt: skip
    rows = with_clock(Request.objects.visible_to(actor).filter(status=status))
    for name, value in {"urgency": urgency, "channel": channel, "clock__lt": late_at}.items():
        rows = rows if value is None else rows.filter(**{name: value})
    if moment is not None:
        rows = rows.filter(Q(clock__gt=moment) | Q(clock=moment, pk__gt=last))
    return rows.select_related("unit", "responsible").order_by("clock", "pk")


def with_clock(rows: QuerySet[Request]) -> QuerySet[Any]:
    """Each request with `clock`, the moment that runs out first: the promised answer, or the first contact of its urgency."""
    return rows.annotate(clock=Least(F("answer_due_at"), F("contact_due_at")))


def counts(actor: Actor, at: datetime) -> Counts:
    """One query over what waits."""
    day = localdate(at)
    rows = with_clock(Request.objects.visible_to(actor).filter(status=Status.RECEIVED))
    row = rows.aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(clock__lt=at)),
        today=Count("pk", filter=Q(clock__gte=at, clock__date=day)),
        emergency=Count("pk", filter=Q(urgency=TriageClass.EMERGENCY)),
    )
    return Counts(**row)


def waiting_lowerings(actor: Actor) -> QuerySet[Triage]:
    """Proposals to treat a request as less urgent, the most urgent first and then the oldest, with request and proposer."""
    weight = Case(*[When(worst=kind, then=Value(kind.weight)) for kind in TriageClass])
    waiting = Triage.objects.visible_to(actor).filter(status=TriageStatus.WAITING).annotate(weight=weight)
    return waiting.select_related("request", "by").order_by("-weight", "at", "pk")


def urgency_now(request: Request) -> UrgencyNow:
    """How urgent a request is at this moment, and why: one query."""
    triages = list(Triage.objects.filter(request=request).select_related("by", "second").order_by("-at", "-pk"))
    return UrgencyNow(
        held=TriageClass(request.urgency) if request.urgency else None,
        latest=next((row for row in triages if row.status == TriageStatus.FINAL), None),
        waiting=next((row for row in triages if row.status == TriageStatus.WAITING), None),
    )


def set_rules(day: date) -> list[SetRule]:
    """When the set of each track is looked at, from the law package: no query."""

    def years(key: str | None) -> int | None:
        return figure(key, day).value if key else None

    return [
        SetRule(
            row.code, frozenset(row.extra["domains"]), years(row.extra.get("below")), years(row.extra.get("from")), row.extra["team"]
        )
        for row in terms("track", day)
    ]  # fmt: skip


def sets_that_fit(request: Request, at: datetime) -> list[str]:
    """The tracks whose signs must be looked at: by what is asked for, the person's age and, once she is known, her household's. One query at most."""
    day = localdate(at)
    born = {request.birth_date}
    if request.person is not None:
        there = Membership.objects.on(day)
        homes = there.filter(of_one(request.person)).values("household")
        born |= set(there.filter(household__in=homes).values_list("person__birth_date", flat=True))
    ages = [age for one in born if (age := age_on(one, day)) is not None]
    return [rule.code for rule in set_rules(day) if rule.fits(request.domains, ages)]


def _write_place(request: Request) -> str:
    clock: datetime = request.clock  # type: ignore[attr-defined]
    return f"{clock.isoformat()}~{request.pk}"


def _read_place(text: str) -> tuple[datetime, UUID]:
    moment, _, last = text.partition("~")
    return datetime.fromisoformat(moment), UUID(last)

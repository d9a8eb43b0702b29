"""My day and the supervisor's board: whose clock runs out when. Pages follow keys, never offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from bashke.ground.access.kept import first, kept
from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.law.rules import TriageClass, end_of

from ..models import Case, Need
from ..rules import ANSWERED, CaseStatus
from .team import stood_in_for, team

WEEK = timedelta(days=7)
RISKY = (TriageClass.EMERGENCY, TriageClass.URGENT)
MOST = 10  # of each list: the day of sixty families on a telephone


class Part(StrEnum):
    """The lists of a day, in the order in which they are worked."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    RISK = "risk"  # urgent or emergency, though nothing is due this week
    FOLLOW_UP = "follow_up"  # closed, and now somebody asks how the person is doing


@dataclass(frozen=True)
class Page:
    """Some rows, how many there are in all, and the key of the next page (None: no more)."""

    rows: list[Case]
    total: int
    after: str | None


@dataclass(frozen=True)
class Day:
    """One worker's work: overdue first, then today, then this week, then risk."""

    overdue: Page
    today: Page
    week: Page
    risk: Page
    follow_up: Page
    late_needs: list[Need]


@dataclass(frozen=True)
class Load:
    """One worker's cases in numbers."""

    worker: Worker
    open: int
    overdue: int
    risky: int


@dataclass(frozen=True)
class Board:
    """The team: who carries what, what is late."""

    loads: list[Load]
    overdue: Page
    open: int


def my_day(actor: Actor, at: datetime, limit: int = MOST, whose: list[UUID] | None = None) -> Day:
    """The day of the worker who asks, and of those she stands in for (`whose`); cases without news are not in it.

    Three queries: who is stood in for, the cases, late needs.
    """
    whose = holders(actor, at) if whose is None else whose
    return Day(**_beginnings(actor, at, limit, whose), late_needs=late_needs(actor, at, limit, whose))


def page(actor: Actor, at: datetime, part: Part, *, after: str = "", limit: int = MOST, whose: list[UUID] | None = None) -> Page:
    """One list of the day from a key on. A key that cannot be read is a ValueError, never the first page."""
    rows = _of(actor, holders(actor, at) if whose is None else whose).filter(_during(part, at, end_of(timezone.localdate(at))))
    return _page(rows, _clock(part), after, limit)


def late_needs(actor: Actor, at: datetime, limit: int = MOST, whose: list[UUID] | None = None) -> list[Need]:
    """Needs of one's cases whose own clock ran out, oldest first: a case may be in time while a need in it is not."""
    return _late_needs(actor, at, limit, holders(actor, at) if whose is None else whose)


@kept
def _late_needs(actor: Actor, at: datetime, limit: int, held: list[UUID]) -> QuerySet[Need]:
    late = Need.objects.visible_to(actor).filter(case__worker__among=held, case__status=CaseStatus.OPEN, due_at__lt=at)
    return late.exclude(status__in=sorted(ANSWERED)).select_related("case", "person").order_by("due_at", "pk")[:limit]


def board(actor: Actor, at: datetime, *, after: str = "", limit: int = MOST) -> Board:
    """The supervisor's view of the municipality. Four queries."""
    counted = {row["worker"]: row for row in first(None, _counted, actor, at)}
    loads = [
        Load(worker, **{name: counted.get(worker.pk, {}).get(name, 0) for name in ("open", "overdue", "risky")})
        for worker in team(actor, at, also=list(counted))
    ]
    moment, last = _read_key(after) if after else (None, None)
    overdue = _cut(first(limit + 1, _overdue, actor, at, moment, last), "due_at", limit, sum(load.overdue for load in loads))
    return Board(loads=loads, overdue=overdue, open=sum(load.open for load in loads))


def _running(actor: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).exclude(status=CaseStatus.CLOSED)


def _counted(actor: Actor, at: datetime) -> "QuerySet[Case, dict[str, Any]]":
    late, risky = Count("pk", filter=Q(due_at__lt=at)), Count("pk", filter=Q(urgency__in=RISKY))
    return _running(actor).order_by().values("worker").annotate(open=Count("pk"), overdue=late, risky=risky)


def _overdue(actor: Actor, at: datetime, moment: datetime | None, last: UUID | None) -> QuerySet[Case]:
    rows = _running(actor).filter(due_at__lt=at).select_related("person", "worker")
    return _after(rows, "due_at", moment, last).order_by("due_at", "pk")


def holders(actor: Actor, at: datetime) -> list[UUID]:
    """Whose work is this worker's today: her own, and that of colleagues she stands in for. One query."""
    return [actor.worker, *stood_in_for(actor, at)] if actor.worker else []


def _of(actor: Actor, whose: list[UUID]) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(worker__among=whose).select_related("person", "worker")


def _beginnings(actor: Actor, at: datetime, limit: int, whose: list[UUID]) -> dict[str, Page]:
    """How each list begins and how long it is, in one query: a row is in one list at most."""
    pages = {str(part): Page([], 0, None) for part in Part}
    for name, listed in groupby(_listed(actor, at, end_of(timezone.localdate(at)), limit, whose), key=attrgetter("part")):
        found = list(listed)
        pages[name] = _cut(found, _clock(Part(name)), limit, found[0].total)
    return pages


@kept
def _listed(actor: Actor, at: datetime, today: datetime, limit: int, whose: list[UUID]) -> QuerySet[Any]:
    lists = {part: _during(part, at, today) for part in Part}
    part = Choice(*(When(when, then=Value(str(part))) for part, when in lists.items()), output_field=CharField())
    clock = Choice(When(status=CaseStatus.CLOSED, then=F("follow_up_due_at")), default=F("due_at"))
    place = Window(RowNumber(), partition_by="part", order_by=["clock", "pk"])
    return (
        _of(actor, whose)
        .filter(reduce(or_, lists.values()))
        .annotate(part=part, clock=clock)
        .annotate(place=place, total=Window(Count("*"), partition_by="part"))
        .filter(place__lte=limit + 1)
        .order_by("part", "place")
    )


def _clock(part: Part) -> str:
    return "follow_up_due_at" if part is Part.FOLLOW_UP else "due_at"


def _during(part: Part, at: datetime, today: datetime) -> Q:
    running, week = ~Q(status=CaseStatus.CLOSED), today + WEEK
    return {
        Part.OVERDUE: running & Q(due_at__lt=at),
        Part.TODAY: running & Q(due_at__gte=at, due_at__lte=today),
        Part.WEEK: running & Q(due_at__gt=today, due_at__lte=week),
        Part.RISK: running & Q(due_at__gt=week, urgency__in=RISKY),
        Part.FOLLOW_UP: Q(status=CaseStatus.CLOSED, follow_up_due_at__lte=week),
    }[part]


def _page(rows: QuerySet[Case], by: str, after: str, limit: int) -> Page:
    rows = _after(rows, by, *_read_key(after)) if after else rows
    return _cut(list(rows.order_by(by, "pk")[: limit + 1]), by, limit)


def _after(rows: QuerySet[Case], by: str, moment: datetime | None, last: UUID | None) -> QuerySet[Case]:
    return rows if moment is None else rows.filter(Q(**{f"{by}__gt": moment}) | Q(**{by: moment, "pk__gt": last}))


def _cut(found: Sequence[Case], by: str, limit: int, total: int | None = None) -> Page:
    """One row more than the limit says that there is a next page."""
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        rows=list(found[:limit]),
        total=len(found[:limit]) if total is None else total,
        after=f"{getattr(last, by).isoformat()}~{last.pk}" if last else None,
    )


def _read_key(text: str) -> tuple[datetime, UUID]:
    moment, _, pk = text.partition("~")
    return datetime.fromisoformat(moment), UUID(pk)

"""Appointments: those nobody recorded, those to come, and how each is said on a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor
from bashke.ground.law.rules import end_of

from ..models import Visit
from ..rules import CaseStatus, VisitStatus

AHEAD = timedelta(days=7)  # the coming days, as on the list of cases
MOST = 20


@dataclass(frozen=True)
class Diary:
    """One worker's appointments: passed without a word of what came of them, and those of today and the coming days."""

    unrecorded: list[Visit]
    coming: list[Visit]


def diary(actor: Actor, at: datetime, whose: Sequence[UUID], most: int = MOST) -> Diary:
    """Two queries."""
    week = end_of(timezone.localdate(at)) + AHEAD
    return Diary(first(most, _passed, actor, at, whose), first(most, _ahead, actor, at, week, whose))


def coming_visits(actor: Actor, person: UUID, at: datetime, most: int = MOST) -> list[Visit]:
    """The appointments of one person that lie ahead, the next first."""
    return list(_planned(actor).filter(person=person, at__gte=at)[:most])


def _passed(actor: Actor, at: datetime, whose: Sequence[UUID]) -> QuerySet[Visit]:
    return _planned(actor).filter(worker__among=whose, at__lt=at)


def _ahead(actor: Actor, at: datetime, until: datetime, whose: Sequence[UUID]) -> QuerySet[Visit]:
    return _planned(actor).filter(worker__among=whose, at__gte=at, at__lte=until)


def _planned(actor: Actor) -> QuerySet[Visit]:
    rows = Visit.objects.visible_to(actor).filter(status=VisitStatus.PLANNED).exclude(case__status=CaseStatus.CLOSED)
    return rows.select_related("person", "worker", "case").order_by("at", "pk")

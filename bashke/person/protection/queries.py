"""The team of a file, who could join it, and the emergency openings that somebody must look at."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor

from .models import EmergencyOpening, Member
from .rules import TEAM_ROLES, Judgement

RECENT = 20


@dataclass(frozen=True)
class Counts:
    """What a supervisor or a director may know of files that are closed to her."""

    open_cases: int
    late_cases: int
    waiting_requests: int


def colleagues(actor: Actor, day: date) -> QuerySet[Worker]:
    """Workers of the municipality who may be on a team today."""
    posts = Q(posts__valid_to=None) | Q(posts__valid_to__gte=day)
    return (
        Worker.objects.filter(
            posts, posts__role__in=sorted(TEAM_ROLES), posts__valid_from__lte=day, is_active=True,
            posts__institution__municipality=actor.municipality,
        )
        .distinct()
        .order_by("name")
    )  # fmt: skip


def team(actor: Actor, file: UUID) -> list[Member]:
    """Who may read this file now, the longest first."""
    return list(Member.objects.visible_to(actor).filter(file=file, until=None).select_related("worker", "added_by").order_by("since", "pk"))


def openings(actor: Actor) -> QuerySet[EmergencyOpening]:
    """Every emergency opening this actor may know of, the newest first."""
    return EmergencyOpening.objects.visible_to(actor).select_related("worker", "person", "judged_by").order_by("-at", "pk")


def to_judge(actor: Actor) -> int:
    return EmergencyOpening.objects.visible_to(actor).filter(judgement=Judgement.WAITING).exclude(worker=actor.worker).count()


def openings_of(actor: Actor, file: UUID) -> list[EmergencyOpening]:
    """Who broke the glass of this file, the newest first: shown to its team."""
    return list(openings(actor).filter(person__protected_files=file)[:RECENT])


def running(actor: Actor, person: UUID, now: datetime) -> EmergencyOpening | None:
    """This worker's own opening that has not ended yet."""
    return EmergencyOpening.objects.visible_to(actor).filter(worker=actor.worker, person=person, until__gt=now).order_by("-until").first()


def counts(now: datetime) -> Counts:
    """How many protected files are at work in the asker's municipality and how many are late: for those to whom they are closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT open_cases, late_cases, waiting_requests FROM guard.protected_counts(%s)", (now,))
        return Counts(*cursor.fetchone())

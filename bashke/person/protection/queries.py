"""The team of a file, who could join it, and the emergency openings that somebody must look at."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bashke.ground.access.kept import one
from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor

from .models import DangerAssessment, EmergencyOpening, Member, ProtectedFile, Return, Step
from .rules import TEAM_ROLES, Judgement, ReturnStatus

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


def steps_of(actor: Actor, file: UUID) -> list[Step]:
    """The steps of one file: those that run, the nearest clock first, then the ones that are done."""
    return list(
        Step.objects.visible_to(actor).filter(file=file).select_related("done_by").order_by(F("done_at").desc(nulls_first=True), "due_at")
    )


def running_steps(actor: Actor) -> QuerySet[Step]:
    """What the teams of this worker still have to do, the nearest clock first. Not of a file she only opened in an emergency."""
    mine = Member.objects.filter(file=OuterRef("file"), worker=actor.worker, until=None)
    rows = Step.objects.visible_to(actor).filter(Exists(mine), done_at=None, file__returned_at=None)
    return rows.select_related("file__person").order_by("due_at", "pk")


def ways_back(actor: Actor) -> QuerySet[Return]:
    """Wishes to end or change a protection that wait for this worker's word: of her teams, and not her own."""
    mine = Member.objects.filter(file=OuterRef("file"), worker=actor.worker, until=None)
    rows = Return.objects.visible_to(actor).filter(Exists(mine), status=ReturnStatus.WAITING).exclude(asked_by=actor.worker)
    return rows.select_related("file__person", "asked_by").order_by("asked_at", "pk")


def way_back_of(actor: Actor, file: UUID) -> Return | None:
    """The last wish to end or change the protection of a file."""
    return Return.objects.visible_to(actor).filter(file=file).select_related("asked_by", "second").order_by("-asked_at").first()


def kept_of(actor: Actor, person: UUID) -> UUID | None:
    """What was protected of a person who is ordinary again: the file that its team still has. No query without a team."""
    if not actor.files:
        return None
    return one(_kept_of, actor, person)


def _kept_of(actor: Actor, person: UUID) -> "QuerySet[ProtectedFile, UUID]":
    rows = ProtectedFile.objects.visible_to(actor).filter(person=person, returned_at__isnull=False)
    return rows.order_by("-returned_at").values_list("pk", flat=True)


def assessments_of(actor: Actor, file: UUID) -> list[DangerAssessment]:
    """When the danger of one file was judged, by whom and how: the newest first. Not what was answered."""
    rows = DangerAssessment.objects.visible_to(actor).filter(file=file).defer("sealed").select_related("by").order_by("-at", "-pk")
    return list(rows[:RECENT])


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

"""The team: who is away, who carries what, whom to suggest, and who has nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from bashke.ground.access.kept import kept
from bashke.ground.access.models import Post, Worker
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import figures_on, terms
from bashke.ground.law.rules import TriageClass
from bashke.person.requests.models import Conflict, Request
from bashke.person.requests.queries import with_clock
from bashke.person.requests.rules import HOLDERS
from bashke.person.requests.rules import Status as RequestStatus

from ..models import Absence, Case
from ..rules import Candidate, CaseStatus, Fit, Skills, Weights, Work, asked, rank, weight_of
from .skills import able_of, demands

RUNNING = ~Q(status=CaseStatus.CLOSED)


@dataclass(frozen=True)
class Carried:
    """What one worker carries: how many, how late, how heavy."""

    open: int = 0
    overdue: int = 0
    weight: int = 0


def team(actor: Actor, at: datetime, also: Iterable[UUID] = ()) -> list[Worker]:
    """Who may hold a case here today: social workers and supervisors; with `also` those who still hold one."""
    return _team(actor, timezone.localdate(at), list(also))


@kept
def _team(actor: Actor, day: date, also: list[UUID]) -> QuerySet[Worker]:
    posts = Post.objects.visible_to(actor).on(day).filter(role__in=HOLDERS)
    return Worker.objects.filter(Q(pk__in=posts.values("worker")) | Q(pk__among=also)).order_by("name", "pk")


def away(actor: Actor, at: datetime) -> list[Absence]:
    """Who is away today, with the stand-in, the first back first."""
    return _away(actor, timezone.localdate(at))


@kept
def _away(actor: Actor, day: date) -> QuerySet[Absence]:
    rows: QuerySet[Absence] = Absence.objects.visible_to(actor).on(day)  # type: ignore[attr-defined]
    return rows.select_related("worker", "stand_in").order_by("ends_on", "pk")


def absences(actor: Actor, at: datetime) -> list[Absence]:
    """Absences that run or lie ahead."""
    rows = Absence.objects.visible_to(actor).filter(ended_at=None, ends_on__gte=timezone.localdate(at))
    return list(rows.select_related("worker", "stand_in", "entered_by").order_by("starts_on", "pk"))


def stood_in_for(actor: Actor, at: datetime) -> list[UUID]:
    """The workers whose day is this worker's too, because they are away. One query."""
    return _stood_in_for(actor, timezone.localdate(at)) if actor.worker else []


@kept
def _stood_in_for(actor: Actor, day: date) -> "QuerySet[Absence, UUID]":
    rows = Absence.objects.visible_to(actor).on(day).filter(stand_in=actor.worker)  # type: ignore[attr-defined]
    return rows.values_list("worker", flat=True)


def weights(at: datetime) -> Weights:
    """What cases weigh, from the law package: no query."""
    day = timezone.localdate(at)
    figures = {row.key: row.value for row in figures_on(day)}
    return Weights(
        urgency={kind: figures[f"caseload.weight_{kind}"] for kind in TriageClass},
        track={code: figures[f"caseload.track_{code}"] for code in _teams(day)},
    )


def _teams(day: date) -> frozenset[str]:
    """The tracks that belong to a named team."""
    return frozenset(row.code for row in terms("track", day) if row.extra["team"])


def carried(actor: Actor, at: datetime) -> dict[UUID, Carried]:
    """What each worker of the municipality carries. One query."""
    measure, found = weights(at), defaultdict[UUID, list[int]](lambda: [0, 0, 0])
    rows = Case.objects.visible_to(actor).filter(RUNNING).order_by().values("worker", "urgency", "tracks")
    for row in rows.annotate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at))):
        sums = found[row["worker"]]
        sums[0] += row["count"]
        sums[1] += row["late"]
        sums[2] += row["count"] * weight_of(row["urgency"], row["tracks"], measure)
    return {worker: Carried(*sums) for worker, sums in found.items()}


def suggestions(actor: Actor, at: datetime, *, person: UUID | None, spoken: str, work: Work) -> list[Fit]:
    """Whom to give a case or a request, the best first, with what speaks for and against each. Six queries; it gives nothing to anybody."""
    day = timezone.localdate(at)
    load, gone = carried(actor, at), {row.worker_id: row.ends_on for row in away(actor, at)}
    able = able_of(actor)
    declared = set(Conflict.objects.visible_to(actor).filter(person=person, ended_at=None).values_list("worker", flat=True))
    candidates = []
    for worker in team(actor, at):
        held, known = load.get(worker.pk, Carried()), able.get(worker.pk)
        candidates.append(Candidate(
            worker.pk, worker.name, held.open, held.overdue, held.weight, known.languages if known else ("sq",),
            known.tracks if known else (), gone.get(worker.pk), person is not None and worker.pk in declared,
            known.skills if known else Skills(),
        ))  # fmt: skip
    return rank(candidates, spoken, _teams(day).intersection(work.tracks), asked(work, demands(day)), day)


def nobodys_cases(actor: Actor, day: date) -> QuerySet[Case]:
    """Open cases nobody works on: the post ended, away without anybody who may stand in, or a relation declared. With the reasons."""
    rows = _with_reasons(Case.objects.visible_to(actor).filter(RUNNING), "worker", day)
    missing = rows.filter(Q(gone=True) | Q(absent=True) | Q(related=True))
    found: QuerySet[Case] = missing.select_related("person", "worker").order_by("due_at", "pk")
    return found


def nobodys_requests(actor: Actor, day: date) -> QuerySet[Request]:
    """Requests that wait and were given to nobody, or to somebody who is not there. With the reasons."""
    waiting = with_clock(Request.objects.visible_to(actor).filter(status=RequestStatus.RECEIVED))
    rows = _with_reasons(waiting, "responsible", day)
    missing = Q(responsible=None) | Q(gone=True) | Q(absent=True)
    found: QuerySet[Request] = rows.filter(missing).select_related("unit", "responsible").order_by("clock", "pk")
    return found


def held_by(post: Post, on: date) -> list[str]:
    """What a worker would leave behind when this post ends: open cases, unless another post here lets her keep them."""
    if post.kind != Kind.MUNICIPALITY or post.role not in HOLDERS:
        return []
    others = Post.objects.filter(worker=post.worker_id, institution=post.institution_id, role__in=HOLDERS).exclude(pk=post.pk)
    if others.filter(Q(valid_to=None) | Q(valid_to__gt=on)).exists():
        return []
    count = Case.objects.filter(RUNNING, worker=post.worker_id).count()
    return [ngettext("%(count)s open case", "%(count)s open cases", count) % {"count": count}] if count else []


def _with_reasons(rows: QuerySet, holder: str, day: date) -> QuerySet:  # type: ignore[type-arg]
    """Why nobody works on a row: `gone` (no post here today), `absent` (and no stand-in who may), `related` (to the person)."""
    of_municipality = {"municipality": OuterRef("municipality")}
    posts = Post.objects.on(day).filter(worker=OuterRef(holder), institution__municipality=OuterRef("municipality"), role__in=HOLDERS)
    related = Conflict.objects.filter(ended_at=None, person=OuterRef("person"))
    standing = Post.objects.on(day).filter(
        worker=OuterRef("stand_in"), institution__municipality=OuterRef("municipality"), role__in=HOLDERS
    )
    barred = Conflict.objects.filter(ended_at=None, worker=OuterRef("stand_in"), person=OuterRef(OuterRef("person")))
    away = Absence.objects.on(day).filter(worker=OuterRef(holder), **of_municipality)  # type: ignore[attr-defined]
    unheld = away.filter(~Exists(standing) | Exists(barred))
    found: QuerySet = rows.annotate(gone=~Exists(posts), absent=Exists(unheld), related=Exists(related.filter(worker=OuterRef(holder))))  # type: ignore[type-arg]
    return found

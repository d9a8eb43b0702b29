"""The supervisor's board: what is late in the whole team, and who carries how much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.kept import first, number
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure
from bashke.ground.territory.queries import populations
from bashke.person.casework.models import Case
from bashke.person.casework.queries import Load, nobodys_cases, nobodys_requests, weights
from bashke.person.casework.rules import CaseStatus, posts_needed, weight_of
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.requests.models import Conflict, Request

from .day import case_row, request_row, waiting_requests
from .words import NEXT_STEPS, RELATIONS, Word

CENSUS = 2023


@dataclass(frozen=True)
class Weighed:
    """What one worker carries, how it is made up, and its weight."""

    load: Load
    by_urgency: Mapping[str, int]
    weight: int


def nobody(actor: Actor, now: datetime, limit: int) -> dict[str, object]:
    """Who has nobody: the cases and the requests, each with why and where it is given to somebody; and how many in all."""
    day = timezone.localdate(now)
    return {
        "cases": [
            (replace(case_row(case, f"{why(case)} · {case.worker.name}"), href=reverse("desk:assign", args=[case.pk])))
            for case in first(limit, nobodys_cases, actor, day)
        ],
        "requests": [
            replace(request_row(row), href=reverse("desk:give", args=[row.pk]), note=str(why(row)))
            for row in first(limit, nobodys_requests, actor, day)
        ],
        "count": have_nobody(actor, now),
    }


def have_nobody(actor: Actor, now: datetime) -> int:
    """How many cases and requests nobody works on. Two queries."""
    day = timezone.localdate(now)
    return number(nobodys_cases, actor, day) + number(nobodys_requests, actor, day)


def why(row: Case | Request) -> Word:
    """Why nobody works on it."""
    if isinstance(row, Request) and row.responsible_id is None:
        return _("given to nobody yet")
    if getattr(row, "gone", False):
        return _("the post of the worker ended")
    return _("a relation to the person is declared") if getattr(row, "related", False) else _("away, and nobody stands in")


def relation(row: Conflict) -> Word:
    """What a worker and a person are to each other."""
    return RELATIONS[row.relation]


@dataclass(frozen=True)
class Norm:
    """The staffing norm beside the posts there are."""

    posts: int
    fewest: int
    most: int
    inhabitants: int
    source: str


def norm(actor: Actor, now: datetime, posts: int) -> Norm | None:
    """How many social workers the norm asks for in this municipality; nothing when its inhabitants are not known. One query."""
    day = timezone.localdate(now)
    inhabitants = populations(CENSUS).get(actor.municipality or "")
    least, most = figure("staffing.inhabitants_per_worker_least", day), figure("staffing.inhabitants_per_worker_most", day)
    if not inhabitants:
        return None
    fewest, top = posts_needed(inhabitants, least.value, most.value)
    return Norm(posts, fewest, top, inhabitants, f"{least.citation}, {least.certainty} %")


def stuck(actor: Actor, now: datetime) -> list[tuple[Word, int]]:
    """Late cases by what they wait for, the most first. One query."""
    counted = [(NEXT_STEPS[row["next_step"]], row["count"]) for row in first(None, _stuck, actor, now)]
    return sorted(counted, key=lambda pair: -pair[1])


def _stuck(actor: Actor, now: datetime) -> "QuerySet[Case, dict[str, Any]]":
    rows = Case.objects.visible_to(actor).filter(~Q(status=CaseStatus.CLOSED), due_at__lt=now)
    return rows.order_by().values("next_step").annotate(count=Count("pk"))


def late_requests(actor: Actor, now: datetime) -> QuerySet[Request]:
    """Requests that got no answer in time."""
    return waiting_requests(actor).filter(Q(clock__lt=now) | Q(escalated_at__isnull=False))


def silent_referrals(actor: Actor, now: datetime) -> QuerySet[Referral]:
    """Referrals no provider answered in time."""
    silent = Referral.objects.visible_to(actor).filter(status=ReferralStatus.SENT, due_at__lt=now)
    return silent.select_related("service", "need", "person").order_by("due_at", "pk")


def weighed(actor: Actor, loads: Iterable[Load], now: datetime) -> list[Weighed]:
    """The team, the heaviest load first: an emergency weighs more than a routine case. One query."""
    measure = weights(now)
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    heavy: dict[UUID, int] = defaultdict(int)
    for row in first(None, _held, actor):
        counted[row["worker"]][row["urgency"]] += row["count"]
        heavy[row["worker"]] += row["count"] * weight_of(row["urgency"], row["tracks"], measure)
    found = [Weighed(load, counted[load.worker.pk], heavy[load.worker.pk]) for load in loads]
    return sorted(found, key=lambda one: (-one.weight, one.load.worker.name))


def _held(actor: Actor) -> "QuerySet[Case, dict[str, Any]]":
    rows = Case.objects.visible_to(actor).filter(~Q(status=CaseStatus.CLOSED)).order_by()
    return rows.values("worker", "urgency", "tracks").annotate(count=Count("pk"))

"""The supervisor's board: what is late in the whole team, and who carries how much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bashke.ground.access.rules import Actor
from bashke.person.casework.models import Case
from bashke.person.casework.queries import Load, weights
from bashke.person.casework.rules import CaseStatus, weight_of
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.requests.models import Request

from .day import waiting_requests


@dataclass(frozen=True)
class Weighed:
    """What one worker carries, how it is made up, and its weight."""

    load: Load
    by_urgency: Mapping[str, int]
    weight: int


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
    rows = Case.objects.visible_to(actor).filter(~Q(status=CaseStatus.CLOSED)).order_by().values("worker", "urgency", "tracks")
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    heavy: dict[UUID, int] = defaultdict(int)
    for row in rows.annotate(count=Count("pk")):
        counted[row["worker"]][row["urgency"]] += row["count"]
        heavy[row["worker"]] += row["count"] * weight_of(row["urgency"], row["tracks"], measure)
    found = [Weighed(load, counted[load.worker.pk], heavy[load.worker.pk]) for load in loads]
    return sorted(found, key=lambda one: (-one.weight, one.load.worker.name))

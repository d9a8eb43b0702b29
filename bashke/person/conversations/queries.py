"""Conversations, and what waits for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from bashke.ground.access.rules import Actor
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.requests.models import Request
from bashke.person.requests.rules import ForWhom

from .models import Message
from .rules import Status

PAGE = 30


@dataclass(frozen=True)
class Talk:
    """One page of a conversation, the newest last; `earlier` marks where the page before it ends, as text for an address."""

    messages: list[Message]
    earlier: str | None

    @property
    def waiting(self) -> list[Message]:
        return [one for one in self.messages if one.status == Status.WAITING]


def mine(actor: Actor, before: str = "") -> Talk:
    """The conversation of who holds the code. An unreadable `before` is a ValueError."""
    return _page(Message.objects.visible_to(actor), before)


def talk(actor: Actor, request: Request, *, asker: bool, before: str = "") -> Talk:
    """The conversation about a request: with her, over all her requests, or with who asked for her."""
    return _page(of_thread(Message.objects.visible_to(actor), request, asker=asker), before)


def of_thread(rows: QuerySet[Message], request: Request, *, asker: bool) -> QuerySet[Message]:
    """Rows of one conversation."""
    hers = Q(request=request, asker=False)
    if request.person_id:
        hers |= Q(person=request.person_id) | Q(request__person=request.person_id, asker=False)
    return rows.filter(Q(request=request, asker=True) if asker else hers)


def threads(request: Request) -> list[bool]:
    """With whom there can be a conversation: False for the person, True for who asked for her. Nobody for a tip."""
    if request.is_tip:
        return []
    if request.for_whom == ForWhom.SELF:
        return [False]
    return [False, True] if request.person_id else [True]


def unread(actor: Actor) -> int:
    """How many answers she has not seen yet."""
    return Message.objects.visible_to(actor).filter(worker__isnull=False, read_at=None).count()


def waiting(actor: Actor) -> QuerySet[Any]:
    """What waits for an answer in the municipality, the nearest clock first; `holder` is who follows the case, else the request."""
    same_file = Q(file=OuterRef("request__file")) | Q(file=None) & Q(IsNull(OuterRef("request__file"), True))
    case = Case.objects.filter(same_file, ~Q(status=CaseStatus.CLOSED), person=OuterRef("request__person")).order_by("-opened_at")
    rows = Message.objects.visible_to(actor).filter(status=Status.WAITING)
    held = rows.annotate(holder=Coalesce(Subquery(case.values("worker_id")[:1]), "request__responsible_id", output_field=UUIDField()))
    return held.select_related("request", "request__person").order_by("due_at", "at", "pk")


def to_answer(actor: Actor, whose: list[UUID]) -> QuerySet[Any]:
    """What waits for these workers, and what nobody follows yet."""
    return waiting(actor).filter(Q(holder__among=whose) | Q(holder=None))


def late(actor: Actor, now: datetime) -> QuerySet[Any]:
    """What got no answer in time, for the supervisor's board."""
    return waiting(actor).filter(Q(due_at__lt=now) | Q(escalated_at__isnull=False))


def _page(rows: QuerySet[Message], before: str) -> Talk:
    if before:
        moment, _, last = before.partition("~")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(before)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=UUID(last)))
    found = list(rows.select_related("worker", "answered_by").order_by("-at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    earlier = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > PAGE else None
    return Talk(shown[::-1], earlier)

"""A request is registered, refused with a reason and a way to appeal, withdrawn, or late and then known to be late."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person

from ..models import Request
from ..rules import HOLDERS, WORDS, Status, check_move, check_refusal, check_withdrawal
from .asking import tell_asker

ESCALATION_BATCH = 500
# What a withdrawn request ends besides itself. Packages above (casework) append theirs when they start.
WITHDRAWN: list[Callable[[Actor, Request, datetime], None]] = []


@transaction.atomic
def register(*, by: Actor, at: datetime, request: Request, person: Person, worker: UUID | None = None) -> Request:
    """Tie a request to a person of the municipality; `worker` is responsible for it, the registering one unless told otherwise."""
    request = _lock(by, request)
    check_move(Status(request.status), Status.REGISTERED)
    if person.municipality_id != request.municipality_id:
        raise NotAllowed("The person and the request belong to different municipalities.")
    request.status, request.person, request.answered_at = Status.REGISTERED, person, at
    request.responsible_id = worker or by.worker
    request.save(update_fields=["status", "person", "answered_at", "responsible"])
    _record(Verb.REQUEST_REGISTERED, request)
    tell_asker(request, "request_registered", at)
    return request


@transaction.atomic
def assign(*, by: Actor, at: datetime, request: Request, worker: Worker, lacks: Collection[str] = ()) -> Request:
    """Give a request that waits to a worker of the municipality: she answers for it from now on.

    `lacks`: codes of `work_asks` that she does not meet; she may take it all the same, and the journal keeps them.
    """
    if not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("Only a supervisor gives a request to a worker.")
    request = _lock(by, request)
    if request.status != Status.RECEIVED:
        raise NotAllowed("This request is %(now)s; it is given to nobody any more.", now=WORDS[Status(request.status)])
    posts = Post.objects.filter(worker=worker, institution__municipality=request.municipality_id, role__in=HOLDERS)
    if not posts.on(localdate(at)).exists():
        raise NotAllowed("%(name)s has no post as social worker or supervisor here.", name=worker.name)
    request.responsible = worker
    request.save(update_fields=["responsible"])
    _record(Verb.REQUEST_ASSIGNED, request, f"without: {', '.join(lacks)}" if lacks else "")
    return request


@transaction.atomic
def refuse(*, by: Actor, at: datetime, request: Request, reason: str, words: str) -> Request:
    """Say no: a reason from the closed list, words the person can understand, and until when she may appeal."""
    request = _lock(by, request)
    check_move(Status(request.status), Status.REFUSED)
    check_refusal(reason, [row.code for row in terms("refusal_reason")], words)
    request.status, request.refusal_reason, request.refusal_words = Status.REFUSED, reason, words.strip()
    request.answered_at, request.responsible_id = at, by.worker
    request.save(update_fields=["status", "refusal_reason", "refusal_words", "answered_at", "responsible"])
    _record(Verb.REQUEST_REFUSED, request, reason)
    tell_asker(request, "request_refused", at, by=due("appeal.admin", at))
    return request


@transaction.atomic
def withdraw(*, by: Actor, at: datetime, request: Request) -> Request:
    """Taken back by whoever asked, with her code or through a worker; once registered, by the person alone."""
    request = _lock(by, request)
    check_move(Status(request.status), Status.WITHDRAWN)
    check_withdrawal(Status(request.status), by)
    request.status = Status.WITHDRAWN
    request.answered_at = request.answered_at or at
    request.save(update_fields=["status", "answered_at"])
    _record(Verb.REQUEST_WITHDRAWN, request)
    tell_asker(request, "request_withdrawn", at)
    for heed in WITHDRAWN:
        heed(by, request, at)
    return request


@transaction.atomic
def escalate_late(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: every request nobody answered in time goes to the supervisor and the person is told, once."""
    late = Q(answer_due_at__lt=at) | Q(contact_due_at__lt=at)
    waiting = Request.objects.visible_to(by).filter(late, status=Status.RECEIVED, escalated_at=None).select_for_update(skip_locked=True)
    requests = list(waiting.order_by("answer_due_at", "pk")[:ESCALATION_BATCH])
    Request.objects.filter(pk__in=[request.pk for request in requests]).update(escalated_at=at)
    record_many((Verb.ESCALATED, request, request.person_id, request.municipality_id, "late") for request in requests)
    for request in requests:
        tell_asker(request, "request_late", at)
    return len(requests)


def _lock(by: Actor, request: Request) -> Request:
    """The row as it is now. Raises Request.DoesNotExist for what the asker may not know of."""
    return Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)


def _record(verb: Verb, request: Request, reason: str = "") -> None:
    record(verb, request, person=request.person_id or request.pk, municipality=request.municipality_id, reason=reason)

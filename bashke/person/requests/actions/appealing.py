"""A refused person does not agree: her appeal is taken down, and somebody else than who refused decides it, with reasons."""

from datetime import datetime

from django.db import transaction

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, term
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.rules import signer

from ..models import Appeal, Request
from ..rules import AppealStatus, Status, check_appeal, check_appeal_decision, check_move
from .asking import tell_asker


@transaction.atomic
def appeal(*, by: Actor, at: datetime, request: Request, words: str) -> Appeal:
    """Take down why the person does not agree (Law 44/2015). After the days the law gives it is heard all the same, and marked late."""
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    allowed = not request.refusal_reason or bool(term("refusal_reason", request.refusal_reason).extra.get("appeal"))
    check_appeal(Status(request.status), allowed, words)
    if request.answered_at is None or Appeal.objects.filter(request=request, status=AppealStatus.WAITING).exists():
        raise NotAllowed("An appeal against this refusal waits already.")
    made = Appeal(
        request=request, municipality_id=request.municipality_id, words=words.strip(), received_at=at, taken_by_id=signer(by),
        late=at > due("appeal.admin", request.answered_at), decide_due_at=due("appeal.decision", at, request.municipality_id),
        refused_by_id=request.responsible_id, refused_at=request.answered_at, refusal_reason=request.refusal_reason,
        refusal_words=request.refusal_words,
    )  # fmt: skip
    made.save(force_insert=True)
    record(Verb.REQUEST_APPEALED, request, person=request.pk, municipality=request.municipality_id)
    tell_asker(request, "appeal_received", at, by=made.decide_due_at)
    return made


@transaction.atomic
def decide_appeal(*, by: Actor, at: datetime, appeal: Appeal, reopen: bool, words: str) -> Appeal:
    """The request is received again, with clocks that begin today, or the refusal stands; the person is told either way."""
    if not may(by, Permission.APPEAL_DECIDE):
        raise NotAllowed("Only a supervisor or the director decides an appeal.")
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=appeal.request_id)
    appeal = Appeal.objects.visible_to(by).select_for_update(of=("self",)).get(pk=appeal.pk)
    wanted = AppealStatus.REOPENED if reopen else AppealStatus.STANDS
    check_appeal_decision(AppealStatus(appeal.status), wanted, appeal.refused_by_id, by.worker, words)
    appeal.status, appeal.decided_by_id, appeal.decided_at, appeal.decision_words = wanted, by.worker, at, words.strip()
    appeal.save(update_fields=["status", "decided_by", "decided_at", "decision_words"])
    if reopen:
        _reopen(request, at)
    verb = Verb.REQUEST_REOPENED if reopen else Verb.REFUSAL_STANDS
    record(verb, request, person=request.pk, municipality=request.municipality_id, reason=words.strip()[:300])
    tell_asker(
        request, "request_reopened" if reopen else "refusal_stands", at, by=request.answer_due_at if reopen else due("appeal.court", at)
    )
    return appeal


def _reopen(request: Request, at: datetime) -> None:
    """Received again: the clocks of a new request, and nobody's yet. What was refused stays in the appeal."""
    check_move(Status(request.status), Status.RECEIVED)
    request.status, request.refusal_reason, request.refusal_words = Status.RECEIVED, "", ""
    request.answered_at = request.escalated_at = request.responsible = None
    request.answer_due_at = due("request.acknowledge", at, request.municipality_id)
    request.decide_due_at = due("request.decide_bound", at, request.municipality_id)
    if request.urgency:
        request.contact_due_at = due(f"triage.{request.urgency}", at, request.municipality_id)
    request.save()

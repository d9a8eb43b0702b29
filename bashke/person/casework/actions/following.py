"""A case follows its requests: judged more or less urgent, or taken back by the person."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.protection.rules import ordinary
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Status

from ..models import Case, Closure, Need
from ..rules import ANSWERED, CaseStatus, NeedStatus, NextStep
from .cases import TAKEN_BACK, lock_open, refresh
from .closing import propose_closure
from .ledger import journal, turn, write_steps

# What else runs for a case and ends with the person's wish. Packages above (referrals) append theirs when they start.
WISHED_AWAY: list[Callable[[Actor, datetime, Case], None]] = []
WITHDREW = "person_withdrew"
BATCH = 500


def follow_urgency(request: Request, at: datetime) -> None:
    """The case is as urgent as the worst request it rests on; first contact moves with it. Called when a request was judged.

    What is judged in a protected file says nothing to the ordinary case beside it.
    """
    ours = {"person": request.person_id, "file": request.file_id}
    case = Case.objects.select_for_update(of=("self",)).filter(**ours).exclude(status=CaseStatus.CLOSED).first()
    if case is None:
        return
    rows = list(Request.objects.filter(status=Status.REGISTERED, **ours))
    judged = [row for row in rows if row.urgency]
    if judged:
        case.urgency = max(TriageClass(str(row.urgency)) for row in judged)
    case.tracks = sorted({track for row in rows for track in row.tracks} | set(case.tracks))
    clocks = [row.contact_due_at for row in judged if row.contact_due_at]
    if case.next_step == NextStep.FIRST_CONTACT and clocks:
        case.due_at = min(clocks)
    case.save(update_fields=["urgency", "tracks", "due_at"])


def follow_danger(by: Actor, file: UUID, worst: TriageClass, at: datetime) -> None:
    """A protected case is at least as urgent as the danger that was found, also when it rests on no request."""
    case = Case.objects.visible_to(by).select_for_update(of=("self",)).filter(file=file).exclude(status=CaseStatus.CLOSED).first()
    if case is None or worst <= TriageClass(case.urgency):
        return
    case.urgency = worst
    if case.next_step == NextStep.FIRST_CONTACT and case.due_at:
        case.due_at = min(case.due_at, due(f"triage.{worst}", at, case.municipality_id))
    case.save(update_fields=["urgency", "due_at"])


def leave_file(by: Actor, file: UUID) -> None:
    """The case of a file is ordinary again. Refused while the person has an open ordinary case: two would be one too many."""
    for case in Case.objects.visible_to(by).select_for_update(of=("self",)).filter(file=file):
        others = Case.objects.visible_to(by).filter(person=case.person_id, file=None).exclude(status=CaseStatus.CLOSED)
        if case.status != CaseStatus.CLOSED and others.exists():
            raise NotAllowed("This person has an open ordinary case too. Close one of the two first.")
        case.file, case.tracks = None, ordinary(case.tracks)
        case.save(update_fields=["file", "tracks"])


def follow_withdrawal(by: Actor, request: Request, at: datetime) -> None:
    """The case of a request that was taken back ends next. The person herself can only say so: the job then moves the case."""
    if by.kind is Kind.MUNICIPALITY and request.person_id is not None:
        heed_withdrawals(by=by, at=at, only=Q(request=request) | Q(person=request.person_id))


@transaction.atomic
def heed_withdrawals(*, by: Actor, at: datetime, only: Q | None = None) -> int:
    """The job of one municipality: every open case whose request was taken back gets its last step and a clock for it, once."""
    rows = Case.objects.visible_to(by).filter(TAKEN_BACK, only or Q(), status=CaseStatus.OPEN).exclude(next_step=NextStep.END)
    rows = rows.exclude(closures__status="signed")  # opened again after a closing: it goes on for another reason
    found = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH])
    for case in found:
        refresh(case, at)
    return len(found)


@transaction.atomic
def end_withdrawn(*, by: Actor, at: datetime, case: Case, outcome: str) -> Closure:
    """End the work as the person wishes: what was asked of services is taken back, every need she still has is withdrawn, and the
    closure goes to the supervisor. A service that still runs is named, and nothing is done until it ended.
    """
    case = lock_open(case, by)
    if case.next_step != NextStep.END:
        raise NotAllowed("The person did not take the request back, so the case goes on.")
    for take_back in WISHED_AWAY:
        take_back(by, at, case)
    needs = list(Need.objects.select_for_update(of=("self",)).filter(case=case).exclude(status__in=sorted(ANSWERED)))
    steps = [turn(need, NeedStatus.WITHDRAWN, at=at, by=by) for need in needs]
    for need in needs:
        need.save(update_fields=["status", "since", "due_at", "unmet_reason"])
    write_steps(steps)
    journal(Verb.NEED_MOVED, needs, reason="withdrawn")
    return propose_closure(by=by, at=at, case=case, reason=WITHDREW, outcome=outcome)

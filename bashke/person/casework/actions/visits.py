"""Making an appointment, recording what came of it, and reminding the person of it the day before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed, end_of
from bashke.person.protection.queries import team

from ..models import Case, Visit
from ..queries.words import CASE, VISIT
from ..rules import OUTCOMES, CaseStatus, VisitKind, VisitStatus, check_ahead, check_day, check_outcome_day, check_visit_move
from .cases import check_holder, hand, lock
from .telling import tell

BATCH = 500


@dataclass(frozen=True)
class Appointment:
    """What is arranged: how, when and where to meet, in which language, and what for."""

    kind: VisitKind
    at: datetime
    place: str = ""
    purpose: str = ""
    language: str = "sq"
    interpreter: str = ""


@transaction.atomic
def make_visit(
    *, by: Actor, at: datetime, case: Case, wanted: Appointment, worker: Worker | None = None, key: UUID | None = None
) -> Visit:  # fmt: skip
    """Arrange to meet a person. A moment that has passed is a visit nobody had arranged, to be recorded next.

    The same `key` again is the same appointment: a button pressed twice doubles nothing.
    """
    case = lock(case, by)
    if key and (before := case.visits.filter(pk=key).first()):
        return before
    if case.status == CaseStatus.CLOSED:
        raise NotAllowed("This case is %(now)s; nothing in it can change.", now=CASE[case.status])
    check_day(timezone.localdate(wanted.at), timezone.localdate(case.opened_at), timezone.localdate(at))
    return _arranged(by, at, case, wanted, _goes(by, at, case, worker), key)


@transaction.atomic
def record_visit(*, by: Actor, at: datetime, visit: Visit, outcome: VisitStatus, notes: str = "") -> Visit:
    """They met, or nobody was there. Notes are written once, with the outcome or after it; an outcome may be put right."""
    visit, case = _locked(by, visit)
    now_is, outcome = VisitStatus(visit.status), VisitStatus(outcome)
    if outcome not in OUTCOMES:
        raise NotAllowed("Say whether you met.")
    if outcome is not now_is:
        check_visit_move(now_is, outcome, VISIT)
        check_outcome_day(timezone.localdate(visit.at), timezone.localdate(at))
    elif not notes.strip() or visit.notes:
        raise NotAllowed("This appointment was recorded already: %(now)s.", now=VISIT[now_is])
    visit.notes = visit.notes or notes.strip()
    return _end(by, at, visit, case, outcome)


@transaction.atomic
def move_visit(*, by: Actor, at: datetime, visit: Visit, to: datetime) -> Visit:
    """The same appointment at another moment; the person is told the new one. Returns the new one."""
    visit, case = _locked(by, visit)
    check_visit_move(VisitStatus(visit.status), VisitStatus.MOVED, VISIT)
    check_ahead(timezone.localdate(to), timezone.localdate(at))
    check_day(timezone.localdate(to), timezone.localdate(case.opened_at), timezone.localdate(at))
    wanted = Appointment(VisitKind(visit.kind), to, visit.place, visit.purpose, visit.language, visit.interpreter)
    visit.moved_to = _arranged(by, at, case, wanted, visit.worker_id)
    _end(by, at, visit, case, VisitStatus.MOVED)
    tell(case, "visit_moved", at, by=to, hour=_hour(to))
    return visit.moved_to


@transaction.atomic
def call_off_visit(*, by: Actor, at: datetime, visit: Visit) -> Visit:
    """It does not take place; a person who would have been waiting is told."""
    visit, case = _locked(by, visit)
    check_visit_move(VisitStatus(visit.status), VisitStatus.CALLED_OFF, VISIT)
    _end(by, at, visit, case, VisitStatus.CALLED_OFF)
    if visit.at > at:
        tell(case, "visit_called_off", at, by=visit.at)
    return visit


@transaction.atomic
def remind_of_visits(*, by: Actor, at: datetime, most: int = BATCH) -> int:
    """Put a neutral reminder into the outbox for every appointment that comes up; returns how many. Never of a protected file.

    Duty of the job of one municipality. Each appointment is reminded of once; who wants no messages gets none, which the outbox knows.
    """
    until = end_of(timezone.localdate(due("visit.remind", at, by.municipality)))
    coming = Visit.objects.visible_to(by).filter(
        status=VisitStatus.PLANNED, reminded_at=None, at__gt=end_of(timezone.localdate(at)), at__lte=until
    )
    open_ones = coming.filter(case__file=None).exclude(case__status=CaseStatus.CLOSED).select_related("case__person")
    found = list(open_ones.order_by("at", "pk").select_for_update(of=("self",), skip_locked=True)[:most])
    for visit in found:
        tell(visit.case, "visit_reminder", at, by=visit.at, hour=_hour(visit.at))
    Visit.objects.filter(pk__in=[visit.pk for visit in found]).update(reminded_at=at)
    return len(found)


def _arranged(by: Actor, at: datetime, case: Case, wanted: Appointment, worker: UUID, key: UUID | None = None) -> Visit:
    visit = Visit(
        pk=key or uuid4(), case=case, municipality_id=case.municipality_id, person_id=case.person_id, worker_id=worker, kind=wanted.kind,
        at=wanted.at, place=wanted.place.strip(), purpose=wanted.purpose.strip(), language=wanted.language,
        interpreter=wanted.interpreter.strip(), made_by_id=hand(by), made_at=at,
    )  # fmt: skip
    visit.save(force_insert=True)
    record(Verb.VISIT_ARRANGED, visit, person=case.person_id, municipality=case.municipality_id)
    return visit


def _goes(by: Actor, at: datetime, case: Case, worker: Worker | None) -> UUID:
    """Who meets the person: oneself or a colleague who may hold the case; of a protected file somebody of its team."""
    goes = check_holder(by, worker, at, case.person_id)
    if case.file_id is not None and goes not in {member.worker_id for member in team(by, case.file_id)}:
        raise NotAllowed("Only the team of this file meets the person.")
    return goes


def _locked(by: Actor, visit: Visit) -> tuple[Visit, Case]:
    case = lock(visit.case, by)
    return Visit.objects.visible_to(by).select_for_update(of=("self",)).get(pk=visit.pk), case


def _end(by: Actor, at: datetime, visit: Visit, case: Case, status: VisitStatus) -> Visit:
    visit.status, visit.recorded_by_id, visit.recorded_at = status, hand(by), at
    visit.save(update_fields=["status", "recorded_by", "recorded_at", "notes", "moved_to"])
    record(Verb.VISIT_RECORDED, visit, person=case.person_id, municipality=case.municipality_id, reason=status)
    return visit


def _hour(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")

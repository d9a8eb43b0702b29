"""A case: opened, given to a worker, opened again; and the one function that keeps its next step and clock right."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.people.models import Person, of_one
from bashke.person.protection import actions as protection
from bashke.person.protection.queries import team
from bashke.person.protection.rules import Track
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Conflict, Request
from bashke.person.requests.rules import HOLDERS
from bashke.person.requests.rules import Status as RequestStatus

from ..models import Absence, Assessment, Case, Closure, Need, Plan, Review
from ..queries.words import CASE, said_in
from ..rules import (
    LIVE,
    AssessmentKind,
    CaseStatus,
    ClosureStatus,
    NeedStatus,
    NextStep,
    PlanStatus,
    Standing,
    check_case_move,
    next_step,
)
from .telling import tell

# A case whose request was taken back, and no other request of the person is left that it would rest on.
TAKEN_BACK = Q(Exists(Request.objects.filter(pk=OuterRef("request"), status=RequestStatus.WITHDRAWN))) & ~Q(
    Exists(Request.objects.filter(person=OuterRef("person"), status=RequestStatus.REGISTERED))
)


@transaction.atomic
def open_case(
    *, by: Actor, at: datetime, person: Person, request: Request | None = None, worker: Worker | None = None,
    urgency: TriageClass = TriageClass.ROUTINE,
) -> Case:  # fmt: skip
    """Begin the work with a person. Duty of the NARU (Law 121/2016).

    A second request of a person whose case is open joins that case and can only raise its urgency. Without a request
    a second case is refused; `urgency` counts where no request says it. A protected request joins the protected case of its kind, or opens one
    beside the ordinary case.
    """
    person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.pk)
    if person.same_as_id is not None:
        person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.same_as_id)
    holder = check_holder(by, worker, at, person.pk)
    track = request.file.track if request is not None and request.file else None
    running = _running(by, person, track)
    if running is not None and request is None:
        raise NotAllowed("This person has an open case already.")
    if request is not None:
        if running is not None and running.person_id != person.pk:
            person = running.person  # another record of hers: what belongs together stays together when the records are separated again
        if running is not None and running.file_id is not None:
            requests.move_to_file(by=by, request=request, file=running.file_id)
        request = requests.register(by=by, at=at, request=request, person=person, worker=running.worker_id if running else holder)
        if running is not None:
            return _joined(running, request)
    urgency = TriageClass(request.urgency) if request and request.urgency else urgency
    case = Case(
        municipality_id=person.municipality_id, person=person, request=request, worker_id=holder, urgency=urgency,
        tracks=list(request.tracks) if request else [],
        file_id=request.file_id if request else None, opened_at=at, next_step=NextStep.FIRST_CONTACT, synthetic=person.synthetic,
        due_at=(request and request.contact_due_at) or due(f"triage.{urgency}", at, person.municipality_id),
    )  # fmt: skip
    case.save(force_insert=True)
    if case.file_id is not None:
        protection.tie(file=case.file_id, person=person)
        on_the_team(by, at, case)
    record(Verb.CASE_OPENED, case, person=person.pk, municipality=person.municipality_id)
    return case


@transaction.atomic
def assign(*, by: Actor, at: datetime, case: Case, worker: Worker, lacks: Collection[str] = ()) -> Case:
    """Give a case to a colleague of the same municipality; the person is told who it is now.

    `lacks`: codes of `work_asks` that she does not meet; she may take it all the same, and the journal keeps them.
    """
    if not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("Only a supervisor gives a case to another worker.")
    case = lock(case, by)
    if case.status == CaseStatus.CLOSED:
        raise NotAllowed("This case is %(now)s; nothing in it can change.", now=CASE[CaseStatus.CLOSED])
    if case.worker_id == worker.pk:
        raise NotAllowed("%(name)s has this case already.", name=worker.name)
    case.worker_id = check_holder(by, worker, at, case.person_id)
    case.save(update_fields=["worker"])
    on_the_team(by, at, case)
    missing = f"without: {', '.join(lacks)}" if lacks else ""
    record(Verb.CASE_ASSIGNED, case, person=case.person_id, municipality=case.municipality_id, reason=missing)
    tell(case, "worker_changed", at)
    return case


@transaction.atomic
def reopen(*, by: Actor, at: datetime, case: Case, reason: str) -> Case:
    """Open a closed case again: it was closed too early, or the need came back. A new assessment is due."""
    case = lock(case, by)
    with said_in(CASE):
        check_case_move(CaseStatus(case.status), CaseStatus.OPEN)
    if case.status != CaseStatus.CLOSED:
        raise NotAllowed("A closure that waits for a signature is sent back, not opened again.")
    if not reason.strip():
        raise NotAllowed("Say why the case is opened again.")
    if Case.objects.visible_to(by).filter(person=case.person_id).exclude(status=CaseStatus.CLOSED).exists():
        raise NotAllowed("This person has an open case already.")
    case.status, case.closed_at, case.follow_up_due_at = CaseStatus.OPEN, None, None
    refresh(case, at, also=["status", "closed_at", "follow_up_due_at"])
    record(Verb.CASE_REOPENED, case, person=case.person_id, municipality=case.municipality_id, reason=reason.strip()[:300])
    tell(case, "case_reopened", at)
    return case


def hand(by: Actor) -> UUID:
    """The worker who does it: in a file stands who did each thing, so a job can do none of them."""
    if by.worker is None:
        raise NotAllowed("A case needs a worker who is responsible for it.")
    return by.worker


def lock(case: Case, by: Actor) -> Case:
    """The case as it is now, held until the transaction ends. The first lock of every verb, so that two never wait for each other."""
    return Case.objects.visible_to(by).select_for_update(of=("self",)).select_related("person").get(pk=case.pk)


def lock_open(case: Case, by: Actor) -> Case:
    """The same, when the case is open: a closed or closing case does not change."""
    case = lock(case, by)
    if case.status != CaseStatus.OPEN:
        raise NotAllowed("This case is %(now)s; nothing in it can change.", now=CASE[case.status])
    return case


def refresh(case: Case, at: datetime, also: list[str] | None = None) -> Case:
    """Set the case's next step and clock from what is in its file. A step that goes on keeps the clock it began with."""
    found = next_step(_standing(case))
    if found.step is NextStep.NONE:
        case.due_at = None
    elif found.due is not None:
        case.due_at = found.due
    elif found.start is not None or found.step != case.next_step:
        case.due_at = due(found.clock, found.start or at, case.municipality_id)
    case.next_step = found.step
    case.save(update_fields=["next_step", "due_at", *(also or [])])
    return case


@transaction.atomic
def protect_case(*, by: Actor, at: datetime, case: Case, track: Track, members: Collection[UUID]) -> Case:
    """Violence, a child in danger or trafficking came to light: case and requests of this person are the team's from now on.

    Who is responsible for the case is always on the team.
    """
    case = lock(case, by)
    if case.file_id is not None:
        raise NotAllowed("This case is protected already.")
    case.file_id = protection.open_file(by=by, at=at, track=track, members={*members, case.worker_id})
    case.save(update_fields=["file"])
    protection.tie(file=case.file_id, person=case.person)
    requests.move_all_to_file(by=by, person=case.person, file=case.file_id)
    record(Verb.PROTECTED, case, person=case.person_id, municipality=case.municipality_id, reason=track)
    return case


def _running(by: Actor, person: Person, track: str | None) -> Case | None:
    """The open case a request of this person joins: the ordinary one, or the protected one of the same kind."""
    open_ones = Case.objects.visible_to(by).select_for_update(of=("self",)).filter(of_one(person)).exclude(status=CaseStatus.CLOSED)
    open_ones = open_ones.select_related("person")
    return open_ones.filter(file__track=track).first() if track else open_ones.filter(file=None).first()


def on_the_team(by: Actor, at: datetime, case: Case) -> None:
    """Who is responsible for a protected case can read it."""
    if case.file_id is not None and case.worker_id not in {member.worker_id for member in team(by, case.file_id)}:
        protection.add_member(by=by, at=at, file=case.file_id, worker=Worker.objects.get(pk=case.worker_id))


def _standing(case: Case) -> Standing:
    """Everything the next step depends on, in one query."""
    needs = Need.objects.filter(case=OuterRef("pk"))
    review = Review.objects.filter(case=OuterRef("pk")).order_by("-at")
    facts = (
        Case.objects.filter(pk=case.pk)
        .annotate(
            since=_latest(Closure.objects.filter(status=ClosureStatus.SIGNED), "signed_at"),
            assessed_at=_latest(Assessment.objects.all(), "at"),
            whole_at=_latest(Assessment.objects.filter(~Q(kind=AssessmentKind.INITIAL)), "at"),
            agreed_at=_latest(Plan.objects.filter(status=PlanStatus.AGREED), "agreed_at"),
            live=Exists(needs.filter(status__in=sorted(LIVE - {NeedStatus.UNMET}))),
            open_due=Subquery(needs.filter(status=NeedStatus.OPEN).order_by("due_at").values("due_at")[:1]),
            review_at=Subquery(review.values("at")[:1]),
            review_due=Subquery(review.values("next_due_at")[:1]),
            asked_at=_latest(Closure.objects.filter(status=ClosureStatus.PROPOSED), "asked_at"),
            withdrawn=TAKEN_BACK,
        )
        .values("withdrawn", "since", "assessed_at", "whole_at", "agreed_at", "live", "open_due", "review_at", "review_due", "asked_at")
        .get()
    )
    return Standing(status=CaseStatus(case.status), urgency=case.urgency, opened_at=case.opened_at, **facts)


def _latest(rows: "QuerySet[Closure] | QuerySet[Assessment] | QuerySet[Plan]", field: str) -> Subquery:
    return Subquery(rows.filter(case=OuterRef("pk")).order_by(f"-{field}").values(field)[:1])


def _joined(case: Case, request: Request) -> Case:
    """A later request of the same person: the case takes the higher urgency, and its clock if nobody met the person yet."""
    case.tracks = sorted({*case.tracks, *request.tracks})
    case.save(update_fields=["tracks"])
    if request.urgency and TriageClass(request.urgency) > TriageClass(case.urgency):
        case.urgency = TriageClass(request.urgency)
        if case.next_step == NextStep.FIRST_CONTACT and request.contact_due_at and case.due_at:
            case.due_at = min(case.due_at, request.contact_due_at)
        case.save(update_fields=["urgency", "due_at"])
    return case


def check_holder(by: Actor, worker: Worker | None, at: datetime, person: UUID) -> UUID:
    """The worker who will hold the case: oneself, or a colleague with a post here who is there that day and nothing to the person."""
    if worker is None:
        return hand(by)
    day = timezone.localdate(at)
    posts = Post.objects.filter(worker=worker, institution__municipality=by.municipality, kind=by.kind, role__in=HOLDERS)
    if not posts.on(day).exists():
        raise NotAllowed("%(name)s has no post as social worker or supervisor here.", name=worker.name)
    if Conflict.objects.visible_to(by).filter(worker=worker, person=person, ended_at=None).exists():
        raise NotAllowed("%(name)s cannot be given this case: a relation to the person is declared.", name=worker.name)
    away = Absence.objects.visible_to(by).on(day).filter(worker=worker).first()  # type: ignore[attr-defined]
    if away is not None:
        raise NotAllowed("%(name)s is away until %(day)s.", name=worker.name, day=date_long(away.ends_on, page_language()))
    return worker.pk

"""How long a file is kept: its last event, the day it is over, and which files are over their time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure
from bashke.ground.law.rules import TIRANE
from bashke.person.bookings.models import Booking
from bashke.person.bookings.rules import Status as BookingStatus
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.conversations.models import Message
from bashke.person.conversations.rules import Status as MessageStatus
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Status as EnrolmentStatus
from bashke.person.incidents.models import Incident
from bashke.person.incidents.rules import Status as IncidentStatus
from bashke.person.people.models import Person, of_one
from bashke.person.protection.models import ProtectedFile
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Status as RequestStatus

from ..models import DataRequest, Erasure, Restriction
from ..rules import Erasing, Kind, Status, years_later
from .asked import restriction_of

# What is closed to the worker is hidden by the wall; a file that is partly hidden is erased by nobody (the guard asks again).
RUNS: tuple[tuple[Any, Q, str], ...] = (
    (Case, ~Q(status=CaseStatus.CLOSED), "closed_at"),
    (Request, Q(status=RequestStatus.RECEIVED), "answered_at"),
    (Enrolment, ~Q(status=EnrolmentStatus.ENDED), "ended_on"),
    (Booking, ~Q(status=BookingStatus.ENDED), "ended_at"),
    (Incident, ~Q(status=IncidentStatus.CLOSED), "closed_at"),
)
# She waits for an answer: nothing is erased before she has it. That she asked does not make the law keep her file longer.
WAITS: tuple[tuple[Any, Q], ...] = (
    (Message, Q(status=MessageStatus.WAITING)),
    (DataRequest, Q(status=Status.RECEIVED) & ~Q(kind=Kind.ERASURE)),
)


@dataclass(frozen=True)
class Kept:
    """The last event of a file and the first day on which it may be erased; None and None while something of it runs."""

    last_on: date | None
    over_on: date | None


def kept(actor: Actor, person: Person) -> Kept:
    """A fixed number of queries. A record without any file counts from the day it was written down."""
    last = person.created_at
    if ProtectedFile.objects.filter(of_one(person)).exists() or restriction_of(actor, person) is not None:
        return Kept(None, None)
    if any(model.objects.visible_to(actor).filter(of_one(person), waiting).exists() for model, waiting in WAITS):
        return Kept(None, None)
    for model, running, ended in RUNS:
        rows = model.objects.visible_to(actor).filter(of_one(person))
        if rows.filter(running).exists():
            return Kept(None, None)
        last = max(last, _moment(rows.aggregate(last=Max(ended))["last"], last))
    return Kept(localdate(last), over_from(last))


def over_from(last: datetime) -> date:
    """The first day after the time the law lets us keep it."""
    return years_later(localdate(last), _years("retention.file", last))


def over_their_time(actor: Actor, at: datetime) -> QuerySet[Person]:
    """People with a closed case and nothing that runs, whose last event is older than the law's period, and of whom nobody decided lately."""
    years = _years("retention.file", at), _years("retention.again", at)
    before, asked = (at.replace(year=at.year - back, day=min(at.day, 28)) for back in years)
    people = Person.objects.visible_to(actor).filter(same_as=None, created_at__lt=before)
    people = people.filter(Exists(Case.objects.filter(_of(), closed_at__lt=before)))
    for model, running, ended in RUNS:
        recent = Q(**{f"{ended}__gte": before.date() if ended == "ended_on" else before})
        people = people.filter(~Exists(model.objects.filter(_of(), running | recent)))
    for model, waiting in WAITS:
        people = people.filter(~Exists(model.objects.filter(_of(), waiting)))
    decided = Q(status__in=[Erasing.FOUND, Erasing.PROPOSED, Erasing.DONE]) | Q(status=Erasing.KEPT, decided_at__gte=asked)
    people = people.filter(~Exists(Erasure.objects.filter(decided, person=OuterRef("pk"))))
    people = people.filter(~Exists(Restriction.objects.filter(_of(), ended_at=None)))
    return people.filter(~Exists(ProtectedFile.objects.filter(_of()))).order_by("created_at", "pk")


def to_propose(actor: Actor) -> QuerySet[Erasure]:
    """What the night found; a supervisor looks at each."""
    return _erasures(actor).filter(status=Erasing.FOUND)


def to_sign(actor: Actor) -> QuerySet[Erasure]:
    """What was proposed and waits for the second person."""
    return _erasures(actor).filter(status=Erasing.PROPOSED)


def erased(actor: Actor, person: Person) -> Erasure | None:
    """When this file was erased, if it was."""
    return Erasure.objects.visible_to(actor).filter(of_one(person), status=Erasing.DONE).first()


def _erasures(actor: Actor) -> QuerySet[Erasure]:
    return Erasure.objects.visible_to(actor).select_related("person", "proposed_by", "ask").order_by("over_on", "pk")


def _of() -> Q:
    return Q(person=OuterRef("pk")) | Q(person__same_as=OuterRef("pk"))


def _moment(value: Any, otherwise: datetime) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=TIRANE) if value else otherwise


def _years(key: str, at: datetime) -> int:
    return figure(key, localdate(at)).value

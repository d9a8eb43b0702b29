"""A request with signs of violence, of a child in danger or of trafficking is closed to all but a team."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import terms
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.people.models import Person
from bashke.person.protection.actions import open_file
from bashke.person.protection.rules import Track, ordinary

from ..models import Request, Triage
from ..rules import Status
from .judging import set_urgency


@transaction.atomic
def protect_request(*, by: Actor, at: datetime, request: Request, track: Track, members: Collection[UUID]) -> Request:
    """From now on only the team knows that this request was made; the person's own page says no more than that it is answered."""
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    if request.file_id is not None:
        raise NotAllowed("This request is protected already.")
    request.file_id = open_file(by=by, at=at, track=track, members=members)
    request.save(update_fields=["file"])
    record(Verb.PROTECTED, request, person=request.person_id or request.pk, municipality=request.municipality_id, reason=track)
    return request


def follow_danger(by: Actor, file: UUID, worst: TriageClass, at: datetime) -> None:
    """A request of the file becomes as urgent as the danger that was found; less urgent it becomes only as any other does."""
    for request in Request.objects.visible_to(by).filter(file=file, status__in=[Status.RECEIVED, Status.REGISTERED]):
        if request.urgency is None or worst > TriageClass(request.urgency):
            last = Triage.objects.visible_to(by).filter(request=request).order_by("-at", "-pk").first()
            set_urgency(by=by, at=at, request=request, flags=last.flags if last else [], sets=last.sets if last else [], chosen=worst)


def leave_file(by: Actor, file: UUID) -> None:
    """The requests of a file are ordinary again. What was seen of a named team's signs stays in the file, and so does its track."""
    signs = [row.code for row in terms("red_flag") if "track" in row.extra]
    requests = list(Request.objects.visible_to(by).select_for_update(of=("self",)).filter(file=file))
    Triage.objects.visible_to(by).filter(request__in=requests, flags__overlap=signs).update(file=file)
    for request in requests:
        request.file, request.tracks = None, ordinary(request.tracks)
        request.save(update_fields=["file", "tracks"])


def move_to_file(*, by: Actor, request: Request, file: UUID) -> None:
    """A request of somebody whose protected file exists belongs to that file."""
    Request.objects.visible_to(by).filter(pk=request.pk).update(file=file)


@transaction.atomic
def move_all_to_file(*, by: Actor, person: Person, file: UUID) -> None:
    """Every ordinary request tied to the person goes with her case."""
    Request.objects.visible_to(by).filter(person=person, file=None).update(file=file)

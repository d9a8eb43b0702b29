"""A request with signs of violence, of a child in danger or of trafficking is closed to all but a team."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.protection.actions import open_file
from bashke.person.protection.rules import Track

from ..models import Request


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


def move_to_file(*, by: Actor, request: Request, file: UUID) -> None:
    """A request of somebody whose protected file exists belongs to that file."""
    Request.objects.visible_to(by).filter(pk=request.pk).update(file=file)


@transaction.atomic
def move_all_to_file(*, by: Actor, person: Person, file: UUID) -> None:
    """Every ordinary request tied to the person goes with her case."""
    Request.objects.visible_to(by).filter(person=person, file=None).update(file=file)

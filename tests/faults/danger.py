"""The danger of a protected file in the story: judged, its kind changed by two of the team, and a member who turns out to be related."""

from datetime import datetime
from uuid import UUID

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import terms
from bashke.person.casework import actions as casework
from bashke.person.people.models import Person
from bashke.person.protection import actions as protection
from bashke.person.protection.models import Member, Return, Step
from bashke.person.protection.rules import Danger, Track
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request


def judged(by: Actor, person: Person, request: UUID, colleague: UUID, at: datetime) -> Return:
    """A case; the questions answered, the first step done, who coordinates; a colleague joins, and somebody wishes it were of another kind."""
    file = casework.open_case(by=by, at=at, person=person, request=Request.objects.get(pk=request)).file_id
    assert file is not None
    signs = [row.code for row in terms("danger_sign") if row.extra["track"] == Track.CHILD]
    protection.assess_danger(by=by, at=at, file=file, danger=Danger(dict.fromkeys(signs, "no") | {signs[-1]: "yes"}))
    protection.finish_step(by=by, at=at, step=Step.objects.get(file=file, code="contact"))
    protection.coordinate(by=by, member=Member.objects.get(file=file, worker=by.worker, until=None))
    protection.add_member(by=by, at=at, file=file, worker=Worker.objects.get(pk=colleague))
    return protection.ask_way_back(by=by, at=at, file=file, track=Track.VIOLENCE, reason="It is her father.")


def agreed(by: Actor, wish: Return, person: UUID, at: datetime) -> None:
    """The second of the team agrees; then she is related to the person, and kept from what she was on the team of."""
    protection.answer_way_back(by=by, at=at, wish=wish, agree=True)
    related = Worker.objects.get(pk=by.worker)
    requests.declare_conflict(by=by, at=at, person=Person.objects.get(pk=person), worker=related, relation="family")


def wished_again(by: Actor, file: UUID, at: datetime) -> None:
    """A wish that waits for its second person."""
    protection.ask_way_back(by=by, at=at, file=file, track="", reason="She is safe and asks for it.")

"""What people of the demo ask about their data: Agim's correction waits for Drita, and Bujar has his copy. Three files are over their time,
and one of them waits for the signature of the data protection officer. All synthetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bashke.ground.access.rules import Actor
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.people.rules import signer
from bashke.person.rights import actions as rights
from bashke.person.rights.models import DataRequest, Erasure
from bashke.person.rights.rules import Kind

OVER = 13  # years; how long a file is kept is a figure of the law, and this is surely longer
LONG_AGO = (("Pashk", "Gjonaj"), ("Tone", "Kodra"), ("Zef", "Kolaj"))
WRONG = "Emri i gjyshit tim u shkrua si mbiemri im i dytë. Unë jam vetëm Agim Luka."
HERE = "Ja gjithçka që mbajmë për ju. Nëse diçka nuk është e saktë, na e thoni dhe e ndreqim."


def tell_data_requests(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """Both said it to Besa at the counter."""
    with acting("besa") as besa:
        _asked(besa, now - timedelta(days=26), "Agim", "0690000103", Kind.CORRECTION, WRONG)
        copy = _asked(besa, now - timedelta(days=9), "Bujar", "0690000107", Kind.COPY, "")
    with acting("drita") as drita:
        rights.give_copy(by=drita, at=now - timedelta(days=6), ask=copy, answer=HERE)


def tell_what_is_over(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """Files from long before this system, brought in closed."""
    with acting("besa") as besa:
        old = [_closed(besa, now - timedelta(days=365 * OVER - 40 * place), *name) for place, name in enumerate(LONG_AGO)]
    with acting("drita") as drita:
        rights.find_over(by=drita, at=now)
        rights.propose(by=drita, at=now - timedelta(days=1), erasure=Erasure.objects.visible_to(drita).get(person=old[0]))


def _closed(by: Actor, at: datetime, given: str, family: str) -> Person:
    """The case ran for half a year."""
    person = people.add_person(by=by, at=at - timedelta(days=182), given_name=given, family_name=family, synthetic=True)
    Case.objects.create(
        municipality_id=person.municipality_id, person=person, worker_id=signer(by), status=CaseStatus.CLOSED,
        next_step="none", opened_at=person.created_at, closed_at=at, synthetic=True,
    )  # fmt: skip
    return person


def _asked(by: Actor, at: datetime, given: str, phone: str, kind: Kind, words: str) -> DataRequest:
    person = Person.objects.visible_to(by).get(given_name=given, phone=phone)
    return rights.ask(by=by, at=at, person=person, kind=kind, words=words)

"""What people of the demo ask about their data: Agim's correction waits for Drita, and Bujar has his copy. All synthetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bashke.ground.access.rules import Actor
from bashke.person.people.models import Person
from bashke.person.rights import actions as rights
from bashke.person.rights.models import DataRequest
from bashke.person.rights.rules import Kind

WRONG = "Emri i gjyshit tim u shkrua si mbiemri im i dytë. Unë jam vetëm Agim Luka."
HERE = "Ja gjithçka që mbajmë për ju. Nëse diçka nuk është e saktë, na e thoni dhe e ndreqim."


def tell_data_requests(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """Both said it to Besa at the counter."""
    with acting("besa") as besa:
        _asked(besa, now - timedelta(days=26), "Agim", "0690000103", Kind.CORRECTION, WRONG)
        copy = _asked(besa, now - timedelta(days=9), "Bujar", "0690000107", Kind.COPY, "")
    with acting("drita") as drita:
        rights.give_copy(by=drita, at=now - timedelta(days=6), ask=copy, answer=HERE)


def _asked(by: Actor, at: datetime, given: str, phone: str, kind: Kind, words: str) -> DataRequest:
    person = Person.objects.visible_to(by).get(given_name=given, phone=phone)
    return rights.ask(by=by, at=at, person=person, kind=kind, words=words)

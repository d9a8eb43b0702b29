"""Appointments, a message and a wish of the demo: what a worker finds in her day and a person on her page. All synthetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from bashke.ground.access.rules import Actor
from bashke.person.casework import actions as casework
from bashke.person.casework.actions import Appointment
from bashke.person.casework.models import Case, Visit
from bashke.person.casework.rules import VisitKind, VisitStatus
from bashke.person.conversations import actions as conversations
from bashke.person.people import actions as people
from bashke.person.people.rules import Reach
from bashke.person.requests.models import Request

from .guests import GUESTS

MET = "Ishin të tre në shtëpi. Djali u afrua dhe tregoi vizatimet. Gjyshja ndihmon paraditeve."
NEWS = "Përshëndetje, Mirela. Qendra ditore e ka marrë kërkesën tonë. Vij te ju siç e lamë dhe flasim për ditën e parë."
WEEKDAYS = range(1, 6)  # Monday 1 …
SATURDAY = 5


def tell_meetings(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """Besa's: Mirela whom she met and meets again, Agim who was to come and nobody wrote down whether he did."""
    with acting("besa") as besa:
        mirela, agim = _case("mirela"), _case("agim")
        met = _meet(besa, mirela, now - timedelta(days=16), _at_ten(now, -12), VisitKind.HOME, "Si shkon dita e djalit")
        casework.record_visit(by=besa, at=met.at + timedelta(hours=2), visit=met, outcome=VisitStatus.HELD, notes=MET)
        _meet(besa, agim, now - timedelta(days=6), _at_ten(now, -1), VisitKind.OFFICE, "Letra për vëllain")
        _meet(besa, mirela, now - timedelta(hours=3), _at_ten(now, 1), VisitKind.HOME, "Dita e parë në qendër")
        people.set_wish(
            by=besa, at=met.at, person=mirela.person, reach=Reach.CALL, days=WEEKDAYS, since=9, until=14,
            never_with_others=True, notices=True, spoken="sq", interpreter=False, words="Pasdite punoj, mos më telefononi në punë.",
        )  # fmt: skip
        conversations.answer(
            by=besa,
            at=now - timedelta(hours=3),
            request=_request("mirela"),
            asker=False,
            words=NEWS,
            key=uuid5(NAMESPACE_URL, "news/mirela"),
        )


def _meet(by: Actor, case: Case, at: datetime, to: datetime, kind: VisitKind, purpose: str) -> Visit:
    return casework.make_visit(by=by, at=at, case=case, wanted=Appointment(kind, to, purpose=purpose))


def _at_ten(now: datetime, days: int) -> datetime:
    """Ten o'clock so many days from now; what would fall on a weekend moves on in the same direction."""
    day, step = now.date() + timedelta(days=days), timedelta(days=1 if days > 0 else -1)
    while day.weekday() >= SATURDAY:
        day += step
    return datetime.combine(day, time(10), tzinfo=now.tzinfo)


def _request(key: str) -> Request:
    return Request.objects.get(key=GUESTS[key].press)


def _case(key: str) -> Case:
    return Case.objects.select_related("person").get(person__requests=_request(key))

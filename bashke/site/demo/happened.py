"""Incidents of the demo: one nobody has looked at yet, and one said against staff that the supervisor follows. All synthetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bashke.ground.access.rules import Actor
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Status
from bashke.person.incidents import actions as incidents
from bashke.person.incidents.models import Incident

STAIRS = "Ra nga shkallët e oborrit dhe goditi gjurin. Shkalla e fundit është e thyer."
MEETING = "Fola me prindin dhe me drejtuesin. Të mërkurën takohemi të gjithë."
HELD = "Gjatë lojës një punonjës e mbajti me forcë nga krahët disa minuta. E tha një prind."


def tell_incidents(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """In Ilir's services, of people of Shkodër who come there."""
    with acting("ilir") as ilir:
        rows = Enrolment.objects.visible_to(ilir).filter(
            status=Status.ENROLLED, municipality="AL154", enrolled_on__lt=now.date() - timedelta(days=3)
        )
        inside = list(rows.select_related("service").order_by("person_name", "pk")[:2])
        first, second = inside[0], inside[-1]  # a small country has one only
        _report(ilir, now - timedelta(hours=2), first, "injury", STAIRS, "Iu vu akull, u thirr familja dhe shkalla u mbyll.", hurt=True)
        held = _report(
            ilir, now - timedelta(days=2), second, "restraint", HELD, "Punonjësi u largua nga grupi; u njoftua familja.", hurt=False
        )
    with acting("drita") as drita:
        incidents.see(by=drita, at=now - timedelta(days=2) + timedelta(hours=1), incident=held)
        incidents.add_step(by=drita, at=now - timedelta(days=1), incident=held, words=MEETING)


def _report(by: Actor, at: datetime, enrolment: Enrolment, kind: str, what: str, done: str, *, hurt: bool) -> Incident:
    """Recorded an hour after it happened."""
    people = [enrolment.pk]
    [incident] = incidents.report(
        by=by, at=at, service=enrolment.service, kind=kind, happened_at=at - timedelta(hours=1), people=people, hurt=people if hurt else [],
        what=what, done=done, event=uuid5(NAMESPACE_URL, f"incident/{kind}"),
    )  # fmt: skip
    return incident

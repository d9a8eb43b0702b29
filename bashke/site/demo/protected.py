"""A protected file in Shkodër, made by the cast through the real actions. All synthetic.

Violeta Lleshi asked from a neighbour's telephone and says that there is violence at home. Besa and Arta are her team; the safe contact is kept,
and Drita broke the glass yesterday, which the team and Lule, the data protection officer, see.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.protection import actions as protection
from bashke.person.protection.rules import SafeContact, Track
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Channel, ForWhom

from .cast import SHKODER

Acting = Callable[[str], AbstractContextManager[Actor]]
GIVEN, FAMILY = "Violeta", "Lleshi"
PHONE = "0690000191"  # no message ever goes there
CALLED = "Policia pyet ku ndodhet sonte dhe nëse është me fëmijët."


def tell_protected(acting: Acting, now: datetime) -> None:
    """Asked, protected, registered; a safe contact; and one emergency opening."""
    asked = now - timedelta(days=2)
    with acting("besa") as besa:
        arta = Worker.objects.get(username="arta").pk
        request = requests.ask(
            by=besa, at=asked, municipality=SHKODER, channel=Channel.PHONE, for_whom=ForWhom.SELF, given_name=GIVEN, family_name=FAMILY,
            birth_date=date(1988, 11, 2), phone=PHONE, domains=["safety", "housing"],
            words="Po telefonoj nga fqinja. Mbrëmë nuk më la të hyja në shtëpi.",
            key=uuid5(NAMESPACE_URL, "protected/violeta"), synthetic=True,
        ).request  # fmt: skip
        requests.set_urgency(by=besa, at=asked, request=request, flags=["violence_recent"])
        requests.protect_request(
            by=besa, at=asked, request=request, track=Track.VIOLENCE, members=[*([besa.worker] if besa.worker else []), arta]
        )
    with acting("besa") as besa:
        person = people.add_person(
            by=besa, at=asked, given_name=GIVEN, family_name=FAMILY, birth_date=date(1988, 11, 2), phone=PHONE, synthetic=True
        )
        case = casework.open_case(by=besa, at=asked, person=person, request=Request.objects.visible_to(besa).get(pk=request.pk))
        _safe(besa, now, case)
    with acting("drita") as drita:
        found = Person.objects.visible_to(drita).get(pk=person.pk)
        protection.open_in_emergency(by=drita, at=now, person=found, reason=CALLED)


def _safe(besa: Actor, now: datetime, case: Case) -> None:
    if case.file_id is not None:
        contact = SafeContact(
            address="Te motra, Rruga e Maleve 3", phone="0692000399", times="Pas orës 17", words="Thuaj se telefonon shkolla."
        )
        protection.write_safe_contact(by=besa, at=now, file=case.file_id, contact=contact)

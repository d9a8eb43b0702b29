"""Three protected files in Shkodër, made by the cast through the real actions. All synthetic.

Violeta Lleshi asked from a neighbour's telephone and says that there is violence at home. Besa and Arta are her team; the danger was judged, an order
asked of the court, the safe contact is kept, and Drita broke the glass yesterday, which the team and Lule, the data protection officer, see.
A school told of Eno, a child in danger; the police told of Mira, who may be a victim of trafficking.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import terms
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.protection import actions as protection
from bashke.person.protection.models import Step
from bashke.person.protection.rules import Answer, Danger, SafeContact, Track
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Channel, ForWhom

from .cast import SHKODER

Acting = Callable[[str], AbstractContextManager[Actor]]
CALLED = "Policia pyet ku ndodhet sonte dhe nëse është me fëmijët."


@dataclass(frozen=True)
class Hidden:
    """Somebody in a protected file: how it was told, which sign was seen and what was found of the danger."""

    key: str
    given_name: str
    family_name: str
    birth_date: date
    track: Track
    flag: str
    domains: tuple[str, ...]
    words: str
    days: int
    channel: Channel = Channel.PHONE
    asker: tuple[str, str, str] = ("", "", "")  # name, relation and office of who told
    phone: str = ""  # no message ever goes there
    yes: tuple[str, ...] = ()
    found: str = ""


VIOLETA = Hidden(
    "violeta", "Violeta", "Lleshi", date(1988, 11, 2), Track.VIOLENCE, "violence_recent", ("safety", "housing"),
    "Po telefonoj nga fqinja. Mbrëmë nuk më la të hyja në shtëpi.", 2, phone="0690000191",
    yes=("kill_threat", "growing", "leaving"), found="Motra i hap derën në çdo orë. Fëmijët flenë me të.",
)  # fmt: skip
ENO = Hidden(
    "eno", "Eno", "Preni", date(2016, 4, 19), Track.CHILD, "child_on_the_street", ("child_wellbeing", "education"),
    "Prej tri javësh nuk vjen në shkollë. E kemi parë të shesë çamçakëz te kryqëzimi.", 6, Channel.OFFICE,
    ("Edlira Toma", "mësuese", "Shkolla 9-vjeçare nr. 2"), yes=("neglect", "child_work"), found="Gjyshja pranon të na takojë.",
)  # fmt: skip
MIRA = Hidden(
    "mira", "Mira", "Doda", date(2004, 9, 8), Track.TRAFFICKING, "papers_kept", ("safety", "documents"),
    "U gjet pa dokumente në një lokal. Thotë se ia mban pronari.", 1, Channel.OFFICE, ("Komisariati Shkodër", "polic", "Policia e Shtetit"),
)  # fmt: skip


def tell_protected(acting: Acting, now: datetime) -> None:
    """Asked, protected, registered; the danger judged and the first steps done; a safe contact; and one emergency opening."""
    with acting("besa"):
        arta = Worker.objects.get(username="arta").pk
    for one in (VIOLETA, ENO, MIRA):
        _hide(acting, now, one, [arta])
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get(person__given_name=VIOLETA.given_name, file__track=VIOLETA.track)
        _safe(besa, now, case)
        violeta = case.person_id
    with acting("drita") as drita:
        found = Person.objects.visible_to(drita).get(pk=violeta)
        protection.open_in_emergency(by=drita, at=now, person=found, reason=CALLED)


def _hide(acting: Acting, now: datetime, one: Hidden, team: Collection[UUID]) -> None:
    """One file, from the first word to what is known of the danger today."""
    asked = now - timedelta(days=one.days)
    name, relation, office = one.asker
    with acting("besa") as besa:
        request = requests.ask(
            by=besa, at=asked, municipality=SHKODER, channel=one.channel, for_whom=ForWhom.OTHER if name else ForWhom.SELF,
            given_name=one.given_name, family_name=one.family_name, birth_date=one.birth_date, phone=one.phone, domains=one.domains,
            words=one.words, asker_name=name, asker_relation=relation, asker_office=office, without_permission=one.flag if name else "",
            key=uuid5(NAMESPACE_URL, f"protected/{one.key}"), synthetic=True,
        ).request  # fmt: skip
        requests.set_urgency(by=besa, at=asked, request=request, flags=[one.flag])
        members = [*([besa.worker] if besa.worker else []), *team]
        requests.protect_request(by=besa, at=asked, request=request, track=one.track, members=members)
    with acting("besa") as besa:
        person = people.add_person(
            by=besa,
            at=asked,
            given_name=one.given_name,
            family_name=one.family_name,
            birth_date=one.birth_date,
            phone=one.phone,
            synthetic=True,
        )
        case = casework.open_case(by=besa, at=asked, person=person, request=Request.objects.visible_to(besa).get(pk=request.pk))
        if one.yes and case.file_id is not None:
            for step in Step.objects.visible_to(besa).filter(file=case.file_id, code="contact"):
                protection.finish_step(by=besa, at=asked + timedelta(hours=5), step=step)
            protection.assess_danger(by=besa, at=asked + timedelta(hours=6), file=case.file_id, danger=_danger(one, now))


def _danger(one: Hidden, now: datetime) -> Danger:
    asked = [row.code for row in terms("danger_sign") if row.extra["track"] == one.track]
    answers = {code: Answer.YES if code in one.yes else Answer.UNKNOWN for code in asked}
    if one.track is Track.VIOLENCE:
        day = (now - timedelta(days=one.days)).date().isoformat()
        return Danger(answers, "immediate", day, Answer.NO, one.found)
    return Danger(answers, words=one.found)


def _safe(besa: Actor, now: datetime, case: Case) -> None:
    if case.file_id is not None:
        contact = SafeContact(
            address="Te motra, Rruga e Maleve 3", phone="0692000399", times="Pas orës 17", words="Thuaj se telefonon shkolla."
        )
        protection.write_safe_contact(by=besa, at=now, file=case.file_id, contact=contact)

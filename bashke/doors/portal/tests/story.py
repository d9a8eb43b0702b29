"""Ana's way, step by step, as the portal's tests and pictures need it. `acting` enters somebody's context."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Need
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, AssessmentKind, GoalDraft, Place
from bashke.person.delivery import actions as delivery
from bashke.person.delivery.models import Enrolment
from bashke.person.people import actions as people
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.requests import actions as requests
from bashke.person.requests.actions.asking import Asked
from bashke.person.requests.models import Request

Acting = Callable[..., AbstractContextManager[Actor]]
SHKODER, KORCE = "AL154", "AL343"
DAY, COUNSEL, RIGHTS = "Day centre for children", "Family counselling", "Rights office"
LADDER = ("housing", "income", "food", "health", "disability_support", "safety", "child_wellbeing", "education", "work", "documents",
          "social_ties", "participation")  # fmt: skip


@dataclass
class Way:
    """Where Ana's way has led so far. `code` opens what the last step gave her."""

    asked: Asked
    code: str
    case: Case | None = None
    needs: dict[str, Need] | None = None


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def asks(acting: Acting, at: datetime | None = None, **changes: Any) -> Way:
    """Somebody fills in the public form."""
    answers: dict[str, Any] = {
        "municipality": SHKODER, "channel": "web", "for_whom": "self", "domains": ["child_wellbeing", "income"], "given_name": "Ana",
        "family_name": "Marku", "words": "Djali im ka nevojë për terapi dhe nuk dal dot me paratë.", "phone": "+355692000101",
        "key": uuid4(), "synthetic": True, **changes,
    }  # fmt: skip
    with acting(None) as nobody:
        asked = requests.ask(by=nobody, at=at or timezone.now(), **answers)
    return Way(asked, asked.code)


def is_registered(acting: Acting, way: Way, at: datetime) -> Way:
    """Besa makes a person and a case of it, and hands over a code for the whole file."""
    with acting("besa") as besa:
        person = people.add_person(
            by=besa, at=at, given_name="Ana", family_name="Marku", birth_date=date(1991, 5, 4), phone="+355692000101", synthetic=True
        )
        request = Request.objects.get(pk=way.asked.request.pk)
        way.case = casework.open_case(by=besa, at=at, person=person, request=request)
        way.code = requests.issue_code(by=besa, at=at, request=request, whole_file=True)
    return way


def is_assessed(acting: Acting, way: Way, at: datetime, **low: int) -> Way:
    assert way.case is not None
    ladder = dict.fromkeys(LADDER, 4) | (low or {"child_wellbeing": 2, "income": 1, "documents": 2})
    with acting("besa") as besa:
        casework.assess(
            by=besa, at=at, case=way.case, kind=AssessmentKind.FULL, place=Place.HOME, ladder=ladder, wishes="Që djali të flasë."
        )
        way.needs = {need.domain: need for need in Need.objects.filter(case=way.case)}
    return way


def has_a_plan(acting: Acting, way: Way, at: datetime) -> Way:
    assert way.case is not None and way.needs is not None
    soon = timezone.localdate() + timedelta(days=30)
    goals = [
        GoalDraft(
            need,
            "Djali shkon në qendrën ditore" if domain == "child_wellbeing" else "Ana merr atë që i takon",
            need.rung + 2,
            [
                ActionDraft("Referim te qendra ditore", ActionOwner.WORKER, "Besa Gjoka", soon),
                ActionDraft("Sjell kartelën e djalit", ActionOwner.PERSON, "Ana Marku", soon + timedelta(days=7)),
            ],
        )
        for domain, need in way.needs.items()
    ]
    with acting("besa") as besa:
        plan = casework.write_plan(by=besa, at=at, case=way.case, own_words="Dua që djali im të flasë me shokët.", goals=goals)
        casework.agree_plan(by=besa, at=at, plan=plan, how=Agreement.SIGNED, own_words="Dua që djali im të flasë me shokët.")
    return way


def is_sent(acting: Acting, way: Way, at: datetime, domain: str = "child_wellbeing", to: str = DAY) -> Referral:
    assert way.needs is not None
    with acting("besa") as besa:
        return referrals.send(by=besa, at=at, need=way.needs[domain], service=Service.objects.get(name_en=to), purpose="Terapi të folurit.")


def is_taken(acting: Acting, referral: Referral, at: datetime, sessions: int = 2) -> None:
    """Ilir accepts and enrols her; she comes to every session but the last."""
    with acting("ilir") as ilir:
        referrals.accept(by=ilir, at=at, referral=referral)
        enrolment = delivery.enrol(by=ilir, at=at, enrolment=Enrolment.objects.get(referral=referral), on=timezone.localdate(at))
        for number in range(sessions):
            came, missed = ([enrolment], []) if number < sessions - 1 or sessions == 1 else ([], [enrolment])
            held = at + timedelta(days=number)
            delivery.record_session(
                by=ilir, at=held, service=enrolment.service, held_on=timezone.localdate(held), minutes=60, topic="Të folurit", present=came,
                absent=missed, key=uuid4(),
            )  # fmt: skip


def is_declined(acting: Acting, referral: Referral, at: datetime, reason: str = "no_place") -> None:
    with acting("luan") as luan:
        referrals.decline(by=luan, at=at, referral=referral, reason=reason, words="Na vjen keq, lista është plot.")


def is_refused(acting: Acting, way: Way, at: datetime, reason: str = "not_eligible") -> Way:
    with acting("besa") as besa:
        request = Request.objects.get(pk=way.asked.request.pk)
        requests.refuse(by=besa, at=at, request=request, reason=reason, words="Të ardhurat e familjes janë mbi kufirin që cakton ligji.")
    return way


def whole_way(acting: Acting, at: datetime | None = None) -> Way:
    """From asking to a running service, with one need declined and one still open."""
    start = at or ago(20)
    way = asks(acting, at=start)
    is_registered(acting, way, start + timedelta(days=1))
    is_assessed(acting, way, start + timedelta(days=3))
    has_a_plan(acting, way, start + timedelta(days=5))
    is_taken(acting, is_sent(acting, way, start + timedelta(days=6)), start + timedelta(days=8))
    is_declined(acting, is_sent(acting, way, start + timedelta(days=6), "documents", RIGHTS), start + timedelta(days=9))
    is_sent(acting, way, start + timedelta(days=7), "income", RIGHTS)
    return way

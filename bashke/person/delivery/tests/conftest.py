"""Ana was referred to Ilir's day centre, and Ilir accepted: she stands on the waiting list. Ben too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bashke.ground.directory.models import Service
from bashke.ground.law.queries import terms
from bashke.person.casework.actions import assess, open_case
from bashke.person.casework.rules import AssessmentKind, Place
from bashke.person.delivery.models import Enrolment
from bashke.person.people.actions import add_person
from bashke.person.referrals.actions import accept, send

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def centre(acting: Callable[..., Any]) -> Service:
    """The day centre for children, with 12 places."""
    with acting(None):
        return Service.objects.get(name_en="Day centre for children")


@pytest.fixture
def refer(acting: Callable[..., Any], centre: Service) -> Callable[..., SimpleNamespace]:
    """A person from the first word to the waiting list of the day centre."""

    def through(given_name: str, family_name: str = "Marku", accepted: bool = True) -> SimpleNamespace:
        with acting("besa") as besa:
            person = add_person(
                by=besa,
                at=MONDAY,
                given_name=given_name,
                family_name=family_name,
                birth_date=date(2018, 6, 1),
                phone="0692000099",
                synthetic=True,
            )
            case = open_case(by=besa, at=MONDAY, person=person)
            ladder = {row.code: 2 if row.code == "child_wellbeing" else 4 for row in terms("domain")}
            assess(by=besa, at=MONDAY, case=case, kind=AssessmentKind.INITIAL, place=Place.HOME, ladder=ladder)
            need = case.needs.get()
            referral = send(by=besa, at=MONDAY, need=need, service=centre, purpose="Three days a week.")
        enrolment = None
        if accepted:
            with acting("ilir") as ilir:
                accept(by=ilir, at=MONDAY, referral=referral)
                enrolment = Enrolment.objects.get(referral=referral)
        return SimpleNamespace(person=person, case=case, need=need, referral=referral, enrolment=enrolment)

    return through


@pytest.fixture
def ana(refer: Callable[..., SimpleNamespace]) -> SimpleNamespace:
    return refer("Ana")


@pytest.fixture
def ben(refer: Callable[..., SimpleNamespace]) -> SimpleNamespace:
    return refer("Ben", "Deda")

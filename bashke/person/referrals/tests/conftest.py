"""Ana in Shkodër, with two needs on the ledger: found by Besa, not referred yet."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bashke.ground.directory.models import Service
from bashke.ground.law.queries import terms
from bashke.person.casework.actions import assess, open_case
from bashke.person.casework.rules import AssessmentKind, Place
from bashke.person.people.actions import add_person
from bashke.person.referrals.actions import send

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOW = {"child_wellbeing": 2, "food": 1}


@pytest.fixture
def ana(acting: Callable[..., Any]) -> SimpleNamespace:
    """Ana, her case, and her needs by domain."""
    with acting("besa") as besa:
        person = add_person(
            by=besa, at=MONDAY, given_name="Ana", family_name="Marku", birth_date=date(2018, 6, 1), phone="0692000099", synthetic=True
        )
        case = open_case(by=besa, at=MONDAY, person=person)
        ladder = {row.code: LOW.get(row.code, 4) for row in terms("domain")}
        assess(by=besa, at=MONDAY, case=case, kind=AssessmentKind.INITIAL, place=Place.HOME, ladder=ladder)
        needs = {need.domain: need for need in case.needs.all()}
    return SimpleNamespace(person=person, case=case, needs=needs)


@pytest.fixture
def services(acting: Callable[..., Any], cast: SimpleNamespace) -> dict[str, Service]:
    """The services of the cast by their English name."""
    with acting(None):
        return {service.name_en: service for service in Service.objects.all()}


@pytest.fixture
def sent(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> Any:
    """Ana's need referred to Ilir's day centre on a Monday morning."""
    with acting("besa") as besa:
        return send(
            by=besa, at=MONDAY, need=ana.needs["child_wellbeing"], service=services["Day centre for children"], purpose="Three days a week."
        )

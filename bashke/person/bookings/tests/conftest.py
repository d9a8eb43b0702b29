"""Ana needs a bed tonight; Luan has three, and nobody may know where."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from bashke.ground.directory.models import Service
from bashke.person.bookings import actions
from bashke.person.bookings.models import Booking
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person
from bashke.person.people.rules import Sex

TONIGHT = datetime(2026, 3, 2, 21, tzinfo=UTC)


@pytest.fixture
def shelter(acting: Callable[..., Any]) -> Service:
    """Three places, counted."""
    with acting(None):
        return Service.objects.get(name_en="72-hour emergency shelter")


@pytest.fixture
def ana(acting: Callable[..., Any]) -> Person:
    """Without a number: nobody asks for papers at night."""
    with acting("besa") as besa:
        return add_person(
            by=besa, at=TONIGHT, given_name="Ana", family_name="Marku", birth_date=date(1991, 5, 4), sex=Sex.FEMALE, synthetic=True
        )  # fmt: skip


@pytest.fixture
def booked(acting: Callable[..., Any], shelter: Service, ana: Person) -> Booking:
    with acting("besa") as besa:
        return actions.book(by=besa, at=TONIGHT, service=shelter, person=ana, key=uuid4(), note="Comes by taxi.", share_name=True)

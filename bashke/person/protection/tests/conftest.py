"""Ana's request with signs of violence, and her ordinary case; who is on the team is said by each test."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from bashke.person.people.actions import add_person
from bashke.person.people.models import Person
from bashke.person.requests.actions import ask
from bashke.person.requests.actions.asking import Asked

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
Acting = Callable[..., Any]


@pytest.fixture
def asked(acting: Acting, cast: SimpleNamespace) -> Asked:
    """Ana asks over the web and says what happens at home."""
    with acting(None) as nobody:
        return ask(
            by=nobody, at=MONDAY, municipality=cast.shkoder, channel="web", for_whom="self", domains=["safety"], words="Më kërcënon.",
            given_name="Ana", family_name="Marku", birth_date=date(1991, 5, 4), phone="0692000101", key=uuid4(), synthetic=True,
        )  # fmt: skip


@pytest.fixture
def ana(acting: Acting) -> Person:
    """Ana as the register knows her."""
    with acting("besa") as besa:
        return add_person(
            by=besa, at=MONDAY, given_name="Ana", family_name="Marku", birth_date=date(1991, 5, 4), phone="0692000101", synthetic=True
        )  # fmt: skip

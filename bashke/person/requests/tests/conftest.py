"""Ana asks for help from her phone on a Monday morning; everything else follows from that."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from bashke.ground.law.rules import TIRANE
from bashke.person.people.actions import add_person
from bashke.person.requests.actions import Asked, ask, register

MONDAY = datetime(2026, 11, 16, 10, tzinfo=TIRANE)
PHONE = "069 20 00 101"


@pytest.fixture
def asks(cast: Any) -> Callable[..., Asked]:
    """Ask as somebody, for Ana unless told otherwise."""

    def for_ana(by: Any, at: datetime = MONDAY, **changes: Any) -> Asked:
        said = {
            "municipality": cast.shkoder, "channel": "web", "for_whom": "self", "domains": ["housing", "food"], "words": "Na pikon çatia.",
            "given_name": "Ana", "family_name": "Marku", "birth_date": date(1991, 5, 4), "phone": PHONE, "key": uuid4(), "synthetic": True,
        } | changes  # fmt: skip
        return ask(by=by, at=at, **said)

    return for_ana


@pytest.fixture
def anas(acting: Any, asks: Callable[..., Asked]) -> Asked:
    """Ana's request and its code, sent in by the public."""
    with acting(None) as public:
        return asks(public)


@pytest.fixture
def registered(acting: Any, anas: Asked) -> Asked:
    """Ana's request, tied to her by Besa."""
    with acting("besa") as besa:
        person = add_person(by=besa, at=MONDAY, given_name="Ana", family_name="Marku", phone=PHONE)
        anas.request.refresh_from_db()
        return Asked(register(by=besa, at=MONDAY, request=anas.request, person=person), anas.code)

"""Ana and Ben are in Ilir's day centre."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from bashke.ground.directory.models import Service
from bashke.person.delivery.actions import enrol
from bashke.person.delivery.tests.conftest import MONDAY, ana, ben, centre, refer
from bashke.person.incidents import actions
from bashke.person.incidents.models import Incident

__all__ = ["ana", "ben", "centre", "refer"]
NOON = MONDAY + timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.fixture
def inside(ana: SimpleNamespace, ben: SimpleNamespace, acting: Callable[..., Any]) -> SimpleNamespace:
    with acting("ilir") as ilir:
        for one in (ana, ben):
            enrol(by=ilir, at=MONDAY, enrolment=one.enrolment, on=MONDAY.date())
    return SimpleNamespace(ana=ana, ben=ben, both=[ana.enrolment.pk, ben.enrolment.pk])


@pytest.fixture
def happened(acting: Callable[..., Any], centre: Service, inside: SimpleNamespace) -> Callable[..., list[Incident]]:
    """`happened("injury")`: Ana fell and is hurt, Ben saw it; recorded an hour later."""

    def told(kind: str = "injury", **changes: Any) -> list[Incident]:
        with acting("ilir") as ilir:
            given: dict[str, Any] = {
                "service": centre, "kind": kind, "happened_at": NOON - HOUR, "people": inside.both, "hurt": [inside.ana.enrolment.pk],
                "what": "A fall on the stairs.", "done": "Ice, and her mother was called.", "event": UUID(int=7),
            }  # fmt: skip
            return actions.report(by=ilir, at=NOON, **given | changes)

    return told


@pytest.fixture
def press() -> UUID:
    return uuid4()

"""A field that a program may not write does not change: each door of a provider with every column of the tables it writes sent along.

The pages are tried in the same way in `tests/faults/test_writes.py`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.law.queries import terms
from bashke.person.casework.models import Need
from bashke.person.delivery.actions import enrol
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.referrals.actions import accept, send
from bashke.person.referrals.models import Referral

from .conftest import Program

Of = Callable[[str], Program]
FORGED_ID = str(UUID(int=7))
UNKNOWN = {"is_staff": True, "role": "provider_manager", "by": FORGED_ID, "actor": FORGED_ID, "at": "2001-01-01", "pk": FORGED_ID}
DOORS = ("accept", "decline", "enrol", "sessions")
WRITTEN: dict[str, tuple[type[Model], ...]] = {
    "accept": (Referral, Enrolment, Need), "decline": (Referral, Need), "enrol": (Enrolment, Referral), "sessions": (Session, Attendance),
}  # fmt: skip


def columns(models: tuple[type[Model], ...]) -> dict[str, Any]:
    """Every column of these tables, each with a value that nobody gave."""
    found: dict[str, Any] = dict(UNKNOWN)
    for model in models:
        for column in model._meta.concrete_fields:
            found |= {column.name: FORGED_ID, column.attname: FORGED_ID}
    return found


@pytest.fixture
def doors(lule: SimpleNamespace, acting: Any, cast: SimpleNamespace) -> Callable[[str], tuple[str, dict[str, Any]]]:
    """The address and a body that a provider's program may send there, in the state that the door asks for."""

    def door(name: str) -> tuple[str, dict[str, Any]]:
        with acting("besa") as by:
            service = Service.objects.get(pk=cast.services["Day centre for children"])
            sent = send(by=by, at=timezone.now(), need=lule.needs["child_wellbeing"], service=service, purpose="Three days.")
        if name == "accept":
            return f"referrals/{sent.pk}/accept", {"words": "Come on Monday."}
        if name == "decline":
            return f"referrals/{sent.pk}/decline", {"reason": terms("decline_reason")[0].code, "words": "We are closed for repairs."}
        with acting("ilir") as by:
            accept(by=by, at=timezone.now(), referral=Referral.objects.visible_to(by).get(pk=sent.pk))
            waits = Enrolment.objects.visible_to(by).get(referral=sent.pk)
            if name == "enrol":
                return f"enrolments/{waits.pk}/enrol", {"on": date.today().isoformat()}
            enrol(by=by, at=timezone.now(), enrolment=waits, on=date.today())
        return f"services/{service.pk}/sessions", {"held_on": date.today().isoformat(), "minutes": 60, "present": [str(waits.pk)]}

    return door


def rows(acting: Any, models: tuple[type[Model], ...]) -> list[tuple[Any, ...]]:
    """All that the provider and the municipality can read of these tables; sessions are the provider's alone."""
    found: list[tuple[Any, ...]] = []
    for who in ("ilir",) if Session in models else ("ilir", "besa"):
        with acting(who):
            found += [row for model in models for row in model._default_manager.order_by("pk").values_list()]
    return found


@pytest.mark.parametrize("name", DOORS)
def test_a_provider_writes_nothing_but_the_fields_of_the_door(name: str, program: Of, doors: Any, acting: Any) -> None:
    path, body = doors(name)
    ilir, before = program("ilir"), rows(acting, WRITTEN[name])
    known = _fields(name)
    assert set(body) <= known
    for field, value in columns(WRITTEN[name]).items():
        if field in known:
            continue
        answer = ilir.post(path, body | {field: value})
        assert answer.status_code == 422, (field, answer.content)
        assert {"name": field, "says": "There is no such field."} in answer.json()["fields"]
    assert rows(acting, WRITTEN[name]) == before
    assert ilir.post(path, body).status_code in {200, 201}, "and without them the door opens"
    assert rows(acting, WRITTEN[name]) != before


def _fields(name: str) -> set[str]:
    """What the door takes, as its description says."""
    schema = Client().get("/api/openapi.json").json()
    path = next(path for path in schema["paths"] if path.endswith(f"/{name}") and "post" in schema["paths"][path])
    body = schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return set(schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"])


def test_no_door_takes_a_field_it_does_not_name(db: None) -> None:
    """Every body of the description, workers' and providers', with all that lies in it, is closed."""
    schema = Client().get("/api/openapi.json").json()
    open_ones = {name for path, name in _bodies(schema) if schema["components"]["schemas"][name].get("additionalProperties") is not False}
    assert len(list(_bodies(schema))) > 15
    assert open_ones == set()


def _bodies(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, methods in schema["paths"].items():
        body = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        waiting = [body]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                if "$ref" in part:
                    name = part["$ref"].rpartition("/")[2]
                    if schema["components"]["schemas"][name].get("type") == "object":
                        yield path, name
                    waiting += list(schema["components"]["schemas"][name].get("properties", {}).values())
                waiting += [inner for inner in part.values() if isinstance(inner, dict | list)]
            elif isinstance(part, list):
                waiting += part

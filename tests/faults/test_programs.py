"""The door for programs on real connections: the same key from eleven at once, what the description promises, and the database away."""

import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from bashke.site.wsgi import application

from .browsers import at_once, program_of
from .clones import Clone, django_on

PRESSES, EXAMPLES = 11, 10
ASKS = {"channel": "counter", "given_name": "Zef", "family_name": "Lleshi", "domains": ["housing"], "phone": "0692000111"}


@pytest.fixture(scope="module")
def programs(clone: Clone, cast: SimpleNamespace) -> dict[str, Client]:
    with django_on(clone):
        return {name: program_of(getattr(cast, name)) for name in ("besa", "luan")}


def sends(program: Client, key: object, body: dict[str, Any]) -> Any:
    return program.post("/api/requests", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": str(key)})


def count(clone: Clone) -> int:
    with clone.superuser() as oracle:
        row = oracle.execute("SELECT count(*) FROM requests_request WHERE family_name = 'Lleshi'").fetchone()
    assert row is not None
    return int(row[0])


def test_the_same_key_from_eleven_at_once_is_one_request_and_one_answer(on_clone: Clone, programs: dict[str, Client]) -> None:
    program, key, before = programs["besa"], uuid4(), count(on_clone)
    other = ASKS | {"given_name": "Gjon"}
    answers = at_once([lambda body=other if number == 7 else ASKS: sends(program, key, body) for number in range(PRESSES)])
    assert count(on_clone) == before + 1
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([201] * 10 + [409], [201] + [409] * 10), "whoever came first decides which question the key belongs to"
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1


def test_without_the_database_a_program_is_told_to_wait(
    on_clone: Clone, programs: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = programs["besa"]

    def away(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("bashke.doors.api.views.reading.queue", away)
    answer = program.get("/api/requests")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_a_fault_of_ours_says_nothing_and_keeps_nothing(
    on_clone: Clone, programs: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    program, before = programs["besa"], count(on_clone)

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("Lleshi")

    monkeypatch.setattr("bashke.doors.api.views.doing.Received", breaks)
    answer = sends(program, uuid4(), ASKS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"Lleshi" not in answer.content
    assert count(on_clone) == before


# All that the tool knows, but for one: a question of the right form may still break a rule of the field, name a service that is
# none or a page mark that we did not give out. That is refused with its sentence, and is no mismatch.
load_all_checks()
PROMISED = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("who", ["besa", "luan"])
def test_every_answer_is_as_the_description_says(on_clone: Clone, programs: dict[str, Client], who: str, mode: GenerationMode) -> None:
    """Generated questions, right and wrong, through the whole site with a real key: no server error, nothing the description does not say."""
    headers = {"Authorization": str(programs[who].defaults["HTTP_AUTHORIZATION"]), "Accept-Language": "en"}
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.path_parameters or operation.headers):
            continue  # nothing that could be wrong

        @seed(20260302)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(mode))
        def ask(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers, checks=PROMISED)

        ask()
    assert asked > 100

"""What a program does: the verbs of the screens, once for each key, and refused in one shape."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from bashke.ground.access.models import Answer
from bashke.ground.law.queries import terms
from bashke.person.casework.models import Case, Need
from bashke.person.requests.models import Request

from .conftest import Program

Of = Callable[[str], Program]
ASKS = {"channel": "counter", "given_name": "Zef", "family_name": "Marku", "domains": ["housing"], "phone": "0692000111"}
LADDER = {row.code: 4 for row in terms("domain")}


def test_the_way_of_a_request_from_the_counter_to_a_referral(program: Of, acting: Callable[..., Any], cast: SimpleNamespace) -> None:
    besa = program("besa")
    made = besa.post("requests", ASKS)
    assert made.status_code == 201
    assert len(made.json()["code"].replace("-", "")) == 16
    request = made.json()["id"]
    judged = besa.post(f"requests/{request}/urgency", {"flags": ["older_alone"]})
    assert judged.json()["status"] == "final"
    new = {"new_person": {"given_name": "Zef", "family_name": "Marku", "birth_date": "1961-05-04"}}
    case = besa.post(f"requests/{request}/register", new).json()["id"]
    assessed = besa.post(
        f"cases/{case}/assessments", {"kind": "full", "place": "home", "ladder": LADDER | {"child_wellbeing": 2, "income": 1}}
    )
    assert assessed.status_code == 201
    needs = {need["domain"]: need for need in besa.get(f"cases/{case}").json()["needs"]}
    moved = besa.post(f"needs/{needs['income']['id']}/move", {"to": "planned", "seen": "open"})
    assert moved.json()["status"] == "planned"
    offers = besa.get(f"needs/{needs['child_wellbeing']['id']}").json()["offers"]
    assert offers
    sent = besa.post(
        f"needs/{needs['child_wellbeing']['id']}/referrals",
        {"service": offers[0]["service"], "purpose": "Three days a week.", "agreed": True},
    )
    assert sent.status_code == 201, sent.content
    ilir = program("ilir")
    seen = ilir.get("referrals").json()["rows"]
    assert [row["id"] for row in seen] == [sent.json()["id"]]
    assert ilir.post(f"referrals/{sent.json()['id']}/accept", {}).json()["status"] == "accepted"
    enrolment = ilir.get(f"referrals/{sent.json()['id']}").json()["enrolment"]
    today = date.today().isoformat()
    assert ilir.post(f"enrolments/{enrolment}/enrol", {"on": today}).json()["status"] == "enrolled"
    session = {"held_on": today, "minutes": 60, "present": [enrolment]}
    assert ilir.post(f"services/{offers[0]['service']}/sessions", session).status_code == 201
    assert ilir.get(f"services/{offers[0]['service']}/register").json()["enrolled"][0]["attended"] == 1


def test_the_same_key_is_one_act_and_one_answer(program: Of, acting: Callable[..., Any]) -> None:
    besa, key = program("besa"), uuid4()
    first, again = besa.post("requests", ASKS, key), besa.post("requests", dict(reversed(ASKS.items())), key)
    assert first.content == again.content
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    with acting("besa") as by:
        assert Request.objects.visible_to(by).filter(given_name="Zef").count() == 1
        kept = Answer.objects.visible_to(by).get(key=key)
        assert first.json()["code"].encode() not in bytes(kept.sealed), "encrypted"


def test_the_same_key_with_another_question_is_a_conflict(program: Of, acting: Callable[..., Any]) -> None:
    besa, key = program("besa"), uuid4()
    besa.post("requests", ASKS, key)
    answer = besa.post("requests", ASKS | {"given_name": "Gjon"}, key)
    assert answer.status_code == 409
    assert "another question" in answer.json()["detail"]
    with acting("besa") as by:
        assert not Request.objects.visible_to(by).filter(given_name="Gjon").exists()


def test_a_refused_act_leaves_its_key_free(program: Of, lule: SimpleNamespace, acting: Callable[..., Any]) -> None:
    besa, key = program("besa"), uuid4()
    assert besa.post(f"people/{lule.person.pk}/case", key=key).status_code == 409
    with acting("besa") as by:
        assert not Answer.objects.visible_to(by).filter(key=key).exists()


def test_another_worker_may_use_the_same_key(program: Of) -> None:
    key = uuid4()
    assert {program(who).post("requests", ASKS, key).status_code for who in ("besa", "vera")} == {201}


def test_a_post_without_a_key_is_a_bad_request(program: Of) -> None:
    answer = program("besa").client.post("/api/requests", ASKS, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["fields"][0]["name"] == "Idempotency-Key"


def test_a_rule_says_its_sentence_in_the_language_asked(program: Of, lule: SimpleNamespace) -> None:
    besa = program("besa")
    english = besa.post(f"people/{lule.person.pk}/case").json()
    albanian = besa.post(f"people/{lule.person.pk}/case", **{"Accept-Language": "sq-AL,sq;q=0.9,en;q=0.1"}).json()
    assert english["detail"] == "This person has an open case already."
    assert albanian["detail"] != english["detail"]
    assert english["status"] == albanian["status"] == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"domains": ["flying"]}, "domains.0"),
        ({"status": "registered"}, "status"),
        ({"id": str(uuid4())}, "id"),
        ({"municipality": "AL343"}, "municipality"),
        ({"given_name": "Z\x00f"}, "given_name"),
        ({"words": "x" * 4001}, "words"),
        ({"birth_date": 0}, "birth_date"),
        ({"birth_date": "1850-01-01"}, "birth_date"),
        ({"phone": "call me"}, "phone"),
        ({"unit": 1.5}, "unit"),
        ({"unit": 999999}, "unit"),
        ({"permission_given": "yes"}, "permission_given"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(program: Of, acting: Callable[..., Any], change: dict[str, Any], field: str) -> None:
    answer = program("besa").post("requests", ASKS | change)
    assert answer.status_code == 422
    assert [row["name"] for row in answer.json()["fields"]] == [field]
    with acting("besa") as by:
        assert not Request.objects.visible_to(by).filter(family_name="Marku", given_name="Zef").exists()


def test_somebody_who_looks_alike_is_looked_at_first(program: Of, lule: SimpleNamespace, anas: Any) -> None:
    besa, new = program("besa"), {"new_person": {"given_name": "Lule", "family_name": "Prendi"}}
    path = f"requests/{anas.request.pk}/register"
    assert besa.post(path, new).json()["detail"] == "Look at these people first. Is it one of them?"
    assert besa.post(path, new | {"none_of_these": True}).status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("requests/{request}/urgency", {"flags": []}),
        ("requests/{request}/register", {"person": str(uuid4())}),
        ("people/{person}/case", {}),
        ("cases/{case}/assessments", {"kind": "full", "place": "home", "ladder": LADDER}),
        ("needs/{need}/move", {"to": "planned", "seen": "open"}),
        ("needs/{need}/referrals", {"service": 1, "purpose": "A roof.", "agreed": True}),
    ],
)
def test_acting_on_what_is_not_yours_is_acting_on_nothing(
    program: Of, lule: SimpleNamespace, anas: Any, acting: Callable[..., Any], path: str, body: dict[str, Any]
) -> None:
    ids = {"request": anas.request.pk, "person": lule.person.pk, "case": lule.case.pk, "need": lule.needs["food"].pk}
    vera = program("vera")
    theirs, nobodys = vera.post(path.format(**ids), body), vera.post(path.format(**dict.fromkeys(ids, uuid4())), body)
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    with acting("besa") as by:
        assert Case.objects.visible_to(by).get(pk=lule.case.pk).status == "open"
        assert Need.objects.visible_to(by).get(pk=lule.needs["food"].pk).status == "open"


def test_being_met_is_for_the_service_to_say(program: Of, lule: SimpleNamespace) -> None:
    answer = program("besa").post(f"needs/{lule.needs['food'].pk}/move", {"to": "being_met", "seen": "open"})
    assert answer.status_code == 409


def test_who_was_slower_is_told(program: Of, lule: SimpleNamespace) -> None:
    answer = program("besa").post(f"needs/{lule.needs['food'].pk}/move", {"to": "planned", "seen": "referred"})
    assert answer.status_code == 409
    assert "Someone else was faster" in answer.json()["detail"]

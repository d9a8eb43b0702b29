"""What a program reads: the worker's own, in pages, journaled, and not a field more than her screens show."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bashke.ground.access.actions import end_token
from bashke.ground.access.models import Post, Token, Worker
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.people.actions import correct_person

from .conftest import Program

Of = Callable[[str], Program]


def test_besa_reads_her_cases_and_a_case(program: Of, lule: SimpleNamespace) -> None:
    besa = program("besa")
    rows = besa.get("cases").json()["rows"]
    assert [row["name"] for row in rows] == ["Lule Prendi"]
    whole = besa.get(f"cases/{lule.case.pk}").json()
    assert {need["domain"] for need in whole["needs"]} == {"child_wellbeing", "food"}
    assert besa.get("day").json()["totals"]["overdue"] >= 0


def test_opening_a_case_stands_in_the_journal_under_her_name(program: Of, lule: SimpleNamespace, acting: Callable[..., Any]) -> None:
    program("besa").get(f"cases/{lule.case.pk}")
    with acting("besa") as besa:
        entry = Entry.objects.visible_to(besa).filter(person=lule.person.pk, verb=Verb.FILE_OPENED).get()
        assert (entry.worker, entry.post) == (besa.worker, besa.post)


@pytest.mark.parametrize("path", ["cases/{case}", "people/{person}", "needs/{need}", "requests/{request}"])
def test_not_yours_is_byte_for_byte_not_there(program: Of, lule: SimpleNamespace, anas: Any, path: str) -> None:
    ids = {"case": lule.case.pk, "person": lule.person.pk, "need": lule.needs["food"].pk, "request": anas.request.pk}
    vera = program("vera")
    theirs, nobodys = vera.get(path.format(**ids)), vera.get(path.format(**dict.fromkeys(ids, uuid4())))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert program("besa").get(path.format(**ids)).status_code == 200


def test_the_queue_comes_in_pages_and_nobody_twice(program: Of, make_request: Callable[..., Any]) -> None:
    made = {str(make_request(given_name=f"Person {n}").request.pk) for n in range(30)}
    besa = program("besa")
    first = besa.get("requests").json()
    second = besa.get("requests", after=first["next"]).json()
    assert len(first["rows"]) == 25
    assert second["next"] is None
    seen = [row["id"] for row in (*first["rows"], *second["rows"])]
    assert len(seen) == len(set(seen))
    assert made <= set(seen)


@pytest.mark.parametrize(
    "query", [{"colour": "red"}, {"status": "lost"}, {"after": "made-up"}, {"urgency": "high"}, {"status": ["received", "refused"]}]
)
def test_an_unknown_filter_or_mark_is_a_bad_request(program: Of, query: dict[str, Any]) -> None:
    answer = program("besa").get("requests", **query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_mark_of_one_list_opens_no_other(program: Of, make_request: Callable[..., Any]) -> None:
    for _ in range(26):
        make_request()
    besa = program("besa")
    mark = besa.get("requests").json()["next"]
    assert besa.get("requests", after=mark).status_code == 200
    assert besa.get("cases", after=mark).status_code == 400


def test_searching_people_brings_what_the_desk_brings(program: Of, lule: SimpleNamespace) -> None:
    found = program("besa").post("people/search", {"given_name": "Lule", "family_name": "Prendi"})
    assert [row["name"] for row in found.json()["rows"]] == ["Lule Prendi"]
    assert program("vera").post("people/search", {"given_name": "Lule", "family_name": "Prendi"}).json()["rows"] == []


def test_a_fathers_name_helps_a_search_and_is_read_again(program: Of, lule: SimpleNamespace, acting: Any) -> None:
    with acting("besa") as by:
        correct_person(by=by, at=timezone.now(), person=lule.person, father_name="Petrit")
    name = {"given_name": "Lule", "family_name": "Prendi"}
    same, other = (program("besa").post("people/search", name | {"father_name": father}).json()["rows"][0] for father in ("Petrit", "Ndue"))
    assert (same["score"], same["father_name"]) == (1, "Petrit")
    assert other["score"] < 1
    assert program("besa").get(f"people/{lule.person.pk}").json()["father_name"] == "Petrit"


def test_a_year_of_birth_helps_a_search_and_is_a_whole_year(program: Of, lule: SimpleNamespace) -> None:
    name = {"given_name": "Lule", "family_name": "Prendi"}
    born = lule.person.birth_date.year
    near, far = (program("besa").post("people/search", name | {"birth_year": year}).json()["rows"][0]["score"] for year in (born, born - 9))
    assert near == 1 > far
    assert program("besa").post("people/search", name | {"birth_year": "1991"}).status_code == 422


def test_who_may_not_is_told_so_and_who_is_nobody_too(program: Of, client_as: Callable[..., Client]) -> None:
    assert program("genc").get("requests").status_code == 403
    assert program("ilir").get("cases").status_code == 403
    assert Client().get("/api/cases").status_code == 401
    assert client_as("besa").get("/api/cases").status_code == 401, "a browser's cookie opens nothing here"
    assert Client(headers={"Authorization": "Bearer bashke_made-up"}).get("/api/cases").status_code == 401


def test_a_key_opens_no_page(program: Of) -> None:
    besa = program("besa")
    assert besa.client.get("/desk/cases/").status_code == 302
    besa.client.cookies["bashke"] = besa.token
    assert besa.client.get("/desk/cases/").status_code == 302


def _ends_token(cast: SimpleNamespace, by: Any) -> None:
    end_token(by=by, at=timezone.now(), token=Token.objects.visible_to(by).get())


def _ends_post(cast: SimpleNamespace, by: Any) -> None:
    day = timezone.localdate()
    Post.objects.filter(pk=cast.besa.post).update(valid_from=day - timedelta(days=9), valid_to=day - timedelta(days=1))


def _changes_password(cast: SimpleNamespace, by: Any) -> None:
    Worker.objects.filter(pk=cast.besa.worker).update(session_salt="another")


def _closes_account(cast: SimpleNamespace, by: Any) -> None:
    Worker.objects.filter(pk=cast.besa.worker).update(is_active=False)


@pytest.mark.parametrize(
    ("who", "end"), [("besa", _ends_token), ("mira", _ends_post), ("besa", _changes_password), ("mira", _closes_account)]
)
def test_a_key_ends_with_its_post_its_password_its_account_or_when_it_is_ended(
    program: Of, acting: Callable[..., Any], cast: SimpleNamespace, who: str, end: Callable[..., None]
) -> None:
    besa = program("besa")
    assert besa.get("cases").status_code == 200
    with acting(who) as by:
        end(cast, by)
    assert besa.get("cases").status_code == 401

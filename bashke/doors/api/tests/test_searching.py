"""A program saves filters, and runs them as its worker."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from bashke.doors.desk.tests.conftest import days_ago
from bashke.person.protection.rules import Track
from bashke.person.requests.actions import protect_request
from bashke.person.requests.models import Request

from .conftest import Program

Of = Callable[[str], Program]
WEB = {"listing": "requests", "name": "From the web", "filters": {"status": "received", "channel": "web"}}


def test_saved_once_for_a_key_listed_run_and_removed(program: Of, make_request: Any) -> None:
    make_request(given_name="Lule")
    besa, key = program("besa"), uuid4()
    made = besa.post("searches", WEB, key=key)
    assert (made.status_code, made.json()["status"]) == (201, "own")
    assert besa.post("searches", WEB, key=key).json() == made.json(), "the same key again does nothing twice"
    assert besa.post("searches", WEB).status_code == 409, "another of the same name"
    line = besa.get("searches").json()["rows"]
    assert [(row["name"], row["filters"], row["mine"]) for row in line] == [("From the web", WEB["filters"], True)]
    found = besa.get(f"searches/{made.json()['id']}/rows").json()
    assert [row["name"] for row in found["requests"]] == ["Lule Marku"]
    assert (found["listing"], found["cases"]) == ("requests", [])
    assert besa.post(f"searches/{made.json()['id']}/remove").status_code == 200
    assert besa.get("searches").json()["rows"] == []


def test_two_workers_run_the_same_search_and_each_gets_her_own_rows(program: Of, make_request: Any, lule: Any, acting: Any) -> None:
    hidden = make_request(given_name="Vjollca").request.pk
    with acting("besa") as by:
        protect_request(by=by, at=days_ago(1), request=Request.objects.get(pk=hidden), track=Track.VIOLENCE, members=[by.worker])
    besa, drita = program("besa"), program("drita")
    asked = besa.post("searches", WEB | {"shared": True}).json()["id"]
    mine = besa.post("searches", {"listing": "cases", "name": "Mine", "filters": {"whose": "mine"}, "shared": True}).json()["id"]
    assert [row["id"] for row in besa.get(f"searches/{asked}/rows").json()["requests"]] == [str(hidden)]
    assert drita.get(f"searches/{asked}/rows").json()["requests"] == []
    assert [row["name"] for row in besa.get(f"searches/{mine}/rows").json()["cases"]] == ["Lule Prendi"]
    assert drita.get(f"searches/{mine}/rows").json()["cases"] == [], "“mine” is the reader's"
    for who in ("vera", "ilir"):
        answer = program(who).get(f"searches/{asked}/rows")
        assert answer.status_code == (404 if who == "vera" else 403)
    assert program("arta").post(f"searches/{asked}/remove").status_code == 409
    assert drita.post(f"searches/{asked}/remove").status_code == 200, "a supervisor may"


@pytest.mark.parametrize("filters", [{"colour": "red"}, {"status": "lost"}, {"late": "perhaps"}, {"whose": "mine"}])
def test_an_unknown_filter_is_a_bad_request_and_says_which(program: Of, filters: dict[str, str]) -> None:
    besa = program("besa")
    answer = besa.post("searches", WEB | {"filters": filters})
    assert answer.status_code == 400
    assert [field["name"] for field in answer.json()["fields"]] == list(filters)
    assert besa.get("searches").json()["rows"] == []

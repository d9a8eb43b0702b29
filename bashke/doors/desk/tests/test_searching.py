"""Saved searches above the lists: run as whoever reads them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bashke.person.protection.rules import Track
from bashke.person.requests.actions import protect_request
from bashke.person.requests.models import Request
from bashke.person.searches.models import Search

from .conftest import days_ago

Desk = Callable[..., Client]
QUEUE, CASES = reverse("desk:requests"), reverse("desk:cases")
WEB = f"{QUEUE}?status=received&channel=web"


def save(desk: Client, address: str, name: str, **more: str) -> Any:
    return desk.post(address, {"name": name} | more)


def test_what_is_on_the_screen_is_saved_and_one_press_brings_it_back(desk: Desk, make_request: Any) -> None:
    make_request(given_name="Lule")
    besa = desk("besa")
    assert save(besa, WEB, "Web now").headers["Location"] == WEB
    page = besa.get(QUEUE).content.decode()
    assert "Web now" in page
    assert "?status=received&amp;channel=web" in page
    assert 'aria-current="page"' in besa.get(f"{QUEUE}?channel=web&status=received").content.decode().partition("d-searches")[2]


def test_a_shared_search_shows_each_reader_only_what_she_may_see(desk: Desk, make_request: Any, acting: Any) -> None:
    made = make_request(given_name="Vjollca")
    make_request(given_name="Lule")
    with acting("besa") as besa:
        request = Request.objects.get(pk=made.request.pk)
        protect_request(by=besa, at=days_ago(1), request=request, track=Track.VIOLENCE, members=[besa.worker])
    save(desk("besa"), WEB, "Web now", shared="on")
    for who, sees in (("besa", True), ("drita", False)):
        page = desk(who).get(QUEUE).content.decode()
        assert "Web now" in page
        found = desk(who).get(f"{QUEUE}?channel=web&status=received").content.decode()
        assert ("Vjollca" in found) is sees
        assert "Lule" in found
    assert "Web now" not in desk("vera").get(QUEUE).content.decode()


def test_without_a_name_the_list_says_so_and_stays_as_it_was(desk: Desk, make_request: Any) -> None:
    make_request(given_name="Lule")
    answer = save(desk("besa"), WEB, " ")
    assert answer.status_code == 422
    assert "Give the search a name." in answer.content.decode()
    assert "Lule" in answer.content.decode()


@pytest.mark.parametrize("address", [f"{QUEUE}?status=lost", f"{QUEUE}?urgency=high", f"{CASES}?whose=theirs", f"{CASES}?urgency=high"])
def test_a_filter_that_nobody_knows_is_a_bad_request_and_saves_nothing(desk: Desk, address: str, acting: Any) -> None:
    besa = desk("besa")
    assert besa.get(address).status_code == save(besa, address, "x").status_code == 400
    with acting("besa"):
        assert not Search.objects.exists()


def test_cases_are_narrowed_by_how_urgent_they_are(desk: Desk, lule: Any) -> None:
    besa = desk("besa")
    assert "Lule Prendi" in besa.get(f"{CASES}?whose=mine&urgency={lule.case.urgency}").content.decode()
    other = "soon" if lule.case.urgency == "emergency" else "emergency"
    assert "Lule Prendi" not in besa.get(f"{CASES}?whose=mine&urgency={other}").content.decode()


def test_she_removes_her_own_and_a_colleague_does_not(desk: Desk, acting: Any) -> None:
    save(desk("besa"), CASES, "Ours", shared="on")
    with acting("besa"):
        remove = reverse("desk:search_remove", args=[Search.objects.get().pk])
    assert desk("vera").post(remove).status_code == 404
    assert desk("arta").post(remove).headers["Location"] == CASES
    page = desk("arta").get(CASES).content.decode()
    assert "Ours" in page and remove not in page
    page = desk("drita").get(CASES).content.decode()
    assert remove in page and "Ours · Besa" in page, "a supervisor may, and sees whose it is"
    desk("drita").post(remove)
    assert "Ours" not in desk("besa").get(CASES).content.decode()


def test_more_searches_ask_the_database_no_more(desk: Desk) -> None:
    besa = desk("besa")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert besa.get(QUEUE).status_code == 200
        return len(asked)

    save(besa, QUEUE, "One")
    few = questions()
    for name in ("Two", "Three", "Four"):
        save(besa, QUEUE, name)
    assert questions() == few

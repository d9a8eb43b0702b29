"""Who visits the public pages in these tests: a browser without an account, and Ana with her code."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"domains": ["housing", "income"]},
    "where": {"municipality": "AL154"},
    "area": {"unit": ""},
    "who": {"for_whom": "self"},
    "name": {"given_name": "Ana", "family_name": "Marku"},
    "contact": {"phone": "069 20 00 101"},
    "words": {"words": "Kati është i lagësht."},
}
OTHER: dict[str, dict[str, Any]] = {
    "who": {"for_whom": "other"},
    "name": {"given_name": "Dila", "family_name": "Gjoni"},
    "contact": {"permission_given": "on", "asker_name": "Mark Fqinji", "asker_relation": "fqinj", "asker_phone": "0692000102"},
}


@pytest.fixture
def visitor(db: None, cast: SimpleNamespace) -> Client:
    """A telephone nobody has signed in with."""
    return Client()


@pytest.fixture
def fill() -> Callable[..., None]:
    """Answer every page of the wizard, up to the last check."""

    def answer(client: Client, **changed: dict[str, Any]) -> None:
        for name, given in (ANSWERS | changed).items():
            response = client.post(f"/ask/{name}/", given)
            assert response.status_code == 302, text(response)

    return answer


@pytest.fixture
def send() -> Callable[..., HttpResponse]:
    """Press the button of the last page as it is shown."""

    def press(client: Client) -> HttpResponse:
        return client.post("/ask/check/", button(client))

    return press


@pytest.fixture
def with_code() -> Callable[[str], Client]:
    """A browser in which this code was typed."""

    def open_it(code: str) -> Client:
        client = Client()
        assert client.post("/follow/", {"code": code}).status_code == 302
        return client

    return open_it


def button(client: Client) -> dict[str, str]:
    """What the button of the check page sends: the key and the mark of what was shown."""
    page = text(client.get("/ask/check/"))
    return {name: re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page)[0] for name in ("key", "mark")}


def text(response: Any) -> str:
    return response.content.decode()

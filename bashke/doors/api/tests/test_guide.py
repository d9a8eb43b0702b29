"""docs/guides/api.md does what it says: its commands are read from the page and asked here as they stand."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .conftest import Program

GUIDE = (Path(__file__).parents[4] / "docs" / "guides" / "api.md").read_text(encoding="utf-8")


def asked(command: str, key: str, act: str) -> HttpResponse:
    """One curl of the guide as a request."""
    known = {"$SITE": "", "$KEY": key, "$ACT": act, "$(uuidgen)": str(uuid4())}
    for name, value in known.items():
        command = command.replace(name, value)
    words = shlex.split(command.replace("\\\n", " "))
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    address = next(word for word in words if word.startswith("/api/"))
    client = Client(headers={name: value for name, value in headers.items() if name != "Content-Type"})
    if "-d" in words:
        return client.post(address, words[words.index("-d") + 1], content_type=headers["Content-Type"])
    return client.get(address)


def test_every_command_of_the_guide_is_answered(program: Callable[[str], Program]) -> None:
    besa, act = program("besa"), str(uuid4())
    commands = [part.removeprefix("ACT=$(uuidgen)\n") for part in re.findall(r"```sh\n(.*?)```", GUIDE, re.S)]
    answers = [asked(command, besa.token, act) for command in commands]
    assert [answer.status_code for answer in answers] == [200, 200, 201, 200]
    assert answers[2].json()["code"]
    again = asked(commands[2], besa.token, act)
    assert again.content == answers[2].content


def test_the_page_of_the_door_speaks_albanian_first(client: Client, db: None) -> None:
    page = client.get(reverse("api:docs"), headers={"Accept": "text/html", "Accept-Language": "en"}).content.decode()
    assert "Çfarë mund të bëjë një program" in page


def test_the_page_of_the_door_names_every_address_and_needs_no_other_host(client: Client, db: None) -> None:
    page = client.get(reverse("api:docs")).content.decode()
    described = client.get(reverse("api:openapi")).json()
    assert [path for path in described["paths"] if path not in page] == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []

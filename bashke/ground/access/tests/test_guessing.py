"""Somebody guesses passwords: slowed, told nothing, and without shutting out the worker or her office."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate as check
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import reverse

from bashke.site.signing_in import DEVICE, AccountAdapter

from .conftest import PASSWORD, choose, sign_in

GUESSES = int(os.environ.get("GUESSES", "100"))  # `make study` asks for ten thousand
TOO_MANY = "Too many failed login attempts"
WRONG = "The username and/or password you specified are not correct."
ELSEWHERE, OFFICE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The user names whose password was really checked."""
    seen: list[str] = []

    def count(request: Any, **credentials: Any) -> Any:
        seen.append(credentials["username"])
        return check(request, **credentials)

    monkeypatch.setattr("allauth.account.adapter.authenticate", count)
    return seen


def test_besa_works_from_her_own_device_while_a_stranger_guesses(browser: Callable[[], Client], link: str, looked_at: list[str]) -> None:
    besa, stranger = browser(), browser()
    choose(besa, link)
    assert sign_in(besa, REMOTE_ADDR=OFFICE).status_code == 302
    besa.post(reverse("account_logout"))
    looked_at.clear()
    pages = [sign_in(stranger, f"guess {number}", REMOTE_ADDR=ELSEWHERE).content.decode() for number in range(GUESSES)]
    assert len(looked_at) == 5, "five in five minutes, whatever the number of tries"
    assert all(TOO_MANY in page for page in pages[5:])
    assert sign_in(besa, REMOTE_ADDR=OFFICE).status_code == 302


def test_a_stranger_in_the_office_does_not_shut_out_the_office(browser: Callable[[], Client], link: str) -> None:
    """Everybody there has one address; a colleague who never signed in on this device can still do so."""
    choose(browser(), link)
    for number in range(GUESSES):
        sign_in(browser(), "a guess", login=f"colleague{number % 10}", REMOTE_ADDR=OFFICE)
    assert sign_in(browser(), REMOTE_ADDR=OFFICE).status_code == 302


def test_the_device_of_one_does_not_count_for_another(browser: Callable[[], Client], link: str, looked_at: list[str]) -> None:
    besa = browser()
    choose(besa, link)
    sign_in(besa)
    assert besa.cookies[DEVICE]["httponly"]
    besa.post(reverse("account_logout"))
    looked_at.clear()
    for forged in (besa.cookies[DEVICE].value, "forged", besa.cookies[DEVICE].value[:-1]):
        besa.cookies[DEVICE] = forged
        for number in range(7):
            sign_in(besa, f"guess {number}", login="drita")
    assert looked_at == ["drita"] * 5


def test_a_known_device_guesses_no_faster(browser: Callable[[], Client], link: str, looked_at: list[str]) -> None:
    besa = browser()
    choose(besa, link)
    sign_in(besa)
    besa.post(reverse("account_logout"))
    looked_at.clear()
    for number in range(20):
        sign_in(besa, f"guess {number}")
    assert len(looked_at) == 5


def test_a_known_name_and_an_unknown_one_are_answered_alike(
    browser: Callable[[], Client], link: str, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes, and the same slow work on the password, at every try."""
    choose(browser(), link)
    hasher, worked = type(get_hasher()), []
    really = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *given, **named: worked.append(1) or really(*given, **named))  # type: ignore[func-returns-value]
    answers: dict[str, list[tuple[int, bytes, int]]] = {}
    for login in ("besa", "nobodyatall"):
        stranger, answers[login] = browser(), []
        for _ in range(8):
            worked.clear()
            page = sign_in(stranger, "a guess", login=login)
            answers[login].append((page.status_code, _without_the_name(page.content, login), len(worked)))
    assert answers["besa"] == answers["nobodyatall"]
    assert [works for _, _, works in answers["besa"]] == [1] * 5 + [0] * 3
    assert [WRONG in page.decode() for _, page, _ in answers["besa"]] == [True] * 5 + [False] * 3
    assert looked_at == ["besa"] * 5 + ["nobodyatall"] * 5


def _without_the_name(page: bytes, login: str) -> bytes:
    """What was typed comes back, and the form's token is random by design."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page).replace(login.encode(), b"NAME")


def test_behind_a_proxy_the_client_is_who_the_proxy_says(rf: Any, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {OFFICE}")
    assert AccountAdapter().get_client_ip(request) == OFFICE
    assert PASSWORD not in str(request)

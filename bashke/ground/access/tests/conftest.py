"""Browsers that speak English, and the link with which Besa chooses her first password."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

PASSWORD = "katër lule të kuqe mbi mur"


@pytest.fixture
def browser() -> Callable[[], Client]:
    """Nobody is signed in; the page speaks English so that its sentences can be read."""

    def make() -> Client:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return make


@pytest.fixture
def link(client_as: Callable[..., Client], cast: Any) -> str:
    """Mira makes a link with which Besa chooses a password."""
    page = client_as("mira").post(reverse("access:staff_invite", args=[cast.besa.worker])).content.decode()
    found = re.search(r'value="(http[^"]+/account/welcome/[^"]+)"', page)
    assert found is not None
    return found.group(1).removeprefix(settings.PUBLIC_URL)


def choose(browser: Client, link: str, password: str = PASSWORD) -> Any:
    return browser.post(link, {"password1": password, "password2": password})


def sign_in(browser: Client, password: str = PASSWORD, *, login: str = "besa", **extra: Any) -> Any:
    return browser.post(reverse("account_login"), {"login": login, "password": password}, **extra)

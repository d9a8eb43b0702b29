"""Ana asked for help from the web in Shkodër; Lule has a case with Besa. One setup for what succeeds and for what is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bashke.ground.law.queries import terms
from bashke.person.casework.actions import assess, open_case
from bashke.person.casework.rules import AssessmentKind, Place
from bashke.person.people.actions import add_person
from bashke.person.requests.actions import ask

LOW = {"child_wellbeing": 2, "food": 1}
BORN = date(1991, 5, 4)


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def desk(client_as: Callable[..., Client]) -> Callable[..., Client]:
    """A worker's browser, in English so that the sentences of a test can be read."""

    def sign_in(username: str | None, language: str = "en") -> Client:
        client = client_as(username)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return sign_in


@pytest.fixture
def make_request(acting: Callable[..., Any], cast: SimpleNamespace) -> Callable[..., Any]:
    """`make_request(given_name="Zef")`: somebody asks from the web, today unless told otherwise."""

    def make(days: int = 0, **details: Any) -> Any:
        known = {
            "given_name": "Ana", "family_name": "Marku", "birth_date": BORN, "phone": "+355692000101", "how_to_reach": "Only by message",
            "domains": ["housing", "food"], "words": "We must leave the house this week.", "for_whom": "self",
        } | details  # fmt: skip
        with acting(None) as nobody:
            return ask(by=nobody, at=days_ago(days), municipality=cast.shkoder, channel="web", key=uuid4(), synthetic=True, **known)

    return make


@pytest.fixture
def anas(make_request: Callable[..., Any]) -> Any:
    """Ana's request, and her code."""
    return make_request()


@pytest.fixture
def make_case(acting: Callable[..., Any]) -> Callable[..., Any]:
    """`make_case("Lule")`: a person of Shkodër with a case and two needs, opened by Besa some days ago."""

    def make(name: str = "Lule", days: int = 1, by: str = "besa") -> SimpleNamespace:
        with acting(by) as worker:
            at = days_ago(days)
            person = add_person(by=worker, at=at, given_name=name, family_name="Prendi", birth_date=date(2018, 6, 1), synthetic=True)
            case = open_case(by=worker, at=at, person=person)
            ladder = {row.code: LOW.get(row.code, 4) for row in terms("domain")}
            assess(by=worker, at=at, case=case, kind=AssessmentKind.FULL, place=Place.HOME, ladder=ladder)
            return SimpleNamespace(person=person, case=case, needs={need.domain: need for need in case.needs.all()})

    return make


@pytest.fixture
def lule(make_case: Callable[..., Any]) -> SimpleNamespace:
    return make_case()

"""The database refuses an enrolment, a session or an attendance that cannot be."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.person.delivery.actions import enrol, record_session
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.delivery.rules import Status

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


@pytest.fixture
def ilir(acting: Callable[..., Any], ana: SimpleNamespace) -> Iterator[Actor]:
    with acting("ilir") as actor:
        yield actor


def refused(name: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.ENROLLED},
        {"enrolled_on": DAY},
        {"status": Status.ENDED, "outcome": "left"},
        {"status": Status.ENROLLED, "enrolled_on": DAY, "ended_on": DAY},
    ],
)
def test_the_days_of_an_enrolment_fit_its_status(wrong: dict[str, Any], ilir: Actor, ana: SimpleNamespace) -> None:
    refused("enrolment_dates_fit_its_status", lambda: Enrolment.objects.filter(pk=ana.enrolment.pk).update(**wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.ENROLLED, "enrolled_on": DAY - timedelta(days=1)},
        {"status": Status.ENDED, "outcome": "left", "ended_on": DAY - timedelta(days=1)},
        {"status": Status.ENDED, "outcome": "left", "enrolled_on": DAY + timedelta(days=2), "ended_on": DAY + timedelta(days=1)},
    ],
)
def test_the_days_of_an_enrolment_run_forward(wrong: dict[str, Any], ilir: Actor, ana: SimpleNamespace) -> None:
    refused("enrolment_days_run_forward", lambda: Enrolment.objects.filter(pk=ana.enrolment.pk).update(**wrong))


@pytest.mark.parametrize("wrong", [{"status": Status.ENDED, "ended_on": DAY}, {"outcome": "met"}])
def test_an_end_has_an_outcome_and_only_an_end(wrong: dict[str, Any], ilir: Actor, ana: SimpleNamespace) -> None:
    refused("no_end_without_outcome", lambda: Enrolment.objects.filter(pk=ana.enrolment.pk).update(**wrong))


@pytest.mark.parametrize("rung", [0, 6])
def test_an_outcome_stands_on_a_rung(rung: int, ilir: Actor, ana: SimpleNamespace) -> None:
    refused("outcome_stands_on_a_rung", lambda: Enrolment.objects.filter(pk=ana.enrolment.pk).update(outcome_rung=rung))


@pytest.fixture
def held(ilir: Actor, ana: SimpleNamespace, centre: Service) -> Session:
    now = MONDAY + timedelta(hours=2)
    enrol(by=ilir, at=now, enrolment=ana.enrolment, on=DAY)
    return record_session(
        by=ilir, at=now, service=centre, held_on=DAY, minutes=60, topic="", present=[ana.enrolment], absent=[], key=uuid4()
    )


def test_one_press_is_one_session(held: Session) -> None:
    again = Session.objects.get(pk=held.pk)
    again.pk = uuid4()
    refused("one_press_one_session", lambda: again.save(force_insert=True))


@pytest.mark.parametrize("minutes", [4, 1441])
def test_a_session_lasts_some_time(minutes: int, held: Session) -> None:
    refused("session_lasts_some_time", lambda: Session.objects.filter(pk=held.pk).update(minutes=minutes))


def test_nobody_is_counted_twice_in_a_session(held: Session) -> None:
    again = Attendance.objects.get(session=held)
    again.pk = None
    refused("counted_once_in_a_session", again.save)


def test_an_acceptance_opens_one_enrolment(ilir: Actor, ana: SimpleNamespace) -> None:
    again = Enrolment.objects.get(pk=ana.enrolment.pk)
    again.pk = uuid4()
    refused("referral_id", lambda: again.save(force_insert=True))

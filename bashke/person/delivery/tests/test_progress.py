"""How it goes: a session with one person, where she stands against the goal, and what the social worker reads of it."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.law.rules import NotAllowed
from bashke.person.delivery.actions import enrol, record_session
from bashke.person.delivery.models import Attendance
from bashke.person.delivery.queries import progress_of
from bashke.person.delivery.rules import check_progress

from .conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("expected", "came", "rung", "words", "says"),
    [
        (2, True, 3, "", "one person"),
        (2, True, None, "Better", "one person"),
        (1, False, 3, "", "when she came"),
        (1, True, 6, "", "from 1"),
    ],
)
def test_progress_is_of_one_person_who_came(expected: int, came: bool, rung: int | None, words: str, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        check_progress(expected, came, rung, words)


def test_words_about_somebody_who_did_not_come_are_kept() -> None:
    check_progress(1, False, None, "Her mother called: ill.")


@pytest.fixture
def inside(ana: SimpleNamespace, acting: Callable[..., Any]) -> SimpleNamespace:
    with acting("ilir") as ilir:
        enrol(by=ilir, at=MONDAY, enrolment=ana.enrolment, on=MONDAY.date())
    return ana


def body(**changes: str) -> dict[str, str]:
    day = timezone.localdate()
    return {
        "key": str(uuid4()), "held_on_day": str(day.day), "held_on_month": str(day.month), "held_on_year": str(day.year), "minutes": "45",
        "came": "yes", "topic": "", "rung": "3", "words": "She reads aloud now.", **changes,
    }  # fmt: skip


def test_the_provider_records_and_the_social_worker_reads(
    inside: SimpleNamespace, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page, sent = reverse("delivery:one_session", args=[inside.enrolment.pk]), body()
    edona = client_as("edona")
    assert edona.get(page).status_code == 200
    assert edona.post(page, sent).status_code == edona.post(page, sent).status_code == 302  # the same press twice
    assert "She reads aloud now." in edona.get(reverse("delivery:enrolment", args=[inside.enrolment.pk])).content.decode()
    with acting("besa"):
        assert Attendance.objects.filter(enrolment=inside.enrolment).count() == 1
        assert [(row.seen.rung, row.seen.words) for row in progress_of(inside.case) if row.seen] == [(3, "She reads aloud now.")]
    besa = client_as("besa")
    for view in ("desk:case", "desk:review"):
        assert "She reads aloud now." in besa.get(reverse(view, args=[inside.case.pk])).content.decode()


@pytest.mark.parametrize("wrong", [{"came": "no"}, {"came": ""}, {"minutes": "2"}, {"rung": "9"}])
def test_a_wrong_session_comes_back_with_what_was_written(
    wrong: dict[str, str], inside: SimpleNamespace, client_as: Callable[..., Client]
) -> None:
    page = client_as("edona").post(reverse("delivery:one_session", args=[inside.enrolment.pk]), body(**wrong))
    assert page.status_code == 422 and "She reads aloud now." in page.content.decode()


def test_who_waits_has_no_session(ana: SimpleNamespace, client_as: Callable[..., Client]) -> None:
    assert client_as("edona").get(reverse("delivery:one_session", args=[ana.enrolment.pk])).status_code == 302


def test_the_newest_word_counts(inside: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        for days, rung in ((2, 3), (9, 4), (1, 2)):
            at = MONDAY + timedelta(days=days)
            record_session(
                by=ilir, at=at, service=centre, held_on=at.date(), minutes=60, topic="", present=[inside.enrolment], absent=[], key=uuid4(),
                rung=rung,
            )  # fmt: skip
    with acting("besa"):
        assert [row.seen.rung for row in progress_of(inside.case) if row.seen] == [4]


def test_the_database_keeps_progress_on_the_ladder(inside: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        record_session(
            by=ilir,
            at=MONDAY,
            service=centre,
            held_on=MONDAY.date(),
            minutes=60,
            topic="",
            present=[],
            absent=[inside.enrolment],
            key=uuid4(),
        )
        with pytest.raises(IntegrityError, match="progress_stands_on_a_rung"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE delivery_attendance SET rung = 3")

"""The team's page of a protected file, and what of it stands in the day."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.models import Worker
from bashke.ground.law.queries import terms
from bashke.person.casework.actions import open_case
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person
from bashke.person.protection.models import DangerAssessment, ProtectedFile, Step
from bashke.person.protection.rules import Track
from bashke.person.requests.actions import declare_conflict, protect_request
from bashke.person.requests.models import Request

from .conftest import days_ago

pytestmark = pytest.mark.django_db
NO = {row.code: "no" for row in terms("danger_sign") if row.extra["track"] == Track.VIOLENCE} | {"safe_to_call": "no", "words": ""}


@pytest.fixture
def file(acting: Callable[..., Any], anas: Any) -> Any:
    """Ana's request, protected two days ago by Besa alone: its first steps are late."""
    with acting("besa") as besa:
        request = Request.objects.get(pk=anas.request.pk)
        return protect_request(by=besa, at=days_ago(2), request=request, track=Track.VIOLENCE, members=[besa.worker]).file_id


def test_what_is_late_stands_on_top_of_the_day_of_who_coordinates(
    desk: Callable[..., Client], acting: Callable[..., Any], cast: Any, file: Any
) -> None:
    assert "Late in the files you coordinate" in desk("besa").get("/desk/").content.decode()
    with acting("besa"):
        ProtectedFile.objects.filter(pk=file).update(coordinator=Worker.objects.get(pk=cast.drita.worker))
    page = desk("besa").get("/desk/").content.decode()
    assert "Late in the files you coordinate" not in page
    assert "Next in the files of your teams" in page
    assert "Domestic violence" not in page and "Violence in the home" not in page, "a day may be read over a shoulder"
    assert "files" not in desk("drita").get("/desk/").content.decode().lower().split("<main")[1].split("requests of the municipality")[0]


def test_the_danger_is_judged_and_the_step_is_done(desk: Callable[..., Client], acting: Callable[..., Any], anas: Any, file: Any) -> None:
    besa = desk("besa")
    told = NO | {"choked": "yes", "words": "Only to the team."}
    answer = besa.post(reverse("desk:danger", args=[file]), told, follow=True)
    assert "The answers give: Emergency." in answer.content.decode()
    assert "Only to the team." not in answer.content.decode()
    assert "Only to the team." in besa.get(reverse("desk:danger", args=[file])).content.decode()
    with acting("besa"):
        assert Request.objects.get(pk=anas.request.pk).urgency == "emergency"
        assert Step.objects.get(file=file, code="danger").done_at is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"choked": "perhaps"}, "perhaps"),
        (dict.fromkeys(NO, "unknown") | {"words": "Kept."}, "Answer at least one question"),
        ({"order": "immediate", "words": "Kept."}, "on which day it was asked for"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written_is_lost(
    desk: Callable[..., Client], acting: Callable[..., Any], file: Any, changes: dict[str, str], said: str
) -> None:
    answer = desk("besa").post(reverse("desk:danger", args=[file]), NO | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert changes.get("words", "") in answer.content.decode()
    with acting("besa"):
        assert not DangerAssessment.objects.exists()


def test_a_step_is_done_with_one_press(desk: Callable[..., Client], acting: Callable[..., Any], file: Any) -> None:
    with acting("besa"):
        step = Step.objects.get(file=file, code="contact")
    done = desk("besa").post(reverse("desk:step_done", args=[step.pk]), follow=True).content.decode()
    assert "Done: Speak with the person where it is safe" in done
    again = desk("besa").post(reverse("desk:step_done", args=[step.pk]), follow=True).content.decode()
    assert "This step was done already." in again


def test_for_drita_there_is_no_such_file(desk: Callable[..., Client], acting: Callable[..., Any], file: Any) -> None:
    with acting("besa"):
        step = Step.objects.filter(file=file).first()
    assert step is not None
    drita = desk("drita")
    assert drita.get(reverse("desk:track", args=[file])).status_code == 404
    assert drita.post(reverse("desk:danger", args=[file]), NO).status_code == 404
    assert drita.post(reverse("desk:step_done", args=[step.pk])).status_code == 404


def test_a_relation_keeps_a_member_from_the_file_and_its_name_from_her_day(
    desk: Callable[..., Client], acting: Callable[..., Any], anas: Any, file: Any
) -> None:
    with acting("besa") as besa:
        ana = add_person(by=besa, at=timezone.now(), given_name="Ana", family_name="Marku", synthetic=True)
        open_case(by=besa, at=timezone.now(), person=ana, request=Request.objects.get(pk=anas.request.pk))
        worker = Worker.objects.get(pk=besa.worker)
        declare_conflict(by=besa, at=timezone.now(), person=Person.objects.get(pk=ana.pk), worker=worker, relation="family")
    besa_browser = desk("besa")
    assert besa_browser.get(reverse("desk:track", args=[file])).status_code == 404
    assert "Ana Marku" not in besa_browser.get("/desk/").content.decode()


def test_one_page_however_many_steps(desk: Callable[..., Client], file: Any, django_assert_max_num_queries: Any) -> None:
    besa = desk("besa")
    besa.get("/desk/")
    with django_assert_max_num_queries(16):
        besa.get(reverse("desk:track", args=[file]))

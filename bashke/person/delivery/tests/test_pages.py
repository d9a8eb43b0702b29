"""The provider's services in the browser: places, people, a session for all on one screen, the outcome."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.casework.models import Need
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery import actions
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.delivery.rules import Outcome, Status

pytestmark = pytest.mark.django_db


def address(view: str, *args: Any) -> str:
    return reverse(f"delivery:{view}", args=args)


@pytest.fixture
def inside(ana: SimpleNamespace, ben: SimpleNamespace, acting: Callable[..., Any]) -> SimpleNamespace:
    """Ana has a place since yesterday; Ben waits."""
    with acting("ilir") as ilir:
        yesterday = timezone.localdate() - timedelta(days=1)
        actions.enrol(by=ilir, at=timezone.now(), enrolment=ana.enrolment, on=yesterday)
    return SimpleNamespace(ana=ana.enrolment, ben=ben.enrolment, need=ana.need)


def now_is(acting: Callable[..., Any], enrolment: Enrolment) -> Enrolment:
    with acting("ilir"):
        return Enrolment.objects.get(pk=enrolment.pk)


def test_my_services_say_who_waits_and_how_many_places_are_free(inside: SimpleNamespace, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").get(address("services"))
    found = {service.name_en: (service.waiting, service.enrolled, service.free) for service in page.context["services"]}
    assert found == {"Day centre for children": (1, 1, 11), "Family counselling": (0, 0, None)}


def test_one_service_shows_who_waits_and_who_is_in(inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client]) -> None:
    page = client_as("edona").get(address("service", centre.pk))
    assert [row.enrolment.person_name for row in page.context["waiting"]] == ["Ben Deda"]
    assert [row.enrolment.person_name for row in page.context["enrolled"]] == ["Ana Marku"]
    assert address("confirm", centre.pk) not in page.content.decode()  # only the manager answers for the details


def test_the_manager_confirms_the_details(centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    with acting("ilir"):
        Service.objects.filter(pk=centre.pk).update(confirmed_on=timezone.localdate() - timedelta(days=200))
    assert client_as("edona").post(address("confirm", centre.pk)).status_code == 403
    assert client_as("ilir").get(address("confirm", centre.pk)).status_code == 302
    client_as("ilir").post(address("confirm", centre.pk))
    with acting(None):
        assert Service.objects.get(pk=centre.pk).confirmed_on == timezone.localdate()


def test_opening_a_person_stands_in_the_journal(
    inside: SimpleNamespace, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    assert b"Ana Marku" in client_as("edona").get(address("enrolment", inside.ana.pk)).content
    with acting("besa"):
        assert Entry.objects.filter(verb=Verb.REFERRAL_OPENED, subject=f"delivery.Enrolment:{inside.ana.pk}").count() == 1


def test_a_place_is_given_once(
    inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    ilir, today = client_as("ilir"), timezone.localdate().isoformat()
    for _ in range(2):
        ilir.post(address("enrol", inside.ben.pk), {"enrol-on": today})
    assert now_is(acting, inside.ben).status == Status.ENROLLED
    with acting(None):
        assert Service.objects.get(pk=centre.pk).taken == 2


@pytest.mark.parametrize("day", ["2019-01-01", "2999-01-01", "nonsense", ""])
def test_a_wrong_day_is_told_and_nothing_changes(
    day: str, inside: SimpleNamespace, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page = client_as("ilir").post(address("enrol", inside.ben.pk), {"enrol-on": day}).content.decode()
    assert "govuk-error-summary" in page and now_is(acting, inside.ben).status == Status.WAITING


def test_a_full_service_says_so(
    inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    with acting("ilir"):
        Service.objects.filter(pk=centre.pk).update(places=1)
    page = client_as("ilir").post(address("enrol", inside.ben.pk), {"enrol-on": timezone.localdate().isoformat()}).content.decode()
    assert "govuk-error-summary" in page and now_is(acting, inside.ben).status == Status.WAITING


def session(inside: SimpleNamespace, **changes: str) -> dict[str, str]:
    mark = f"mark_{inside.ana.pk}"
    return {"key": str(uuid4()), "held_on": timezone.localdate().isoformat(), "minutes": "90", "topic": "Painting", mark: "came", **changes}


def test_a_session_is_recorded_once_however_often_it_is_pressed(
    inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    data, edona = session(inside), client_as("edona")
    for _ in range(2):
        assert edona.post(address("session", centre.pk), data)["Location"] == address("service", centre.pk)
    with acting("ilir"):
        assert Session.objects.count() == Attendance.objects.filter(present=True).count() == 1


def test_who_left_while_the_form_was_open_is_still_counted(
    inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    with acting("ilir") as ilir:
        actions.end(by=ilir, at=timezone.now(), enrolment=inside.ana, on=timezone.localdate(), outcome=Outcome.MET)
    client_as("edona").post(address("session", centre.pk), session(inside))
    with acting("ilir"):
        assert Attendance.objects.filter(enrolment=inside.ana).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": "2"}, {"minutes": "long"}, {"held_on": "2999-01-01"}, {"held_on": "2020-01-01"}, {"key": "x"}, {"topic": "x" * 201}],
)
def test_a_wrong_session_is_told_and_what_was_typed_stays(
    wrong: dict[str, str], inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page = client_as("ilir").post(address("session", centre.pk), session(inside, **wrong)).content.decode()
    assert "govuk-error-summary" in page and ("Painting" in page or "topic" in wrong)
    with acting("ilir"):
        assert not Session.objects.exists()


def test_a_session_without_anybody_is_told(inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").post(address("session", centre.pk), session(inside, **{f"mark_{inside.ana.pk}": ""})).content.decode()
    assert "govuk-error-summary" in page


def test_a_stranger_on_the_register_is_not_counted(
    inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    client_as("ilir").post(address("session", centre.pk), session(inside, **{f"mark_{uuid4()}": "came", "mark_nonsense": "came"}))
    with acting("ilir"):
        assert Attendance.objects.count() == 1


def test_an_empty_service_has_nothing_to_record(centre: Service, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").get(address("session", centre.pk))
    assert page.status_code == 200 and b"b-empty" in page.content


def test_the_outcome_is_chosen_and_the_need_follows(
    inside: SimpleNamespace, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    data = {"on": timezone.localdate().isoformat(), "outcome": "met", "rung": "4", "words": "Shkon në kopsht çdo ditë."}
    page = client_as("ilir").post(address("end", inside.ana.pk), data, follow=True).content.decode()
    assert "Shkon në kopsht" in page and now_is(acting, inside.ana).status == Status.ENDED
    with acting("besa"):
        need = Need.objects.get(pk=inside.need.pk)
        assert (need.status, need.rung) == (NeedStatus.MET, 4)


def test_an_outcome_says_where_it_leads_with_the_anchors_of_the_domain(inside: SimpleNamespace, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").get(address("end", inside.ana.pk))
    assert set(page.context["form"].fields) == {"on", "outcome", "rung", "words"}
    waiting = client_as("ilir").get(address("end", inside.ben.pk))
    assert set(waiting.context["form"].fields) == {"on", "outcome", "words"}


def test_ending_without_an_outcome_is_told(inside: SimpleNamespace, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    page = client_as("ilir").post(address("end", inside.ana.pk), {"on": timezone.localdate().isoformat(), "words": "Mirë"}).content.decode()
    assert "govuk-error-summary" in page and "Mirë" in page and now_is(acting, inside.ana).status == Status.ENROLLED


def test_what_has_ended_is_not_ended_again(inside: SimpleNamespace, client_as: Callable[..., Client]) -> None:
    ilir, data = client_as("ilir"), {"on": timezone.localdate().isoformat(), "outcome": "left"}
    for _ in range(2):
        assert ilir.post(address("end", inside.ana.pk), data)["Location"] == address("enrolment", inside.ana.pk)


VIEWS = ("services", "service", "confirm", "session", "enrolment", "enrol", "end")
OF_A_SERVICE = ("service", "confirm", "session")


def _address(view: str, inside: SimpleNamespace, centre: Service) -> str:
    args = () if view == "services" else (centre.pk,) if view in OF_A_SERVICE else (inside.ana.pk,)
    return address(view, *args)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("stranger", ["besa", "vera", "genc"])
def test_only_providers_come_here(
    view: str, stranger: str, inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client]
) -> None:
    assert client_as(stranger).get(_address(view, inside, centre)).status_code == 403


@pytest.mark.parametrize("view", VIEWS)
def test_the_public_is_asked_to_sign_in(view: str, inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client]) -> None:
    assert client_as(None).get(_address(view, inside, centre))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("view", VIEWS[1:])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_provider_finds_nothing(
    view: str, method: str, inside: SimpleNamespace, centre: Service, client_as: Callable[..., Client]
) -> None:
    page = getattr(client_as("luan"), method)(_address(view, inside, centre))
    assert page.status_code == 404 and b"Ana" not in page.content


@pytest.mark.parametrize("view", ["services", "service", "session", "enrolment"])
def test_a_page_asks_the_same_number_of_questions_whatever_it_holds(
    view: str,
    inside: SimpleNamespace,
    centre: Service,
    refer: Callable[..., SimpleNamespace],
    client_as: Callable[..., Client],
    acting: Callable[..., Any],
) -> None:
    ilir = client_as("ilir")

    def asked() -> int:
        ilir.get(_address(view, inside, centre))
        with CaptureQueriesContext(connection) as seen:
            assert ilir.get(_address(view, inside, centre)).status_code == 200
        return len(seen)

    def fill(names: list[str]) -> None:
        for name in names:
            waits, comes = refer(name), refer(name, "Deda").enrolment
            with acting("ilir") as actor:
                now = timezone.now()
                actions.enrol(by=actor, at=now, enrolment=comes, on=timezone.localdate())
                for someone in (comes, inside.ana):
                    actions.record_session(
                        by=actor,
                        at=now,
                        service=centre,
                        held_on=timezone.localdate(),
                        minutes=60,
                        topic="",
                        present=[someone],
                        absent=[],
                        key=uuid4(),
                    )
            assert waits

    fill(["Drini"])
    few = asked()
    fill(["Era", "Fatos", "Gent"])
    assert asked() == few

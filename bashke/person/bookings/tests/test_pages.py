"""Two presses at night, in the browser."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.actions import hide_address
from bashke.ground.directory.models import Service
from bashke.person.bookings import actions
from bashke.person.bookings.models import Booking
from bashke.person.people.models import Person

pytestmark = pytest.mark.django_db


def address(view: str, *args: Any) -> str:
    return reverse(f"bookings:{view}", args=args)


@pytest.fixture
def held(acting: Callable[..., Any], shelter: Service, ana: Person) -> Booking:
    """As booked a minute ago."""
    with acting("besa") as besa:
        return actions.book(by=besa, at=timezone.now(), service=shelter, person=ana, key=uuid4(), note="Comes by taxi.")


def test_two_presses_from_her_page_hold_a_place(client_as: Callable[..., Client], shelter: Service, ana: Person) -> None:
    besa = client_as("besa")
    hers = besa.get(reverse("desk:person", args=[ana.pk])).content.decode()
    assert address("book", ana.pk) in hers
    page = besa.get(address("book", ana.pk))
    assert [one.service.pk for one in page.context["free"]] == [shelter.pk]
    answer = besa.post(address("book", ana.pk), {"service": shelter.pk, "people": "1", "key": str(uuid4())}, follow=True)
    assert "u mbajt" in answer.content.decode()


def test_somebody_without_papers_is_written_down_and_has_a_place_with_one_press(
    client_as: Callable[..., Client], shelter: Service, acting: Callable[..., Any]
) -> None:
    besa, press = client_as("besa"), {"service": shelter.pk, "people": "2", "key": str(uuid4()), "given_name": "Lola", "sex": "f"}
    for _ in range(2):  # the same press twice
        assert besa.post(address("places") + "?for=women_children", press).status_code == 302
    with acting("besa"):
        booking = Booking.objects.select_related("person").get()
    assert (booking.person.name, booking.person.is_provisional, booking.people, booking.for_whom) == (
        "Lola Lola",
        True,
        2,
        "women_children",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "99"},
        {"people": "x"},
        {"service": ""},
        {"service": "987654"},
        {"given_name": ""},
        {"key": "x"},
        {"sex": "q"},
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_written_down(
    wrong: dict[str, str], client_as: Callable[..., Client], shelter: Service, acting: Callable[..., Any]
) -> None:
    press = {
        "service": str(shelter.pk),
        "people": "1",
        "key": str(uuid4()),
        "given_name": "Lola",
        "family_name": "Deda",
        "sex": "f",
        "note": "x",
    }
    page = client_as("besa").post(address("places"), press | wrong)
    assert page.status_code == 422
    assert 'value="Deda"' in page.content.decode()  # nothing typed is lost
    with acting("besa"):
        assert not Person.objects.filter(given_name="Lola").exists()


def test_the_last_place_taken_by_a_colleague_is_told(
    client_as: Callable[..., Client], shelter: Service, acting: Callable[..., Any]
) -> None:
    press = {"service": str(shelter.pk), "people": "3", "key": str(uuid4()), "given_name": "Lola", "sex": "f"}
    assert client_as("besa").post(address("places"), press).status_code == 302
    page = client_as("arta").post(address("places"), press | {"people": "1", "key": str(uuid4()), "given_name": "Dava"})
    assert (page.status_code, "pak çaste më parë" in page.content.decode()) == (422, True)
    with acting("arta"):
        assert not Person.objects.filter(given_name="Dava").exists()


def test_a_group_nobody_listed_is_a_bad_request(client_as: Callable[..., Client]) -> None:
    assert client_as("besa").get(address("places") + "?for=nobody").status_code == 400


def test_the_shelter_sees_who_comes_and_no_more(client_as: Callable[..., Client], held: Booking) -> None:
    luan = client_as("luan")
    for page in (luan.get(address("guests")), luan.get(address("show", held.pk))):
        text = page.content.decode()
        assert "Comes by taxi." in text
        assert "Ana" not in text  # she did not give her name
    assert luan.post(address("arrived", held.pk)).status_code == 302
    assert luan.post(address("end", held.pk), {"onward": "longer_stay"}).status_code == 422
    assert luan.post(address("end", held.pk), {"onward": "hospital"}).status_code == 302


def test_ilir_finds_nothing_of_luans_guests(client_as: Callable[..., Client], held: Booking) -> None:
    ilir = client_as("ilir")
    assert ilir.get(address("show", held.pk)).status_code == 404
    assert "taxi" not in ilir.get(address("guests")).content.decode()


def test_the_address_of_a_shelter_is_shown_when_asked_for_and_nowhere_else(
    client_as: Callable[..., Client], shelter: Service, held: Booking, acting: Callable[..., Any]
) -> None:
    with acting("luan") as luan:
        hide_address(by=luan, at=timezone.now(), service=shelter, address="Rruga e Fshehur 1")
    besa = client_as("besa")
    quiet = [
        address("places"),
        address("book", held.person_id),
        address("show", held.pk),
        reverse("desk:day"),
        reverse("portal:service", args=[shelter.pk]),
    ]
    assert [page for page in quiet if "Fshehur" in besa.get(page).content.decode()] == []
    assert "Rruga e Fshehur 1" in besa.post(address("address", held.pk)).content.decode()
    assert client_as("drita").get(reverse("desk:board")).status_code == 200


def test_the_provider_hides_its_address_itself(client_as: Callable[..., Client], shelter: Service) -> None:
    luan, edit = client_as("luan"), reverse("directory:edit", args=[shelter.pk])
    assert luan.post(edit, {"hide": "yes", "hide-address": ""}).status_code == 422
    assert luan.post(edit, {"hide": "yes", "hide-address": "Rruga e Fshehur 1"}).status_code == 302
    assert "Rruga e Fshehur 1" in luan.get(edit).content.decode()


def test_her_stay_stands_in_my_day_and_on_the_board(client_as: Callable[..., Client], held: Booking, acting: Callable[..., Any]) -> None:
    assert address("show", held.pk) in client_as("besa").get(reverse("desk:day")).content.decode()
    with acting("besa") as besa:
        actions.end(by=besa, at=timezone.now(), booking=held, onward="never_came")
    assert address("show", held.pk) in client_as("drita").get(reverse("desk:board")).content.decode()


def test_a_full_house_costs_no_more_questions(
    client_as: Callable[..., Client], shelter: Service, acting: Callable[..., Any], held: Booking, ana: Person
) -> None:
    luan, besa = client_as("luan"), client_as("besa")
    for client, page in ((luan, address("guests")), (besa, address("places"))):
        client.get(page)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            luan.get(address("guests"))
            besa.get(address("places"))
        counted.append(len(seen))
        besa.post(address("places"), {"service": str(shelter.pk), "people": "2", "key": str(uuid4()), "given_name": "Lola", "sex": "f"})
    assert counted[0] == counted[1]

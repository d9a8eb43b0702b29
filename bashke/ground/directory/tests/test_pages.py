"""The page on which a provider keeps its service right."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.actions import change_service
from bashke.ground.directory.models import Service
from bashke.ground.territory.models import Municipality

SAVED = {
    "is_open": "yes",
    "places": "14",
    "hours": "E hënë–e premte 08:00–16:00",
    "phone": "069 20 00 011",
    "fee_lek": "0",
    "step_free": "yes",
}


@pytest.fixture
def page(day_centre):
    return reverse("directory:edit", args=[day_centre.pk])


def test_ilir_sees_his_service_with_what_it_says_now(client_as, page):
    html = client_as("ilir").get(page).content.decode()
    assert "Qendra ditore për fëmijë" in html
    assert 'value="12"' in html


def test_ilir_saves_and_people_see_it_at_once(client_as, acting, page, day_centre):
    assert client_as("ilir").post(page, SAVED).status_code == 302
    with acting(None):
        day_centre.refresh_from_db()
        assert (day_centre.places, day_centre.hours, day_centre.confirmed_on) == (14, SAVED["hours"], timezone.localdate())


def test_one_button_confirms_without_changing(client_as, acting, page, day_centre):
    with acting("ilir"):
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on="2026-01-01")
    assert client_as("ilir").post(page, {"confirm": "yes"}).status_code == 302
    with acting(None):
        day_centre.refresh_from_db()
        assert (day_centre.confirmed_on, day_centre.places) == (timezone.localdate(), 12)


@pytest.mark.parametrize(
    "wrong", [{"places": "-1"}, {"places": "shumë"}, {"phone": "069"}, {"fee_lek": "1.5"}, {"step_free": "maybe"}, {"is_open": ""}]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_as, acting, page, day_centre, wrong):
    answer = client_as("ilir").post(page, SAVED | wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "govuk-error-summary" in html
    assert SAVED["hours"] in html
    with acting(None):
        day_centre.refresh_from_db()
        assert day_centre.places == 12


def test_fewer_places_than_people_is_said_beside_the_places(client_as, acting, page, day_centre):
    with acting("ilir"):
        Service.objects.filter(pk=day_centre.pk).update(taken=5)
    html = client_as("ilir").post(page, SAVED | {"places": "4"}).content.decode()
    assert 'href="#id_places"' in html


@pytest.mark.parametrize(("who", "status"), [("luan", 404), ("edona", 403), ("besa", 403), ("drita", 403), ("vera", 403), ("genc", 403)])
def test_nobody_else_opens_the_page(client_as, page, who, status):
    assert client_as(who).get(page).status_code == status
    assert client_as(who).post(page, SAVED).status_code == status


def test_another_providers_service_and_one_that_does_not_exist_look_the_same(client_as, page):
    luan = client_as("luan")
    nowhere = reverse("directory:edit", args=[987654])

    def without_its_address(address):
        html = luan.get(address).content.decode()
        return html.replace(address, "").replace(quote(address, safe=""), "")  # the language link says where one is

    assert without_its_address(page) == without_its_address(nowhere)


def test_the_public_is_sent_to_sign_in(client, page):
    assert client.get(page).status_code == 302


def test_the_page_needs_the_same_number_of_queries_however_many_municipalities_are_covered(client_as, acting, page, day_centre):
    def queries():
        ilir = client_as("ilir")
        with CaptureQueriesContext(connection) as seen:
            assert ilir.get(page).status_code == 200
        return len(seen)

    before = queries()
    with acting("ilir") as ilir:
        change_service(by=ilir, at=timezone.now(), service=day_centre, covers=Municipality.objects.values_list("lau", flat=True))
    assert queries() == before

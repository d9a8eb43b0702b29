"""A mother looks for a service near her, on any phone."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.territory.models import Unit

from .conftest import text

pytestmark = pytest.mark.django_db
SHKODER = "/find/?municipality=AL154"


def test_she_says_what_she_needs_then_where_she_lives_then_sees_services(visitor: Client) -> None:
    assert "Nuk kemi ushqim të mjaftueshëm" in text(visitor.get("/find/"))
    place = text(visitor.get("/find/?where=1&domains=child_wellbeing"))
    assert '<input type="hidden" name="domains" value="child_wellbeing">' in place
    found = text(visitor.get(SHKODER + "&domains=child_wellbeing"))
    for said in (
        "Qendra ditore për fëmijë",
        "Hapa të Lehtë",
        "km",
        "Falas",
        "Vende të lira: 12",
        "shqip",
        "Pa shkallë",
        "tel:0692000011",
        "Konfirmuar",
    ):
        assert said in found, said
    assert "Ndihmë në shtëpi" not in found


def test_a_search_without_a_choice_shows_everything(visitor: Client) -> None:
    assert visitor.get("/find/?where=1").status_code == 200
    assert text(visitor.get(SHKODER)).count("p-facts") == 5


def test_a_missing_municipality_is_a_sentence_and_keeps_the_needs(visitor: Client) -> None:
    response = visitor.get("/find/?where=1&domains=food&municipality=")
    assert response.status_code == 422
    assert "Zgjidhni bashkinë tuaj nga lista." in text(response)
    assert 'value="food"' in text(response)


@pytest.mark.parametrize(
    "address",
    [
        "/find/?municipality=AL999",
        "/find/?domains=gold",
        "/find/?municipality=AL%00154",
        "/deadlines/?municipality=%00",
        SHKODER + "&unit=abc",
        SHKODER + "&unit=999999",
        SHKODER + "&domains=food&domains=x",
    ],
)
def test_an_unknown_word_is_refused_and_never_means_everything(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 400


def test_a_unit_of_another_municipality_is_refused(visitor: Client) -> None:
    elsewhere = Unit.objects.filter(municipality="AL343").first()
    assert elsewhere is not None
    assert visitor.get(f"{SHKODER}&unit={elsewhere.pk}").status_code == 400


def test_the_distance_says_where_it_is_measured_from(visitor: Client) -> None:
    unit = Unit.objects.filter(municipality="AL154", lat__isnull=False).exclude(name="Shkodër").first()
    assert unit is not None
    assert "nga qendra: Shkodër" in text(visitor.get(SHKODER))
    assert f"në vijë të drejtë nga {unit.name}." in text(visitor.get(f"{SHKODER}&unit={unit.pk}"))


def test_conditions_narrow_the_list(visitor: Client) -> None:
    assert "Ndihmë në shtëpi" not in text(visitor.get(SHKODER + "&free_of_charge=on"))
    assert "Strehim emergjence" not in text(visitor.get(SHKODER + "&step_free=on"))


def test_an_empty_list_is_kind_and_says_what_to_do(visitor: Client) -> None:
    page = text(visitor.get("/find/?municipality=AL343&domains=food"))
    assert "Kjo nuk është faji juaj" in page
    assert 'href="/ask/"' in page
    assert "Bashkia Korçë" in page


def test_where_violence_is_named_there_is_a_way_out_and_numbers_to_call(visitor: Client) -> None:
    page = text(visitor.get(SHKODER + "&domains=safety"))
    assert "data-exit" in page
    assert 'href="tel:116117"' in page
    assert "data-exit" not in text(visitor.get(SHKODER + "&domains=food"))


def test_the_address_of_a_shelter_is_told_by_telephone_only(visitor: Client, cast: SimpleNamespace) -> None:
    service = cast.services["72-hour emergency shelter"]
    for address in (SHKODER + "&domains=safety", f"/services/{service}/", f"/services/{service}/?municipality=AL154"):
        page = text(visitor.get(address))
        assert "Adresën nuk e publikojmë" in page
        assert "Lagjja Perash" not in page
        assert "map-points" not in page
        assert " km" not in page
        assert "tel:0692000022" in page


def test_a_service_that_nobody_confirmed_is_marked_in_words(visitor: Client, acting: Any) -> None:
    long_ago = timezone.localdate() - timedelta(days=200)
    with acting("ilir"):
        Service.objects.filter(name_en="Day centre for children").update(confirmed_on=long_ago, chased_on=long_ago + timedelta(days=100))
    assert "I pakonfirmuar që nga" in text(visitor.get(SHKODER + "&domains=child_wellbeing"))


def test_a_closed_service_does_not_exist(visitor: Client, acting: Any, cast: SimpleNamespace) -> None:
    service = cast.services["Family counselling"]
    assert visitor.get(f"/services/{service}/").status_code == 200
    with acting("ilir"):
        Service.objects.filter(pk=service).update(is_open=False)
    assert visitor.get(f"/services/{service}/").status_code == 404
    assert visitor.get("/services/999999/").status_code == 404


def test_the_map_says_what_the_list_says(visitor: Client) -> None:
    page = text(visitor.get(SHKODER))
    assert "data-map" in page
    assert "GeoNames" in page
    assert "skematike" in page


def test_the_number_of_queries_does_not_grow_with_the_services(visitor: Client) -> None:
    counts = []
    for address in (SHKODER + "&domains=child_wellbeing", SHKODER):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            visitor.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""Loading twice changes nothing; the database refuses places that cannot be."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.territory.actions import load_reference
from bashke.ground.territory.models import Census, County, Municipality, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_owner")]


def test_loading_again_keeps_every_row_and_its_number() -> None:
    before = set(Unit.objects.values_list("pk", "slug"))
    assert load_reference() == {"counties": 12, "municipalities": 61, "units": 373, "census": 122}
    assert set(Unit.objects.values_list("pk", "slug")) == before


def test_loading_again_repairs_a_changed_name() -> None:
    Municipality.objects.filter(pk="AL341").update(name="?")
    load_reference()
    assert Municipality.objects.get(pk="AL341").name != "?"


def municipality(**changed: Any) -> Municipality:
    fields = {"lau": "AL999", "name": "Askund", "county_id": "AL-10", "seat": "Askund", "lat": 42.0, "lon": 19.5}
    return Municipality(**{**fields, **changed})


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (lambda: County(iso="AL-BR", name="Berati"), "territory_county_iso"),
        (lambda: municipality(lau="99999"), "territory_municipality_lau"),
        (lambda: municipality(lat=19.5, lon=42.0), "territory_municipality_in_albania"),
        (lambda: Unit(municipality_id="AL341", name="x", slug="x", lat=42.0), "territory_unit_point_whole_and_in_albania"),
        (lambda: Unit(municipality_id="AL211", name="Belsh", slug="belsh"), "territory_unit_once"),
        (lambda: Census(municipality_id="AL341", year=2023, population=5), "territory_census_once_a_year"),
        (lambda: Census(municipality_id="AL341", year=2030, population=0), "territory_census_counts_someone"),
        (lambda: Census(municipality_id="AL341", year=203, population=5), "territory_census_year"),
    ],
)
def test_the_database_refuses_a_place_that_cannot_be(broken: Any, name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        broken().save(force_insert=True)
    assert name in str(refused.value)

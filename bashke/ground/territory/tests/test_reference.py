"""The reference tables against published sums. The session's database has them loaded."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db.models import Sum

from bashke.ground.territory import queries
from bashke.ground.territory.models import Census, County, Municipality, Unit

pytestmark = pytest.mark.django_db

COUNTY_SUMS = {
    # ISO, county, census 2011, census 2023 (INSTAT)
    "AL-01": ("Berat", 141_944, 140_956),
    "AL-02": ("Durrës", 262_785, 226_863),
    "AL-03": ("Elbasan", 295_827, 232_580),
    "AL-04": ("Fier", 310_331, 240_377),
    "AL-05": ("Gjirokastër", 72_176, 60_013),
    "AL-06": ("Korçë", 220_357, 173_091),
    "AL-07": ("Kukës", 85_292, 61_998),
    "AL-08": ("Lezhë", 134_027, 99_384),
    "AL-09": ("Dibër", 137_047, 107_178),
    "AL-10": ("Shkodër", 215_347, 154_479),
    "AL-11": ("Tiranë", 749_365, 758_513),
    "AL-12": ("Vlorë", 175_640, 146_681),
}


def test_albania_has_12_counties_61_municipalities_and_373_units() -> None:
    assert (County.objects.count(), Municipality.objects.count(), Unit.objects.count()) == (12, 61, 373)


@pytest.mark.parametrize(("year", "residents"), [(2011, 2_800_138), (2023, 2_402_113)])
def test_the_municipalities_add_up_to_the_nation(year: int, residents: int) -> None:
    assert Census.objects.filter(year=year).aggregate(sum=Sum("population"))["sum"] == residents
    assert sum(queries.populations(year).values()) == residents


@pytest.mark.parametrize("iso", sorted(COUNTY_SUMS))
def test_the_municipalities_add_up_to_their_county(iso: str) -> None:
    name, in_2011, in_2023 = COUNTY_SUMS[iso]
    assert County.objects.get(pk=iso).name == name
    assert (queries.county_populations(2011)[iso], queries.county_populations(2023)[iso]) == (in_2011, in_2023)


def test_every_census_figure_names_the_source_of_its_own_year() -> None:
    for row in Census.objects.all():
        assert row.source.startswith("INSTAT census"), row
        assert "GeoNames id" not in row.source and "|" not in row.source
    assert not Census.objects.filter(year=2023, check_note="").exists()


def test_population_is_the_newest_census_unless_a_year_is_asked_for() -> None:
    assert queries.latest_census_year() == 2023
    assert (queries.population("AL341"), queries.population("AL341", 2023)) == (
        Census.objects.get(municipality_id="AL341", year=2023).population,
    ) * 2
    assert queries.population("AL341", 1989) is None


def test_municipalities_come_in_albanian_order_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        rows = [(row.name, row.county.name) for row in queries.municipalities()]
    names = [name for name, _county in rows]
    assert names.index("Gramsh") < names.index("Gjirokastër") < names.index("Has")
    assert names.index("Skrapar") < names.index("Shijak") < names.index("Shkodër")


def test_every_municipality_has_units_and_every_unit_an_address_of_its_own() -> None:
    for lau in Municipality.objects.values_list("pk", flat=True):
        slugs = [unit.slug for unit in queries.units_of(lau)]
        assert slugs and all(slugs) and len(slugs) == len(set(slugs))


def test_a_unit_with_a_point_stands_there() -> None:
    unit = Unit.objects.filter(lat__isnull=False).first()
    assert unit is not None
    here = queries.place(unit.pk)
    assert (here.lat, here.lon, here.exact) == (unit.lat, unit.lon, True)


def test_a_unit_without_a_point_stands_at_the_seat_and_says_so() -> None:
    unit = Unit.objects.filter(lat=None).select_related("municipality").first()
    assert unit is not None
    here = queries.place(unit.pk)
    assert (here.lat, here.lon, here.exact) == (unit.municipality.lat, unit.municipality.lon, False)
    assert unit.municipality.seat in here.note


def test_44_units_have_no_point_of_their_own() -> None:
    assert Unit.objects.filter(lat=None).count() == 44


def _inside(lon: float, lat: float, ring: list[list[float]]) -> bool:
    """Ray casting: an odd number of edges lies to the east."""
    edges = zip(ring, ring[1:] + ring[:1], strict=True)
    return bool(sum((y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in edges) % 2)


def _covers(shape: dict[str, Any], lon: float, lat: float) -> bool:
    geometry = shape["geometry"]
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return any(_inside(lon, lat, part[0]) for part in parts)


def test_every_seat_lies_in_its_own_county() -> None:
    shapes = {shape["id"]: shape for shape in queries.county_shapes()["features"]}
    assert set(shapes) == set(COUNTY_SUMS)
    astray = [row.name for row in queries.municipalities() if not _covers(shapes[row.county_id], row.lon, row.lat)]
    assert astray == []


def test_all_61_shapes_say_that_they_are_schematic() -> None:
    shapes = queries.schematic_shapes()
    assert "NOT legal boundaries" in shapes["name"]
    assert all(shape["properties"]["schematic"] is True for shape in shapes["features"])
    assert sorted(shape["id"] for shape in shapes["features"]) == sorted(Municipality.objects.values_list("pk", flat=True))


def test_both_maps_are_served_as_static_files() -> None:
    assert finders.find(queries.county_outline_path())
    assert finders.find(queries.schematic_path())


def test_the_credits_name_the_sources_and_say_schematic_in_both_languages() -> None:
    for words in (queries.MAP_CREDITS.sq, queries.MAP_CREDITS.en):
        assert "GeoNames" in words
        assert "CC BY 4.0" in words
        assert "Natural Earth" in words
        assert "skemati" in words or "schematic" in words


def test_greek_is_noted_in_dropull_and_macedonian_in_pustec() -> None:
    languages = {Municipality.objects.get(pk=lau).name: note.language for lau, note in queries.language_notes().items()}
    assert languages == {"Dropull": "el", "Finiq": "el", "Himarë": "el", "Pustec": "mk"}
    assert all(note.certainty >= 80 for note in queries.language_notes().values())
    assert queries.language_note("AL111") is None

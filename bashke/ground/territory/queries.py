"""Places in Albanian order, their people, their points and their shapes."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Max, QuerySet, Sum

from bashke.ground.law.rules import Text

from .models import Census, County, Municipality, Unit

HERE = Path(__file__).resolve().parent
COUNTIES = "territory/counties.geojson"
SCHEMATIC = "territory/municipalities_schematic.geojson"
MAP_CREDITS = Text(
    "Pikat: GeoNames (geonames.org, CC BY 4.0). Kufijtë e qarqeve: Natural Earth. Zonat e bashkive janë skematike, jo kufij ligjorë.",
    "Points: GeoNames (geonames.org, CC BY 4.0). County outlines: Natural Earth. "
    "The areas of the municipalities are schematic, not legal boundaries.",
)
"""Printed beside every map: a licence asks for the first part, honesty for the last."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map. `exact` is False when the seat of the municipality stands in for a unit without a point."""

    name: str
    lat: float
    lon: float
    exact: bool
    note: str


@dataclass(frozen=True, slots=True)
class LanguageNote:
    """A language used beside Albanian in a municipality (ISO 639-1), and how sure that is in percent."""

    lau: str
    language: str
    certainty: int
    text: Text


def counties() -> QuerySet[County]:
    """The 12 counties in Albanian order."""
    return County.objects.all()


def municipalities() -> QuerySet[Municipality]:
    """The 61 municipalities in Albanian order, each with its county."""
    return Municipality.objects.select_related("county")


def municipality(lau: str) -> Municipality:
    """One municipality. Raises Municipality.DoesNotExist."""
    return municipalities().get(pk=lau)


def units_of(lau: str) -> QuerySet[Unit]:
    """The administrative units of a municipality in Albanian order."""
    return Unit.objects.filter(municipality_id=lau)


def latest_census_year() -> int | None:
    """The year of the newest census loaded."""
    year: int | None = Census.objects.aggregate(year=Max("year"))["year"]
    return year


def census(lau: str, year: int) -> Census:
    """One census figure with its source. Raises Census.DoesNotExist."""
    return Census.objects.get(municipality_id=lau, year=year)


def population(lau: str, year: int | None = None) -> int | None:
    """Residents counted in a municipality, in the newest census unless a year is given; None when nothing was counted."""
    figures = Census.objects.filter(municipality_id=lau)
    if year is not None:
        figures = figures.filter(year=year)
    return figures.order_by("-year").values_list("population", flat=True).first()


def populations(year: int) -> dict[str, int]:
    """Residents by LAU code: one query for a whole map."""
    return dict(Census.objects.filter(year=year).values_list("municipality_id", "population"))


def county_populations(year: int) -> dict[str, int]:
    """Residents by county ISO code."""
    rows = Census.objects.filter(year=year).order_by().values_list("municipality__county_id").annotate(Sum("population"))
    return dict(rows)


def place(unit_id: int) -> Place:
    """Where a unit is; the seat of its municipality when it has no point, and says so. Raises Unit.DoesNotExist."""
    unit = Unit.objects.select_related("municipality").get(pk=unit_id)
    if unit.lat is not None and unit.lon is not None:
        return Place(unit.name, unit.lat, unit.lon, exact=True, note=unit.coord_note)
    seat = unit.municipality
    return Place(unit.name, seat.lat, seat.lon, exact=False, note=f"{seat.seat}: {unit.coord_note}")


def county_outline_path() -> str:
    """The static file with the outlines of the counties; feature ids are ISO codes."""
    return COUNTIES


def schematic_path() -> str:
    """The static file with the schematic areas of the municipalities; feature ids are LAU codes. Not legal boundaries."""
    return SCHEMATIC


@cache
def county_shapes() -> dict[str, Any]:
    """The outlines of the counties as GeoJSON."""
    return _shapes(COUNTIES)


@cache
def schematic_shapes() -> dict[str, Any]:
    """The schematic areas of the municipalities as GeoJSON: say "schematic, not legal boundaries" beside every map."""
    return _shapes(SCHEMATIC)


def forget_shapes() -> None:
    """Read the files again next time: an operator has put true boundaries in their place."""
    county_shapes.cache_clear()
    schematic_shapes.cache_clear()
    language_notes.cache_clear()


def _shapes(name: str) -> dict[str, Any]:
    shapes: dict[str, Any] = json.loads((HERE / "static" / name).read_text(encoding="utf-8"))
    return shapes


@cache
def language_notes() -> dict[str, LanguageNote]:
    """Municipalities where a minority language is used, by LAU code."""
    rows = yaml.safe_load((HERE / "data" / "minority_languages.yaml").read_text(encoding="utf-8"))
    return {row["lau"]: LanguageNote(row["lau"], row["language"], row["certainty"], Text(row["sq"], row["en"])) for row in rows}


def language_note(lau: str) -> LanguageNote | None:
    """The note for one municipality: offer help in that language; conclude nothing about a person from it."""
    return language_notes().get(lau)

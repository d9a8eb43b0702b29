"""Loads the reference tables. Run by provisioning; safe to run again."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from .models import Census, County, Municipality, Unit
from .queries import forget_shapes
from .rules import slug, sort_key

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Create or update counties, municipalities, units and census figures; says how many of each there are.

    Rows are matched by their public codes, so foreign keys to them survive. Nothing is deleted: a place that a newer table
    drops keeps its history.
    """
    rows = list(_rows("municipalities.csv"))
    _load_counties(rows)
    _load_municipalities(rows)
    _load_census(rows)
    _load_units(list(_rows("administrative_units.csv")))
    forget_shapes()
    return {
        "counties": County.objects.count(),
        "municipalities": Municipality.objects.count(),
        "units": Unit.objects.count(),
        "census": Census.objects.count(),
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _load_counties(rows: list[dict[str, str]]) -> None:
    names = {row["county_iso"]: row["county_sq"] for row in rows}
    County.objects.bulk_create(
        [County(iso=iso, name=name, sort_key=sort_key(name)) for iso, name in sorted(names.items())],
        update_conflicts=True,
        unique_fields=["iso"],
        update_fields=["name", "sort_key"],
    )


def _load_municipalities(rows: list[dict[str, str]]) -> None:
    Municipality.objects.bulk_create(
        [
            Municipality(
                lau=row["lau_code"],
                name=row["name_sq"],
                county_id=row["county_iso"],
                seat=row["seat"],
                lat=float(row["seat_lat"]),
                lon=float(row["seat_lon"]),
                note=row["note"],
                sort_key=sort_key(row["name_sq"]),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["lau"],
        update_fields=["name", "county", "seat", "lat", "lon", "note", "sort_key"],
    )


def _load_census(rows: list[dict[str, str]]) -> None:
    figures = []
    for row in rows:
        sources = dict(part.split(": ", 1) for part in row["source"].split(" | "))
        for year, check in (("2011", ""), ("2023", row["pop_2023_check"])):
            figures.append(
                Census(
                    municipality_id=row["lau_code"],
                    year=int(year),
                    population=int(row[f"pop_{year}"]),
                    source=sources[year],
                    check_note=check,
                )
            )
    Census.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["municipality", "year"],
        update_fields=["population", "source", "check_note"],
    )


def _load_units(rows: list[dict[str, str]]) -> None:
    Unit.objects.bulk_create(
        [
            Unit(
                municipality_id=row["municipality_lau"],
                name=row["unit"],
                slug=slug(row["unit"]),
                lat=float(row["lat"]) if row["lat"] else None,
                lon=float(row["lon"]) if row["lon"] else None,
                coord_note=row["coord_note"],
                sort_key=sort_key(row["unit"]),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["municipality", "slug"],
        update_fields=["name", "lat", "lon", "coord_note", "sort_key"],
    )

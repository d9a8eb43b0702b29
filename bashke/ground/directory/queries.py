"""Which services a person can reach: near, open to her, with a free place, and how sure that is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import inf

from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure
from bashke.ground.territory.models import Municipality, Unit
from bashke.ground.territory.rules import distance_km

from .models import Service
from .rules import Freshness, StepFree, freshness, serves_age

Point = tuple[float, float]


@dataclass(frozen=True)
class Found:
    """A service as a person sees it: `km` as the crow flies (None when no place is known), `free` None where places are not counted."""

    service: Service
    km: float | None
    freshness: Freshness
    free: int | None


def near(
    municipality: str, unit: int | None = None, domains: Collection[str] = (), *, type: str | None = None, step_free: bool = False,
    free_of_charge: bool = False, with_place: bool = False, language: str | None = None, age: int | None = None, on: date | None = None,
) -> list[Found]:  # fmt: skip
    """Open services that take the people of a municipality (LAU code), nearest first from a unit (its id) or the seat.

    `domains`: needs, any of which the service answers. Distance to a service without a point is the distance to its unit.
    Three queries, however many services there are.
    """
    services = Service.objects.serving(municipality).select_related("municipality", "unit", "provider").prefetch_related("provider__names")
    if domains:
        services = services.filter(domains__overlap=list(domains))
    if type:
        services = services.filter(type=type)
    if step_free:
        services = services.filter(step_free=StepFree.YES)
    if free_of_charge:
        services = services.filter(fee_lek=0)
    if language:
        services = services.filter(languages__contains=[language])
    day, home = on or localdate(), _home(municipality, unit)
    found = [_found(service, home, day) for service in services if serves_age(age, service.age_from, service.age_to)]
    kept = [row for row in found if row.free != 0] if with_place else found
    return sorted(kept, key=lambda row: (inf if row.km is None else row.km, row.service.name_sq, row.service.pk))


def look(service: Service, municipality: str | None = None, unit: int | None = None, on: date | None = None) -> Found:
    """One service, with the distance from where the asker lives when that is known."""
    return _found(service, _home(municipality, unit) if municipality else None, on or localdate())


def own_services(actor: Actor, on: date | None = None) -> list[Found]:
    """A provider's own services, open or closed, by name: what it must keep right."""
    services = Service.objects.visible_to(actor).filter(provider=actor.institution).select_related("municipality", "unit", "provider")
    return [_found(service, None, on or localdate()) for service in services.order_by("name_sq", "pk")]


def freshness_of(service: Service, day: date) -> Freshness:
    return freshness(service.confirmed_on, service.chased_on, day, figure("service.unconfirmed", day).value)


def place_of(service: Service) -> Point | None:
    """Where a service is: its own point, else its unit's, else the seat of its municipality."""
    if service.latitude is not None and service.longitude is not None:
        return service.latitude, service.longitude
    if service.unit is not None and service.unit.lat is not None and service.unit.lon is not None:
        return service.unit.lat, service.unit.lon
    return service.municipality.lat, service.municipality.lon


def _found(service: Service, home: Point | None, day: date) -> Found:
    there = place_of(service)
    km = distance_km(*home, *there) if home and there else None
    return Found(service, km, freshness_of(service, day), service.free)


def _home(municipality: str, unit: int | None) -> Point | None:
    if unit is not None:
        place = (
            Unit.objects.filter(pk=unit, municipality=municipality)
            .values_list("lat", "lon", "municipality__lat", "municipality__lon")
            .first()
        )
        if place is not None:
            lat, lon, seat_lat, seat_lon = place
            return (lat, lon) if lat is not None and lon is not None else (seat_lat, seat_lon)
    return Municipality.objects.filter(pk=municipality).values_list("lat", "lon").first()

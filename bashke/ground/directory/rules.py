"""Freshness, places and who a service is for. No database, no clock."""

from datetime import date, timedelta
from enum import StrEnum

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.rules import NotAllowed

EMERGENCY = "emergency_72h"  # the type of service whose places are booked at once


# Where people sleep who flee violence: found by telephone, never by an address that whoever threatens them can read too.
SHELTERS = frozenset({EMERGENCY, "homeless_shelter", "alternative", "residential_long_term", "residential_specialised"})


class Freshness(StrEnum):
    FRESH = "fresh"
    CHASED = "chased"  # unconfirmed too long, the provider was asked
    STALE = "stale"  # asked and silent: marked for the public


class StepFree(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def freshness(confirmed_on: date, chased_on: date | None, today: date, days: int, grace_days: int = 14) -> Freshness:
    """A service unconfirmed for `days` is chased; unconfirmed `grace_days` after that, it is marked."""
    if (today - confirmed_on).days <= days:
        return Freshness.FRESH
    if chased_on is None or chased_on < confirmed_on or (today - chased_on).days <= grace_days:
        return Freshness.CHASED
    return Freshness.STALE


def free_places(places: int | None, taken: int) -> int | None:
    """Places nobody has; None where the service has no fixed number (information, counselling)."""
    return None if places is None else max(places - taken, 0)


def check_place_is_free(places: int | None, taken: int) -> None:
    if places is not None and taken >= places:
        raise NotAllowed(
            "Every place of this service is taken (%(places)s). Put the person on the waiting list or choose another service.",
            places=places,
        )


def serves_age(age: int | None, age_from: int | None, age_to: int | None) -> bool:
    """An unknown age is let through: the provider decides with the person in front of it."""
    if age is None:
        return True
    return (age_from is None or age >= age_from) and (age_to is None or age <= age_to)


def silent_since(today: date, days: int) -> date:
    """A service last confirmed before this day has been unconfirmed for more than `days`."""
    return today - timedelta(days=days)


def check_places(places: int | None, taken: int) -> None:
    if places is not None and places < taken:
        raise NotAllowed("Places taken now: %(taken)s. The service cannot have fewer places than that.", taken=taken)


def check_ages(age_from: int | None, age_to: int | None) -> None:
    if age_from is not None and age_to is not None and age_to < age_from:
        raise NotAllowed("The highest age must not be below the lowest age.")


def check_keeper(by: Actor, provider: int, municipality: str) -> None:
    """A service is kept by its provider, and by the municipality on whose ground it stands."""
    own = by.kind is Kind.PROVIDER and by.institution == provider
    here = by.kind is Kind.MUNICIPALITY and by.municipality == municipality
    if not own and not here:
        raise NotAllowed("Only its provider, or the municipality where it stands, may change a service.")

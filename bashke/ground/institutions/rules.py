"""What kinds of institution there are, and which name holds on a day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


class Kind(StrEnum):
    MUNICIPALITY = "municipality"  # the office that receives, assesses and refers: NARU in the directorate of social services
    PROVIDER_PUBLIC = "provider_public"
    PROVIDER_NON_PUBLIC = "provider_non_public"
    MINISTRY = "ministry"
    STATE_SOCIAL_SERVICE = "state_social_service"


# Which kinds of post (bashke.ground.access) sit in which institution.
SEATS: dict[Kind, str] = {
    Kind.MUNICIPALITY: "municipality",
    Kind.PROVIDER_PUBLIC: "provider",
    Kind.PROVIDER_NON_PUBLIC: "provider",
    Kind.MINISTRY: "nation",
    Kind.STATE_SOCIAL_SERVICE: "nation",
}


class Named(Protocol):
    valid_from: date


N = TypeVar("N", bound=Named)


def name_on(names: Iterable[N], day: date) -> N | None:
    """The name that holds on a day: the latest that began on or before it; the first one before any began."""
    known = sorted(names, key=lambda n: n.valid_from)
    begun = [n for n in known if n.valid_from <= day]
    return begun[-1] if begun else (known[0] if known else None)

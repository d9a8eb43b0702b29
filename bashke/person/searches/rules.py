"""What a saved search may say: a list and its filters. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.casework.rules import Whose
from bashke.person.requests.rules import Channel, Status

LONGEST_NAME = 60


class Listing(StrEnum):
    REQUESTS = "requests"
    CASES = "cases"


# Each list with its filters and what each of them may be: the same words in the address of the page and of the door for programs.
FILTERS: Mapping[Listing, Mapping[str, frozenset[str]]] = {
    Listing.REQUESTS: {
        "status": frozenset(Status), "urgency": frozenset(TriageClass), "channel": frozenset(Channel), "late": frozenset({"true"}),
    },
    Listing.CASES: {"whose": frozenset(Whose), "urgency": frozenset(TriageClass)},
}  # fmt: skip


def unknown_filters(listing: Listing, filters: Mapping[str, str]) -> list[str]:
    """The names of those that the list has not, or that may not be what they are said to be."""
    known = FILTERS[listing]
    return sorted(name for name, value in filters.items() if value not in known.get(name, ()))


def check_search(listing: Listing, name: str, filters: Mapping[str, str]) -> str:
    """A search has a name, and filters of its list. Returns the name without what stands around it."""
    if unknown := unknown_filters(listing, filters):
        raise NotAllowed("This list has no such filter: %(names)s.", names=", ".join(unknown))
    name = " ".join(name.split())
    if not name:
        raise NotAllowed("Give the search a name.")
    if len(name) > LONGEST_NAME:
        raise NotAllowed("A name has at most %(most)s letters.", most=LONGEST_NAME)
    return name

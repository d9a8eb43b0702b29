"""Who is asking: one small value that every query and every verb receives. No Django, no clock."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """The kinds of asker the database wall tells apart; each is a database role `bashke_<kind>`."""

    PUBLIC = "public"
    SIGNIN = "signin"
    PERSON = "person"
    MUNICIPALITY = "municipality"
    PROVIDER = "provider"
    NATION = "nation"
    STATISTICS = "statistics"


TOKEN_MARK = "bashke_"  # noqa: S105  what a staff token begins with, so that one left in a file is recognised
TOKEN_BYTES = 32

STAFF = frozenset({Kind.MUNICIPALITY, Kind.PROVIDER, Kind.NATION})


@dataclass(frozen=True)
class Actor:
    """Who asks, as the database confirmed it for this transaction.

    `municipality` is a LAU code; `institution` the provider or office; `person` is set only when a person
    opened her own whole file with her code; `request` is the request that code belongs to. `files` are the protected files open to
    this worker: those of her teams, and for an hour those she opened in an emergency. `related` is False for a worker who declared no
    relation to anybody, so that nothing need be kept from her.
    """

    kind: Kind
    municipality: str | None = None
    institution: int | None = None
    person: UUID | None = None
    request: UUID | None = None
    worker: UUID | None = None
    post: int | None = None
    role: str | None = None
    worker_name: str = ""
    institution_name_sq: str = ""
    institution_name_en: str = ""
    files: frozenset[UUID] = frozenset()
    related: bool = True

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF


NOBODY = Actor(kind=Kind.PUBLIC)

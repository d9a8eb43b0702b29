"""Who opened a person's file: every look is in the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.kept import first
from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import READS

OPENINGS = 8  # lines that are shown
LOOKS = 60


@dataclass(frozen=True)
class Opening:
    """Who looked into the file on one day, how often, and when last."""

    at: datetime
    name: str
    times: int


def openings(actor: Actor, person: UUID) -> list[Opening]:
    """Who looked into a person's file, newest first: every look is in the journal. Looks of one worker on one day are one line."""
    looks = first(LOOKS, _looks, actor, person)
    names = dict(first(None, _names, {look.worker for look in looks if look.worker}))
    lines: dict[tuple[date, UUID | None], list[datetime]] = {}
    for look in looks:
        lines.setdefault((timezone.localdate(look.at), look.worker), []).append(look.at)
    found = [Opening(at[0], names[worker] if worker in names else _("the system"), len(at)) for (_day, worker), at in lines.items()]
    return found[:OPENINGS]


def _looks(actor: Actor, person: UUID) -> QuerySet[Entry]:
    return Entry.objects.visible_to(actor).filter(person=person, verb__in=sorted(READS)).order_by("-id")


def _names(workers: set[UUID]) -> "QuerySet[Worker, tuple[UUID, str]]":
    return Worker.objects.filter(pk__among=workers).values_list("pk", "name")

"""Documents of a case, and the limits that hold today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure
from bashke.person.casework.models import Case

from .models import Attachment


@dataclass(frozen=True)
class Limits:
    """How much is taken: of one file in megabytes, million points and pages, and of files in one case."""

    megabytes: int
    megapixels: int
    pages: int
    of_case: int

    @property
    def bytes(self) -> int:
        return self.megabytes * 1024 * 1024


def limits(on: date) -> Limits:
    """The limits on a day."""
    return Limits(*(figure(f"attachment.most_{name}", on).value for name in ("megabytes", "megapixels", "pages", "of_case")))


def of_person(actor: Actor) -> list[Attachment]:
    """What a person may read of her own documents, the newest first. One query."""
    return list(Attachment.objects.visible_to(actor).order_by("-added_at", "pk"))


def of_case(case: Case, actor: Actor) -> QuerySet[Attachment]:
    """Every document of a case, the newest first, the removed ones too: their line stays."""
    rows: QuerySet[Attachment] = Attachment.objects.visible_to(actor)
    return rows.filter(case=case).select_related("added_by", "removed_by").order_by("-added_at", "pk")

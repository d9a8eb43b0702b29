"""How a person may be reached, said in one line for whoever is about to call."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import label
from bashke.person.people.forms import DAYS, REACHES
from bashke.person.people.models import ContactWish, Person
from bashke.person.people.queries import wish_of
from bashke.person.people.rules import EARLIEST, LATEST, WEEK


@dataclass(frozen=True)
class Wish:
    """What she said, and whether this moment is safe."""

    text: str
    never_with_others: bool
    words: str
    safe_now: bool
    next: datetime


def wish(actor: Actor, person: Person, now: datetime) -> Wish | None:
    """One query; None when nobody has asked her."""
    row = wish_of(actor, person)
    return said(row, now) if row is not None else None


def said(row: ContactWish, now: datetime) -> Wish:
    """What one wish says, and whether this moment is safe."""
    here = timezone.localtime(now)
    return Wish(_text(row), row.never_with_others, row.words, row.times.is_safe(here), row.times.next(here))


def _text(row: ContactWish) -> str:
    parts = [str(dict(REACHES)[row.reach])]  # type: ignore[index]
    if set(row.days) != WEEK:
        parts.append(", ".join(str(name) for number, name in DAYS if number in row.days))
    if (row.since, row.until) != (EARLIEST, LATEST):
        parts.append(_("from %(since)s to %(until)s") % {"since": f"{row.since:02}:00", "until": f"{row.until:02}:00"})
    if row.spoken != "sq":
        parts.append(_("speaks %(language)s") % {"language": label("spoken_language", row.spoken)})
    if row.interpreter:
        parts.append(_("needs an interpreter"))
    return " · ".join(parts)

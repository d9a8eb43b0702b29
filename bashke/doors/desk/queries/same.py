"""Two records side by side: what agrees, what only one of them knows, what differs, and what hangs on each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import LANGUAGE_NAMES, page_language
from bashke.ground.design.rules import date_long
from bashke.person.casework.models import Case
from bashke.person.people.models import Pair, Person
from bashke.person.people.queries import pairs, said, stays_of
from bashke.person.people.rules import CHOSEN, Likeness, PairStatus, Sex, differing, filled, is_told
from bashke.person.requests.models import Request

from .words import Tag

SEXES = {Sex.FEMALE: _("Female"), Sex.MALE: _("Male"), Sex.UNKNOWN: _("Not told")}
FIELDS: dict[str, Promise] = {
    "given_name": _("Given name"), "family_name": _("Family name"), "father_name": _("Father's name"),
    "birth_date": _("Date of birth"), "sex": _("Sex"),
    "personal_number": _("Personal number"), "phone": _("Phone"), "unit_id": _("Administrative unit"), "address": _("Address"),
    "language": _("Language of letters and messages"),
}  # fmt: skip
STATUS = {
    PairStatus.FOUND: Tag(_("Not looked at yet"), "blue"),
    PairStatus.PROPOSED: Tag(_("Waits for a second person"), "amber"),
    PairStatus.MERGED: Tag(_("Put together"), "green"),
    PairStatus.DIFFERENT: Tag(_("Two different people"), ""),
    PairStatus.SPLIT: Tag(_("Separated again"), ""),
}
LIKENESS = {
    Likeness.NEARLY_SURE: Tag(_("Almost certainly the same"), "red"),
    Likeness.LIKELY: Tag(_("Probably the same"), "amber"),
    Likeness.POSSIBLE: Tag(_("Perhaps the same"), "blue"),
}


@dataclass(frozen=True)
class Line:
    """One thing as both records say it; `of_other` when the word of the record that points to the other holds."""

    field: str
    label: Promise
    stays: str
    other: str
    of_other: bool = False

    @property
    def holds(self) -> str:
        return self.other if self.of_other else self.stays

    @property
    def falls(self) -> str:
        return self.stays if self.of_other else self.other


@dataclass(frozen=True)
class Side:
    """One of the two records, and how much hangs on it that the worker may know of."""

    person: Person
    cases: int
    requests: int


@dataclass(frozen=True)
class Comparison:
    """Everything the page about two records shows."""

    stays: Side
    other: Side
    agree: list[Line]
    only: list[Line]
    differ: list[Line]

    @property
    def two_numbers(self) -> bool:
        """Two personal numbers are two people, until one of them is corrected."""
        return any(line.field == "personal_number" for line in self.differ)


def compare(actor: Actor, one: Person, another: Person, pair: Pair | None = None) -> Comparison:
    """Two records side by side; while they are together, as they were before."""
    first, second = (pair.stays, pair.other) if pair and pair.stays else (None, None)
    stays = first or stays_of(one, another)
    other = second or (another if stays is one else one)
    if pair and pair.status == PairStatus.MERGED:
        _as_before(pair, stays, other)  # before anything is compared
    taken = set(pair.taken) if pair and pair.status in {PairStatus.PROPOSED, PairStatus.MERGED} else set()
    now, then = said(stays), said(other)
    differ, only = differing(now, then), filled(now, then) + filled(then, now)
    agree = [name for name in CHOSEN if name not in {*differ, *only} and is_told(name, now[name])]

    def lines(names: Iterable[str]) -> list[Line]:
        return [Line(name, FIELDS[name], shown(stays, name), shown(other, name), name in taken) for name in CHOSEN if name in set(names)]

    cases, requests = (_counted(rows, stays, other) for rows in (Case.objects.visible_to(actor), Request.objects.visible_to(actor)))
    left, right = (Side(person, cases[person.pk], requests[person.pk]) for person in (stays, other))
    return Comparison(left, right, lines(agree), lines(only), lines(differ))


def shown(person: Person, name: str) -> str:
    """One thing a record says, as a worker reads it; empty when it says nothing."""
    value = getattr(person, name)
    if not is_told(name, value):
        return ""
    if name == "birth_date":
        return date_long(value, page_language())
    if name == "unit_id":
        return person.unit.name if person.unit else ""
    return str(SEXES[value] if name == "sex" else LANGUAGE_NAMES.get(value, value) if name == "language" else value)


def together(person: Person, actor: Actor) -> list[Pair]:
    """How the records of this person were put together, the newest first."""
    return list(pairs(actor).filter(status=PairStatus.MERGED, stays=person.pk).order_by("-decided_at"))


def _counted(rows: "QuerySet[Case] | QuerySet[Request]", *records: Person) -> Counter[UUID]:
    return Counter(rows.filter(person__in=records).values_list("person", flat=True))


def _as_before(pair: Pair, stays: Person, other: Person) -> None:
    """Nothing is saved: the two rows say for this page what they said before they were put together."""
    before = pair.before or {}
    for person, words in ((stays, before["stays"]), (other, before["other"])):
        for name, word in words.items():
            setattr(person, name, word)
        person.birth_date = date.fromisoformat(words["birth_date"]) if words["birth_date"] else None

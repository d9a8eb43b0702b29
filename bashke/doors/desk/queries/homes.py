"""With whom a person lives, today or on another day, and what is running for each of them, as far as the reader may know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import label
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.people.models import Household, Membership, Person, of_one
from bashke.person.people.queries import Kin, homes_of, kin_of
from bashke.person.people.rules import age_on
from bashke.person.protection.models import ProtectedFile
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Status

from .words import Word


@dataclass(frozen=True)
class Housemate:
    """One person in a household: her place in it, her age on that day, and what runs for her today."""

    member: Membership
    person: Person
    age: int | None
    case: UUID | None = None
    request: UUID | None = None

    @property
    def place(self) -> str:
        return label("household_place", self.member.place)


@dataclass(frozen=True)
class HomeSeen:
    """One household on a day. The person herself stands first."""

    household: Household
    people: list[Housemate]

    @property
    def where(self) -> Word:
        """The address as one line."""
        address, unit = self.household.address, self.household.unit.name if self.household.unit else ""
        if unit and unit not in address:
            address = f"{address}, {unit}" if address else unit
        return address or _("A household without an address")

    @property
    def others(self) -> list[Housemate]:
        return self.people[1:]


def homes_seen(actor: Actor, person: Person, day: date) -> list[HomeSeen]:
    """Her households on a day with everybody in them: four queries, whatever their size."""
    homes = homes_of(actor, person, day)
    people = {row.person.one for home in homes for row in home.others} | {person.one}
    cases, requests = (_running_cases(actor, people), _open_requests(actor, people)) if homes else ({}, {})

    def mate(row: Membership, who: Person) -> Housemate:
        return Housemate(row, who, age_on(who.birth_date, day), cases.get(who.pk), requests.get(who.pk))

    return [
        HomeSeen(home.household, [mate(home.own, person), *(mate(row, row.person.same_as or row.person) for row in home.others)])
        for home in homes
    ]


def relations(actor: Actor, person: Person, day: date) -> list[tuple[Kin, int | None]]:
    """What others are to her, each with the age on that day."""
    return [(kin, age_on(kin.other.birth_date, day)) for kin in kin_of(actor, person, day)]


def is_protected(actor: Actor, person: Person) -> bool:
    """Is there a protected file of hers that this worker may read?"""
    return ProtectedFile.objects.visible_to(actor).filter(of_one(person)).exists()


def _running_cases(actor: Actor, people: set[UUID]) -> dict[UUID, UUID]:
    return {row.person.one: row.pk for row in first(None, _cases_of, actor, people)}


def _cases_of(actor: Actor, people: set[UUID]) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).exclude(status=CaseStatus.CLOSED).filter(_of(people)).select_related("person")


def _open_requests(actor: Actor, people: set[UUID]) -> dict[UUID, UUID]:
    """Requests that wait for an answer; one that became a case is the case."""
    return {row.person.one: row.pk for row in first(None, _requests_of, actor, people) if row.person}


def _requests_of(actor: Actor, people: set[UUID]) -> QuerySet[Request]:
    rows = Request.objects.visible_to(actor).filter(_of(people), status=Status.RECEIVED)
    return rows.select_related("person").order_by("-received_at")


def _of(people: set[UUID]) -> Q:
    """Rows of any of these human beings, under whichever record; not joined: an "or" over two tables is answered by no index."""
    return Q(person__in=Person.objects.filter(Q(pk__among=people) | Q(same_as__among=people)).values("pk"))

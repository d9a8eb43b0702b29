"""Who lives with whom in the story: Ana with her brother, who is her guardian; Vjollca with her husband until she leaves."""

from datetime import datetime, timedelta

from bashke.ground.access.rules import Actor
from bashke.person.people import actions as people
from bashke.person.people.models import Membership, Person


def live(by: Actor, person: Person, at: datetime) -> None:
    """With her brother, who is her guardian; they moved together once."""
    household = people.add_household(by=by, address="Rruga e Kirit 4", synthetic=True)
    people.join(by=by, at=at, household=household, person=person, place="head")
    brother = people.add_person(by=by, at=at, given_name="Pal", family_name="Lala", synthetic=True)
    people.bring_in(
        by=by, at=at, person=person, other=brother, household=household, place="sibling", since=at.date(), kind="guardian", basis="court"
    )
    later, day = at + timedelta(days=3), at.date() + timedelta(days=2)
    people.move(by=by, at=later, members=Membership.objects.filter(household=household), since=day, address="Rruga e Kirit 9")
    people.change_member(by=by, at=later, member=brother.memberships.get(until=None), place="relative", since=day, until=None)
    people.tie(by=by, at=at, person=brother, other=person, kind="carer")
    people.end_tie(by=by, at=later, tie=brother.ties.get(kind="carer"))


def with_husband(by: Actor, person: Person, at: datetime) -> None:
    old = people.add_household(by=by, address="Rruga e Bregut 1", synthetic=True)
    husband = people.add_person(by=by, at=at, given_name="Gjon", family_name=person.family_name, synthetic=True)
    for one, place in ((husband, "head"), (person, "spouse")):
        people.join(by=by, at=at, household=old, person=one, place=place)
    people.tie(by=by, at=at, person=husband, other=person, kind="spouse")


def leave(by: Actor, person: Person, at: datetime) -> None:
    """With her child: the old home is there for who knows him, the new one for her team."""
    safe = people.move(by=by, at=at, members=[person.memberships.get()], since=at.date())
    child = people.add_person(by=by, at=at, given_name="Lis", family_name=person.family_name, synthetic=True)
    people.join(by=by, at=at, household=safe, person=child, place="child", since=at.date())

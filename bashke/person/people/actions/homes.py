"""Who lives with whom and what they are to one another: written down, moved, ended. Nothing is deleted, so that any day can be looked at."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from bashke.ground.access.actions import written_or_not_there
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term, terms
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.models import Unit

from ..models import Household, Membership, Person, Tie, of_one
from ..rules import check_stay, check_tie, home_of, one_way

ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_household(*, by: Actor, unit: Unit | None = None, address: str = "", synthetic: bool = False) -> Household:
    """People who live and eat together, in the worker's municipality."""
    return Household.objects.create(municipality_id=home_of(by), unit=unit, address=address.strip(), synthetic=synthetic)


@transaction.atomic
def join(
    *, by: Actor, at: datetime, household: Household, person: Person, place: str, since: date | None = None, moved: bool = False
) -> Membership:
    """A person lives in this household from a day on; `moved`: and no longer where she lived until then.

    Without `moved` she lives in both, as a child whose parents live apart. `since` None: nobody knows since when.
    """
    check_stay(since, None, localdate(at))
    person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.pk)
    if Membership.objects.visible_to(by).filter(of_one(person), household=household, until=None).exists():
        raise _lives_there()
    if moved:
        _leave(by, at, person, since or localdate(at))
    member = Membership(
        municipality_id=home_of(by), household=household, person=person, place=term("household_place", place).code, since=since,
        entered_by_id=by.worker, entered_at=at, synthetic=person.synthetic,
    )  # fmt: skip
    with _refused(_lives_there()):
        member.save(force_insert=True)
    record(Verb.HOUSEHOLD_CHANGED, household, person=person.pk, municipality=member.municipality_id)
    return member


@transaction.atomic
def bring_in(
    *, by: Actor, at: datetime, person: Person, other: Person, household: Household | None = None, place: str = "", since: date | None = None,
    moved: bool = False, kind: str = "", basis: str = "", address: str = "",
) -> None:  # fmt: skip
    """What a worker hears of a person at once: `other` lives with her (`place`), or is something to her (`kind`), or both.

    Without a household one is made, with her in it, at `address`.
    """
    if not place and not kind:
        raise NotAllowed("Say whether they live together, or what they are to one another.")
    if place:
        if household is None:
            household = add_household(by=by, unit=person.unit, address=address, synthetic=person.synthetic)
            join(by=by, at=at, household=household, person=person, place="unknown")
        join(by=by, at=at, household=household, person=other, place=place, since=since, moved=moved)
    if kind:
        tie(by=by, at=at, person=other, other=person, kind=kind, basis=basis)


@transaction.atomic
def change_member(*, by: Actor, at: datetime, member: Membership, place: str, since: date | None, until: date | None) -> Membership:
    """Correct the place and the days of somebody in a household, or write down her last day there."""
    check_stay(since, until, localdate(at))
    member = Membership.objects.visible_to(by).select_for_update(of=("self",)).get(pk=member.pk)
    member.place, member.since, member.until = term("household_place", place).code, since, until
    with _refused(_lives_there()):
        member.save(update_fields=["place", "since", "until"])
    record(Verb.HOUSEHOLD_CHANGED, member, person=member.person_id, municipality=member.municipality_id)
    return member


@transaction.atomic
def move(
    *, by: Actor, at: datetime, members: Iterable[Membership], since: date, unit: Unit | None = None, address: str = ""
) -> Household:  # fmt: skip
    """Some of a household, or all, live in a new one from a day on. Each keeps her place; the others stay where they are."""
    check_stay(since, None, localdate(at))
    going = list(Membership.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=[row.pk for row in members], until=None))
    if not going:
        raise NotAllowed("Choose who moves. Somebody else may have changed the household in the meantime.")
    home = add_household(by=by, unit=unit, address=address, synthetic=going[0].synthetic)
    for row in going:
        row.until = _last_day(row, since)
    with _refused(_lives_there()):
        Membership.objects.bulk_update(going, ["until"])
        Membership.objects.bulk_create([
            Membership(
                municipality_id=row.municipality_id, household=home, person_id=row.person_id, place=row.place, since=since,
                entered_by_id=by.worker, entered_at=at, synthetic=row.synthetic,
            )
            for row in going
        ])  # fmt: skip
    record_many((Verb.HOUSEHOLD_CHANGED, home, row.person_id, row.municipality_id, "") for row in going)
    return home


@transaction.atomic
def tie(
    *, by: Actor, at: datetime, person: Person, other: Person, kind: str, basis: str = "", since: date | None = None
) -> Tie:  # fmt: skip
    """`person` is this to `other`: her mother, her carer, her legal guardian (then `basis` says by what right)."""
    check_stay(since, None, localdate(at))
    inverse: str = term("person_tie", kind).extra["inverse"]
    first, second, kept = one_way(person.one, other.one, kind, inverse, [row.code for row in terms("person_tie")])
    check_tie(first, second, kept, basis)
    made = Tie(
        municipality_id=home_of(by), person_id=first, other_id=second, kind=kept, basis=term("guardian_basis", basis).code if basis else "",
        since=since, entered_by_id=by.worker, entered_at=at, synthetic=person.synthetic,
    )  # fmt: skip
    with _refused(NotAllowed("This is written down already.")):
        made.save(force_insert=True)
    record_many((Verb.TIE_CHANGED, made, who, made.municipality_id, "") for who in (first, second))
    return made


@transaction.atomic
def end_tie(*, by: Actor, at: datetime, tie: Tie) -> Tie:
    """It no longer holds, from today on. What was before can still be looked at."""
    tie = Tie.objects.visible_to(by).select_for_update(of=("self",)).get(pk=tie.pk)
    if tie.until is not None:
        raise NotAllowed("This was ended already.")
    tie.until = localdate(at)
    tie.save(update_fields=["until"])
    record_many((Verb.TIE_CHANGED, tie, who, tie.municipality_id, "") for who in (tie.person_id, tie.other_id))
    return tie


def _leave(by: Actor, at: datetime, person: Person, on: date) -> None:
    """Where she lived ends the day before, under whichever of her records it was written."""
    for row in Membership.objects.visible_to(by).filter(of_one(person), until=None):
        change_member(by=by, at=at, member=row, place=row.place, since=row.since, until=_last_day(row, on))


def _last_day(row: Membership, moves_on: date) -> date:
    """The day before she lives elsewhere; never before the day on which she came."""
    return max(moves_on - ONE_DAY, row.since) if row.since else moves_on - ONE_DAY


def _lives_there() -> NotAllowed:
    return NotAllowed("This person already lives in this household.")


@contextmanager
def _refused(twice: NotAllowed) -> Iterator[None]:
    """What is there twice, in a sentence. Of whom the worker may not know everything, nothing is there."""
    try:
        with written_or_not_there():
            yield
    except IntegrityError as error:
        if "once_in_a_household" in str(error) or "a_tie_is_kept_once" in str(error):
            raise twice from error
        raise

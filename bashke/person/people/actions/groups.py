"""What a person says of herself for the counts: said with her code or at the counter in her words, taken back at any time."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from bashke.ground.access.actions import written_or_not_there
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term
from bashke.ground.law.rules import NotAllowed

from ..models import OwnWord, Person
from ..rules import check_groups


@transaction.atomic
def say_groups(*, by: Actor, at: datetime, person: Person, groups: Collection[str], agreed: bool) -> None:
    """What she says now stands in place of what she said before. The journal says that she answered, and not what."""
    check_groups(groups, agreed)
    codes = sorted({term("own_group", code).code for code in groups})
    person = _hers(by, person)
    _forget(by, person)
    word = OwnWord(person=person, municipality_id=person.municipality_id, groups=codes, at=at, by_id=by.worker, synthetic=person.synthetic)
    try:
        with written_or_not_there():
            OwnWord.objects.bulk_create([word])
    except IntegrityError as twice:
        raise NotAllowed("An answer was saved at the same moment. Look at it again.") from twice
    record(Verb.GROUPS_SAID, person, person=person.pk, municipality=person.municipality_id)


@transaction.atomic
def take_back_groups(*, by: Actor, person: Person) -> None:
    """It is deleted, and nothing of it is kept anywhere."""
    person = _hers(by, person)
    if not _forget(by, person):
        raise NotAllowed("Nothing is kept any more of what was said.")
    record(Verb.GROUPS_TAKEN_BACK, person, person=person.pk, municipality=person.municipality_id)


def _hers(by: Actor, person: Person) -> Person:
    """Her row, locked against two answers at once where a worker writes. Raises NotAllowed for a post that may not ask."""
    if by.kind is Kind.PERSON:
        return Person.objects.visible_to(by).get(pk=person.pk)
    if not may(by, Permission.GROUPS_ASK):
        raise NotAllowed("Your post may not do this.")
    return Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.pk)


def _forget(by: Actor, person: Person) -> int:
    """Under whichever of her records it was said."""
    records = Person.objects.visible_to(by).filter(Q(pk=person.one) | Q(same_as=person.one)).values_list("pk", flat=True)
    return OwnWord.objects.filter(person__in=list(records)).delete()[0]

"""How she wants to be reached: said by herself with her code, or written down by whoever asked her."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term
from bashke.ground.law.rules import NotAllowed

from ..models import ContactWish, Person
from ..rules import Reach, check_times


@transaction.atomic
def set_wish(
    *, by: Actor, at: datetime, person: Person, reach: str, days: Iterable[int], since: int, until: int, never_with_others: bool,
    notices: bool, spoken: str, interpreter: bool, words: str = "",
) -> ContactWish:  # fmt: skip
    """What she says now replaces what she said before. Hours are full hours in Tirana; days Monday 1 … Sunday 7."""
    if by.kind is not Kind.PERSON and not may(by, Permission.PERSON_WRITE):
        raise NotAllowed("Your post may not do this.")
    person = Person.objects.visible_to(by).get(pk=person.pk)
    check_times(frozenset(days), since, until)
    said = {
        "reach": Reach(reach), "days": sorted(set(days)), "since": since, "until": until, "never_with_others": never_with_others,
        "notices": notices, "spoken": term("spoken_language", spoken).code, "interpreter": interpreter, "words": words.strip(), "at": at,
        "by_id": by.worker, "municipality_id": person.municipality_id,
    }  # fmt: skip
    wish, _new = ContactWish.objects.update_or_create(person=person, defaults=said)
    record(Verb.CONTACT_WISH_SET, person, person=person.pk, municipality=person.municipality_id)
    return wish

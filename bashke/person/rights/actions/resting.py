"""A file rests: no worker opens it without a written reason, until the restriction ends, with a reason too."""

from datetime import datetime

from django.db import IntegrityError, transaction

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.people.rules import home_of, signer

from ..models import DataRequest, Opening, Restriction
from ..queries import restriction_of
from ..rules import Kind, Status, check_why, check_words
from .answering import close, lock


@transaction.atomic
def restrict(*, by: Actor, at: datetime, ask: DataRequest, answer: str) -> Restriction:
    """From the next query on her file is there for no worker who did not write down why she opens it (Law 124/2024)."""
    ask = lock(by, ask, Kind.RESTRICTION)
    made = Restriction(municipality_id=ask.municipality_id, person=ask.person, ask=ask, since=at, by_id=signer(by))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise NotAllowed("This file rests already.") from twice
    close(by, at, ask, Status.GRANTED, answer)
    return made


@transaction.atomic
def open_restricted(*, by: Actor, at: datetime, person: Person, why: str) -> Opening:
    """Open a restricted file for a while, with the reason that she will read."""
    if not may(by, Permission.CASE_VIEW):
        raise NotAllowed("Your post may not do this.")
    check_why(why)
    held = restriction_of(by, person)
    if held is None:
        raise NotAllowed("This file does not rest; it can be opened as any other.")
    made = Opening(
        municipality_id=home_of(by), person_id=held.person_id, worker_id=signer(by), reason=why.strip()[:300], at=at,
        until=due("data.restricted_open", at),
    )  # fmt: skip
    made.save(force_insert=True)
    record(Verb.RESTRICTED_OPENED, made, person=held.person_id, municipality=made.municipality_id, reason=made.reason)
    return made


@transaction.atomic
def end_restriction(*, by: Actor, at: datetime, restriction: Restriction, why: str) -> Restriction:
    """The reason for it is gone; she reads why on her page."""
    if not may(by, Permission.DATA_REQUEST_ANSWER):
        raise NotAllowed("Only a supervisor ends a restriction.")
    check_words(why)
    held = Restriction.objects.visible_to(by).select_for_update(of=("self",)).get(pk=restriction.pk)
    if held.ended_at is not None:
        raise NotAllowed("This restriction has ended already.")
    held.ended_at, held.ended_by_id, held.ended_why = at, signer(by), why.strip()[:300]
    held.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record(Verb.RESTRICTION_ENDED, held, person=held.person_id, municipality=held.municipality_id, reason=held.ended_why)
    return held

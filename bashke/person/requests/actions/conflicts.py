"""A worker who is something to a person is kept from her file; a supervisor ends that when it no longer holds."""

from datetime import datetime

from django.db import transaction

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.people.rules import signer

from ..models import Conflict
from ..rules import check_conflict


@transaction.atomic
def declare_conflict(*, by: Actor, at: datetime, person: Person, worker: Worker, relation: str, words: str = "") -> Conflict:
    """From now on this worker can neither open the person's file nor be given it. Declared by herself, or by a supervisor for anybody.

    A case she holds goes to the list of those who have nobody until a supervisor gives it to another.
    """
    if worker.pk != by.worker and not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("You can declare a relation of your own only. A supervisor declares one for a colleague.")
    check_conflict(relation, words)
    person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.pk)
    if Conflict.objects.visible_to(by).filter(worker=worker, person=person, ended_at=None).exists():
        raise NotAllowed("%(name)s has declared this already.", name=worker.name)
    made = Conflict(
        municipality_id=person.municipality_id, worker=worker, person=person, relation=relation, words=words.strip(), declared_by_id=signer(by),
        declared_at=at,
    )  # fmt: skip
    record(Verb.CONFLICT_DECLARED, "people.Person", person=person.pk, municipality=person.municipality_id, reason=relation)
    made.save(force_insert=True)
    return made


@transaction.atomic
def end_conflict(*, by: Actor, at: datetime, conflict: Conflict) -> Conflict:
    """It was declared by mistake, or no longer holds: a supervisor says so, never the worker herself."""
    if not may(by, Permission.CASE_ASSIGN) or conflict.worker_id == by.worker:
        raise NotAllowed("Only another supervisor can end a declared relation.")
    conflict = Conflict.objects.visible_to(by).select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.ended_at is not None:
        raise NotAllowed("This relation was ended already.")
    conflict.ended_by_id, conflict.ended_at = by.worker, at
    conflict.save(update_fields=["ended_by", "ended_at"])
    record(Verb.CONFLICT_ENDED, "people.Person", person=conflict.person_id, municipality=conflict.municipality_id)
    return conflict

"""Closing a file to all but a team, changing the team, the safe contact, and opening in an emergency."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.access.vault import vault
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.people.rules import signer

from . import queries
from .models import EmergencyOpening, Member, ProtectedFile
from .rules import OPEN_FOR, Judgement, SafeContact, Track, check_judgement, check_leaving, check_reason, check_team

PURPOSE = "safe contact"


@transaction.atomic
def open_file(*, by: Actor, at: datetime, track: Track, members: Collection[UUID]) -> UUID:
    """A new protected file and its first team; it is open to the rest of this transaction. The caller ties rows to it and journals."""
    check_team(members, by.worker)
    file = uuid4()
    _guard("SELECT guard.protect(%s, %s, %s, %s)", file, str(Track(track)), list(members), at)
    return file


def tie(*, file: UUID, person: Person) -> None:
    """From now on it is known whose file this is."""
    ProtectedFile.objects.filter(pk=file).update(person=person)


@transaction.atomic
def add_member(*, by: Actor, at: datetime, file: UUID, worker: Worker) -> Member:
    """A colleague of the municipality joins the team and reads the file from her next page on. Joining changes no responsibility."""
    held = _lock(by, file)
    if not queries.colleagues(by, at.date()).filter(pk=worker.pk).exists():
        raise NotAllowed("%(name)s has no post in this municipality that could be on a team.", name=worker.name)
    if Member.objects.visible_to(by).filter(file=held, worker=worker, until=None).exists():
        raise NotAllowed("%(name)s is on the team already.", name=worker.name)
    member = Member(file=held, municipality_id=held.municipality_id, worker=worker, added_by_id=signer(by), since=at)
    member.save(force_insert=True)
    record(Verb.TEAM_CHANGED, held, person=held.person_id, municipality=held.municipality_id, reason=worker.name)
    return member


@transaction.atomic
def end_member(*, by: Actor, at: datetime, member: Member, holder: UUID | None) -> None:
    """A colleague leaves the team; `holder`, who is responsible for the case, stays, and nobody leaves an empty team."""
    held = _lock(by, member.file_id)
    left = list(Member.objects.visible_to(by).select_for_update().filter(file=held, until=None).values_list("worker_id", flat=True))
    check_leaving(left, member.worker_id, holder)
    Member.objects.filter(pk=member.pk, until=None).update(until=at)
    record(Verb.TEAM_CHANGED, held, person=held.person_id, municipality=held.municipality_id, reason=member.worker.name)


@transaction.atomic
def write_safe_contact(*, by: Actor, at: datetime, file: UUID, contact: SafeContact) -> None:
    """Keep, encrypted, where and how she can be reached. Nothing of it goes to the register, a letter or a message."""
    held = _lock(by, file)
    held.sealed = vault(PURPOSE).encrypt(json.dumps(asdict(contact), ensure_ascii=False).encode())
    held.save(update_fields=["sealed"])
    record(Verb.SAFE_CONTACT_WRITTEN, held, person=held.person_id, municipality=held.municipality_id)


@transaction.atomic
def read_safe_contact(*, by: Actor, file: UUID) -> SafeContact:
    """The safe contact of one file, for this moment; that it was read is in the journal."""
    held = _lock(by, file)
    record(Verb.SAFE_CONTACT_READ, held, person=held.person_id, municipality=held.municipality_id)
    return SafeContact(**json.loads(vault(PURPOSE).decrypt(bytes(held.sealed)))) if held.sealed else SafeContact()


@transaction.atomic
def open_in_emergency(*, by: Actor, at: datetime, person: Person, reason: str) -> EmergencyOpening:
    """Break the glass: everything about one person is open to this worker for an hour, and the team and the officer see it at once.

    It is written down also when there was nothing to open: nobody learns for nothing whether somebody has a protected file.
    """
    check_reason(reason)
    if not may(by, Permission.CASE_VIEW):
        raise NotAllowed("Your post may not open a file.")
    opening = uuid4()
    _guard("SELECT guard.open_in_emergency(%s, %s, %s, %s)", opening, person.pk, reason.strip()[:300], OPEN_FOR)
    record(Verb.OPENED_IN_EMERGENCY, person, person=person.pk, municipality=person.municipality_id, reason=reason.strip()[:300])
    return EmergencyOpening.objects.get(pk=opening)


@transaction.atomic
def judge_opening(*, by: Actor, at: datetime, opening: EmergencyOpening, judgement: Judgement, words: str) -> EmergencyOpening:
    """The data protection officer says whether an opening was justified, and what she found."""
    if not may(by, Permission.EMERGENCY_REVIEW):
        raise NotAllowed("Only the data protection officer judges an emergency opening.")
    opening = EmergencyOpening.objects.visible_to(by).select_for_update(of=("self",)).get(pk=opening.pk)
    check_judgement(Judgement(opening.judgement), judgement, words)
    opening.judgement, opening.judged_by_id, opening.judged_at, opening.words = judgement, by.worker, at, words.strip()[:300]
    opening.save(update_fields=["judgement", "judged_by", "judged_at", "words"])
    record(Verb.EMERGENCY_JUDGED, opening, person=opening.person_id, municipality=opening.municipality_id, reason=str(judgement))
    return opening


def _lock(by: Actor, file: UUID) -> ProtectedFile:
    return ProtectedFile.objects.visible_to(by).select_for_update(of=("self",)).get(pk=file)


def _guard(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)

"""Closing a file to all but a team, changing the team, the safe contact, and opening in an emergency."""

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.timezone import localdate

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.access.vault import vault
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import NotAllowed, TriageClass, end_of
from bashke.person.people.models import Person
from bashke.person.people.rules import signer

from . import queries
from .models import DangerAssessment, EmergencyOpening, Member, ProtectedFile, Return, Step
from .rules import (
    BY_ITS_FORM,
    OPEN_FOR,
    Danger,
    Judgement,
    ReturnStatus,
    SafeContact,
    Track,
    check_danger,
    check_judgement,
    check_leaving,
    check_reason,
    check_return,
    check_return_answer,
    check_step,
    check_team,
    class_of,
)

PURPOSE, DANGER = "safe contact", "danger assessment"
IMMEDIATE = "immediate"  # the order whose ruling has a clock
# Whom the class of a danger concerns: its requests and its case. Packages above append theirs when they start.
JUDGED: list[Callable[[Actor, UUID, TriageClass, datetime], None]] = []
# What leaves a file that becomes ordinary again: its requests and its case. Packages above append theirs when they start.
RETURNED: list[Callable[[Actor, UUID], None]] = []


@transaction.atomic
def open_file(*, by: Actor, at: datetime, track: Track, members: Collection[UUID]) -> UUID:
    """A new protected file and its first team; it is open to the rest of this transaction. The caller ties rows to it and journals."""
    check_team(members, by.worker)
    file = uuid4()
    _guard("SELECT guard.protect(%s, %s, %s, %s)", file, str(Track(track)), list(members), at)
    _begin(ProtectedFile.objects.get(pk=file), "opened", at)
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
    check_leaving(left, member.worker_id, holder, held.led_by)
    Member.objects.filter(pk=member.pk, until=None).update(until=at)
    record(Verb.TEAM_CHANGED, held, person=held.person_id, municipality=held.municipality_id, reason=member.worker.name)


@transaction.atomic
def coordinate(*, by: Actor, member: Member) -> None:
    """From now on this member coordinates the team: what is late comes to her first."""
    held = _lock(by, member.file_id)
    if not Member.objects.visible_to(by).filter(pk=member.pk, until=None).exists():
        raise NotAllowed("%(name)s is not on the team any more.", name=member.worker.name)
    held.coordinator_id = member.worker_id
    held.save(update_fields=["coordinator"])
    record(Verb.TEAM_CHANGED, held, person=_about(held), municipality=held.municipality_id, reason=member.worker.name)


@transaction.atomic
def assess_danger(*, by: Actor, at: datetime, file: UUID, danger: Danger) -> DangerAssessment:
    """Write down what was found of the danger. The worst answer sets the class of the file's requests and case at once, upwards only.

    An order asked of a court starts the clock by which the court rules.
    """
    held = _lock(by, file)
    classes = {row.code: TriageClass(row.extra["class"]) for row in terms("danger_sign") if row.extra["track"] == held.track}
    check_danger(danger, classes, [row.code for row in terms("order_kind")], localdate(at))
    worst = class_of(danger.answers, classes)
    made = DangerAssessment(
        file=held, municipality_id=held.municipality_id, track=held.track, worst=worst, by_id=signer(by), at=at,
        sealed=vault(DANGER).encrypt(json.dumps(asdict(danger), ensure_ascii=False).encode()),
    )  # fmt: skip
    made.save(force_insert=True)
    Step.objects.filter(file=held, code=BY_ITS_FORM, done_at=None).update(done_at=at, done_by=signer(by))
    if danger.order == IMMEDIATE:
        _begin(held, "order", min(at, end_of(date.fromisoformat(danger.order_asked_on))))
    record(Verb.DANGER_ASSESSED, held, person=_about(held), municipality=held.municipality_id)
    for heed in JUDGED:
        heed(by, held.pk, worst, at)
    return made


@transaction.atomic
def read_danger(*, by: Actor, file: UUID) -> Danger:
    """What was last found of the danger; that it was read is in the journal. Empty when nobody judged it under the track it has now."""
    held = _lock(by, file)
    last = DangerAssessment.objects.visible_to(by).filter(file=held, track=held.track).order_by("-at", "-pk").first()
    if last is None:
        return Danger()
    record(Verb.DANGER_READ, held, person=_about(held), municipality=held.municipality_id)
    return Danger(**json.loads(vault(DANGER).decrypt(bytes(last.sealed))))


@transaction.atomic
def finish_step(*, by: Actor, at: datetime, step: Step) -> Step:
    """A step of a protected file is done."""
    held = _lock(by, step.file_id)
    step = Step.objects.visible_to(by).select_for_update(of=("self",)).get(pk=step.pk)
    check_step(step.code, step.done_at)
    step.done_at, step.done_by_id = at, signer(by)
    step.save(update_fields=["done_at", "done_by"])
    record(Verb.STEP_DONE, held, person=_about(held), municipality=held.municipality_id)
    return step


@transaction.atomic
def ask_way_back(*, by: Actor, at: datetime, file: UUID, track: str, reason: str) -> Return:
    """Somebody of the team wishes the file ordinary again (`track` empty) or of another kind. Nothing changes until a second person agrees."""
    held = _lock(by, file)
    if held.returned_at is not None:
        raise NotAllowed("This file is ordinary again already.")
    check_return(held.track, Track(track) if track else "", reason, by.worker, _team(by, held))
    if Return.objects.visible_to(by).filter(file=held, status=ReturnStatus.WAITING).exists():
        raise NotAllowed("A wish for this file waits for its second person already.")
    wish = Return(
        file=held, municipality_id=held.municipality_id, track=track, reason=reason.strip()[:300], asked_by_id=signer(by), asked_at=at
    )  # fmt: skip
    wish.save(force_insert=True)
    record(Verb.WAY_BACK_ASKED, held, person=_about(held), municipality=held.municipality_id)
    return wish


@transaction.atomic
def answer_way_back(*, by: Actor, at: datetime, wish: Return, agree: bool) -> Return:
    """The second person of the team. Agreed: the requests and the case are everybody's again, or the file has its new kind and steps.

    The safe contact, what was found of the danger, the steps and the team stay in the file, for its team alone.
    """
    held = _lock(by, wish.file_id)
    wish = Return.objects.visible_to(by).select_for_update(of=("self",)).get(pk=wish.pk)
    wanted = ReturnStatus.AGREED if agree else ReturnStatus.REFUSED
    check_return_answer(ReturnStatus(wish.status), wanted, wish.asked_by_id, by.worker, _team(by, held))
    wish.status, wish.second_id, wish.second_at = wanted, by.worker, at
    wish.save(update_fields=["status", "second", "second_at"])
    record(
        Verb.WAY_BACK_AGREED if agree else Verb.WAY_BACK_REFUSED, held, person=_about(held), municipality=held.municipality_id
    )  # fmt: skip
    if agree and wish.track:
        held.track = wish.track
        held.save(update_fields=["track"])
        _begin(held, "opened", at)
    elif agree:
        for leave in RETURNED:
            leave(by, held.pk)
        held.returned_at = at
        held.save(update_fields=["returned_at"])
    return wish


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


def _begin(held: ProtectedFile, starts: str, at: datetime) -> None:
    """Start the clocks of the track's steps; one that runs already keeps the clock it has."""
    running = set(Step.objects.filter(file=held, done_at=None).values_list("code", flat=True))
    rows = [row for row in terms("track_step", localdate(at)) if held.track in row.extra["tracks"] and row.extra["starts"] == starts]
    Step.objects.bulk_create(
        Step(
            file=held, municipality_id=held.municipality_id, code=row.code,
            due_at=due(f"track.{held.track}.{row.code}", at, held.municipality_id),
        )
        for row in rows
        if row.code not in running
    )  # fmt: skip


def _team(by: Actor, held: ProtectedFile) -> set[UUID]:
    return {member.worker_id for member in queries.team(by, held.pk)}


def _about(held: ProtectedFile) -> UUID | None:
    """Whom an entry of the journal is about: the person, or her request until she is registered. An entry about nobody would be open to all."""
    return held.person_id or held.requests.values_list("pk", flat=True).first()


def _lock(by: Actor, file: UUID) -> ProtectedFile:
    return ProtectedFile.objects.visible_to(by).select_for_update(of=("self",)).get(pk=file)


def _guard(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)

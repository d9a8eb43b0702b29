"""Calling a case conference, signing its minutes, taking its decisions into the plan, and disagreeing with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.protection.queries import team

from ..models import Case, Conference, Decision, Dissent, Minutes, Need, PlanMember, Seat
from ..queries.words import CONFERENCE
from ..rules import (
    LIVE,
    RUNGS,
    ActionDraft,
    ActionOwner,
    ConferenceStatus,
    MemberStatus,
    check_call,
    check_conference_move,
    check_decisions,
    check_dissent,
    check_minutes,
    check_owner,
)
from .cases import check_holder, hand, lock_open
from .plans import Line, add_to_plan


@dataclass(frozen=True)
class Call:
    """What is asked of whom, when and where. `place` empty: by telephone. `others` are names without an account here."""

    question: str
    at: datetime
    place: str = ""
    chair: Worker | None = None
    members: Sequence[PlanMember] = ()
    colleagues: Sequence[Worker] = ()
    others: Sequence[str] = ()
    person_invited: bool = True
    why_not: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision and the need it is for."""

    need: Need
    draft: ActionDraft


@transaction.atomic
def call_conference(*, by: Actor, at: datetime, case: Case, call: Call) -> Conference:
    """The owner of a case calls those who work on it together, to decide one question. On a protected file only its team is called."""
    case = lock_open(case, by)
    _check_owner(by, case)
    others = [name.strip() for name in call.others if name.strip()]
    check_call(
        question=call.question, day=timezone.localdate(call.at), today=timezone.localdate(at), person_invited=call.person_invited,
        why_not=call.why_not, invited=[*call.members, *call.colleagues, *others],
    )  # fmt: skip
    chair = check_holder(by, call.chair, at, case.person_id)
    workers = {worker.pk: worker.name for worker in call.colleagues}
    _check_team(by, case, {chair, *workers})
    held = Conference(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, question=call.question.strip(), at=call.at,
        place=call.place.strip(), chair_id=chair, person_invited=call.person_invited, why_not="" if call.person_invited else call.why_not.strip(),
        called_by_id=hand(by), called_at=at,
    )  # fmt: skip
    held.save(force_insert=True)
    seats = [Seat(**_of(held), name=name) for name in others]
    seats += [Seat(**_of(held), worker_id=pk, name=name) for pk, name in workers.items()]
    seats += [Seat(**_of(held), member=one, worker_id=one.worker_id, name=one.who) for one in _joined(case, call.members)]
    Seat.objects.bulk_create(seats)
    record(Verb.CONFERENCE_CALLED, held, person=case.person_id, municipality=case.municipality_id)
    return held


@transaction.atomic
def call_off_conference(*, by: Actor, at: datetime, conference: Conference) -> Conference:
    """It does not take place."""
    held, case = _locked(by, conference)
    _check_owner(by, case)
    check_conference_move(ConferenceStatus(held.status), ConferenceStatus.CALLED_OFF, CONFERENCE)
    held.status = ConferenceStatus.CALLED_OFF
    held.save(update_fields=["status"])
    record(Verb.CONFERENCE_CALLED_OFF, held, person=case.person_id, municipality=case.municipality_id)
    return held


@transaction.atomic
def sign_minutes(
    *, by: Actor, at: datetime, conference: Conference, text: str, present: Collection[UUID], decisions: Sequence[Decided], why: str = ""
) -> Minutes:  # fmt: skip
    """The chair signs what was said, who was there and what was decided. From now on it stands; a correction is the next version."""
    held, case = _locked(by, conference)
    check_conference_move(ConferenceStatus(held.status), ConferenceStatus.HELD, CONFERENCE)
    version = held.minutes.count() + 1
    there = [pk for pk in held.seats.values_list("pk", flat=True) if pk in set(present)]
    check_minutes(chairs=by.worker == held.chair_id, at=held.at, now=at, text=text, present=there, version=version, why=why)
    check_decisions([one.draft for one in decisions], timezone.localdate(at))
    if any(one.need.case_id != case.pk for one in decisions):
        raise NotAllowed("A decision is for a need of this case.")
    signed = Minutes(**_of(held), version=version, text=text.strip(), present=there, why=why.strip(), by_id=hand(by), at=at)
    signed.save(force_insert=True)
    Decision.objects.bulk_create(
        Decision(
            **_of(held), minutes=signed, number=number, version=version, need=one.need, domain=one.need.domain, what=one.draft.what.strip(),
            owner=one.draft.owner, owner_name=one.draft.owner_name.strip(), discipline=one.draft.discipline, due_on=one.draft.due_on,
        )
        for number, one in enumerate(decisions, start=1)
    )  # fmt: skip
    held.status = ConferenceStatus.HELD
    held.save(update_fields=["status"])
    record(Verb.MINUTES_SIGNED, signed, person=case.person_id, municipality=case.municipality_id)
    return signed


@transaction.atomic
def plan_decisions(*, by: Actor, at: datetime, conference: Conference) -> Conference:
    """One press: what the latest minutes decided comes into the draft of the plan, which the person is asked to agree to."""
    held, case = _locked(by, conference)
    _check_owner(by, case)
    signed = held.minutes.order_by("-version").first()
    if signed is None or not (found := list(signed.decisions.select_related("need").filter(need__status__in=sorted(LIVE)))):
        raise NotAllowed("There is no decision that could come into the plan.")
    if held.planned_version == signed.version:
        raise NotAllowed("These decisions stand in the plan already.")
    today = timezone.localdate(at)
    lines = [
        Line(
            one.need, one.what, min(one.need.rung + 1, max(RUNGS)),
            ActionDraft(one.what, ActionOwner(one.owner), one.owner_name, max(one.due_on, today), one.discipline),
        )
        for one in found
    ]  # fmt: skip
    add_to_plan(by=by, at=at, case=case, lines=lines)
    held.planned_version = signed.version
    held.save(update_fields=["planned_version"])
    return held


@transaction.atomic
def disagree(*, by: Actor, at: datetime, conference: Conference, words: str) -> Dissent:
    """Whoever was invited says in her own name what she does not agree with. Nobody changes or removes it, not even she."""
    held: Conference = Conference.objects.visible_to(by).get(pk=conference.pk)
    mine = Seat.objects.visible_to(by).filter(conference=held, worker=by.worker).exists() or by.worker == held.chair_id
    check_dissent(seated=mine, over=held.at <= at and held.status != ConferenceStatus.CALLED_OFF, words=words)
    said = Dissent(**_of(held), by_id=hand(by), words=words.strip(), at=at)
    said.save(force_insert=True)
    record(Verb.DISSENTED, said, person=held.person_id, municipality=held.municipality_id)
    return said


def _of(held: Conference) -> dict[str, object]:
    return {"conference": held, "case_id": held.case_id, "municipality_id": held.municipality_id, "person_id": held.person_id}


def _check_owner(by: Actor, case: Case) -> None:
    check_owner(owns=by.worker == case.worker_id, leads=may(by, Permission.CASE_ASSIGN))


def _check_team(by: Actor, case: Case, workers: Collection[UUID]) -> None:
    if case.file_id is not None and not set(workers) <= {member.worker_id for member in team(by, case.file_id)}:
        raise NotAllowed("Only the team of this file may come to its conference.")


def _joined(case: Case, members: Sequence[PlanMember]) -> list[PlanMember]:
    rows = PlanMember.objects.filter(case=case, pk__in=[one.pk for one in members], status=MemberStatus.JOINED)
    return list(rows.select_related("worker", "institution"))


def _locked(by: Actor, conference: Conference) -> tuple[Conference, Case]:
    case = lock_open(conference.case, by)
    return Conference.objects.visible_to(by).select_for_update(of=("self",)).get(pk=conference.pk), case

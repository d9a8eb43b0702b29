"""The team: somebody is away, and cases go from one to another. Nobody is lost on the way."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.requests.rules import HOLDERS

from ..models import Absence, Case, HandOver
from ..rules import Absent, CaseStatus, check_absence, check_hand_over
from .cases import check_holder, hand, on_the_team
from .telling import tell


@transaction.atomic
def enter_absence(*, by: Actor, at: datetime, worker: Worker, starts_on: date, ends_on: date, stand_in: Worker | None = None) -> Absence:
    """A worker is away from a day to a day: entered by herself, or by a supervisor for her. Her stand-in sees her day meanwhile."""
    _check_for(by, worker)
    today = timezone.localdate(at)
    lock_posts(by, worker, today)
    if stand_in is not None:
        lock_posts(by, stand_in, today)
    known = [
        Absent(row.worker_id, row.starts_on, row.ends_on)
        for row in Absence.objects.visible_to(by).filter(ended_at=None, ends_on__gte=starts_on)
    ]
    check_absence(Absent(worker.pk, starts_on, ends_on), stand_in.pk if stand_in else None, known, today)
    made = Absence(
        municipality_id=by.municipality or "", worker=worker, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, entered_by_id=hand(by),
        entered_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record(Verb.ABSENCE_ENTERED, made, municipality=by.municipality)
    return made


@transaction.atomic
def end_absence(*, by: Actor, at: datetime, absence: Absence) -> Absence:
    """Back sooner, or never gone: from now on the day is her own again."""
    absence = Absence.objects.visible_to(by).select_for_update(of=("self",)).select_related("worker").get(pk=absence.pk)
    _check_for(by, absence.worker)
    if absence.ended_at is not None or absence.ends_on < timezone.localdate(at):
        raise NotAllowed("This absence is over already.")
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    record(Verb.ABSENCE_ENDED, absence, municipality=by.municipality)
    return absence


@transaction.atomic
def hand_over(*, by: Actor, at: datetime, giver: Worker, taker: Worker, notes: Mapping[UUID, str]) -> list[HandOver]:
    """Give one or many cases of a worker to another, each with a note (`notes`: case → words). All of them or none.

    The persons are told that somebody else is with them now.
    """
    if not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("Only a supervisor gives a case to another worker.")
    check_hand_over(giver.pk, taker.pk, list(notes.values()))
    rows = Case.objects.visible_to(by).select_for_update(of=("self",)).select_related("person").filter(pk__in=notes)
    cases = list(rows.order_by("pk"))
    if len(cases) < len(notes) or any(case.worker_id != giver.pk or case.status == CaseStatus.CLOSED for case in cases):
        raise NotAllowed("Somebody changed these cases in the meantime; look at the list again. Nothing was handed over.")
    made = []
    for case in cases:
        case.worker_id = check_holder(by, taker, at, case.person_id)
        made.append(HandOver(
            case=case, municipality_id=case.municipality_id, person_id=case.person_id, giver=giver, taker=taker, note=notes[case.pk].strip(),
            by_id=hand(by), at=at,
        ))  # fmt: skip
    Case.objects.bulk_update(cases, ["worker"])
    HandOver.objects.bulk_create(made)
    for case in cases:
        on_the_team(by, at, case)
    record_many((Verb.CASE_HANDED_OVER, case, case.person_id, case.municipality_id, "") for case in cases)
    for case in cases:
        tell(case, "worker_changed", at)
    return made


def _check_for(by: Actor, worker: Worker) -> None:
    if worker.pk != by.worker and not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("You can enter your own absence only. A supervisor enters one for a colleague.")


def lock_posts(by: Actor, worker: Worker, day: date) -> None:
    """Two absences of one worker entered at once wait for each other here. Refused for whoever has no post here."""
    posts = Post.objects.filter(worker=worker, institution__municipality=by.municipality, kind=by.kind, role__in=HOLDERS)
    if not list(posts.on(day).select_for_update(of=("self",))):
        raise NotAllowed("%(name)s has no post as social worker or supervisor here.", name=worker.name)

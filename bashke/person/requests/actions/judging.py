"""How urgent a request is: the worst flag decides, up is free, down needs a reason and a second person."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, term, terms
from bashke.ground.law.rules import NotAllowed, TriageClass, triage_class
from bashke.person.people.rules import signer

from ..models import Request, Triage
from ..queries import set_rules, sets_that_fit
from ..rules import GENERAL, Status, TriageStatus, check_lowering, check_second_person, held_class, is_lowering, sooner, tracks_of

REASONS = "override_down_reason"
# Who else must know when the urgency of a registered request changes. Packages above (casework) append theirs when they start.
JUDGED: list[Callable[[Request, datetime], None]] = []


@transaction.atomic
def set_urgency(
    *,
    by: Actor,
    at: datetime,
    request: Request,
    flags: Iterable[str],
    chosen: str | None = None,
    reason: str = "",
    sets: Iterable[str] = (),
) -> Triage:
    """Judge a request by its red flags (codes of `red_flag`). `chosen` above the worst flag counts at once.

    `sets` are tracks whose signs the worker looked at of her own accord, besides those that fit the request.
    Below what the flags give, or below what the request holds already, it waits for a second person and the worst class holds;
    `reason` is then a code of `override_down_reason`. The clock of first contact starts, and is never pushed back by judging again.
    """
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    if request.status not in {Status.RECEIVED, Status.REGISTERED}:
        raise NotAllowed("This request is no longer open, so its urgency stays as it was.")
    signs = [term("red_flag", code) for code in sorted(set(flags))]
    worst = triage_class(TriageClass(sign.extra["class"]) for sign in signs)
    wanted = TriageClass(chosen) if chosen else worst
    before = TriageClass(request.urgency) if request.urgency else None
    lowering = is_lowering(wanted, worst, before)
    if lowering:
        check_lowering(reason, [row.code for row in terms(REASONS)])
    looked = (
        {term("track", code).code for code in sets} | set(sets_that_fit(request, at)) | {sign.extra["set"] for sign in signs} - {GENERAL}
    )
    signed = {*request.tracks, *(sign.extra["track"] for sign in signs if "track" in sign.extra)}
    request.tracks = tracks_of(signed, looked, set_rules(localdate(at)))
    triage = _write(
        by, at, request, flags=[sign.code for sign in signs], sets=sorted(looked), worst=worst, chosen=wanted, reason=reason,
        status=TriageStatus.WAITING if lowering else TriageStatus.FINAL,
    )  # fmt: skip
    _hold(request, held_class(wanted, worst, before), at)
    verb = Verb.URGENCY_LOWER_ASKED if lowering else Verb.URGENCY_SET
    record(verb, request, person=request.person_id or request.pk, municipality=request.municipality_id, reason=reason)
    return triage


@transaction.atomic
def answer_lowering(*, by: Actor, at: datetime, triage: Triage, agree: bool, words: str = "") -> Triage:
    """The second person agrees that a request is less urgent than its worst flag, or does not; never the one who proposed it."""
    if not may(by, Permission.URGENCY_CONFIRM):
        raise NotAllowed("Your post may not confirm that a request is less urgent.")
    triage = Triage.objects.visible_to(by).select_for_update(of=("self",)).get(pk=triage.pk)
    check_second_person(TriageStatus(triage.status), triage.by_id, by.worker)
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=triage.request_id)
    triage.status = TriageStatus.FINAL if agree else TriageStatus.REJECTED
    triage.second_id, triage.second_at = by.worker, at
    triage.save(update_fields=["status", "second", "second_at"])
    if agree:
        request.urgency, request.contact_due_at = triage.chosen, due(f"triage.{triage.chosen}", triage.at, request.municipality_id)
        request.save(update_fields=["urgency", "contact_due_at"])
        _spread(request, at)
    verb = Verb.URGENCY_LOWER_CONFIRMED if agree else Verb.URGENCY_LOWER_REJECTED
    record(verb, request, person=request.person_id or request.pk, municipality=request.municipality_id, reason=words[:300])
    return triage


def _write(by: Actor, at: datetime, request: Request, **judged: Any) -> Triage:
    """The new judgement. One lowering waits at a time: a new judgement overtakes the one that waited."""
    Triage.objects.filter(request=request, status=TriageStatus.WAITING).update(status=TriageStatus.OVERTAKEN)
    return Triage.objects.create(request=request, municipality_id=request.municipality_id, by_id=signer(by), at=at, **judged)


def _hold(request: Request, urgency: TriageClass, at: datetime) -> None:
    """Set class and clock; judging again may bring the moment of first contact nearer, never further away."""
    request.contact_due_at = sooner(request.contact_due_at, due(f"triage.{urgency}", at, request.municipality_id))
    request.urgency = urgency
    request.save(update_fields=["urgency", "contact_due_at", "tracks"])
    _spread(request, at)


def _spread(request: Request, at: datetime) -> None:
    """What became of the request holds for what it became: its case."""
    if request.person_id is not None:
        for heed in JUDGED:
            heed(request, at)

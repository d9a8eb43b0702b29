"""Closing a case: proposed by one, signed or sent back by another, never with something left open behind it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import NotAllowed

from ..models import Case, Closure
from ..queries.words import CASE, CLOSURE, domain, said_in
from ..rules import (
    ANSWERED,
    SILENT_CLOSURES,
    CaseStatus,
    ClosureStatus,
    check_answered,
    check_case_move,
    check_no_open_ends,
    check_outcome,
    check_signature,
)
from .cases import hand, lock, refresh
from .telling import tell

# What keeps a case from closing, each named in words. Packages above (referrals, delivery) append theirs when they start.
OPEN_ENDS: list[Callable[[Case], list[str]]] = []


@transaction.atomic
def propose_closure(*, by: Actor, at: datetime, case: Case, reason: str, outcome: str) -> Closure:
    """Ask the supervisor to close a case. Every need has its answer first, and nothing still runs."""
    case = lock(case, by)
    with said_in(CASE):
        check_case_move(CaseStatus(case.status), CaseStatus.CLOSING)
    check_outcome(reason, outcome, [row.code for row in terms("closure_reason")])
    check_nothing_left(case)
    closure = Closure.objects.create(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, reason=reason, outcome=outcome.strip(),
        asked_by_id=hand(by), asked_at=at,
    )  # fmt: skip
    case.status = CaseStatus.CLOSING
    refresh(case, at, also=["status"])
    record(Verb.CLOSURE_ASKED, closure, person=case.person_id, municipality=case.municipality_id, reason=reason)
    return closure


@transaction.atomic
def sign_closure(*, by: Actor, at: datetime, closure: Closure) -> Closure:
    """The supervisor signs: the case is closed, the person is told, and a day to ask how she is doing is set."""
    case, closure = _waiting(closure, by)
    check_signature(closure.asked_by_id, by.worker)
    check_nothing_left(case)
    closure.status, closure.signed_by_id, closure.signed_at = ClosureStatus.SIGNED, by.worker, at
    closure.save(update_fields=["status", "signed_by", "signed_at"])
    silent = closure.reason in SILENT_CLOSURES
    case.status, case.closed_at = CaseStatus.CLOSED, at
    case.follow_up_due_at = None if silent else due("closure.follow_up", at, case.municipality_id)
    refresh(case, at, also=["status", "closed_at", "follow_up_due_at"])
    record(Verb.CLOSURE_SIGNED, closure, person=case.person_id, municipality=case.municipality_id, reason=closure.reason)
    if not silent:
        tell(case, "case_closed", at)
    return closure


@transaction.atomic
def return_closure(*, by: Actor, at: datetime, closure: Closure, words: str) -> Closure:
    """The supervisor sends a closure back with a word why; the case is open again. Who proposed it may take it back."""
    own = closure.asked_by_id == by.worker
    case, closure = _waiting(closure, by, own=own)
    if not words.strip():
        raise NotAllowed("Say why the closure is sent back.")
    closure.status, closure.returned_words = ClosureStatus.RETURNED, words.strip()
    closure.signed_by_id, closure.signed_at = (None if own else by.worker), at
    closure.save(update_fields=["status", "returned_words", "signed_by", "signed_at"])
    case.status = CaseStatus.OPEN
    refresh(case, at, also=["status"])
    record(Verb.CLOSURE_RETURNED, closure, person=case.person_id, municipality=case.municipality_id)
    return closure


def unanswered(case: Case) -> list[object]:
    """The domains of needs that have no answer yet, as words."""
    return [
        domain(code)
        for code in case.needs.exclude(status__in=sorted(ANSWERED)).order_by("found_at", "domain").values_list("domain", flat=True)
    ]


def open_ends(case: Case) -> list[str]:
    """What else still runs: referrals without answer, enrolments."""
    return [end for ends in OPEN_ENDS for end in ends(case)]


def check_nothing_left(case: Case) -> None:
    check_answered(unanswered(case))
    check_no_open_ends(open_ends(case))


def _waiting(closure: Closure, by: Actor, own: bool = False) -> tuple[Case, Closure]:
    """The case and its closure, locked, when it still waits for this person's answer."""
    if not own and not may(by, Permission.CLOSURE_SIGN):
        raise NotAllowed("Only a supervisor signs a closure or sends it back.")
    case = lock(Case(pk=closure.case_id), by)
    closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure.pk)
    if closure.status != ClosureStatus.PROPOSED:
        raise NotAllowed("This closure is %(now)s already.", now=CLOSURE[closure.status])
    return case, closure

"""The needs ledger: the one door through which a need changes. Every change is a step, and a step is never rewritten."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import NotAllowed

from ..models import Assessment, Case, Need, NeedStep
from ..queries.words import NEED, said_in
from ..rules import ANSWERED, LIVE, NEED_CLOCK, NeedStatus, check_need_move, needs_found
from .cases import hand, lock_open, refresh

FOUND_AGAIN = "found again"  # journal reason; the step itself says MET -> OPEN
ADD_STEP = (
    "INSERT INTO casework_needstep (need_id, municipality_id, person_id, was, became, at, by_id, reason, words, referral)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@transaction.atomic
def move_need(
    *, by: Actor, at: datetime, need: Need, to: NeedStatus, reason: str = "", words: str = "", referral: object | None = None,
    due_at: datetime | None = None, rung: int | None = None, seen: str | None = None,
) -> Need:  # fmt: skip
    """Move one need: the worker of the municipality, or the provider it was referred to.

    `reason` only with unmet, from the closed list. `due_at` when the caller knows the exact clock (a referral's);
    otherwise the law's figure for the new status runs from now. `rung` where the person stands after it. `seen` is the
    status the worker saw on the screen: when another was faster, the second is told.
    """
    case = lock_open(Case(pk=need.case_id), by) if by.kind is Kind.MUNICIPALITY else None  # a provider cannot see the case
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    to = NeedStatus(to)
    if seen is not None and seen != need.status:
        raise NotAllowed("Someone else was faster: this need is now %(now)s.", now=NEED[need.status])
    if to is NeedStatus.UNMET and reason and reason not in {row.code for row in terms("unmet_reason")}:
        raise NotAllowed("An unmet need says why: choose one of the listed reasons.")
    with said_in(NEED):
        check_need_move(NeedStatus(need.status), to, reason)
    step = turn(need, to, at=at, by=by, reason=reason, words=words, referral=referral, due_at=due_at)
    need.rung = rung or need.rung
    need.save(update_fields=["status", "since", "due_at", "unmet_reason", "rung"])
    write_steps([step])
    journal(Verb.NEED_MOVED, [need], reason=f"{step.was}>{step.became} {reason}".strip())
    if case is not None:
        refresh(case, at)
    return need


def turn(
    need: Need, to: NeedStatus, *, at: datetime, by: Actor, reason: str = "", words: str = "", referral: object | None = None,
    due_at: datetime | None = None,
) -> NeedStep:  # fmt: skip
    """Change a locked need in memory and return its step; the caller checks before and saves both after."""
    step = NeedStep(
        need=need, municipality_id=need.municipality_id, person_id=need.person_id, was=need.status, became=to, at=at, by_id=by.worker,
        reason=reason, words=words.strip()[:300], referral=getattr(referral, "pk", referral),
    )  # fmt: skip
    need.status, need.since, need.unmet_reason = to, at, reason
    need.due_at = None if to in ANSWERED else due_at or due(NEED_CLOCK[to], at, need.municipality_id)
    return step


def write_steps(steps: Iterable[NeedStep]) -> None:
    """Plain INSERT: a provider may add a step and not read it, and RETURNING would have to read."""
    rows = [(s.need_id, s.municipality_id, s.person_id, s.was, s.became, s.at, s.by_id, s.reason, s.words, s.referral) for s in steps]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD_STEP, rows)


def journal(verb: Verb, needs: Iterable[Need], reason: str = "") -> None:
    """One entry for each need."""
    record_many([(verb, need, need.person_id, need.municipality_id, reason) for need in needs])


def enter_findings(*, by: Actor, at: datetime, case: Case, assessment: Assessment) -> None:
    """An assessment speaks to the ledger: new needs are entered, known ones get their new rung, answered ones that came back reopen.

    A live need that now stands higher keeps its status: whether it is met is for the worker to say.
    """
    found = needs_found(assessment.ladder)
    rows = list(Need.objects.select_for_update(of=("self",)).filter(case=case).order_by("found_at"))
    known = {need.domain: need for need in sorted(rows, key=lambda need: need.status in LIVE)}  # the live one wins
    clock = due(NEED_CLOCK[NeedStatus.OPEN], at, case.municipality_id)
    fresh, back, steps = [], [], []
    for domain, rung in assessment.ladder.items():
        need = known.get(domain)
        if need is None:
            if domain in found:
                fresh.append(_new(case, assessment, domain, rung, by, at, clock))
            continue
        if need.status not in LIVE:
            if domain not in found:
                continue
            steps.append(turn(need, NeedStatus.OPEN, at=at, by=by, due_at=clock))
            back.append(need)
        need.rung = rung
        need.save(update_fields=["status", "since", "due_at", "unmet_reason", "rung"])
    Need.objects.bulk_create(fresh)
    write_steps([*steps, *(_first_step(need, by) for need in fresh)])
    journal(Verb.NEED_FOUND, fresh)
    journal(Verb.NEED_MOVED, back, reason=FOUND_AGAIN)


def _new(case: Case, assessment: Assessment, domain: str, rung: int, by: Actor, at: datetime, clock: datetime) -> Need:
    return Need(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, assessment=assessment, domain=domain, rung=rung,
        found_by_id=hand(by), found_at=at, since=at, due_at=clock,
    )  # fmt: skip


def _first_step(need: Need, by: Actor) -> NeedStep:
    return NeedStep(
        need=need, municipality_id=need.municipality_id, person_id=need.person_id, was="", became=NeedStatus.OPEN, at=need.found_at,
        by_id=by.worker, reason="", words="",
    )  # fmt: skip


def as_uuid(row: object) -> UUID:
    """The id of a row, given as the row or as its id."""
    return UUID(str(getattr(row, "pk", row)))

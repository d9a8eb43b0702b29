"""The way of a case, a need, a plan and a closure. No database, no clock."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class CaseStatus(StrEnum):
    OPEN = "open"
    CLOSING = "closing"  # closure proposed, waiting for the supervisor
    CLOSED = "closed"


class NeedStatus(StrEnum):
    OPEN = "open"
    PLANNED = "planned"
    REFERRED = "referred"
    WAITING = "waiting"  # accepted, no place yet
    BEING_MET = "being_met"
    MET = "met"
    UNMET = "unmet"  # with one of the listed reasons
    WITHDRAWN = "withdrawn"  # by the person


class PlanStatus(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"


class ClosureStatus(StrEnum):
    PROPOSED = "proposed"
    SIGNED = "signed"
    RETURNED = "returned"


class AssessmentKind(StrEnum):
    INITIAL = "initial"
    FULL = "full"
    REVIEW = "review"


class ActionOwner(StrEnum):
    WORKER = "worker"
    PERSON = "person"
    FAMILY = "family"
    PROVIDER = "provider"


C, N, P = CaseStatus, NeedStatus, PlanStatus

NEXT_CASE: dict[CaseStatus, set[CaseStatus]] = {C.OPEN: {C.CLOSING}, C.CLOSING: {C.OPEN, C.CLOSED}, C.CLOSED: {C.OPEN}}

NEXT_NEED: dict[NeedStatus, set[NeedStatus]] = {
    N.OPEN: {N.PLANNED, N.REFERRED, N.MET, N.UNMET, N.WITHDRAWN},
    N.PLANNED: {N.REFERRED, N.BEING_MET, N.MET, N.UNMET, N.WITHDRAWN, N.OPEN},
    N.REFERRED: {N.WAITING, N.BEING_MET, N.PLANNED, N.UNMET, N.WITHDRAWN},
    N.WAITING: {N.BEING_MET, N.PLANNED, N.UNMET, N.WITHDRAWN},
    N.BEING_MET: {N.MET, N.PLANNED, N.UNMET, N.WITHDRAWN},
    N.MET: {N.OPEN},  # a review found it again
    N.UNMET: {N.PLANNED, N.REFERRED, N.MET, N.WITHDRAWN},  # unmet stays on the ledger and can still be answered
    N.WITHDRAWN: {N.OPEN},
}

NEXT_PLAN: dict[PlanStatus, set[PlanStatus]] = {P.DRAFT: {P.AGREED, P.REPLACED}, P.AGREED: {P.REPLACED}, P.REPLACED: set()}

ANSWERED = frozenset({N.MET, N.UNMET, N.WITHDRAWN})  # the need has an answer; all others still run on a clock
LIVE = frozenset(NeedStatus) - {N.MET, N.WITHDRAWN}

# The clock each status runs on, as a figure of the law package; an answered need has none.
NEED_CLOCK: dict[NeedStatus, str] = {
    N.OPEN: "plan.agree",
    N.PLANNED: "plan.agree",
    N.REFERRED: "referral.answer",
    N.WAITING: "review.first",
    N.BEING_MET: "review.first",
}

RUNGS = range(1, 6)
NEED_FROM_RUNG = 3  # a rung below this is a need: 1 crisis, 2 vulnerable


def check_case_move(current: CaseStatus, wanted: CaseStatus) -> None:
    if wanted not in NEXT_CASE[current]:
        raise NotAllowed("A case that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


def check_need_move(current: NeedStatus, wanted: NeedStatus, reason: str = "") -> None:
    """Unmet needs a listed reason, and only unmet has one."""
    if wanted not in NEXT_NEED[current]:
        raise NotAllowed("A need that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)
    if (wanted is NeedStatus.UNMET) != bool(reason):
        raise NotAllowed("An unmet need says why: choose one of the listed reasons.")


def check_plan_move(current: PlanStatus, wanted: PlanStatus) -> None:
    if wanted not in NEXT_PLAN[current]:
        raise NotAllowed("A plan that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


def check_ladder(ladder: Mapping[str, int], domains: Iterable[str]) -> None:
    """Every domain placed once, on a rung from 1 (crisis) to 5 (thriving)."""
    missing = set(domains) - set(ladder)
    if missing:
        raise NotAllowed("Place every domain on a rung; still missing: %(domains)s.", domains=", ".join(sorted(missing)))
    if any(rung not in RUNGS for rung in ladder.values()):
        raise NotAllowed("A rung is a number from 1 (crisis) to 5 (thriving).")


def needs_found(ladder: Mapping[str, int]) -> dict[str, int]:
    """Domains below the third rung are needs."""
    return {domain: rung for domain, rung in ladder.items() if rung < NEED_FROM_RUNG}


def check_goal(baseline: int, target: int) -> None:
    if target <= baseline:
        raise NotAllowed("A goal leads up the ladder: the target rung must be above the baseline.")


def check_signature(asked_by: object, signed_by: object) -> None:
    if asked_by == signed_by:
        raise NotAllowed("Whoever proposed the closure cannot sign it; a second person must.")


def stage(*, status: CaseStatus, assessed: bool, plan_agreed: bool, served: bool) -> str:
    """Where a case stands in words the person sees: assessment, plan, service, closed."""
    if status is CaseStatus.CLOSED:
        return "closed"
    if served:
        return "service"
    if plan_agreed:
        return "referral"
    return "plan" if assessed else "assessment"

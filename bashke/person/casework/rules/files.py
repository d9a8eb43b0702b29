"""The way of a case, a need, a plan and a closure. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class CaseStatus(StrEnum):
    OPEN = "open"
    CLOSING = "closing"  # closure proposed, waiting for the supervisor
    CLOSED = "closed"


class Whose(StrEnum):
    """Which cases a list shows: the worker's own, all that are open in the municipality, or the closed ones."""

    MINE = "mine"
    ALL = "all"
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


class Place(StrEnum):
    HOME = "home"
    OFFICE = "office"
    PHONE = "phone"


class ActionOwner(StrEnum):
    WORKER = "worker"
    PERSON = "person"
    FAMILY = "family"
    PROVIDER = "provider"
    TEAM = "team"  # the member of one discipline


class Agreement(StrEnum):
    """How the person said yes to the plan."""

    SIGNED = "signed"
    SPOKEN = "spoken"
    GUARDIAN = "guardian"


class NextStep(StrEnum):
    """What must happen next in a case; its clock is the case's clock."""

    FIRST_CONTACT = "first_contact"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    REVIEW = "review"
    SIGN_OFF = "sign_off"
    END = "end"  # the person took her request back: the work ends as she wishes
    NONE = "none"


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

# Closures of which nobody is told, and after which nobody calls: a message would hurt, or nobody asked for anything.
SILENT_CLOSURES = frozenset({"died", "opened_in_error"})

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


def by_hand(current: NeedStatus) -> set[NeedStatus]:
    """Where a worker may move a need herself; the other moves happen when a referral is sent, answered or delivered."""
    ours = NEXT_NEED[current] - {N.REFERRED, N.WAITING}
    return ours if current is N.PLANNED else ours - {N.BEING_MET}  # the service says so when the person has come


def check_by_hand(current: NeedStatus, wanted: NeedStatus) -> None:
    if wanted not in by_hand(current) and wanted in NEXT_NEED[current]:
        raise NotAllowed("The service says so when the person has come.")


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


def check_answered(unanswered: Sequence[object]) -> None:
    """Every need has an answer before a case may close; those that have none are named."""
    if unanswered:
        raise NotAllowed(
            "Answer every need first: met, unmet with a reason, or withdrawn. Still without answer: %(needs)s.", needs=named(unanswered)
        )


def check_no_open_ends(ends: Sequence[object]) -> None:
    """No referral without answer and no running service is left behind a closed case."""
    if ends:
        raise NotAllowed("The case cannot close yet: %(ends)s.", ends=named(ends))


def check_outcome(reason: str, outcome: str, reasons: Iterable[str]) -> None:
    if reason not in reasons:
        raise NotAllowed("A case closes for a listed reason only.")
    if not outcome.strip():
        raise NotAllowed("Say what came of the case; no case closes without an outcome.")


def named(things: Sequence[object]) -> "Named":
    return Named(tuple(things))


@dataclass(frozen=True)
class Named:
    """Several things in one sentence, each in the language of the page."""

    things: tuple[object, ...]

    def __str__(self) -> str:
        return ", ".join(str(thing).rstrip(".") for thing in self.things)


@dataclass(frozen=True)
class ActionDraft:
    """One thing somebody will do by a day."""

    what: str
    owner: ActionOwner
    owner_name: str
    due_on: date
    discipline: str = ""  # of the member who does it, when the owner is the team


@dataclass(frozen=True)
class GoalDraft:
    """Where one need (the row or its id) should lead, and what is done for it."""

    need: object
    statement: str
    target: int
    actions: list[ActionDraft] = field(default_factory=list)


def check_plan(goals: Sequence[GoalDraft], today: date) -> None:
    """A plan has a goal, each goal something to do, each thing a person and a day that is still ahead."""
    if not goals:
        raise NotAllowed("A plan needs at least one goal.")
    for goal in goals:
        if not goal.statement.strip():
            raise NotAllowed("Say where the goal leads, in one sentence.")
        if not goal.actions:
            raise NotAllowed("Each goal needs at least one action: who does what, by when.")
        for action in goal.actions:
            check_action(action, today)


def check_action(action: ActionDraft, today: date) -> None:
    if not action.what.strip() or not action.owner_name.strip():
        raise NotAllowed("An action says what is done and by whom.")
    if (action.owner is ActionOwner.TEAM) != bool(action.discipline):
        raise NotAllowed("What a member of the team does says of which discipline.")
    if action.due_on < today:
        raise NotAllowed("An action cannot be due on a day that has passed.")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a case's next step depends on. `since` is the last opening; all moments may be missing."""

    status: CaseStatus
    urgency: str
    opened_at: datetime
    since: datetime | None = None  # the last closure, when the case was opened again after it
    assessed_at: datetime | None = None
    whole_at: datetime | None = None  # the last full or review assessment
    agreed_at: datetime | None = None
    live: bool = False
    open_due: datetime | None = None  # the clock of the need that runs out first among those without a plan
    review_at: datetime | None = None
    review_due: datetime | None = None
    asked_at: datetime | None = None
    withdrawn: bool = False  # every request it rests on was taken back


@dataclass(frozen=True)
class Next:
    """The next step, and its clock: a day already set, or a figure of the law counted from `start` (None: from now)."""

    step: NextStep
    due: datetime | None = None
    clock: str = ""
    start: datetime | None = None


def next_step(case: Standing) -> Next:
    """The one place that says what must happen next in a case and what clock it runs on."""
    if case.status is CaseStatus.CLOSED:
        return Next(NextStep.NONE)
    if case.status is CaseStatus.CLOSING:
        return Next(NextStep.SIGN_OFF, clock="closure.sign", start=case.asked_at)
    if case.withdrawn and case.since is None:  # one that was opened again after closing goes on for another reason
        return Next(NextStep.END, clock="closure.sign")
    begun = case.since or case.opened_at
    assessed, whole, agreed, reviewed = (
        moment if moment and moment >= begun else None for moment in (case.assessed_at, case.whole_at, case.agreed_at, case.review_at)
    )
    if not assessed:
        return (
            Next(NextStep.ASSESSMENT, clock="assessment.full")
            if case.since
            else Next(NextStep.FIRST_CONTACT, clock=f"triage.{case.urgency}")
        )
    if not whole and not agreed:
        return Next(NextStep.ASSESSMENT, clock="assessment.full")
    if case.open_due or (case.live and not agreed):
        return Next(NextStep.PLAN, due=case.open_due, clock="plan.agree", start=assessed)
    if reviewed:
        return Next(NextStep.REVIEW, due=case.review_due)
    return Next(NextStep.REVIEW, clock="review.first", start=max(assessed, agreed or assessed))


def stage(*, status: CaseStatus, assessed: bool, plan_agreed: bool, served: bool) -> str:
    """Where a case stands in words the person sees: assessment, plan, service, closed."""
    if status is CaseStatus.CLOSED:
        return "closed"
    if served:
        return "service"
    if plan_agreed:
        return "referral"
    return "plan" if assessed else "assessment"

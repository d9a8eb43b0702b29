"""A case: opened, assessed, planned, reviewed, closed. Its needs move by the rules of casework and by nothing else."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import terms
from bashke.ground.law.rules import TriageClass, end_of, has_disability
from bashke.person.casework.models import Assessment, Case, Goal, Need, NeedStep, Plan, PlanAction, Review
from bashke.person.casework.rules import (
    ANSWERED,
    LIVE,
    NEED_CLOCK,
    ActionOwner,
    Agreement,
    AssessmentKind,
    CaseStatus,
    NeedStatus,
    NextStep,
    Place,
    PlanStatus,
    Standing,
    check_goal,
    check_ladder,
    check_need_move,
    needs_found,
    next_step,
)
from bashke.person.people.models import OwnWord
from bashke.person.requests.rules import Status

from ..census import Human
from .asking import Asked
from .world import Colleague, World

N = NeedStatus
ASKED_OF_HERSELF = 30  # per cent; of them, from a number on (assumed, not INSTAT)
OWN_GROUPS = ((16, "none"), (11, "untold"), (7, "disability"), (3, "roma"), (1, "egyptian"), (0, "greek"))
WASHINGTON = ("no_difficulty", "some_difficulty", "a_lot_of_difficulty", "cannot_do")


@dataclass(slots=True)
class Line:
    """One need in the ledger while it runs."""

    id: str
    assessment: str
    domain: str
    rung: int
    found: datetime
    status: NeedStatus
    since: datetime
    due: datetime | None
    reason: str = ""


@dataclass(slots=True)
class File:
    """One case while it runs: what `rules.next_step` asks for, and what is written at the end."""

    id: str
    human: Human
    worker: Colleague
    request: str
    urgency: TriageClass
    opened: datetime
    contact_due: datetime
    lines: list[Line] = field(default_factory=list)
    status: CaseStatus = CaseStatus.OPEN
    assessment: str | None = None
    assessed: datetime | None = None
    whole: datetime | None = None
    agreed: datetime | None = None
    reviewed: datetime | None = None
    review_due: datetime | None = None
    asked: datetime | None = None  # closure
    signed: datetime | None = None
    closed: datetime | None = None
    follow_up: datetime | None = None
    turned: datetime | None = None  # when the last step began
    tracks: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return f"casework.Case:{self.id}"

    @property
    def unanswered(self) -> list[Line]:
        return [line for line in self.lines if line.status not in ANSWERED]


def open_case(world: World, human: Human, asked: Asked) -> File | None:
    """A registered request becomes a case of the worker who registered it; any other becomes none."""
    if asked.status is not Status.REGISTERED or not (asked.answered and asked.worker and asked.urgency and asked.contact_due):
        return None
    case = File(world.uid(), human, asked.worker, asked.id, asked.urgency, asked.answered, asked.contact_due, tracks=asked.tracks)
    world.log(Verb.PERSON_OPENED if world.happens(0.7) else Verb.PERSON_ADDED, f"people.Person:{human.id}", case.worker, human.id)
    world.log(Verb.CASE_OPENED, case.subject, case.worker, human.id)
    _own_word(world, case)
    return case


def _own_word(world: World, case: File) -> None:
    """What some said of themselves for the counts, and agreed to be counted; drawn from her id, so that no other chance moves."""
    draw = UUID(case.human.id).int % 100
    if draw >= ASKED_OF_HERSELF:
        return
    group = next(code for least, code in OWN_GROUPS if draw >= least)
    world.add(
        OwnWord, case.worker.post, person_id=case.human.id, groups=[group], at=case.opened, by_id=case.worker.worker, synthetic=True,
    )  # fmt: skip
    world.log(Verb.GROUPS_SAID, f"people.Person:{case.human.id}", case.worker, case.human.id)


def assess(world: World, case: File, asked: list[str]) -> bool:
    """The first meeting and, when it was short, the whole assessment after it. False when the present comes first."""
    at = world.clocks.pace(world.rng, case.opened, max(case.contact_due, case.opened + timedelta(hours=4)))
    if at >= world.now:
        return False
    ladder = _ladder(world, case.human, asked)
    if world.happens(0.25):
        _assessment(world, case, AssessmentKind.INITIAL, at, ladder)
        case.turned = at
        at = world.clocks.pace(world.rng, at, world.clocks.due("assessment.full", at))
        if at >= world.now:
            return False
    _assessment(world, case, AssessmentKind.FULL, at, ladder)
    case.whole = at
    return True


def _ladder(world: World, human: Human, asked: list[str]) -> dict[str, int]:
    """Where the person stands in twelve domains: low where she asked, somewhere in the middle elsewhere."""
    kinds = [row.code for row in terms("domain")]
    steps = world.rng.choices((2, 3, 4, 5), (4, 34, 40, 22), k=len(kinds))
    ladder = dict(zip(kinds, steps, strict=True))
    for domain in asked:
        ladder[domain] = 1 if world.happens(0.3) else 2
    if human.age >= 18 and "child_wellbeing" not in asked:
        ladder["child_wellbeing"] = max(ladder["child_wellbeing"], 3)
    check_ladder(ladder, kinds)
    return ladder


def _assessment(world: World, case: File, kind: AssessmentKind, at: datetime, ladder: dict[str, int]) -> None:
    """Writes the assessment; needs that it finds first enter the ledger."""
    case.assessment, case.assessed = world.uid(), at
    answers = _functioning(world, case.human) if case.human.age >= 5 and kind is AssessmentKind.FULL else {}
    world.add(
        Assessment, id=case.assessment, case_id=case.id, person_id=case.human.id, kind=kind, by_id=case.worker.worker, at=at,
        place=world.rng.choices((Place.HOME, Place.OFFICE, Place.PHONE), (60, 30, 10))[0], ladder=json.dumps(ladder),
        functioning=json.dumps(answers), has_disability=has_disability(answers) if answers else None, wishes=world.says("wishes"),
        notes=world.says("notes"),
    )  # fmt: skip
    world.log(Verb.ASSESSED, f"casework.Assessment:{case.assessment}", case.worker, case.human.id)
    known = {line.domain for line in case.lines}
    for domain, rung in needs_found(ladder).items():
        if domain not in known:
            line = Line(world.uid(), case.assessment, domain, rung, at, N.OPEN, at, world.clocks.due(NEED_CLOCK[N.OPEN], at))
            case.lines.append(line)
            _step(world, case, line, "", at, case.worker)
            world.log(Verb.NEED_FOUND, f"casework.Need:{line.id}", case.worker, case.human.id)


def _functioning(world: World, human: Human) -> dict[str, str]:
    weights = (70, 24, 5, 1) if human.age < 65 else (38, 38, 19, 5)
    return {row.code: world.rng.choices(WASHINGTON, weights)[0] for row in terms("washington_question")}


def move(
    world: World, case: File, line: Line, to: NeedStatus, at: datetime, by: Colleague, *, reason: str = "", referral: str | None = None,
    due: datetime | None = None,
) -> None:  # fmt: skip
    """The one door through which a need changes here, as in casework: checked, with its step and its clock."""
    check_need_move(line.status, to, reason)
    was, line.status, line.since, line.reason = line.status, to, at, reason
    line.due = None if to in ANSWERED else due or world.clocks.due(NEED_CLOCK[to], at)
    _step(world, case, line, was, at, by, referral)
    world.log(Verb.NEED_MOVED, f"casework.Need:{line.id}", by, case.human.id, f"{was}>{to} {reason}".strip())


def _step(world: World, case: File, line: Line, was: str, at: datetime, by: Colleague, referral: str | None = None) -> None:
    world.add(
        NeedStep, need_id=line.id, person_id=case.human.id, was=was, became=line.status, at=at, by_id=by.worker, reason=line.reason,
        referral=referral,
    )  # fmt: skip


def plan(world: World, case: File) -> bool:
    """Draft, perhaps an earlier version, agreement. False when the present comes before the agreement."""
    if not case.assessed or not case.lines:
        return False
    due = world.clocks.due("plan.agree", case.assessed)
    drafted = world.clocks.pace(world.rng, case.assessed, due - (due - case.assessed) / 3)
    if drafted >= world.now:
        return False
    agreed = world.clocks.pace(world.rng, drafted, max(due, drafted + timedelta(days=3)))
    case.agreed = agreed if agreed < world.now else None
    for line in case.lines:
        move(world, case, line, N.PLANNED, drafted, case.worker, due=line.due)
    if case.agreed and agreed - drafted > timedelta(days=4) and world.happens(0.3):
        first = drafted + (agreed - drafted) / 3
        _plan(world, case, 1, PlanStatus.REPLACED, drafted, first)
        _plan(world, case, 2, PlanStatus.AGREED, first + timedelta(hours=3), agreed)
    else:
        _plan(world, case, 1, PlanStatus.AGREED if case.agreed else PlanStatus.DRAFT, drafted, case.agreed)
    return case.agreed is not None


def _plan(world: World, case: File, version: int, status: PlanStatus, written: datetime, agreed: datetime | None) -> None:
    plan, own = world.uid(), world.says("own_words")
    hows = (Agreement.GUARDIAN,) if case.human.age < 16 else (Agreement.SIGNED, Agreement.SIGNED, Agreement.SPOKEN)
    world.add(
        Plan, id=plan, case_id=case.id, person_id=case.human.id, version=version, status=status, own_words=own,
        written_by_id=case.worker.worker, written_at=written, agreed_at=agreed, agreed_how=world.rng.choice(hows) if agreed else "",
    )  # fmt: skip
    world.log(Verb.PLAN_WRITTEN, f"casework.Plan:{plan}", case.worker, case.human.id)
    if agreed:
        world.log(Verb.PLAN_AGREED, f"casework.Plan:{plan}", case.worker, case.human.id)
    for line in case.lines:
        _goal(world, case, plan, line, written, agreed, holds=status is PlanStatus.AGREED)


def _goal(world: World, case: File, plan: str, line: Line, written: datetime, agreed: datetime | None, *, holds: bool) -> None:
    """One goal above where the person stands, and what two people do for it; what is done by now is marked done."""
    goal, target = world.uid(), min(line.rung + world.rng.choice((1, 2)), 5)
    check_goal(line.rung, target)
    world.add(
        Goal, id=goal, plan_id=plan, person_id=case.human.id, need_id=line.id, statement=world.says("domains", line.domain, "goal"),
        baseline=line.rung, target=target,
    )  # fmt: skip
    open_until = []
    owners = ((ActionOwner.WORKER, case.worker.name), (ActionOwner.PERSON, case.human.name))
    for owner, name in owners[: 1 if world.happens(0.45) else 2]:
        due_on = (written + timedelta(days=world.rng.randint(12, 50))).date()
        done = None
        if holds and agreed and world.happens(0.93):
            day = agreed.date() + (due_on - agreed.date()) * world.rng.uniform(0.3, 1.1)
            done = max(day, agreed.date()) if day < world.clocks.today else None
        world.add(
            PlanAction, id=world.uid(), goal_id=goal, person_id=case.human.id, what=world.says("domains", line.domain, str(owner)),
            owner=owner, owner_name=name, due_on=due_on, done_on=done,
        )  # fmt: skip
        open_until += [] if done else [end_of(due_on)]
    if holds and agreed:
        line.due = min(open_until, default=world.clocks.due("review.first", agreed))


def look_back(world: World, case: File, until: datetime) -> None:
    """Reviews at their pace, until the case is closed or the present comes."""
    start = max(moment for moment in (case.assessed, case.agreed, case.signed) if moment)
    at = world.clocks.pace(world.rng, start, world.clocks.due("review.first", start))
    while at < min(until, world.now):
        case.reviewed, case.review_due = at, world.clocks.due("review.next", at)
        review = world.uid()
        world.add(
            Review, id=review, case_id=case.id, person_id=case.human.id, by_id=case.worker.worker, at=at, summary=world.says("review"),
            own_words=world.says("own_words"), next_due_at=case.review_due,
        )  # fmt: skip
        world.log(Verb.REVIEWED, f"casework.Review:{review}", case.worker, case.human.id)
        at = world.clocks.pace(world.rng, at, case.review_due)


def settle(world: World, case: File) -> None:
    """Write the case with its next step as casework computes it, and each need as it stands now."""
    for line in case.lines:
        if case.reviewed and line.status in (N.WAITING, N.BEING_MET) and line.since < case.reviewed:
            line.due = case.review_due
    open_due = min((line.due for line in case.lines if line.status is N.OPEN and line.due), default=None)
    found = next_step(Standing(
        status=case.status, urgency=case.urgency, opened_at=case.opened, since=case.signed, assessed_at=case.assessed,
        whole_at=case.whole, agreed_at=case.agreed, live=any(line.status in LIVE - {N.UNMET} for line in case.lines), open_due=open_due,
        review_at=case.reviewed, review_due=case.review_due, asked_at=case.asked,
    ))  # fmt: skip
    due = None
    if found.step is not NextStep.NONE:
        due = found.due or (case.contact_due if found.step is NextStep.FIRST_CONTACT else None)
        due = due or world.clocks.due(found.clock, found.start or case.turned or case.opened)
    world.add(
        Case, id=case.id, person_id=case.human.id, request_id=case.request, worker_id=case.worker.worker, status=case.status,
        urgency=case.urgency, opened_at=case.opened, next_step=found.step, due_at=due, closed_at=case.closed,
        follow_up_due_at=case.follow_up, tracks=case.tracks, synthetic=True,
    )  # fmt: skip
    for line in case.lines:
        world.add(
            Need, id=line.id, case_id=case.id, person_id=case.human.id, assessment_id=line.assessment, domain=line.domain, rung=line.rung,
            found_by_id=case.worker.worker, found_at=line.found, status=line.status, since=line.since, due_at=line.due,
            unmet_reason=line.reason,
        )  # fmt: skip

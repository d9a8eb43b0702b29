"""How a case ends: with an outcome and a second signature, sent back, followed up, opened again. Or the person goes before."""

from datetime import datetime, timedelta

from bashke.ground.journal.rules import Verb
from bashke.person.casework.models import Closure, Review
from bashke.person.casework.rules import (
    SILENT_CLOSURES,
    CaseStatus,
    ClosureStatus,
    NeedStatus,
    check_answered,
    check_case_move,
    check_outcome,
    check_signature,
)

from .cases import File, look_back, move
from .world import World, words

N = NeedStatus
STAYS_OPEN = 0.3  # cases with an unmet need that the worker keeps open
SENT_BACK = 0.08
OPENED_AGAIN = 0.25  # of those that closed some weeks ago
LATELY = timedelta(days=25)
# Why somebody goes before the plan is carried out, by weight, and what that makes of each need.
GONE = {
    "person_withdrew": (40, N.WITHDRAWN, ""), "lost_contact": (30, N.UNMET, "lost_contact"), "moved_away": (25, N.UNMET, "moved_away"),
    "died": (5, N.UNMET, "died"),
}  # fmt: skip


def finish(world: World, case: File) -> None:
    """Reviews until the case closes or the present comes; closure when every need has its answer."""
    last = max(moment for moment in (case.whole, case.agreed, *(line.since for line in case.lines)) if moment)
    at = world.clocks.later(world.rng, last, 2, 25)
    waits = case.unanswered or at >= world.now or (_unmet(case) and world.happens(STAYS_OPEN))
    look_back(world, case, world.now if waits else at)
    if not waits:
        _close(world, case, at, _reason(world, case))


def leave(world: World, case: File) -> None:
    """The person goes: every need gets that as its answer and the case is closed."""
    reason = world.rng.choices(tuple(GONE), [weight for weight, *_ in GONE.values()])[0]
    _, to, unmet = GONE[reason]
    last = case.agreed or case.whole
    at = world.clocks.later(world.rng, last, 3, 30) if last else world.now
    if at >= world.now:
        return
    for line in case.unanswered:
        move(world, case, line, to, at, case.worker, reason=unmet)
    proposed = world.clocks.later(world.rng, at, 0, 5)
    if proposed < world.now:
        _close(world, case, proposed, reason)


def _unmet(case: File) -> bool:
    return any(line.status is N.UNMET for line in case.lines)


def _reason(world: World, case: File) -> str:
    met = sum(line.status is N.MET for line in case.lines)
    if not met and all(line.status is N.WITHDRAWN for line in case.lines):
        return "person_withdrew"
    return "goals_met" if 2 * met >= len(case.lines) and world.happens(0.8) else "needs_met_otherwise"


def _close(world: World, case: File, at: datetime, reason: str) -> None:
    """Proposed, signed by the supervisor or sent back and proposed again."""
    while at < world.now:
        check_answered([line.domain for line in case.unanswered])
        check_case_move(case.status, CaseStatus.CLOSING)
        outcome = words("outcome", reason)
        check_outcome(reason, outcome, words("outcome"))
        case.status, case.asked = CaseStatus.CLOSING, at
        closure = {
            "id": world.uid(), "case_id": case.id, "person_id": case.human.id, "reason": reason, "outcome": outcome,
            "asked_by_id": case.worker.worker, "asked_at": at, "status": ClosureStatus.PROPOSED,
        }  # fmt: skip
        subject = f"casework.Closure:{closure['id']}"
        world.log(Verb.CLOSURE_ASKED, subject, case.worker, case.human.id, reason)
        answered = world.clocks.pace(world.rng, at, world.clocks.due("closure.sign", at))
        if answered >= world.now:
            world.add(Closure, **closure)
            return
        check_signature(case.worker.worker, world.supervisor.worker)
        signature = {"signed_by_id": world.supervisor.worker, "signed_at": answered}
        if reason in SILENT_CLOSURES or not world.happens(SENT_BACK):
            world.add(Closure, **closure | signature | {"status": ClosureStatus.SIGNED})
            world.log(Verb.CLOSURE_SIGNED, subject, world.supervisor, case.human.id, reason)
            return _closed(world, case, answered, reason)
        words_back = world.says("returned")
        world.add(Closure, **closure | signature | {"status": ClosureStatus.RETURNED, "returned_words": words_back})
        world.log(Verb.CLOSURE_RETURNED, subject, world.supervisor, case.human.id)
        check_case_move(case.status, CaseStatus.OPEN)
        case.status, case.asked = CaseStatus.OPEN, None
        at = world.clocks.later(world.rng, answered, 1, 8)


def _closed(world: World, case: File, at: datetime, reason: str) -> None:
    """Closed; asked after some weeks how the person is doing; now and then opened again."""
    check_case_move(case.status, CaseStatus.CLOSED)
    case.status, case.closed, case.signed = CaseStatus.CLOSED, at, at
    if reason in SILENT_CLOSURES:
        return
    case.follow_up = world.clocks.due("closure.follow_up", at)
    again = world.clocks.later(world.rng, at, 10, 70)
    if world.now - LATELY < again < world.now and world.happens(OPENED_AGAIN):
        check_case_move(case.status, CaseStatus.OPEN)
        case.status, case.closed, case.follow_up, case.turned = CaseStatus.OPEN, None, None, again
        world.log(Verb.CASE_REOPENED, case.subject, case.worker, case.human.id, world.says("reopened"))
        return
    called = world.clocks.pace(world.rng, at, case.follow_up)
    if called < world.now:
        review = world.uid()
        world.add(
            Review, id=review, case_id=case.id, person_id=case.human.id, by_id=case.worker.worker, at=called,
            summary=world.says("follow_up"), own_words="", next_due_at=None,
        )  # fmt: skip
        case.follow_up = None
        world.log(Verb.REVIEWED, f"casework.Review:{review}", case.worker, case.human.id, "follow-up")

"""The plan: written, rewritten, agreed, carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed, end_of

from ..models import Case, Goal, Need, Plan, PlanAction
from ..queries import plan_mark
from ..queries.words import PLAN, domain, said_in
from ..rules import (
    LIVE,
    ActionDraft,
    ActionOwner,
    Agreement,
    GoalDraft,
    NeedStatus,
    PlanStatus,
    check_action,
    check_goal,
    check_plan,
    check_plan_move,
)
from .cases import hand, lock_open, refresh
from .ledger import as_uuid, journal, turn, write_steps
from .telling import tell


@dataclass(frozen=True)
class Line:
    """One more thing to do for a need. The goal and its step count only where the plan has no goal for this need yet."""

    need: Need
    statement: str
    target: int
    action: ActionDraft


@transaction.atomic
def write_plan(*, by: Actor, at: datetime, case: Case, own_words: str, goals: Sequence[GoalDraft], seen: str | None = None) -> Plan:
    """Write the draft of the plan, or write it anew. After agreement this begins the next version; the agreed one holds until then.

    `seen` is the mark (`plan_mark`) of the plan on the worker's screen: when a colleague wrote in between, she is told.
    """
    case = lock_open(case, by)
    check_plan(goals, timezone.localdate(at))
    last = case.plans.order_by("-version").first()
    if seen is not None and seen != plan_mark(last):
        raise NotAllowed("Someone else changed the plan in the meantime; look at it again before you save.")
    needs = _needs_of(case, goals)
    plan = last if last is not None and last.status == PlanStatus.DRAFT else None
    if plan is None:
        plan = Plan(case=case, municipality_id=case.municipality_id, person_id=case.person_id, version=1 + (last.version if last else 0))
    else:
        PlanAction.objects.filter(goal__plan=plan).delete()
        Goal.objects.filter(plan=plan).delete()
    plan.own_words, plan.written_by_id, plan.written_at = own_words.strip(), hand(by), at
    plan.save()
    _write_goals(plan, goals, needs)
    _plan_needs(case, set(needs), by, at)
    record(Verb.PLAN_WRITTEN, plan, person=case.person_id, municipality=case.municipality_id)
    refresh(case, at)
    return plan


@transaction.atomic
def add_to_plan(*, by: Actor, at: datetime, case: Case, lines: Sequence[Line]) -> Plan:
    """Put more things to do into the draft of the plan; without a draft, into a new one made from the plan that holds.

    The plan that holds does not change: the person is asked to agree to the draft first.
    """
    case = lock_open(case, by)
    today = timezone.localdate(at)
    for line in lines:
        check_action(line.action, today)
    plan = _draft_of(case, by, at)
    held = {goal.need_id: goal for goal in plan.goals.all()}
    for line in lines:
        goal = held.get(line.need.pk)
        if goal is None:
            draft = GoalDraft(need=line.need, statement=line.statement, target=line.target, actions=[line.action])
            _write_goals(plan, [draft], _needs_of(case, [draft]))
            held = {goal.need_id: goal for goal in Goal.objects.filter(plan=plan)}
        else:
            _action(goal, line.action).save(force_insert=True)
    plan.written_by_id, plan.written_at = hand(by), at
    plan.save(update_fields=["written_by", "written_at"])
    _plan_needs(case, set(held), by, at)
    record(Verb.PLAN_WRITTEN, plan, person=case.person_id, municipality=case.municipality_id)
    refresh(case, at)
    return plan


@transaction.atomic
def agree_plan(*, by: Actor, at: datetime, plan: Plan, how: Agreement, own_words: str) -> Plan:
    """Record that the person agreed, how, and in her own words. Only a plan the person agreed to holds."""
    case = lock_open(Case(pk=plan.case_id), by)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    with said_in(PLAN):
        check_plan_move(PlanStatus(plan.status), PlanStatus.AGREED)
    if not own_words.strip():
        raise NotAllowed("Write down what the person says about the plan, in the person's own words.")
    case.plans.filter(status=PlanStatus.AGREED).update(status=PlanStatus.REPLACED)
    plan.status, plan.agreed_at, plan.agreed_how, plan.own_words = PlanStatus.AGREED, at, Agreement(how), own_words.strip()
    plan.save(update_fields=["status", "agreed_at", "agreed_how", "own_words"])
    _plan_needs(case, set(plan.goals.values_list("need", flat=True)), by, at)
    set_need_clocks(case, plan, at)
    record(Verb.PLAN_AGREED, plan, person=case.person_id, municipality=case.municipality_id)
    refresh(case, at)
    tell(case, "plan_agreed", at)
    return plan


@transaction.atomic
def finish_action(*, by: Actor, at: datetime, action: PlanAction) -> PlanAction:
    """One thing of the plan is done."""
    plan = Plan.objects.visible_to(by).get(goals__actions=action.pk)
    case = lock_open(Case(pk=plan.case_id), by)
    plan.refresh_from_db(fields=["status"])
    action = PlanAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if plan.status != PlanStatus.AGREED:
        raise NotAllowed("Only what stands in the agreed plan can be done; this plan is %(now)s.", now=PLAN[plan.status])
    if action.done_on is not None:
        raise NotAllowed("This action is done already.")
    action.done_on = timezone.localdate(at)
    action.save(update_fields=["done_on"])
    set_need_clocks(case, plan, at)
    record(Verb.ACTION_DONE, action, person=case.person_id, municipality=case.municipality_id)
    return action


def set_need_clocks(case: Case, plan: Plan, at: datetime) -> None:
    """A planned need runs on the next thing to do for it; when everything is done, on the review."""
    needs = case.needs.filter(status=NeedStatus.PLANNED, goals__plan=plan)
    following = dict(Goal.objects.filter(plan=plan, actions__done_on=None).values_list("need").annotate(first=Min("actions__due_on")))
    later = due("review.first", plan.agreed_at or at, case.municipality_id)
    for need in needs.select_for_update(of=("self",)):
        day: date | None = following.get(need.pk)
        clock = end_of(day) if day else later
        if clock != need.due_at:
            need.due_at = clock
            need.save(update_fields=["due_at"])


def _draft_of(case: Case, by: Actor, at: datetime) -> Plan:
    """The draft, or a new one that says what the last plan says for the needs that still run."""
    last = case.plans.order_by("-version").first()
    if last is not None and last.status == PlanStatus.DRAFT:
        return last
    plan = Plan(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, version=1 + (last.version if last else 0),
        own_words=last.own_words if last else "", written_by_id=hand(by), written_at=at,
    )  # fmt: skip
    plan.save(force_insert=True)
    kept = last.goals.filter(need__status__in=sorted(LIVE)).prefetch_related("actions") if last else []
    for goal in kept:
        actions = list(goal.actions.all())
        goal.pk, goal.plan = uuid4(), plan
        goal.save(force_insert=True)
        for action in actions:
            action.pk, action.goal = uuid4(), goal
        PlanAction.objects.bulk_create(actions)
    return plan


def _needs_of(case: Case, goals: Sequence[GoalDraft]) -> dict[object, Need]:
    """The needs the goals speak of, locked; each live, each once, each goal above where the person stands."""
    wanted = [as_uuid(goal.need) for goal in goals]
    if len(set(wanted)) < len(wanted):
        raise NotAllowed("A need has one goal in a plan.")
    needs = {need.pk: need for need in case.needs.select_for_update(of=("self",)).filter(pk__in=wanted)}
    for goal, pk in zip(goals, wanted, strict=True):
        need = needs.get(pk)
        if need is None:
            raise NotAllowed("A goal answers a need of this case.")
        if need.status not in LIVE:
            raise NotAllowed("%(domain)s needs no goal: the need has its answer.", domain=domain(need.domain))
        check_goal(need.rung, goal.target)
    return {pk: needs[pk] for pk in wanted}


def _write_goals(plan: Plan, goals: Sequence[GoalDraft], needs: dict[object, Need]) -> None:
    shared = {"municipality_id": plan.municipality_id, "person_id": plan.person_id}
    rows = [
        Goal(plan=plan, need=need, statement=goal.statement.strip(), baseline=need.rung, target=goal.target, **shared)
        for goal, need in zip(goals, needs.values(), strict=True)
    ]
    Goal.objects.bulk_create(rows)
    PlanAction.objects.bulk_create(_action(row, action) for row, goal in zip(rows, goals, strict=True) for action in goal.actions)


def _action(goal: Goal, draft: ActionDraft) -> PlanAction:
    return PlanAction(
        goal=goal, municipality_id=goal.municipality_id, person_id=goal.person_id, what=draft.what.strip(),
        owner=ActionOwner(draft.owner), owner_name=draft.owner_name.strip(), due_on=draft.due_on,
        discipline=draft.discipline,
    )  # fmt: skip


def _plan_needs(case: Case, planned: set[object], by: Actor, at: datetime) -> None:
    """Needs with a goal are planned, on the clock they had; a planned need that no draft and no agreed plan holds is open again."""
    held = set(Goal.objects.filter(plan__case=case, plan__status__in=[PlanStatus.DRAFT, PlanStatus.AGREED]).values_list("need", flat=True))
    steps, moved = [], []
    for need in case.needs.select_for_update(of=("self",)).filter(status__in=[NeedStatus.OPEN, NeedStatus.UNMET, NeedStatus.PLANNED]):
        if need.pk in planned and need.status != NeedStatus.PLANNED:
            to = NeedStatus.PLANNED
        elif need.status == NeedStatus.PLANNED and need.pk not in held:
            to = NeedStatus.OPEN
        else:
            continue
        steps.append(turn(need, to, at=at, by=by, due_at=need.due_at))
        need.save(update_fields=["status", "since", "due_at", "unmet_reason"])
        moved.append(need)
    write_steps(steps)
    journal(Verb.NEED_MOVED, moved)

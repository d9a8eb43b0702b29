"""Following a case to its end: the plan and what is done of it, the look back, the closure that a second person signs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.guards import StaffRequest
from bashke.ground.access.permissions import Permission
from bashke.ground.law.rules import end_of
from bashke.person.casework import actions
from bashke.person.casework.models import Case, Closure, Need, Plan, PlanAction
from bashke.person.casework.queries import cases
from bashke.person.casework.rules import ActionDraft, GoalDraft

from ..forms.following import Agreeing, Closing, Planning, Reviewing, SendingBack
from ..queries.shapes import Made
from .door import Key, Problem, acts

P = Permission


@acts("/cases/{uuid:pk}/plans", P.CASE_WRITE, {201: Made}, gettext_lazy("Write the draft of a plan, or write it anew"))
def write_plan(request: StaffRequest, key: Key, pk: UUID, body: Planning) -> tuple[int, Made]:
    goals = [
        GoalDraft(goal.need, goal.statement, goal.target, [ActionDraft(**action.model_dump()) for action in goal.actions])
        for goal in body.goals
    ]  # fmt: skip
    plan = actions.write_plan(
        by=request.actor, at=timezone.now(), case=_case(request, pk), own_words=body.own_words, goals=goals, seen=body.seen
    )  # fmt: skip
    return 201, Made(id=plan.pk, status=plan.status)


@acts("/plans/{uuid:pk}/agree", P.CASE_WRITE, {200: Made}, gettext_lazy("Record that the person agrees to the plan"))
def agree_plan(request: StaffRequest, key: Key, pk: UUID, body: Agreeing) -> tuple[int, Made]:
    plan = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    agreed = actions.agree_plan(by=request.actor, at=timezone.now(), plan=plan, how=body.how, own_words=body.own_words)
    return 200, Made(id=agreed.pk, status=agreed.status)


@acts("/actions/{uuid:pk}/done", P.CASE_WRITE, {200: Made}, gettext_lazy("Say that one thing of the plan is done"))
def done(request: StaffRequest, key: Key, pk: UUID) -> tuple[int, Made]:
    action = get_object_or_404(PlanAction.objects.visible_to(request.actor), pk=pk)
    return 200, Made(id=actions.finish_action(by=request.actor, at=timezone.now(), action=action).pk)


@acts("/cases/{uuid:pk}/reviews", P.CASE_WRITE, {201: Made}, gettext_lazy("Record a review"))
def review(request: StaffRequest, key: Key, pk: UUID, body: Reviewing) -> tuple[int, Made]:
    case = _case(request, pk)
    back = list(Need.objects.visible_to(request.actor).filter(case=case, pk__in=body.found_again))
    if missing := set(body.found_again) - {need.pk for need in back}:
        raise Problem(409, _("A need you name is not in this case."), [(str(one), _("Not in this case.")) for one in missing])
    made = actions.review(
        by=request.actor, at=timezone.now(), case=case, summary=body.summary, own_words=body.own_words,
        next_due=end_of(body.next_due) if body.next_due else None, found_again=back, key=key,
    )  # fmt: skip
    return 201, Made(id=made.pk)


@acts("/cases/{uuid:pk}/closures", P.CASE_CLOSE, {201: Made}, gettext_lazy("Propose to close a case; a second person signs"))
def propose_closure(request: StaffRequest, key: Key, pk: UUID, body: Closing) -> tuple[int, Made]:
    made = actions.propose_closure(
        by=request.actor, at=timezone.now(), case=_case(request, pk), reason=body.reason, outcome=body.outcome
    )  # fmt: skip
    return 201, Made(id=made.pk, status=made.status)


@acts("/closures/{uuid:pk}/sign", P.CLOSURE_SIGN, {200: Made}, gettext_lazy("Sign a closure that somebody else proposed"))
def sign_closure(request: StaffRequest, key: Key, pk: UUID) -> tuple[int, Made]:
    signed = actions.sign_closure(by=request.actor, at=timezone.now(), closure=_closure(request, pk))
    return 200, Made(id=signed.pk, status=signed.status)


@acts("/closures/{uuid:pk}/return", P.CASE_CLOSE, {200: Made}, gettext_lazy("Send a closure back, or take one's own back"))
def return_closure(request: StaffRequest, key: Key, pk: UUID, body: SendingBack) -> tuple[int, Made]:
    back = actions.return_closure(by=request.actor, at=timezone.now(), closure=_closure(request, pk), words=body.words)
    return 200, Made(id=back.pk, status=back.status)


def _case(request: StaffRequest, pk: UUID) -> Case:
    found: Case = get_object_or_404(cases(request.actor), pk=pk)
    return found


def _closure(request: StaffRequest, pk: UUID) -> Closure:
    found: Closure = get_object_or_404(Closure.objects.visible_to(request.actor), pk=pk)
    return found

"""Each named constraint, broken on purpose: the database refuses nonsense whoever asks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bashke.person.casework import actions
from bashke.person.casework.models import Case, Closure, Goal, Need, Plan, PlanAction
from bashke.person.casework.rules import CaseStatus, ClosureStatus, NeedStatus, PlanStatus
from bashke.person.protection.rules import Track

from .conftest import Story, later

Break = Callable[[Story, Case, Need, Plan], object]


def _twin(case: Case) -> Case:
    return Case(
        municipality_id=case.municipality_id, person_id=case.person_id, worker_id=case.worker_id, opened_at=later(1), next_step="plan",
        due_at=later(2),
    )  # fmt: skip


def _closure(case: Case, told: Story, **changed: Any) -> Closure:
    values = {"reason": "goals_met", "outcome": "Well.", "asked_by_id": told.besa.worker, "asked_at": later(1)} | changed
    return Closure(case=case, municipality_id=case.municipality_id, person_id=case.person_id, **values)


def _plan(plan: Plan, **changed: Any) -> Plan:
    values = {"version": 7, "written_by_id": plan.written_by_id, "written_at": later(1)} | changed
    return Plan(case_id=plan.case_id, municipality_id=plan.municipality_id, person_id=plan.person_id, **values)


def _goal(plan: Plan, need: Need, **changed: Any) -> Goal:
    values = {"statement": "x", "baseline": 1, "target": 3} | changed
    return Goal(plan=plan, need=need, municipality_id=plan.municipality_id, person_id=plan.person_id, **values)


def _action(plan: Plan, **changed: Any) -> PlanAction:
    values = {"what": "x", "owner": "worker", "owner_name": "Besa", "due_on": date(2026, 3, 9)} | changed
    goal = plan.goals.first()
    return PlanAction(goal=goal, municipality_id=plan.municipality_id, person_id=plan.person_id, **values)


def _set(row: Any, **values: Any) -> object:
    return type(row).objects.filter(pk=row.pk).update(**values)


def _two(first: Any, second: Any) -> None:
    first.save()
    second.save()


def _protected_twice(case: Case, told: Story) -> None:
    actions.protect_case(by=told.besa, at=later(1), case=case, track=Track.VIOLENCE, members=[told.besa.worker])
    twin = _twin(case)
    twin.file = Case.objects.get(pk=case.pk).file
    twin.save()


BROKEN: dict[str, list[Break]] = {
    "one_open_case_for_a_file": [lambda t, c, n, p: _protected_twice(c, t)],
    "one_open_case_for_a_person": [lambda t, c, n, p: _twin(c).save()],
    "closed_cases_say_when": [
        lambda t, c, n, p: _set(c, status=CaseStatus.CLOSED),
        lambda t, c, n, p: _set(c, closed_at=later(3)),
    ],
    "open_cases_have_a_clock": [lambda t, c, n, p: _set(c, due_at=None)],
    "one_live_need_in_a_domain": [
        lambda t, c, n, p: Need.objects.create(
            case=c, municipality_id=c.municipality_id, person_id=c.person_id, domain=n.domain, rung=1, found_by_id=t.besa.worker,
            found_at=later(1), since=later(1), due_at=later(2),
        ),
    ],
    "need_stands_on_a_rung": [lambda t, c, n, p: _set(n, rung=0), lambda t, c, n, p: _set(n, rung=6)],
    "unmet_says_why": [
        lambda t, c, n, p: _set(n, status=NeedStatus.UNMET, due_at=None),
        lambda t, c, n, p: _set(n, unmet_reason="no_place"),
    ],
    "open_needs_have_a_clock": [
        lambda t, c, n, p: _set(n, due_at=None),
        lambda t, c, n, p: _set(n, status=NeedStatus.MET),
    ],
    "the_signature_is_another_persons": [lambda t, c, n, p: _closure(c, t, signed_by_id=t.besa.worker).save()],
    "no_closure_without_reason_and_outcome": [
        lambda t, c, n, p: _closure(c, t, reason="").save(),
        lambda t, c, n, p: _closure(c, t, outcome="").save(),
    ],
    "one_closure_waits_at_a_time": [lambda t, c, n, p: _two(_closure(c, t), _closure(c, t))],
    "plan_versions_count_up": [lambda t, c, n, p: _plan(p, version=p.version, status=PlanStatus.REPLACED).save()],
    "one_draft_at_a_time": [lambda t, c, n, p: _two(_plan(p, version=8), _plan(p, version=9))],
    "one_plan_holds": [
        lambda t, c, n, p: _plan(p, status=PlanStatus.AGREED, agreed_at=later(2), agreed_how="signed", own_words="Po.").save(),
    ],
    "agreement_is_recorded_whole": [
        lambda t, c, n, p: _set(p, agreed_how=""),
        lambda t, c, n, p: _set(p, agreed_at=None),
        lambda t, c, n, p: _set(p, own_words=""),
    ],
    "goal_leads_up": [lambda t, c, n, p: _set(p.goals.first(), target=1)],
    "goal_stands_on_rungs": [lambda t, c, n, p: _set(p.goals.first(), target=6)],
    "one_goal_for_a_need_in_a_plan": [lambda t, c, n, p: _goal(p, n).save()],
    "action_says_what_and_who": [lambda t, c, n, p: _action(p, what="").save(), lambda t, c, n, p: _action(p, owner_name="").save()],
    "the_teams_action_says_which_discipline": [
        lambda t, c, n, p: _action(p, owner="team").save(),
        lambda t, c, n, p: _action(p, discipline="health").save(),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "attempt"), [(name, attempt) for name, attempts in BROKEN.items() for attempt in attempts])
def test_the_database_refuses_nonsense(acting: Any, name: str, attempt: Break) -> None:
    with acting("besa") as besa:
        told = Story(besa)
        case = told.case()
        need = told.assessed(case, housing=1)["housing"]
        plan = told.agreed(case, need)
        case.refresh_from_db()
        need.refresh_from_db()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            attempt(told, case, need, plan)


def test_every_named_constraint_is_broken_here() -> None:
    named = {constraint.name for model in (Case, Closure, Need, Plan, Goal, PlanAction) for constraint in model._meta.constraints}
    assert named == set(BROKEN)


def test_an_agreed_plan_cannot_be_deleted(acting: Any) -> None:
    with acting("besa") as besa:
        told = Story(besa)
        case = told.case()
        plan = told.agreed(case, told.assessed(case, housing=1)["housing"])
        assert PlanAction.objects.filter(goal__plan=plan)._raw_delete("default") == 0  # the wall hides it from deletion
        assert Goal.objects.filter(plan=plan)._raw_delete("default") == 0
        assert (plan.goals.count(), ClosureStatus.PROPOSED) == (1, "proposed")


def test_a_draft_closure_may_be_sent_back_without_a_signature(acting: Any) -> None:
    with acting("besa") as besa:
        case = Story(besa).case()
        closure = actions.propose_closure(by=besa, at=later(1), case=case, reason="opened_in_error", outcome="Twice.")
        actions.return_closure(by=besa, at=later(1), closure=closure, words="My mistake.")
        assert Closure.objects.get(pk=closure.pk).signed_by_id is None

"""The plan: written, rewritten, agreed in the person's words, carried out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed, end_of
from bashke.ground.notices.models import Notice
from bashke.person.casework import actions
from bashke.person.casework.models import Goal, Plan, PlanAction
from bashke.person.casework.queries import plan_mark
from bashke.person.casework.rules import Agreement, NeedStatus, PlanStatus

from .conftest import goal, later

N, P = NeedStatus, PlanStatus
WORDS = "Dua një dhomë të thatë."


def test_a_draft_plans_its_needs_on_the_clock_they_had(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        plan = actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(needs["housing"])])
        for need in needs.values():
            need.refresh_from_db()
        assert (plan.version, plan.status) == (1, P.DRAFT)
        assert (needs["housing"].status, needs["housing"].due_at) == (N.PLANNED, due("plan.agree", later(1)))
        assert needs["food"].status == N.OPEN
        assert [(g.baseline, g.target, g.actions.count()) for g in plan.goals.all()] == [(1, 3, 1)]


def test_writing_again_replaces_the_draft_and_frees_the_need_that_was_left_out(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        first = actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(needs["housing"])])
        second = actions.write_plan(by=besa, at=later(3), case=case, own_words="", goals=[goal(needs["food"])])
        needs["housing"].refresh_from_db()
        assert first.pk == second.pk
        assert (Plan.objects.filter(case=case).count(), Goal.objects.filter(plan=second).count(), PlanAction.objects.count()) == (1, 1, 1)
        assert needs["housing"].status == N.OPEN


def test_agreement_is_recorded_with_how_and_in_the_persons_own_words(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        plan = actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(told.assessed(case)["housing"])])
        with pytest.raises(NotAllowed, match="own words"):
            actions.agree_plan(by=besa, at=later(3), plan=plan, how=Agreement.SPOKEN, own_words=" ")
        agreed = actions.agree_plan(by=besa, at=later(3), plan=plan, how=Agreement.SPOKEN, own_words=WORDS)
        assert (agreed.status, agreed.agreed_at, agreed.agreed_how, agreed.own_words) == (P.AGREED, later(3), "spoken", WORDS)
        assert Notice.objects.filter(person=case.person_id, template="plan_agreed").count() == 1
        with pytest.raises(NotAllowed, match="cannot become"):
            actions.agree_plan(by=besa, at=later(3), plan=plan, how=Agreement.SPOKEN, own_words=WORDS)


def test_a_change_after_agreement_is_a_new_version_and_the_old_one_holds_until_then(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        first = told.agreed(case, needs["housing"])
        second = actions.write_plan(by=besa, at=later(9), case=case, own_words="", goals=[goal(needs["housing"]), goal(needs["food"])])
        first.refresh_from_db()
        assert (second.version, first.status) == (2, P.AGREED)
        actions.agree_plan(by=besa, at=later(10), plan=second, how=Agreement.SIGNED, own_words=WORDS)
        first.refresh_from_db()
        assert (first.status, first.goals.count()) == (P.REPLACED, 1)


def test_a_planned_need_runs_on_the_next_thing_to_do_and_then_on_the_review(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        need = told.assessed(case)["housing"]
        plan = told.agreed(case, need)
        need.refresh_from_db()
        assert need.due_at == end_of(date(2026, 3, 20))
        action = PlanAction.objects.get(goal__plan=plan)
        actions.finish_action(by=besa, at=later(5), action=action)
        need.refresh_from_db()
        action.refresh_from_db()
        assert (action.done_on, need.due_at) == (date(2026, 3, 7), due("review.first", later(2)))
        with pytest.raises(NotAllowed, match="done already"):
            actions.finish_action(by=besa, at=later(6), action=action)


def test_what_stands_in_a_draft_is_not_done_yet(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        plan = actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(told.assessed(case)["housing"])])
        with pytest.raises(NotAllowed, match="Only what stands in the agreed plan"):
            actions.finish_action(by=besa, at=later(3), action=PlanAction.objects.get(goal__plan=plan))


def test_a_plan_that_cannot_be_is_refused_and_nothing_is_written(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        actions.move_need(by=besa, at=later(1), need=needs["food"], to=N.MET)
        refused = {
            "at least one goal": [],
            "has its answer": [goal(needs["food"])],
            "one goal in a plan": [goal(needs["housing"]), goal(needs["housing"])],
            "up the ladder": [goal(needs["housing"], target=1)],
            "a day that has passed": [goal(needs["housing"], day=date(2026, 3, 1))],
            "a need of this case": [replace(goal(needs["housing"]), need="7a0a3a86-6c2e-4a5c-8f2e-000000000000")],
        }
        for said, goals in refused.items():
            with pytest.raises(NotAllowed, match=said):
                actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=goals)
        assert not Plan.objects.filter(case=case).exists()


def test_the_second_of_two_who_write_the_plan_is_told(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        seen = plan_mark(None)
        actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(needs["housing"])], seen=seen)
    with acting("arta") as arta, pytest.raises(NotAllowed, match="changed the plan in the meantime"):
        actions.write_plan(by=arta, at=later(2), case=case, own_words="", goals=[goal(needs["food"])], seen=seen)


def test_an_unmet_need_can_be_planned_again(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        need = told.assessed(case)["housing"]
        actions.move_need(by=besa, at=later(1), need=need, to=N.UNMET, reason="no_place")
        actions.write_plan(by=besa, at=later(2), case=case, own_words="", goals=[goal(need)])
        need.refresh_from_db()
        assert (need.status, need.unmet_reason) == (N.PLANNED, "")
        assert need.due_at is not None

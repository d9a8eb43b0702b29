"""The needs ledger: nothing is lost, every change is a step, the second of two is told."""

from typing import Any

import pytest

from bashke.ground.journal.models import Entry
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import Need, NeedStep
from bashke.person.casework.queries.words import NEED
from bashke.person.casework.rules import AssessmentKind, NeedStatus, Place

from .conftest import ladder, later

N = NeedStatus


def test_an_assessment_writes_a_need_for_every_domain_below_the_third_rung(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        needs = told.assessed(told.case(), housing=1, food=2, work=3)
        assert set(needs) == {"housing", "food"}
        housing = needs["housing"]
        assert (housing.rung, housing.status, housing.found_by_id, housing.found_at) == (1, N.OPEN, besa.worker, later(1))
        assert housing.due_at == due("plan.agree", later(1))
        assert [(step.was, step.became) for step in housing.steps.all()] == [("", N.OPEN)]
        assert Entry.objects.filter(verb="need found", person=housing.person_id).count() == 2


def test_a_live_need_found_again_stays_one_need_with_its_new_rung(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        told.assessed(case, housing=1)
        needs = told.assessed(case, at=later(20), housing=2)
        assert Need.objects.filter(case=case).count() == 1
        assert (needs["housing"].rung, needs["housing"].found_at) == (2, later(1))


def test_a_need_that_seems_better_is_never_closed_by_itself(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        told.assessed(case, housing=1)
        need = told.assessed(case, at=later(20), kind=AssessmentKind.REVIEW, housing=4)["housing"]
        assert (need.status, need.rung) == (N.OPEN, 4)


def test_a_need_that_was_met_and_came_back_is_open_again(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        need = told.assessed(case, housing=1)["housing"]
        actions.move_need(by=besa, at=later(5), need=need, to=N.MET)
        told.assessed(case, at=later(90), kind=AssessmentKind.REVIEW, housing=2)
        need.refresh_from_db()
        assert (need.status, need.rung, need.due_at) == (N.OPEN, 2, due("plan.agree", later(90)))
        assert [step.became for step in need.steps.order_by("pk")] == [N.OPEN, N.MET, N.OPEN]


def test_a_move_is_a_step_with_who_when_and_why(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        need = told.assessed(told.case(), housing=1)["housing"]
        moved = actions.move_need(by=besa, at=later(3), need=need, to=N.UNMET, reason="no_place", words="Lista është plot.")
        step = need.steps.order_by("-pk").first()
        assert (moved.status, moved.unmet_reason, moved.due_at, moved.since) == (N.UNMET, "no_place", None, later(3))
        assert (step.was, step.became, step.reason, step.words, step.by_id, step.at) == (
            N.OPEN, N.UNMET, "no_place", "Lista është plot.", besa.worker, later(3),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("to", "reason", "said"),
    [
        (N.UNMET, "", "says why"),
        (N.UNMET, "bad_luck", "listed reasons"),
        (N.WAITING, "", "cannot become"),
        (N.BEING_MET, "", "cannot become"),
    ],
)
def test_a_refused_move_changes_nothing(acting: Any, story: Any, to: NeedStatus, reason: str, said: str) -> None:
    with acting("besa") as besa:
        told = story(besa)
        need = told.assessed(told.case(), housing=1)["housing"]
        with pytest.raises(NotAllowed, match=said):
            actions.move_need(by=besa, at=later(3), need=need, to=to, reason=reason)
        need.refresh_from_db()
        assert (need.status, need.steps.count()) == (N.OPEN, 1)


def test_the_second_of_two_is_told_what_the_need_is_now(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        need = told.assessed(told.case(), housing=1)["housing"]
    with acting("arta") as arta:
        actions.move_need(by=arta, at=later(3), need=need, to=N.UNMET, reason="no_place", seen=N.OPEN)
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="Someone else was faster") as told_so:
            actions.move_need(by=besa, at=later(3), need=need, to=N.MET, seen=N.OPEN)
        assert str(NEED[N.UNMET]) in told_so.value.sentence()
        assert Need.objects.get(pk=need.pk).status == N.UNMET


def test_a_need_may_carry_the_exact_clock_of_its_referral_and_the_rung_of_an_outcome(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        need = told.assessed(told.case(), housing=1)["housing"]
        moved = actions.move_need(by=besa, at=later(3), need=need, to=N.REFERRED, due_at=later(4))
        assert moved.due_at == later(4)
        assert actions.move_need(by=besa, at=later(4), need=need, to=N.WITHDRAWN, rung=3).rung == 3


def test_nothing_moves_in_a_closed_case(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        need = told.assessed(case, housing=1)["housing"]
        actions.move_need(by=besa, at=later(3), need=need, to=N.MET)
        actions.propose_closure(by=besa, at=later(4), case=case, reason="goals_met", outcome="A dry home.")
        with pytest.raises(NotAllowed, match="nothing in it can change"):
            actions.move_need(by=besa, at=later(5), need=need, to=N.OPEN)
        with pytest.raises(NotAllowed, match="nothing in it can change"):
            actions.assess(by=besa, at=later(5), case=case, kind=AssessmentKind.REVIEW, place=Place.HOME, ladder=ladder())


def test_a_button_pressed_twice_is_one_assessment(acting: Any, story: Any) -> None:
    key = "1c7a3c58-56c3-4f0e-8d53-3e6f1df01111"
    with acting("besa") as besa:
        case = story(besa).case()
        twice = [
            actions.assess(by=besa, at=later(1), case=case, kind=AssessmentKind.FULL, place=Place.HOME, ladder=ladder(food=2), key=key)
            for _press in range(2)
        ]
        assert twice[0].pk == twice[1].pk or str(twice[0].pk) == str(twice[1].pk)
        assert (case.assessments.count(), NeedStep.objects.filter(need__case=case).count()) == (1, 1)


def test_disability_is_counted_by_the_rule_of_the_washington_group_and_never_guessed(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        shared = {"by": besa, "at": later(1), "case": case, "kind": AssessmentKind.FULL, "place": Place.HOME, "ladder": ladder()}
        assert actions.assess(**shared).has_disability is None
        assert actions.assess(**shared, functioning={"walking": "some_difficulty"}).has_disability is False
        assert actions.assess(**shared, functioning={"walking": "cannot_do"}).has_disability is True


def test_an_assessment_without_every_domain_is_refused(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        with pytest.raises(NotAllowed, match="still missing"):
            actions.assess(by=besa, at=later(1), case=case, kind=AssessmentKind.FULL, place=Place.HOME, ladder={"housing": 1})
        assert not case.assessments.exists()

"""The rules of casework, each as a sentence. No database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bashke.ground.law.rules import NotAllowed

from ..rules import (
    ANSWERED,
    LIVE,
    NEED_CLOCK,
    NEXT_CASE,
    NEXT_NEED,
    NEXT_PLAN,
    ActionDraft,
    ActionOwner,
    CaseStatus,
    GoalDraft,
    NeedStatus,
    Next,
    NextStep,
    PlanStatus,
    Standing,
    Way,
    check_answered,
    check_case_move,
    check_goal,
    check_ladder,
    check_need_move,
    check_no_open_ends,
    check_outcome,
    check_plan,
    check_plan_move,
    check_signature,
    needs_found,
    next_step,
    shifts,
    stage,
)

N = NeedStatus
DAY = date(2026, 3, 2)
T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
T1, T2, T3, T4 = (T0 + timedelta(days=days) for days in (1, 2, 3, 4))


@pytest.mark.parametrize(("now", "wanted"), product(NeedStatus, NeedStatus))
def test_a_need_moves_only_as_the_table_says(now: NeedStatus, wanted: NeedStatus) -> None:
    reason = "no_place" if wanted is N.UNMET else ""
    if wanted in NEXT_NEED[now]:
        check_need_move(now, wanted, reason)
    else:
        with pytest.raises(NotAllowed, match=f"is {now} cannot become {wanted}"):
            check_need_move(now, wanted, reason)


@pytest.mark.parametrize(("now", "wanted"), product(CaseStatus, CaseStatus))
def test_a_case_moves_only_as_the_table_says(now: CaseStatus, wanted: CaseStatus) -> None:
    if wanted in NEXT_CASE[now]:
        check_case_move(now, wanted)
    else:
        with pytest.raises(NotAllowed):
            check_case_move(now, wanted)


@pytest.mark.parametrize(("now", "wanted"), product(PlanStatus, PlanStatus))
def test_a_plan_moves_only_as_the_table_says(now: PlanStatus, wanted: PlanStatus) -> None:
    if wanted in NEXT_PLAN[now]:
        check_plan_move(now, wanted)
    else:
        with pytest.raises(NotAllowed):
            check_plan_move(now, wanted)


def test_an_unmet_need_says_why() -> None:
    with pytest.raises(NotAllowed, match="says why"):
        check_need_move(N.OPEN, N.UNMET)


def test_only_an_unmet_need_has_a_reason() -> None:
    with pytest.raises(NotAllowed, match="says why"):
        check_need_move(N.OPEN, N.MET, "no_place")


def test_every_need_without_an_answer_has_a_clock_and_no_other() -> None:
    assert set(NEED_CLOCK) == set(NeedStatus) - ANSWERED


def test_an_unmet_need_stays_on_the_ledger() -> None:
    assert N.UNMET in LIVE
    assert {N.PLANNED, N.REFERRED} <= NEXT_NEED[N.UNMET]


def test_no_need_is_lost_every_status_leads_somewhere() -> None:
    assert all(NEXT_NEED[status] for status in NeedStatus)


def test_every_domain_is_placed_on_a_rung() -> None:
    check_ladder({"housing": 1, "food": 5}, ["housing", "food"])
    with pytest.raises(NotAllowed, match="food"):
        check_ladder({"housing": 1}, ["housing", "food"])


@pytest.mark.parametrize("rung", [0, 6, -1])
def test_a_rung_is_from_one_to_five(rung: int) -> None:
    with pytest.raises(NotAllowed, match="from 1"):
        check_ladder({"housing": rung}, ["housing"])


def test_domains_below_the_third_rung_are_needs() -> None:
    assert needs_found({"housing": 1, "food": 2, "work": 3, "health": 5}) == {"housing": 1, "food": 2}


@pytest.mark.parametrize(("baseline", "target"), [(2, 2), (3, 1)])
def test_a_goal_leads_up(baseline: int, target: int) -> None:
    check_goal(1, 2)
    with pytest.raises(NotAllowed, match="up the ladder"):
        check_goal(baseline, target)


def test_nobody_signs_her_own_closure() -> None:
    check_signature("besa", "drita")
    with pytest.raises(NotAllowed, match="second person"):
        check_signature("besa", "besa")


def test_a_closure_names_the_needs_without_answer() -> None:
    check_answered([])
    with pytest.raises(NotAllowed, match="housing, food"):
        check_answered(["housing", "food"])


def test_a_closure_names_what_still_runs() -> None:
    check_no_open_ends([])
    with pytest.raises(NotAllowed, match="day centre"):
        check_no_open_ends(["referral to the day centre"])


@pytest.mark.parametrize(("reason", "outcome"), [("bored", "Fine."), ("", "Fine."), ("goals_met", " ")])
def test_no_closure_without_listed_reason_and_outcome(reason: str, outcome: str) -> None:
    check_outcome("goals_met", "She lives in a dry home.", ["goals_met"])
    with pytest.raises(NotAllowed):
        check_outcome(reason, outcome, ["goals_met"])


ACTION = ActionDraft(what="Call the landlord", owner=ActionOwner.WORKER, owner_name="Besa Gjoka", due_on=DAY)
GOAL = GoalDraft(need="n", statement="A dry room before winter", target=3, actions=[ACTION])


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        ([], "at least one goal"),
        ([replace(GOAL, statement="  ")], "where the goal leads"),
        ([replace(GOAL, actions=[])], "at least one action"),
        ([replace(GOAL, actions=[replace(ACTION, what=" ")])], "what is done and by whom"),
        ([replace(GOAL, actions=[replace(ACTION, owner_name="")])], "what is done and by whom"),
        ([replace(GOAL, actions=[replace(ACTION, due_on=DAY - timedelta(days=1))])], "a day that has passed"),
    ],
)
def test_a_plan_says_where_it_leads_who_does_what_and_by_when(goals: list[GoalDraft], said: str) -> None:
    check_plan([GOAL], DAY)
    with pytest.raises(NotAllowed, match=said):
        check_plan(goals, DAY)


OPENED = Standing(status=CaseStatus.OPEN, urgency="urgent", opened_at=T0)
ASSESSED = replace(OPENED, assessed_at=T1, whole_at=T1, live=True, open_due=T4)


def test_first_somebody_meets_the_person_on_the_clock_of_her_urgency() -> None:
    assert next_step(OPENED) == Next(NextStep.FIRST_CONTACT, clock="triage.urgent")


def test_after_a_first_look_the_full_assessment_is_due() -> None:
    assert next_step(replace(OPENED, assessed_at=T1)) == Next(NextStep.ASSESSMENT, clock="assessment.full")


def test_after_the_assessment_the_plan_is_due_with_the_first_need() -> None:
    found = next_step(ASSESSED)
    assert (found.step, found.due) == (NextStep.PLAN, T4)


def test_a_need_referred_before_there_is_a_plan_still_wants_one() -> None:
    found = next_step(replace(ASSESSED, open_due=None))
    assert (found.step, found.clock, found.start) == (NextStep.PLAN, "plan.agree", T1)


def test_an_agreed_plan_is_reviewed() -> None:
    found = next_step(replace(ASSESSED, open_due=None, agreed_at=T2))
    assert found == Next(NextStep.REVIEW, clock="review.first", start=T2)


def test_a_need_found_after_the_agreement_wants_the_plan_again() -> None:
    assert next_step(replace(ASSESSED, agreed_at=T2)).step is NextStep.PLAN


def test_the_next_review_is_when_the_last_one_said() -> None:
    reviewed = replace(ASSESSED, open_due=None, agreed_at=T2, review_at=T3, review_due=T4)
    assert next_step(reviewed) == Next(NextStep.REVIEW, due=T4)


def test_a_person_without_needs_is_looked_at_again() -> None:
    assert next_step(replace(ASSESSED, live=False, open_due=None)) == Next(NextStep.REVIEW, clock="review.first", start=T1)


def test_a_proposed_closure_waits_for_the_supervisor_from_the_day_it_was_proposed() -> None:
    assert next_step(replace(ASSESSED, status=CaseStatus.CLOSING, asked_at=T3)) == Next(NextStep.SIGN_OFF, clock="closure.sign", start=T3)


def test_nothing_is_due_in_a_closed_case() -> None:
    assert next_step(replace(ASSESSED, status=CaseStatus.CLOSED)) == Next(NextStep.NONE)


def test_a_case_opened_again_begins_with_a_new_assessment_whatever_was_agreed_before() -> None:
    again = replace(ASSESSED, open_due=None, agreed_at=T1, review_at=T2, review_due=T2, since=T3)
    assert next_step(again) == Next(NextStep.ASSESSMENT, clock="assessment.full")
    assert next_step(replace(again, assessed_at=T4, whole_at=T4)).step is NextStep.PLAN


def test_the_person_reads_where_her_case_stands_in_five_words() -> None:
    assert stage(status=CaseStatus.OPEN, assessed=False, plan_agreed=False, served=False) == "assessment"
    assert stage(status=CaseStatus.OPEN, assessed=True, plan_agreed=False, served=False) == "plan"
    assert stage(status=CaseStatus.OPEN, assessed=True, plan_agreed=True, served=False) == "referral"
    assert stage(status=CaseStatus.OPEN, assessed=True, plan_agreed=True, served=True) == "service"
    assert stage(status=CaseStatus.CLOSED, assessed=True, plan_agreed=True, served=True) == "closed"


def test_what_got_worse_stands_before_what_got_better_and_what_stayed() -> None:
    before, now = {"food": 2, "housing": 4, "health": 3}, {"food": 4, "housing": 1, "health": 3, "work": 2}
    found = [(one.domain, one.way) for one in shifts(before, now, ["food", "housing", "health", "work", "income"])]
    assert found == [("housing", Way.DOWN), ("food", Way.UP), ("health", Way.SAME), ("work", Way.SAME)]

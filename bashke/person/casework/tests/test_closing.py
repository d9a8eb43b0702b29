"""Review, closure and follow-up: nothing is left open behind a closed case, and nobody signs alone."""

from typing import Any

import pytest

from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework import actions
from bashke.person.casework.models import Case, Closure
from bashke.person.casework.rules import CaseStatus, ClosureStatus, NeedStatus, NextStep

from .conftest import later

N = NeedStatus
END = {"reason": "goals_met", "outcome": "Jeton në një dhomë të thatë."}


def _answered(told: Any, case: Case) -> None:
    for need in told.assessed(case).values():
        actions.move_need(by=told.besa, at=later(3), need=need, to=N.MET)


def test_a_closure_names_every_need_without_an_answer(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        with pytest.raises(NotAllowed, match="Ushqimi, Strehimi"):
            actions.propose_closure(by=besa, at=later(4), case=case, **END)
        actions.move_need(by=besa, at=later(3), need=needs["housing"], to=N.UNMET, reason="no_place")
        with pytest.raises(NotAllowed, match="Ushqimi"):
            actions.propose_closure(by=besa, at=later(4), case=case, **END)
        assert Case.objects.get(pk=case.pk).status == CaseStatus.OPEN


def test_a_closure_names_what_still_runs_in_packages_above(acting: Any, story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.closing, "OPEN_ENDS", [lambda case: ["Qendra ditore: pret përgjigje."]])
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
        with pytest.raises(NotAllowed, match="Qendra ditore"):
            actions.propose_closure(by=besa, at=later(4), case=case, **END)


def test_referrals_and_delivery_keep_a_case_open() -> None:
    assert {ends.__module__ for ends in actions.OPEN_ENDS} == {
        "bashke.person.referrals.queries",
        "bashke.person.delivery.queries",
        "bashke.person.incidents.queries",
    }


@pytest.mark.parametrize(("end", "said"), [({**END, "reason": "tired"}, "listed reason"), ({**END, "outcome": " "}, "without an outcome")])
def test_no_closure_without_listed_reason_and_outcome(acting: Any, story: Any, end: dict[str, str], said: str) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
        with pytest.raises(NotAllowed, match=said):
            actions.propose_closure(by=besa, at=later(4), case=case, **end)


def test_a_closed_case_has_a_reason_a_second_signature_and_a_day_to_ask_how_she_is(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
        closure = actions.propose_closure(by=besa, at=later(4), case=case, **END)
        case.refresh_from_db()
        assert (case.status, case.next_step, case.due_at) == (CaseStatus.CLOSING, NextStep.SIGN_OFF, due("closure.sign", later(4)))
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            actions.sign_closure(by=besa, at=later(5), closure=closure)
        with pytest.raises(NotAllowed, match="cannot become"):
            actions.propose_closure(by=besa, at=later(5), case=case, **END)
    with acting("drita") as drita:
        actions.sign_closure(by=drita, at=later(6), closure=closure)
        case.refresh_from_db()
        assert (case.status, case.closed_at, case.due_at, case.next_step) == (CaseStatus.CLOSED, later(6), None, NextStep.NONE)
        assert case.follow_up_due_at == due("closure.follow_up", later(6))
        assert Notice.objects.filter(person=case.person_id, template="case_closed").count() == 1
        with pytest.raises(NotAllowed, match="already"):
            actions.sign_closure(by=drita, at=later(7), closure=closure)


def test_nobody_signs_what_she_proposed_herself(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
    with acting("drita") as drita:
        closure = actions.propose_closure(by=drita, at=later(4), case=case, **END)
        with pytest.raises(NotAllowed, match="a second person must"):
            actions.sign_closure(by=drita, at=later(5), closure=closure)
        taken = actions.return_closure(by=drita, at=later(5), closure=closure, words="I was too fast.")
        assert (taken.status, taken.signed_by) == (ClosureStatus.RETURNED, None)


def test_a_closure_comes_back_with_a_word_and_the_case_goes_on(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
        closure = actions.propose_closure(by=besa, at=later(4), case=case, **END)
    with acting("drita") as drita:
        with pytest.raises(NotAllowed, match="Say why"):
            actions.return_closure(by=drita, at=later(5), closure=closure, words="")
        back = actions.return_closure(by=drita, at=later(5), closure=closure, words="Visit her once more.")
        case.refresh_from_db()
        assert (back.status, back.returned_words, back.signed_by_id) == (ClosureStatus.RETURNED, "Visit her once more.", drita.worker)
        assert (case.status, case.next_step) == (CaseStatus.OPEN, NextStep.REVIEW)
    with acting("besa") as besa:
        actions.propose_closure(by=besa, at=later(8), case=case, **END)
        assert Closure.objects.filter(case=case).count() == 2


@pytest.mark.parametrize("reason", ["died", "opened_in_error"])
def test_no_message_is_sent_and_nobody_calls_when_that_would_hurt(acting: Any, story: Any, reason: str) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        closure = actions.propose_closure(by=besa, at=later(4), case=case, reason=reason, outcome="Ndërroi jetë në shtëpi.")
    with acting("drita") as drita:
        actions.sign_closure(by=drita, at=later(5), closure=closure)
        assert not Notice.objects.filter(person=case.person_id).exists()
        assert Case.objects.get(pk=case.pk).follow_up_due_at is None


def test_a_review_sets_the_next_one_within_the_ceiling_and_opens_what_came_back(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case)
        with pytest.raises(NotAllowed, match="what changed"):
            actions.review(by=besa, at=later(90), case=case, summary=" ")
        with pytest.raises(NotAllowed, match="lie ahead"):
            actions.review(by=besa, at=later(90), case=case, summary="Better.", next_due=later(89))
        with pytest.raises(NotAllowed, match="at the latest"):
            actions.review(by=besa, at=later(90), case=case, summary="Better.", next_due=later(900))
        actions.move_need(by=besa, at=later(3), need=needs["food"], to=N.MET)
        told.agreed(case, needs["housing"])
        done = actions.review(by=besa, at=later(90), case=case, summary="Better.", found_again=[needs["food"]])
        needs["food"].refresh_from_db()
        assert (done.next_due_at, needs["food"].status) == (due("review.next", later(90)), N.OPEN)
        case.refresh_from_db()
        assert case.next_step == NextStep.PLAN


def test_nothing_is_reviewed_before_the_first_assessment(acting: Any, story: Any) -> None:
    with acting("besa") as besa, pytest.raises(NotAllowed, match="before the first assessment"):
        actions.review(by=besa, at=later(90), case=story(besa).case(), summary="Better.")


def test_a_follow_up_ends_its_clock_and_only_after_closing(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        _answered(told, case)
        with pytest.raises(NotAllowed, match="No follow-up is due"):
            actions.follow_up(by=besa, at=later(4), case=case, summary="Well.")
        closure = actions.propose_closure(by=besa, at=later(4), case=case, **END)
    with acting("drita") as drita:
        actions.sign_closure(by=drita, at=later(5), closure=closure)
    with acting("besa") as besa:
        done = actions.follow_up(by=besa, at=later(90), case=case, summary="She is well.")
        case.refresh_from_db()
        assert (case.follow_up_due_at, done.next_due_at) == (None, None)
        with pytest.raises(NotAllowed, match="No follow-up is due"):
            actions.follow_up(by=besa, at=later(91), case=case, summary="Still well.")

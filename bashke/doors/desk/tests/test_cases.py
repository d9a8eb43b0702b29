"""The whole case on one page, and every page of work that starts there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.journal.models import Entry
from bashke.ground.law.queries import terms
from bashke.person.casework import actions
from bashke.person.casework.models import Assessment, Case, Closure, Need, Plan, PlanAction, Review
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, AssessmentKind, GoalDraft, NeedStatus, Place
from bashke.person.people.actions import add_household, add_person, join
from bashke.person.referrals.actions import decline, send
from bashke.person.referrals.queries import proposals

from .conftest import days_ago

LADDER = {f"rung_{row.code}": "4" for row in terms("domain")}
END = {"reason": "goals_met", "outcome": "She eats every day."}


def address(view: str, row: Any) -> str:
    return reverse(f"desk:{view}", args=[row.pk])


def goal(number: int = 0) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=10)
    typed = {"statement": "Meals every day", "target": "3", "0_what": "Call the kitchen", "0_owner": "worker", "0_due": day.isoformat()}
    return {f"g{number}_{name}": value for name, value in typed.items()}


@pytest.fixture
def reread(acting: Callable[..., Any]) -> Callable[[Any], Any]:
    def again(row: Any) -> Any:
        with acting("besa"):
            return type(row).objects.get(pk=row.pk)

    return again


@pytest.fixture
def met(acting: Callable[..., Any], lule: Any) -> Any:
    """Lule, with an answer to every need."""
    with acting("besa") as besa:
        for need in lule.needs.values():
            actions.move_need(by=besa, at=days_ago(0), need=need, to=NeedStatus.MET)
    return lule


@pytest.fixture
def closing(acting: Callable[..., Any], met: Any) -> Closure:
    with acting("besa") as besa:
        return actions.propose_closure(by=besa, at=days_ago(0), case=met.case, **END)


def test_the_page_shows_person_needs_clock_and_who_opened_it(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    page = desk("besa").get(address("case", lule.case)).content.decode()
    for said in (
        "Lule Prendi",
        "Food",
        "Child wellbeing",
        "still open",
        "Plan agreed with the person",
        "Write the plan",
        "Who opened this file",
    ):
        assert said in page
    with acting("besa"):
        assert Entry.objects.filter(verb="file opened", person=lule.person.pk).count() == 1


def test_every_opening_is_a_look_the_person_can_read(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    besa = desk("besa")
    for view in ("case", "assess", "plan", "agree", "review", "close", "reopen", "follow_up"):
        assert besa.get(address(view, lule.case)).status_code == 200, view
    with acting("besa"):
        looks = Entry.objects.filter(verb="file opened", person=lule.person.pk, municipality="AL154")
        assert looks.count() == 8
        assert {look.worker for look in looks} == {lule.case.worker_id}


@pytest.mark.parametrize("view", ["case", "assess", "plan", "agree", "review", "close", "reopen", "follow_up"])
def test_what_is_not_veras_answers_like_what_does_not_exist(desk: Callable[..., Client], lule: Any, view: str) -> None:
    vera, nowhere = desk("vera"), uuid4()
    hers, nobodys = vera.get(address(view, lule.case)), vera.get(reverse(f"desk:{view}", args=[nowhere]))
    assert hers.status_code == nobodys.status_code == 404
    assert hers.content.replace(str(lule.case.pk).encode(), b"") == nobodys.content.replace(str(nowhere).encode(), b"")


def test_the_head_of_the_directorate_opens_no_case(desk: Callable[..., Client], lule: Any) -> None:
    assert desk("mira").get(address("case", lule.case)).status_code == 403


def test_only_the_supervisor_reaches_the_signature(desk: Callable[..., Client], closing: Closure) -> None:
    assert desk("besa").get(address("sign", closing.case)).status_code == 403
    assert desk("drita").get(address("sign", closing.case)).status_code == 200


def _full(acting: Callable[..., Any], name: str, domains: list[str]) -> Case:
    """A case with a goal, an action and a silent referral for every need, and a review."""
    with acting("besa") as besa:
        home = add_household(by=besa, synthetic=True)
        person = add_person(by=besa, at=days_ago(60), given_name=name, family_name="Gega", synthetic=True)
        nik = add_person(by=besa, at=days_ago(60), given_name="Nik", family_name="Gega", synthetic=True)
        for one in (person, nik):
            join(by=besa, at=days_ago(60), household=home, person=one, place="relative")
        case = actions.open_case(by=besa, at=days_ago(50), person=person)
        ladder = {row.code: 2 if row.code in domains else 4 for row in terms("domain")}
        actions.assess(by=besa, at=days_ago(50), case=case, kind=AssessmentKind.FULL, place=Place.HOME, ladder=ladder)
        step = ActionDraft(what="Call", owner=ActionOwner.WORKER, owner_name="Besa", due_on=timezone.localdate())
        goals = [GoalDraft(need=need, statement="Better", target=3, actions=[step]) for need in case.needs.all()]
        plan = actions.write_plan(by=besa, at=days_ago(49), case=case, own_words="", goals=goals)
        actions.agree_plan(by=besa, at=days_ago(49), plan=plan, how=Agreement.SIGNED, own_words="Yes.")
        for need in case.needs.all():
            send(by=besa, at=days_ago(40), need=need, service=proposals(need, besa)[0].service, purpose="Please.")
        actions.review(by=besa, at=days_ago(3), case=case, summary="No answer yet.")
        return case


def test_the_page_costs_the_same_whatever_the_case_holds(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    besa, costs = desk("besa"), []
    for name, domains in (("Zana", ["food"]), ("Drane", ["food", "health", "housing", "income", "social_ties"])):
        page = address("case", _full(acting, name, domains))
        besa.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert "No answer in time" in besa.get(page).content.decode()
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 35


def test_a_silent_referral_proposes_the_next_service_with_a_free_place(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    page = desk("besa").get(address("case", _full(acting, "Zana", ["food"]))).content.decode()
    assert "Next with a free place:" in page


def test_a_declined_referral_proposes_the_next_service_too(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        first = proposals(lule.needs["food"], besa)[0].service
        sent = send(by=besa, at=days_ago(0), need=lule.needs["food"], service=first, purpose="Meals.")
    with acting("luan") as luan:
        decline(by=luan, at=days_ago(0), referral=sent, reason="no_place", words="Full until May.")
    page = desk("besa").get(address("case", lule.case)).content.decode()
    for said in ("Declined", "Full until May.", "There is no free place", "Next with a free place:"):
        assert said in page


def test_besa_assesses_and_the_needs_stand_in_the_ledger(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    typed = LADDER | {
        "rung_housing": "1",
        "kind": "full",
        "place": "office",
        "key": str(uuid4()),
        "wishes": "A dry room.",
        "wg_walking": "cannot_do",
    }
    besa = desk("besa")
    for _press in range(2):  # twice on the button
        done = besa.post(address("assess", lule.case), typed)
        assert done.url == reverse("desk:assessment", args=[typed["key"]])  # type: ignore[attr-defined]
    with acting("besa"):
        assert Need.objects.get(case=lule.case, domain="housing").rung == 1
        assert Assessment.objects.filter(case=lule.case).count() == 2
        assert Assessment.objects.filter(case=lule.case, has_disability=True, wishes="A dry room.").count() == 1
    assert "A dry room." in besa.get(address("case", lule.case)).content.decode()


def test_an_assessment_with_a_gap_says_which_and_loses_nothing(desk: Callable[..., Client], lule: Any) -> None:
    typed = {**LADDER, "rung_food": "", "kind": "full", "place": "office", "key": str(uuid4()), "notes": "Two children at home."}
    answer = desk("besa").post(address("assess", lule.case), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Food: choose where the person stands." in page
    assert "Two children at home." in page
    assert page.count("checked") >= 12


def test_besa_writes_the_plan_and_ana_agrees(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    besa = desk("besa")
    seen = besa.get(address("plan", lule.case)).context["form"]["seen"].value()
    done = besa.post(address("plan", lule.case), goal() | {"seen": seen, "own_words": ""})
    assert done.url == address("agree", lule.case)  # type: ignore[attr-defined]
    assert "Meals every day" in besa.get(address("agree", lule.case)).content.decode()
    refused = besa.post(address("agree", lule.case), {"how": "signed", "own_words": ""})
    assert refused.status_code == 422
    besa.post(address("agree", lule.case), {"how": "signed", "own_words": "I will do my part."})
    page = besa.get(address("case", lule.case)).content.decode()
    assert "I will do my part." in page
    assert "Call the kitchen" in page
    with acting("besa"):
        assert Plan.objects.get(case=lule.case).status == "agreed"


def test_the_second_of_two_who_write_the_plan_is_told_and_keeps_the_text(desk: Callable[..., Client], lule: Any) -> None:
    besa, arta = desk("besa"), desk("arta")
    seen = besa.get(address("plan", lule.case)).context["form"]["seen"].value()
    besa.post(address("plan", lule.case), goal() | {"seen": seen})
    answer = arta.post(address("plan", lule.case), goal(1) | {"seen": seen})
    assert answer.status_code == 422
    assert "Someone else changed the plan in the meantime" in answer.content.decode()
    assert "Meals every day" in answer.content.decode()


def test_a_plan_needs_needs(desk: Callable[..., Client], met: Any) -> None:
    page = desk("besa").get(address("plan", met.case)).content.decode()
    assert "There is no need to plan for" in page


def test_what_is_done_is_ticked_off_once(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    case = _full(acting, "Zana", ["food"])
    with acting("besa"):
        action = PlanAction.objects.get(goal__plan__case=case)
    besa = desk("besa")
    assert besa.get(address("done", action)).status_code == 405
    assert "Done: Call" in besa.post(address("done", action), follow=True).content.decode()
    assert "done already" in besa.post(address("done", action), follow=True).content.decode()
    assert desk("vera").post(address("done", action)).status_code == 404


def test_a_review_is_saved_once_and_its_day_must_lie_ahead(desk: Callable[..., Client], met: Any, acting: Callable[..., Any]) -> None:
    besa, ahead = desk("besa"), timezone.localdate() + timedelta(days=60)
    typed = {"summary": "She eats.", "own_words": "", "next_due": ahead.isoformat(), "key": str(uuid4())}
    wrong = besa.post(address("review", met.case), typed | {"next_due": "2020-01-01"})
    assert wrong.status_code == 422
    assert "She eats." in wrong.content.decode()
    typed["found_again"] = str(met.needs["food"].pk)
    for _press in range(2):
        besa.post(address("review", met.case), typed)
    with acting("besa"):
        assert Review.objects.filter(case=met.case).count() == 1
        assert Need.objects.get(pk=met.needs["food"].pk).status == "open"


def test_what_is_still_open_is_named_before_a_case_can_close(desk: Callable[..., Client], lule: Any, reread: Any) -> None:
    besa = desk("besa")
    page = besa.get(address("close", lule.case)).content.decode()
    assert "Something is still open" in page
    assert "Propose to close" not in page
    answer = besa.post(address("close", lule.case), END)
    assert answer.status_code == 422
    assert "Still without answer: Child wellbeing, Food" in answer.content.decode()
    assert "She eats every day." in answer.content.decode()
    assert reread(lule.case).status == "open"


def test_drita_signs_and_the_case_is_closed(desk: Callable[..., Client], met: Any, reread: Any) -> None:
    besa, drita = desk("besa"), desk("drita")
    besa.post(address("close", met.case), END)
    assert "A closure waits for the supervisor" in besa.get(address("case", met.case)).content.decode()
    page = drita.get(address("sign", met.case)).content.decode()
    assert "The goals of the plan were met" in page
    assert "She eats every day." in page
    assert "The case is closed." in drita.post(address("sign", met.case), follow=True).content.decode()
    assert reread(met.case).status == "closed"
    assert "No closure is waiting" in drita.post(address("sign", met.case)).content.decode()


def test_drita_sends_it_back_with_a_word(desk: Callable[..., Client], closing: Closure, reread: Any) -> None:
    drita = desk("drita")
    empty = drita.post(address("sign", closing.case), {"words": ""})
    assert empty.status_code == 422
    drita.post(address("sign", closing.case), {"words": "Visit her once more."})
    assert reread(closing.case).status == "open"
    assert "Visit her once more." in desk("besa").get(address("case", closing.case)).content.decode()


def test_besa_takes_back_her_own_proposal_and_nobody_elses(desk: Callable[..., Client], closing: Closure, reread: Any) -> None:
    desk("arta").post(address("take_back", closing.case))
    assert reread(closing.case).status == "closing"
    desk("besa").post(address("take_back", closing.case))
    assert reread(closing.case).status == "open"


def test_a_closed_case_is_followed_up_or_opened_again(desk: Callable[..., Client], closing: Closure, reread: Any) -> None:
    desk("drita").post(address("sign", closing.case))
    besa = desk("besa")
    page = besa.get(address("case", closing.case)).content.decode()
    assert "Ask how the person is doing" in page
    assert besa.post(address("follow_up", closing.case), {"summary": ""}).status_code == 422
    besa.post(address("follow_up", closing.case), {"summary": "She is well."})
    assert reread(closing.case).follow_up_due_at is None
    assert besa.post(address("reopen", closing.case), {"reason": ""}).status_code == 422
    besa.post(address("reopen", closing.case), {"reason": "She asked again."})
    assert reread(closing.case).status == "open"
    refused = besa.post(address("reopen", closing.case), {"reason": "Again."})
    assert refused.status_code == 422

"""The forms: what was typed stays, what is missing is said once and by name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bashke.ground.law.queries import terms
from bashke.person.casework.forms import AssessmentForm, ClosureForm, PlanForm, ReviewForm
from bashke.person.casework.models import Need
from bashke.person.casework.rules import ActionOwner, AssessmentKind

WHOLE = {f"rung_{row.code}": "4" for row in terms("domain")} | {
    "kind": "full", "place": "home", "key": "1c7a3c58-56c3-4f0e-8d53-3e6f1df01111",
}  # fmt: skip
SOON = timezone.localdate() + timedelta(days=10)
NEEDS = [Need(domain="housing", rung=1), Need(domain="food", rung=2)]


def plan(**typed: str) -> PlanForm:
    return PlanForm(typed, needs=NEEDS, worker="Besa Gjoka", person="Ana Marku")


def goal(number: int = 0, **changed: str) -> dict[str, str]:
    typed = {
        "statement": "Një dhomë e thatë",
        "target": "3",
        "0_what": "Telefonoj",
        "0_owner": "worker",
        "0_due": SOON.isoformat(),
    } | changed
    return {f"g{number}_{name}": value for name, value in typed.items()}


def test_an_assessment_asks_twelve_domains_and_six_questions() -> None:
    form = AssessmentForm()
    assert (len(form.ladders), len(form.questions)) == (12, 6)


def test_small_children_are_not_asked_questions_made_for_those_above_five() -> None:
    assert AssessmentForm(age=3).questions == []
    assert len(AssessmentForm(age=5).questions) == 6


def test_a_whole_assessment_becomes_a_ladder_and_the_answers_that_were_given() -> None:
    form = AssessmentForm(WHOLE | {"rung_housing": "1", "wg_walking": "cannot_do"})
    assert form.is_valid(), form.errors
    assert (form.ladder["housing"], form.ladder["food"], form.functioning) == (1, 4, {"walking": "cannot_do"})


def test_a_domain_left_out_is_named_and_nothing_typed_is_lost() -> None:
    form = AssessmentForm({name: value for name, value in WHOLE.items() if name != "rung_food"} | {"wishes": "Dua punë."})
    assert not form.is_valid()
    assert list(form.errors) == ["rung_food"]
    assert "Ushqimi" in form.errors["rung_food"][0]
    assert (form["wishes"].value(), form["rung_housing"].value()) == ("Dua punë.", "4")


def test_the_last_ladder_is_shown_and_never_filled_in() -> None:
    form = AssessmentForm(before={"housing": 2}, kinds=[AssessmentKind.REVIEW])
    assert form["rung_housing"].value() is None
    assert "b-ladder__rung--before" in str(form["rung_housing"])


def test_a_need_left_empty_gets_no_goal() -> None:
    form = plan(**goal())
    assert form.is_valid(), form.errors
    assert [(draft.need.domain, draft.target) for draft in form.goals] == [("housing", 3)]  # type: ignore[attr-defined]


def test_the_worker_and_the_person_need_not_be_written_again() -> None:
    form = plan(**goal(), **{"g0_1_what": "Sjell dokumentet", "g0_1_owner": "person", "g0_1_due": SOON.isoformat()})
    assert form.is_valid(), form.errors
    assert [(a.owner, a.owner_name) for a in form.goals[0].actions] == [
        (ActionOwner.WORKER, "Besa Gjoka"), (ActionOwner.PERSON, "Ana Marku"),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [SOON.isoformat(), f"{SOON:%d.%m.%Y}", f"{SOON:%d/%m/%Y}"])
def test_a_day_may_be_written_as_people_write_it(day: str) -> None:
    form = plan(**goal(**{"0_due": day}))
    assert form.is_valid(), form.errors
    assert form.goals[0].actions[0].due_on == SOON


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"statement": ""}, "g0_statement"),
        ({"target": ""}, "g0_target"),
        ({"0_what": ""}, "g0_0_what"),
        ({"0_owner": ""}, "g0_0_owner"),
        ({"0_owner": "family"}, "g0_0_owner_name"),
        ({"0_due": ""}, "g0_0_due"),
        ({"0_due": "soon"}, "g0_0_due"),
        ({"0_due": "1.2.2020"}, "g0_0_due"),
        ({"target": "1"}, "g0_target"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changed: dict[str, str], field: str) -> None:
    form = plan(**goal(**changed))
    assert not form.is_valid()
    assert set(form.errors) == {field}


def test_a_plan_without_any_goal_is_no_plan() -> None:
    form = plan(own_words="Dua një dhomë.")
    assert not form.is_valid()
    assert form.non_field_errors()
    assert form["own_words"].value() == "Dua një dhomë."


def test_spare_lines_are_one_press_away_and_lines_with_words_are_shown() -> None:
    rows = plan(**goal(**{"2_what": "Diçka"})).rows()
    assert [[line.number for line in rows[0].shown], [line.number for line in rows[0].spare]] == [[1, 3], [2]]


def test_a_review_offers_only_needs_that_may_have_come_back() -> None:
    assert "found_again" not in ReviewForm().fields
    assert "found_again" in ReviewForm(answered=[NEEDS[0]]).fields


def test_a_case_ends_for_a_listed_reason() -> None:
    form = ClosureForm({"reason": "bored", "outcome": "x"})
    assert set(form.errors) == {"reason"}

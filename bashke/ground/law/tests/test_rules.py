"""Refusals, figures on a day, the worst red flag, disability."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.law.rules import (
    ANSWERS,
    Clock,
    Figure,
    NoFigureOnThatDay,
    NotAllowed,
    Text,
    TriageClass,
    Unit,
    UnknownFigure,
    has_disability,
    pick,
    triage_class,
    with_promise,
)

FLAGS = st.lists(st.sampled_from(TriageClass), max_size=8)


def a_figure(value: int, since: int, until: int | None = None, unit: Unit = Unit.DAYS) -> Figure:
    return Figure(
        key="answer",
        value=value,
        unit=unit,
        citation=Text("Ligji", "Law"),
        certainty=90,
        valid_from=date(since, 1, 1),
        valid_to=date(until, 12, 31) if until else None,
        name=Text("Përgjigjja", "The answer"),
    )


HISTORY = (a_figure(30, 2016, 2019), a_figure(20, 2021))


def test_a_refusal_is_a_sentence_with_its_parameters() -> None:
    broken = NotAllowed("A referral that is %(now)s cannot become %(wanted)s.", now="declined", wanted="accepted")
    assert str(broken) == "A referral that is declined cannot become accepted."
    assert (broken.msgid, broken.params["now"]) == ("A referral that is %(now)s cannot become %(wanted)s.", "declined")


def test_a_refusal_without_parameters_may_speak_of_percents() -> None:
    assert str(NotAllowed("At least 5 % are needed.")) == "At least 5 % are needed."


def test_a_refusal_with_a_missing_parameter_fails_where_it_is_written() -> None:
    with pytest.raises(KeyError):
        NotAllowed("It is %(now)s, not %(wanted)s.", now="late")


def test_a_refusal_survives_being_sent_to_another_process() -> None:
    broken = pickle.loads(pickle.dumps(NotAllowed("It is %(now)s.", now="late")))
    assert str(broken) == "It is late."


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2016, 1, 1), 30), (date(2019, 12, 31), 30), (date(2021, 1, 1), 20), (date(2090, 1, 1), 20)],
)
def test_the_figure_valid_on_the_day_is_chosen(day: date, value: int) -> None:
    assert pick(HISTORY, "answer", day).value == value


@pytest.mark.parametrize("day", [date(2015, 12, 31), date(2020, 6, 1)])
def test_a_day_without_figure_is_an_error_not_a_guess(day: date) -> None:
    with pytest.raises(NoFigureOnThatDay, match=day.isoformat()):
        pick(HISTORY, "answer", day)


def test_a_figure_nobody_wrote_is_an_error() -> None:
    with pytest.raises(UnknownFigure, match="anwser"):
        pick(HISTORY, "anwser", date(2022, 1, 1))


def test_a_promise_replaces_the_figure_and_says_whose_it_is() -> None:
    promised = with_promise(HISTORY[1], Clock(5, Unit.WORKING_DAYS), "AL341", HISTORY[1])
    assert (promised.value, promised.unit, promised.promised_by) == (5, Unit.WORKING_DAYS, "AL341")


def test_a_promise_that_a_new_law_has_overtaken_no_longer_counts() -> None:
    stricter = a_figure(3, 2021)
    assert with_promise(stricter, Clock(5, Unit.DAYS), "AL341", stricter) is stricter


def test_a_text_speaks_albanian_unless_english_is_asked_for() -> None:
    text = Text("Strehim", "Shelter")
    assert [text.spoken(language) for language in ("sq", "en", "en-gb", None, "it")] == [
        "Strehim", "Shelter", "Shelter", "Strehim", "Strehim",
    ]  # fmt: skip


def test_no_flag_is_routine() -> None:
    assert triage_class([]) is TriageClass.ROUTINE


def test_three_small_worries_do_not_make_an_emergency_and_do_not_hide_one() -> None:
    assert triage_class([TriageClass.SOON] * 3) is TriageClass.SOON
    assert triage_class([TriageClass.SOON, TriageClass.EMERGENCY, TriageClass.SOON]) is TriageClass.EMERGENCY


def test_the_classes_are_ordered_by_danger_not_by_spelling() -> None:
    assert sorted(TriageClass) == [TriageClass.ROUTINE, TriageClass.SOON, TriageClass.URGENT, TriageClass.EMERGENCY]
    assert TriageClass.EMERGENCY > TriageClass.URGENT >= TriageClass.URGENT > "soon" and TriageClass.SOON <= "urgent"
    with pytest.raises(TypeError):
        assert TriageClass.SOON < 3


@given(FLAGS, FLAGS)
def test_another_flag_never_lowers_the_class(flags: list[TriageClass], more: list[TriageClass]) -> None:
    assert triage_class(flags + more) == max(triage_class(flags), triage_class(more))


@pytest.mark.parametrize(
    ("answers", "disability"),
    [
        ({}, False),
        ({"seeing": "some_difficulty", "hearing": "some_difficulty"}, False),
        ({"seeing": "no_difficulty", "walking": "a_lot_of_difficulty"}, True),
        ({"communicating": "cannot_do"}, True),
    ],
)
def test_one_domain_with_much_difficulty_is_a_disability(answers: dict[str, str], disability: bool) -> None:
    assert has_disability(answers) is disability


def test_an_answer_that_is_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="maybe"):
        has_disability({"seeing": "cannot_do", "walking": "maybe"})


@given(st.dictionaries(st.sampled_from(["seeing", "hearing", "walking"]), st.sampled_from(ANSWERS)), st.sampled_from(ANSWERS))
def test_one_more_answer_never_takes_a_disability_away(answers: dict[str, str], answer: str) -> None:
    assert has_disability({**answers, "self_care": answer}) or not has_disability(answers)

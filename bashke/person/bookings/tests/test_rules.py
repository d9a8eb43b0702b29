"""Whom a place suits and how a stay ends, as sentences."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bashke.ground.directory.rules import EMERGENCY
from bashke.ground.law.queries import figure, term
from bashke.ground.law.rules import NotAllowed
from bashke.person.bookings import rules
from bashke.person.bookings.rules import LIVE, NEXT, Status
from bashke.person.people.rules import Sex


@pytest.mark.parametrize(
    ("sex", "age", "people", "group"),
    [
        (Sex.FEMALE, 34, 1, "women"), (Sex.FEMALE, None, 1, "women"), (Sex.FEMALE, 34, 3, "women_children"), (Sex.MALE, 40, 1, "men"),
        (Sex.MALE, 40, 4, "families"), (Sex.FEMALE, 12, 1, "children"), (Sex.UNKNOWN, 17, 1, "children"), (Sex.UNKNOWN, None, 1, ""),
    ],
)  # fmt: skip
def test_for_whom_a_place_is_looked_for(sex: Sex, age: int | None, people: int, group: str) -> None:
    assert rules.group_of(sex, age, people, adult_from=18) == group


def test_a_service_that_names_nobody_takes_everybody() -> None:
    assert rules.suits("men", [])
    assert rules.suits("", ["women"])  # nothing is known of her: the worker decides
    assert rules.suits("women", ["women", "women_children"])
    assert not rules.suits("men", ["women", "women_children"])


@pytest.mark.parametrize("wrong", [{"type": "day"}, {"is_open": False}, {"covers": False}, {"fits": False}])
def test_only_an_open_emergency_place_for_her_here_is_booked(wrong: dict[str, object]) -> None:
    right = {"type": EMERGENCY, "is_open": True, "covers": True, "fits": True}
    rules.check_service(**right)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        rules.check_service(**right | wrong)  # type: ignore[arg-type]


def test_every_stay_can_end_and_an_ended_one_stays_ended() -> None:
    assert all(Status.ENDED in NEXT[status] for status in LIVE)
    assert NEXT[Status.ENDED] == set()
    with pytest.raises(NotAllowed):
        rules.check_move(Status.ENDED, Status.STAYING)


@pytest.mark.parametrize(
    ("code", "status", "came", "referred", "by_provider", "allowed"),
    [
        ("family", Status.STAYING, True, False, True, True),
        ("longer_stay", Status.STAYING, True, True, False, True),
        ("longer_stay", Status.STAYING, True, False, False, False),  # said without a referral
        ("longer_stay", Status.STAYING, True, True, True, False),  # the social worker's word
        ("left_unknown", Status.HELD, False, False, False, False),  # she never came
        ("left_unknown", Status.STAYING, True, False, True, True),
        ("never_came", Status.HELD, False, False, True, True),
        ("never_came", Status.STAYING, True, False, True, False),
    ],
)
def test_the_answer_to_where_she_goes_is_true_of_her(
    code: str, status: Status, came: bool, referred: bool, by_provider: bool, allowed: bool
) -> None:
    def check() -> None:
        rules.check_onward(term("onward", code), status, came=came, referred=referred, by_provider=by_provider)

    check() if allowed else refused(check)


def refused(check: Callable[[], None]) -> None:
    with pytest.raises(NotAllowed):
        check()


def test_the_warning_comes_before_the_end_and_the_hours_are_the_laws() -> None:
    day = datetime(2026, 3, 2, 21, tzinfo=UTC)
    stay, warn = figure("emergency.placement", day.date()), figure("booking.warn", day.date())
    assert (stay.value, warn.value) == (72, 12)
    assert stay.certainty > warn.certainty  # the first is the law's, the second ours
    assert rules.warned_up_to(day, warn.value) == day + timedelta(hours=12)

from datetime import date

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.units.rules import Counts, Unit, check_close, is_over, nights

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
ONE = Counts(persons=1, sessions=1, minutes=60, days=1)


def test_a_month_is_counted_in_its_unit() -> None:
    counts = Counts(persons=2, sessions=3, minutes=150, days=5)
    assert [counts.amount(unit) for unit in Unit] == [3, 3, 5, 5]


def test_a_night_belongs_to_the_month_it_began_in() -> None:
    assert nights(date(2026, 3, 30), date(2026, 4, 2), MARCH, APRIL) == 2
    assert nights(date(2026, 3, 30), date(2026, 4, 2), APRIL, date(2026, 4, 9)) == 1
    assert nights(date(2026, 2, 27), date(2026, 3, 1), MARCH, APRIL) == 0


def test_who_came_and_left_on_one_day_used_the_place_for_one_night() -> None:
    assert nights(date(2026, 3, 31), date(2026, 3, 31), MARCH, APRIL) == 1


def test_a_stay_that_runs_is_counted_until_today() -> None:
    assert nights(date(2026, 3, 30), None, MARCH, date(2026, 3, 31)) == 1


def test_a_month_is_over_on_the_first_of_the_next() -> None:
    assert not is_over(MARCH, date(2026, 3, 31))
    assert is_over(MARCH, APRIL)


def test_a_month_closes_when_it_is_over_and_a_correction_says_why() -> None:
    check_close(month=MARCH, today=APRIL, now=ONE, lines=[], reason="")
    check_close(month=MARCH, today=APRIL, now=ONE, lines=[Counts()], reason="A session came late.")
    for today, lines, reason, sentence in (
        (date(2026, 3, 31), [], "", "when it is over"), (APRIL, [Counts()], " ", "says why"), (APRIL, [ONE], "Why not.", "nothing to correct"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match=sentence):
            check_close(month=MARCH, today=today, now=ONE, lines=lines, reason=reason)

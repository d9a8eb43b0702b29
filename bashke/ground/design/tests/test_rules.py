"""How dates and numbers are said."""

from datetime import date
from decimal import Decimal

import pytest

from bashke.ground.design import rules

TUESDAY = date(2026, 3, 3)


def test_a_date_is_said_in_albanian_and_in_english() -> None:
    assert rules.date_long(TUESDAY, "sq") == "3\u00a0mars\u00a02026"
    assert rules.date_long(TUESDAY, "en-gb") == "3\u00a0March\u00a02026"
    assert rules.date_short(TUESDAY, "sq") == "03.03.2026"
    assert rules.date_short(TUESDAY, "en") == "3\u00a0Mar\u00a02026"
    assert rules.date_weekday(TUESDAY, "sq") == "e martë, 3\u00a0mars\u00a02026"


def test_an_unknown_language_is_read_as_albanian() -> None:
    assert rules.wording("it") is rules.SQ


@pytest.mark.parametrize(
    ("day", "sq", "en"),
    [
        (3, "sot", "today"),
        (4, "nesër", "tomorrow"),
        (2, "dje", "yesterday"),
        (6, "pas 3 ditësh", "in 3 days"),
        (1, "2 ditë më parë", "2 days ago"),
    ],
)
def test_days_are_said_from_today(day: int, sq: str, en: str) -> None:
    assert rules.days_from(date(2026, 3, day), TUESDAY, "sq") == sq
    assert rules.days_from(date(2026, 3, day), TUESDAY, "en") == en


@pytest.mark.parametrize(
    ("day", "sq", "en", "look"),
    [
        (5, "mbeten 2 ditë", "2 days left", "soon"),
        (4, "mbetet 1 ditë", "1 day left", "soon"),
        (3, "afati është sot", "due today", "soon"),
        (1, "2 ditë vonesë", "2 days late", "late"),
        (20, "mbeten 17 ditë", "17 days left", "calm"),
    ],
)
def test_a_deadline_says_what_is_left_or_how_late(day: int, sq: str, en: str, look: str) -> None:
    due = date(2026, 3, day)
    assert rules.days_left(due, TUESDAY, "sq") == sq
    assert rules.days_left(due, TUESDAY, "en") == en
    assert rules.urgency(due, TUESDAY) == look


def test_a_deed_after_its_day_stays_late() -> None:
    assert rules.urgency(TUESDAY, date(2026, 4, 1), done=date(2026, 3, 3)) == "done"
    assert rules.urgency(TUESDAY, date(2026, 4, 1), done=date(2026, 3, 4)) == "late"


def test_numbers_carry_a_narrow_space_in_albanian_and_a_comma_in_english() -> None:
    assert rules.thousands(1234567, "sq") == "1\u202f234\u202f567"
    assert rules.thousands(1234567, "en") == "1,234,567"
    assert rules.thousands(Decimal("1234.55"), "sq", 1) == "1\u202f234,6"
    assert rules.thousands(-1200.5, "en", 1) == "\u22121,200.5"
    assert rules.thousands(0.5, "sq") == "1"
    assert rules.lek(12345, "sq") == "12\u202f345\u00a0lekë"
    assert rules.percent(0.125, "sq", 1) == "12,5%"


def test_a_distance_is_as_exact_as_it_is_useful() -> None:
    assert rules.km(0.4, "sq") == "më\u00a0pak\u00a0se\u00a01\u00a0km"
    assert rules.km(3.42, "sq") == "3,4\u00a0km"
    assert rules.km(112.6, "en") == "113\u00a0km"


def test_a_month_may_be_written_as_a_word() -> None:
    assert rules.month_number("mars") == 3
    assert rules.month_number("Nentor") == 11
    assert rules.month_number("February") == 2
    assert rules.month_number("07") == 7
    assert rules.month_number("verë") is None


def test_every_month_knows_its_days() -> None:
    assert [rules.days_in_month(month, 2024) for month in (1, 2, 12)] == [31, 29, 31]
    assert rules.days_in_month(2, 2023) == 28
    assert rules.days_in_month(12, 9999) == 31


def test_the_longest_bar_is_full_and_nothing_is_longer() -> None:
    assert rules.bar_widths([10, 5, 0]) == [100, 50, 0]
    assert rules.bar_widths([10, 5], total=20) == [50, 25]
    assert rules.bar_widths([]) == []
    assert rules.bar_widths([0, 0]) == [0, 0]
    assert rules.bar_widths([-1, 30], total=20) == [0, 100]


def test_a_telephone_number_is_read_in_groups() -> None:
    assert rules.phone_number("+355692000101") == rules.phone_number("0692000101") == "069\u00a0200\u00a00101"
    assert rules.phone_number("+390612345678") == "+39\u00a006\u00a01234\u00a05678"
    assert [rules.phone_number(number) for number in ("112", "116 111", "te fqinji")] == ["112", "116 111", "te fqinji"]

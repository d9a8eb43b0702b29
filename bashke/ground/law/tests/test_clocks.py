"""Deadlines as an Albanian office counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.law.queries import holidays_between, holidays_in
from bashke.ground.law.rules import (
    TIRANE,
    Clock,
    Unit,
    days_left,
    due_at,
    is_late,
    is_working_day,
    promise_is_allowed,
    working_days_after,
)

HOLIDAYS = holidays_between(2015, 2040)
DAYS = st.dates(date(2016, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2016, 1, 1), datetime(2035, 12, 31), timezones=st.just(TIRANE))
CLOCKS = st.one_of(
    st.builds(Clock, st.integers(1, 2000), st.just(Unit.HOURS)),
    st.builds(Clock, st.integers(1, 400), st.just(Unit.DAYS)),
    st.builds(Clock, st.integers(1, 100), st.just(Unit.WORKING_DAYS)),
)


def due(start: datetime, amount: int, unit: Unit) -> datetime:
    return due_at(start, Clock(amount, unit), HOLIDAYS)


def test_two_working_days_from_thursday_end_on_monday() -> None:
    assert working_days_after(date(2026, 2, 5), 2, HOLIDAYS) == date(2026, 2, 9)


def test_the_flag_days_of_november_push_the_deadline_to_december() -> None:
    assert working_days_after(date(2026, 11, 27), 1, HOLIDAYS) == date(2026, 12, 2)


def test_a_deadline_crosses_the_new_year() -> None:
    assert working_days_after(date(2025, 12, 31), 1, HOLIDAYS) == date(2026, 1, 5)


def test_no_days_from_a_sunday_is_the_monday() -> None:
    assert working_days_after(date(2026, 2, 8), 0, HOLIDAYS) == date(2026, 2, 9)


def test_no_days_from_a_working_day_is_that_day() -> None:
    assert working_days_after(date(2026, 2, 9), 0, HOLIDAYS) == date(2026, 2, 9)


def test_working_days_cannot_be_counted_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        working_days_after(date(2026, 2, 9), -1, HOLIDAYS)


def test_independence_day_is_a_public_holiday() -> None:
    assert date(2026, 11, 28) in holidays_in(2026)


def test_days_end_with_the_last_second_of_the_day_in_albania() -> None:
    asked = datetime(2026, 2, 5, 22, 30, tzinfo=UTC)  # 23:30 in Albania
    assert due(asked, 30, Unit.DAYS) == datetime(2026, 3, 7, 23, 59, 59, tzinfo=TIRANE)


def test_late_in_the_evening_utc_is_already_the_next_day_in_albania() -> None:
    asked = datetime(2026, 2, 5, 23, 30, tzinfo=UTC)  # 00:30 on the 6th in Albania
    assert due(asked, 1, Unit.DAYS) == datetime(2026, 2, 7, 23, 59, 59, tzinfo=TIRANE)


def test_twenty_four_hours_are_real_hours_when_summer_time_begins() -> None:
    asked = datetime(2026, 3, 28, 12, tzinfo=TIRANE)
    answered = due(asked, 24, Unit.HOURS)
    assert (answered.astimezone(UTC) - asked.astimezone(UTC), answered.hour) == (timedelta(hours=24), 13)


def test_a_clock_refuses_a_start_without_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime(2026, 2, 5), Clock(1, Unit.DAYS), HOLIDAYS)


@pytest.mark.parametrize(("amount", "unit", "fault"), [(5, Unit.LEK, "not lek"), (-1, Unit.DAYS, "-1 days")])
def test_a_clock_is_a_positive_length_of_time(amount: int, unit: Unit, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Clock(amount, unit)


def test_days_left_are_counted_on_the_albanian_calendar() -> None:
    end = datetime(2026, 2, 7, 23, 59, 59, tzinfo=TIRANE)
    assert [days_left(end, datetime(2026, 2, day, 23, 30, tzinfo=TIRANE)) for day in (5, 7, 9)] == [2, 0, -2]


def test_a_thing_is_late_only_after_its_last_second() -> None:
    end = datetime(2026, 2, 7, 23, 59, 59, tzinfo=TIRANE)
    assert [is_late(end, end), is_late(end, end + timedelta(seconds=1))] == [False, True]


@given(DAYS, st.integers(0, 120))
def test_working_days_never_end_on_a_weekend_or_holiday(start: date, days: int) -> None:
    assert is_working_day(working_days_after(start, days, HOLIDAYS), HOLIDAYS)


@given(DAYS, st.integers(1, 120))
def test_exactly_so_many_working_days_lie_after_the_start(start: date, days: int) -> None:
    end = working_days_after(start, days, HOLIDAYS)
    between = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    assert sum(is_working_day(day, HOLIDAYS) for day in between) == days


@given(DAYS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_who_starts_later_or_takes_longer_never_ends_earlier(one: date, two: date, few: int, more: int) -> None:
    first, last = sorted((one, two))
    least, most = sorted((few, more))
    assert working_days_after(first, least, HOLIDAYS) <= working_days_after(last, most, HOLIDAYS)


@given(MOMENTS, CLOCKS)
def test_a_clock_never_ends_before_it_starts(start: datetime, clock: Clock) -> None:
    assert due_at(start, clock, HOLIDAYS) > start


@given(MOMENTS, CLOCKS, CLOCKS)
def test_an_allowed_promise_is_never_slower_than_its_bound(start: datetime, promise: Clock, bound: Clock) -> None:
    if promise_is_allowed(promise, bound):
        assert due_at(start, promise, HOLIDAYS) <= due_at(start, bound, HOLIDAYS)


@given(CLOCKS)
def test_the_bound_itself_may_be_promised(clock: Clock) -> None:
    assert promise_is_allowed(clock, clock)


@pytest.mark.parametrize(
    ("promise", "bound", "allowed"),
    [
        (Clock(10, Unit.WORKING_DAYS), Clock(60, Unit.DAYS), True),
        (Clock(30, Unit.WORKING_DAYS), Clock(60, Unit.DAYS), True),
        (Clock(60, Unit.WORKING_DAYS), Clock(60, Unit.DAYS), False),
        (Clock(61, Unit.DAYS), Clock(60, Unit.DAYS), False),
        (Clock(5, Unit.DAYS), Clock(5, Unit.WORKING_DAYS), True),
        (Clock(1, Unit.WORKING_DAYS), Clock(24, Unit.HOURS), False),
        (Clock(12, Unit.HOURS), Clock(24, Unit.HOURS), True),
        (Clock(24, Unit.HOURS), Clock(1, Unit.DAYS), False),  # the day in March on which summer time begins
    ],
)
def test_a_promise_may_be_faster_than_the_law_never_slower(promise: Clock, bound: Clock, allowed: bool) -> None:
    assert promise_is_allowed(promise, bound) is allowed

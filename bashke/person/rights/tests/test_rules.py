"""What may be asked and answered, as sentences."""

from datetime import date

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.rights.rules import (
    NEXT,
    Kind,
    Status,
    check_ask,
    check_corrected,
    check_left_out,
    check_move,
    check_refusal,
    check_why,
    years_later,
)


def test_what_was_answered_is_not_answered_again() -> None:
    for ended in set(Status) - {Status.RECEIVED}:
        assert NEXT[ended] == set()
        with pytest.raises(NotAllowed):
            check_move(ended, Status.GRANTED)


def test_a_copy_needs_no_words_and_everything_else_does() -> None:
    check_ask(Kind.COPY, "")
    for kind in (Kind.CORRECTION, Kind.RESTRICTION):
        with pytest.raises(NotAllowed):
            check_ask(kind, "  ")
    with pytest.raises(NotAllowed):
        check_ask("everything", "x")


def test_no_is_said_with_a_reason_and_words() -> None:
    check_refusal("asked_again", ["asked_again"], "Jo tani.")
    for reason, words in (("other", "Jo."), ("asked_again", " ")):
        with pytest.raises(NotAllowed):
            check_refusal(reason, ["asked_again"], words)


def test_a_part_stays_out_of_a_copy_only_with_the_reason_why() -> None:
    check_left_out([], ["visits"], "")
    check_left_out(["visits"], ["visits"], "Një fqinj.")
    for left_out, why in ((["visits"], ""), (["needs"], "Një fqinj.")):
        with pytest.raises(NotAllowed):
            check_left_out(left_out, ["visits"], why)


def test_a_correction_that_changes_nothing_is_none() -> None:
    check_corrected({"phone": ""}, elsewhere=False)
    check_corrected({}, elsewhere=True)
    with pytest.raises(NotAllowed):
        check_corrected({}, elsewhere=False)


def test_a_full_stop_is_no_reason_to_open_a_file() -> None:
    check_why("Mbaron afati i planit.")
    with pytest.raises(NotAllowed):
        check_why(".")


def test_years_end_on_the_same_day_and_a_leap_day_on_the_first_of_march() -> None:
    assert years_later(date(2016, 11, 23), 10) == date(2026, 11, 23)
    assert years_later(date(2016, 2, 29), 10) == date(2026, 3, 1)

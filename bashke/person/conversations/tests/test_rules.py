"""What may be written."""

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.conversations.rules import (
    LONGEST,
    NEXT,
    Status,
    check_move,
    check_note,
    check_pace,
    check_reachable,
    check_shown,
    check_waits,
    check_words,
)


@pytest.mark.parametrize("words", ["", "   \n", "a" * (LONGEST + 1)])
def test_a_message_says_something_and_is_not_a_book(words: str) -> None:
    with pytest.raises(NotAllowed):
        check_words(words)
    check_words("Kur vini?")


def test_nobody_buries_a_worker_under_messages() -> None:
    check_pace(9, 10)
    with pytest.raises(NotAllowed):
        check_pace(10, 10)


def test_nothing_written_is_shown_of_a_protected_file() -> None:
    check_shown(protected=False)
    with pytest.raises(NotAllowed):
        check_shown(protected=True)


def test_an_answer_in_a_talk_says_how() -> None:
    with pytest.raises(NotAllowed):
        check_note(" ")


def test_the_second_of_two_who_answer_is_told() -> None:
    with pytest.raises(NotAllowed):
        check_waits(0)


def test_a_tip_has_nobody_to_write_to() -> None:
    with pytest.raises(NotAllowed):
        check_reachable(tip=True)


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
def test_a_message_is_answered_once(current: Status, wanted: Status) -> None:
    if wanted in NEXT[current]:
        check_move(current, wanted)
    else:
        with pytest.raises(NotAllowed):
            check_move(current, wanted)

"""When a list may leave, and what a spreadsheet must not run."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.law.rules import NotAllowed

from .. import rules
from ..rules import FORMULA, NEXT, Status, safe, status_of

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(hours=1), NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("second", "approved", "until", "status"),
    [
        (False, None, LATER, Status.READY), (True, None, LATER, Status.WAITING), (True, True, LATER, Status.READY),
        (True, False, LATER, Status.REJECTED), (False, None, BEFORE, Status.OVER), (True, None, BEFORE, Status.OVER),
        (True, True, BEFORE, Status.OVER), (True, False, BEFORE, Status.REJECTED),
    ],
)  # fmt: skip
def test_a_large_list_waits_and_every_list_ends(second: bool, approved: bool | None, until: datetime, status: Status) -> None:
    assert status_of(second_needed=second, approved=approved, until=until, now=NOW) is status


@pytest.mark.parametrize("status", Status)
def test_only_a_ready_list_is_handed_over(status: Status) -> None:
    if status is Status.READY:
        rules.check_handover(status)
    else:
        with pytest.raises(NotAllowed):
            rules.check_handover(status)


def test_a_list_is_decided_once() -> None:
    decided = {status for status in Status if not {Status.READY, Status.REJECTED} & NEXT[status]}
    assert decided == {Status.READY, Status.REJECTED, Status.OVER}


def test_the_limit_itself_needs_nobody_and_one_more_does() -> None:
    assert [rules.needs_second(people, 50) for people in (49, 50, 51)] == [False, False, True]


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 9])
def test_a_reason_is_a_sentence(reason: str) -> None:
    with pytest.raises(NotAllowed):
        rules.check_reason(reason)


@pytest.mark.parametrize("start", FORMULA)
def test_nothing_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}cmd|' /C calc'!A0").startswith("'")


@given(st.text())
def test_text_comes_back_whole(text: str) -> None:
    assert safe(text).removeprefix("'" if text.startswith(FORMULA) else "") == text
    assert not safe(text).startswith(FORMULA)

"""A referral is one question with one answer."""

from datetime import UTC, datetime, timedelta

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.rules import NEXT_NEED, NeedStatus
from bashke.person.referrals import rules
from bashke.person.referrals.rules import NEXT, WORDS, Status

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GOOD = {"is_open": True, "covers": True, "domain": "food", "domains": ["food"], "serves_age": True}


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("wanted", Status)
def test_only_what_was_sent_can_be_answered(now: Status, wanted: Status) -> None:
    if wanted in NEXT[now]:
        rules.check_move(now, wanted)
    else:
        with pytest.raises(NotAllowed, match="already has its answer"):
            rules.check_move(now, wanted)


def test_every_status_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Status) and all(text.sq and text.en for text in WORDS.values())


def test_the_second_of_two_is_told_what_the_first_one_did() -> None:
    with pytest.raises(NotAllowed) as told:
        rules.check_move(Status.DECLINED, Status.ACCEPTED)
    assert str(told.value.params["now"]) == "refuzuar"


def test_nothing_is_shared_without_agreement() -> None:
    rules.check_agreement(True)
    with pytest.raises(NotAllowed, match="agrees"):
        rules.check_agreement(False)


@pytest.mark.parametrize("purpose", ["", "   \n"])
def test_a_referral_says_what_it_asks_for(purpose: str) -> None:
    rules.check_purpose("Three days a week")
    with pytest.raises(NotAllowed, match="asked to do"):
        rules.check_purpose(purpose)


@pytest.mark.parametrize("need", NeedStatus)
def test_a_need_is_referred_once_at_a_time_and_only_while_it_asks(need: NeedStatus) -> None:
    if NeedStatus.REFERRED in NEXT_NEED[need]:
        rules.check_need(need)
    else:
        with pytest.raises(NotAllowed, match=r"waiting for an answer|no longer asks"):
            rules.check_need(need)


@pytest.mark.parametrize("need", set(NeedStatus) - {NeedStatus.REFERRED})
def test_a_provider_cannot_accept_what_is_no_longer_asked(need: NeedStatus) -> None:
    rules.check_still_asked(NeedStatus.REFERRED)
    with pytest.raises(NotAllowed, match="no longer asks"):
        rules.check_still_asked(need)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"is_open": False}, "closed"),
        ({"covers": False}, "municipality"),
        ({"domain": "work"}, "kind of need"),
        ({"serves_age": False}, "another age"),
    ],
)
def test_a_service_that_cannot_answer_is_not_asked(wrong: dict[str, object], says: str) -> None:
    rules.check_service(**GOOD)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match=says):
        rules.check_service(**{**GOOD, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(("status", "late", "fine"), [
    (Status.DECLINED, False, True), (Status.WITHDRAWN, False, True), (Status.SENT, True, True),
    (Status.SENT, False, False), (Status.ACCEPTED, False, False),
])  # fmt: skip
def test_another_service_is_asked_after_a_no_or_after_silence(status: Status, late: bool, fine: bool) -> None:
    if fine:
        rules.check_follows(same_need=True, status=status, late=late)
    else:
        with pytest.raises(NotAllowed, match="still has time"):
            rules.check_follows(same_need=True, status=status, late=late)


def test_a_referral_follows_one_for_the_same_need() -> None:
    with pytest.raises(NotAllowed, match="same need"):
        rules.check_follows(same_need=False, status=Status.DECLINED, late=False)


def test_a_reason_stands_on_the_list() -> None:
    rules.check_reason("no_place", ["no_place"])
    with pytest.raises(NotAllowed, match="listed reasons"):
        rules.check_reason("tired", ["no_place"])


@pytest.mark.parametrize(("status", "hours", "late"), [
    (Status.SENT, 1, True), (Status.SENT, 0, False), (Status.SENT, -1, False), (Status.DECLINED, 1, False), (Status.ACCEPTED, 99, False),
])  # fmt: skip
def test_only_silence_is_late(status: Status, hours: int, late: bool) -> None:
    assert rules.is_late(status, NOW, NOW + timedelta(hours=hours)) is late

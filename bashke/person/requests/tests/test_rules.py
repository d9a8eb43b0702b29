"""Codes read aloud, urgency that only a second person lowers, and what a request must say."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.requests.rules import (
    ALPHABET,
    NEXT,
    Channel,
    ForWhom,
    Status,
    TriageStatus,
    body_mark,
    check_asking,
    check_channel,
    check_lowering,
    check_move,
    check_refusal,
    check_second_person,
    check_withdrawal,
    clean_code,
    held_class,
    is_lowering,
    new_code,
    sooner,
)

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
ROUTINE, SOON, URGENT, EMERGENCY = TriageClass


# Codes


def test_a_code_has_eighty_random_bits_in_four_groups():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 19 and code.count("-") == 3 and set(code) <= {*ALPHABET, "-"} for code in codes)
    assert 16 * (len(ALPHABET).bit_length() - 1) == 80


@pytest.mark.parametrize(
    "typed", ["4k7m92qx0011zzzz", "4K7M-92QX-0011-ZZZZ", " 4k7m 92qx oOiL zzzz ", "4K7M–92QX–0011–ZZZZ", "4K7M.92QX.0011.ZZZZ"]
)
def test_a_code_is_understood_however_it_was_heard_or_typed(typed):
    assert clean_code(typed) == "4K7M-92QX-0011-ZZZZ"


@pytest.mark.parametrize("typed", ["", "4K7M", "4K7M-92QX-0011-ZZZ!", "4K7M-92QX-0011-ZZZZ-1", "ë" * 16])
def test_what_can_be_no_code_is_none(typed):
    assert clean_code(typed) is None


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_code_page(typed):
    code = clean_code(typed)
    assert code is None or clean_code(code) == code


def test_a_new_code_means_itself():
    code = new_code()
    assert clean_code(code) == code


# The way of a request


@pytest.mark.parametrize(("now", "wanted"), [(now, wanted) for now in Status for wanted in Status if wanted not in NEXT[now]])
def test_a_request_cannot_leave_its_way(now, wanted):
    with pytest.raises(NotAllowed, match="cannot become"):
        check_move(now, wanted)


@pytest.mark.parametrize(("now", "wanted"), [(now, wanted) for now in Status for wanted in NEXT[now]])
def test_a_request_goes_its_way(now, wanted):
    check_move(now, wanted)


# Asking


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"domains": []}, "at least one"),
        ({"given_name": " "}, "first name"),
        ({"for_whom": ForWhom.OTHER, "permission_given": True}, "your own name"),
        ({"for_whom": ForWhom.OTHER, "asker_name": "Lule"}, "permission"),
    ],
)
def test_a_request_that_says_too_little_is_told_what_is_missing(changes, says):
    said = {"for_whom": ForWhom.SELF, "domains": ["food"], "given_name": "Ana", "asker_name": "", "permission_given": False}
    check_asking(**said)
    with pytest.raises(NotAllowed, match=says):
        check_asking(**(said | changes))


def test_the_public_asks_over_the_web_and_workers_in_their_own_office():
    public, besa = Actor(kind=Kind.PUBLIC), Actor(kind=Kind.MUNICIPALITY, municipality="AL154")
    check_channel(public, Channel.WEB, "AL343")
    check_channel(besa, Channel.COUNTER, "AL154")
    with pytest.raises(NotAllowed):
        check_channel(public, Channel.COUNTER, "AL154")
    with pytest.raises(NotAllowed):
        check_channel(besa, Channel.COUNTER, "AL343")


def test_the_mark_of_a_request_changes_with_its_words_and_not_with_their_order():
    key = uuid4()
    assert body_mark({"a": 1, "key": key}) == body_mark({"key": key, "a": 1})
    assert body_mark({"a": 1}) != body_mark({"a": 2})


# Deciding


def test_a_refusal_has_a_listed_reason_and_words():
    check_refusal("not_eligible", ["not_eligible"], "Sepse …")
    with pytest.raises(NotAllowed, match="from the list"):
        check_refusal("because", ["not_eligible"], "Sepse …")
    with pytest.raises(NotAllowed, match="plain words"):
        check_refusal("not_eligible", ["not_eligible"], " ")


def test_once_registered_only_the_person_herself_or_a_worker_withdraws():
    ana, lule = Actor(kind=Kind.PERSON, person=uuid4(), request=uuid4()), Actor(kind=Kind.PERSON, request=uuid4())
    check_withdrawal(Status.RECEIVED, lule)
    check_withdrawal(Status.REGISTERED, ana)
    check_withdrawal(Status.REGISTERED, Actor(kind=Kind.MUNICIPALITY))
    with pytest.raises(NotAllowed, match="Only she"):
        check_withdrawal(Status.REGISTERED, lule)


# Urgency


@pytest.mark.parametrize(
    ("chosen", "worst", "before", "holds", "lowers"),
    [
        (URGENT, URGENT, None, URGENT, False),
        (EMERGENCY, SOON, None, EMERGENCY, False),  # up is free
        (SOON, EMERGENCY, None, EMERGENCY, True),  # down waits, the worst class holds
        (ROUTINE, ROUTINE, URGENT, URGENT, True),  # leaving a flag out the second time is lowering too
        (URGENT, ROUTINE, SOON, URGENT, False),
        (SOON, SOON, SOON, SOON, False),
    ],
)
def test_up_is_free_and_down_waits_while_the_worst_class_holds(chosen, worst, before, holds, lowers):
    assert held_class(chosen, worst, before) is holds
    assert is_lowering(chosen, worst, before) is lowers


def test_lowering_needs_a_listed_reason():
    check_lowering("danger_passed", ["danger_passed"])
    for reason in ("", "I think so"):
        with pytest.raises(NotAllowed, match="second person"):
            check_lowering(reason, ["danger_passed"])


def test_the_second_person_is_another_and_answers_once():
    besa, drita = uuid4(), uuid4()
    check_second_person(TriageStatus.WAITING, besa, drita)
    for second in (besa, None):
        with pytest.raises(NotAllowed, match="colleague"):
            check_second_person(TriageStatus.WAITING, besa, second)
    for status in set(TriageStatus) - {TriageStatus.WAITING}:
        with pytest.raises(NotAllowed, match="already"):
            check_second_person(status, besa, drita)


def test_a_clock_comes_nearer_and_never_goes_away():
    later = NOW + timedelta(days=1)
    assert sooner(None, later) == later
    assert sooner(NOW, later) == sooner(later, NOW) == NOW

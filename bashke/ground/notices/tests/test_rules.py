"""Texts that say nothing of the need, and when to try again."""

import re
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.rules import NEXT, TEXTS, Status, UnknownTemplate, check_move, clean_phone, compose, next_attempt, takes_sms

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
# Words that would tell whoever reads over a shoulder what kind of help is meant.
TELLING = (
    "dhun", "violenc", "strehim", "shelter", "ushqim", "food", "para", "money", "fëmij", "child", "invalid", "aftësi", "disab", "shërbim",
    "service", "qendr", "centre", "social", "nevoj", "need", "ndihm", "help", "mjek", "doctor", "rom", "egjiptian",
)  # fmt: skip


def test_a_failed_message_is_tried_again_after_1_2_4_and_8_minutes_and_then_no_more():
    waits = [next_attempt(attempts, NOW) for attempts in range(1, 6)]
    assert waits == [*(NOW + timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)), None]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "service_unconfirmed"])
def test_no_text_to_a_person_says_which_help_was_asked_for(name):
    for text in (TEXTS[name].sq, TEXTS[name].en):
        words = re.findall(r"\w+", text.lower())
        assert not [word for word in words if word.startswith(TELLING)], text


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_of_a_text_fill_the_same_places_and_name_the_sender(name):
    places = [{place for _, place, _, _ in Formatter().parse(text) if place} for text in (TEXTS[name].sq, TEXTS[name].en)]
    assert places[0] == places[1]
    assert "where" in places[0]
    assert TEXTS[name].sq.startswith("Bashkë: ")


def test_a_text_that_does_not_exist_is_a_slip_in_code():
    with pytest.raises(UnknownTemplate):
        compose("lottery_won", "sq", {})


def test_a_text_with_a_value_missing_is_never_sent_half():
    with pytest.raises(KeyError):
        compose("request_received", "sq", {"where": "x"})


def test_english_readers_get_english_and_all_others_albanian():
    assert "news" in compose("news", "en", {"where": "x"})
    assert "lajm" in compose("news", "sq", {"where": "x"})
    assert "lajm" in compose("news", "el", {"where": "x"})


@pytest.mark.parametrize("typed", ["069 200 0011", "0692000011", "+355 69 20 00 011", "00355692000011", "(069) 2000-011"])
def test_one_number_written_in_many_ways_is_one_number(typed):
    assert clean_phone(typed) == "+355692000011"


@pytest.mark.parametrize("typed", ["", "069", "not a number", "12345678901234567890", "s'kam telefon"])
def test_what_can_be_no_number_is_none(typed):
    assert clean_phone(typed) is None


def test_a_number_from_abroad_keeps_its_country():
    assert clean_phone("+39 347 123 4567") == "+393471234567"


def test_a_fixed_line_takes_no_messages():
    assert not takes_sms("+35522800900")
    assert takes_sms("+355692000011")


@pytest.mark.parametrize(("now", "wanted"), [(now, wanted) for now in Status for wanted in Status if wanted not in NEXT[now]])
def test_a_notice_cannot_leave_its_way(now, wanted):
    with pytest.raises(NotAllowed):
        check_move(now, wanted)

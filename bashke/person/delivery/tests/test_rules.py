"""An enrolment waits, runs and ends with what came of it."""

from datetime import date, timedelta

import pytest

from bashke.ground.law.queries import terms
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.rules import NEXT_NEED, NeedStatus, check_need_move
from bashke.person.delivery import rules
from bashke.person.delivery.rules import NEED_AFTER, NEXT, OUTCOMES, WORDS, Outcome, Status, expected_wait

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("wanted", Status)
def test_an_enrolment_only_goes_forward(now: Status, wanted: Status) -> None:
    if wanted in NEXT[now]:
        rules.check_move(now, wanted)
    else:
        with pytest.raises(NotAllowed, match="already changed"):
            rules.check_move(now, wanted)


def test_every_status_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Status) and all(text.sq and text.en for text in WORDS.values())


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_moves_the_need_as_the_ledger_allows(outcome: Outcome) -> None:
    to, reason = NEED_AFTER[outcome]
    check_need_move(NeedStatus.BEING_MET, to, reason)
    assert not reason or reason in {term.code for term in terms("unmet_reason")}


@pytest.mark.parametrize("outcome", OUTCOMES[Status.WAITING])
def test_every_outcome_of_the_waiting_list_moves_the_need_too(outcome: Outcome) -> None:
    check_need_move(NeedStatus.WAITING, *NEED_AFTER[outcome])


@pytest.mark.parametrize("outcome", [Outcome.MET, Outcome.PARTLY])
def test_who_was_never_served_cannot_have_been_helped(outcome: Outcome) -> None:
    rules.check_outcome(Status.ENROLLED, outcome, None)
    with pytest.raises(NotAllowed, match="never served"):
        rules.check_outcome(Status.WAITING, outcome, None)


@pytest.mark.parametrize("rung", [0, 6])
def test_an_outcome_stands_on_a_rung(rung: int) -> None:
    rules.check_outcome(Status.ENROLLED, Outcome.MET, 5)
    with pytest.raises(NotAllowed, match="rung"):
        rules.check_outcome(Status.ENROLLED, Outcome.MET, rung)


def test_nothing_is_recorded_before_it_happens() -> None:
    rules.check_day(TUESDAY, today=TUESDAY, earliest=MONDAY)
    with pytest.raises(NotAllowed, match="still to come"):
        rules.check_day(WEDNESDAY, today=TUESDAY, earliest=MONDAY)


def test_nothing_is_recorded_before_it_could_happen() -> None:
    with pytest.raises(NotAllowed, match=r"03\.03\.2026"):
        rules.check_day(MONDAY, today=WEDNESDAY, earliest=TUESDAY)


@pytest.mark.parametrize("minutes", [0, 4, 1441])
def test_a_session_lasts_some_time(minutes: int) -> None:
    rules.check_minutes(5)
    rules.check_minutes(1440)
    with pytest.raises(NotAllowed, match=str(minutes)):
        rules.check_minutes(minutes)


def test_somebody_was_expected() -> None:
    with pytest.raises(NotAllowed, match="at least one"):
        rules.check_group([], [])


def test_nobody_is_counted_twice() -> None:
    rules.check_group(["ana"], ["ben"])
    with pytest.raises(NotAllowed, match="both lists"):
        rules.check_group(["ana"], ["ana"])


@pytest.mark.parametrize(("enrolled", "ended", "inside"), [
    (MONDAY, None, True), (TUESDAY, TUESDAY, True), (WEDNESDAY, None, False), (MONDAY, MONDAY, False), (None, None, False),
])  # fmt: skip
def test_a_person_is_served_from_the_first_to_the_last_day(enrolled: date | None, ended: date | None, inside: bool) -> None:
    assert rules.served_on(TUESDAY, enrolled, ended) is inside


def test_attendance_names_who_was_not_in_the_service() -> None:
    rules.check_served([], TUESDAY)
    with pytest.raises(NotAllowed, match=r"03\.03\.2026.*Ana Marku, Ben Deda"):
        rules.check_served(["Ana Marku", "Ben Deda"], TUESDAY)


@pytest.mark.parametrize("now", NeedStatus)
def test_an_outcome_never_overturns_what_the_municipality_decided(now: NeedStatus) -> None:
    assert rules.moves_the_need(now, Outcome.LEFT) is (NeedStatus.UNMET in NEXT_NEED[now])
    assert rules.moves_the_need(NeedStatus.WITHDRAWN, Outcome.MET) is False


EVERY_WEEK = [date(2026, 3, 2) - timedelta(days=7 * number) for number in range(6)]


@pytest.mark.parametrize(("freed", "ahead", "days"), [
    (EVERY_WEEK, 0, 7),
    (EVERY_WEEK, 3, 28),  # three before her, then she
    (EVERY_WEEK[:4], 0, None),  # too few to say
    ([], 0, None),
    ([date(2026, 3, 2)] * 6, 2, 3),  # all on one day: at least a day each
])  # fmt: skip
def test_the_wait_is_the_median_between_two_places_for_each_person_ahead(freed: list[date], ahead: int, days: int | None) -> None:
    assert expected_wait(freed, ahead, today=date(2026, 3, 3), least=5) == days


def test_a_long_silence_makes_the_wait_longer() -> None:
    slow = [date(2025, 3, 3), date(2025, 3, 10), date(2025, 5, 1), date(2025, 6, 20), date(2025, 7, 1)]
    soon, long = (expected_wait(slow, 0, today=day, least=5) for day in (date(2025, 7, 2), date(2026, 3, 2)))
    assert soon is not None and long is not None and soon < long

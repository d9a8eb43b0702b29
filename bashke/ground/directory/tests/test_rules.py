"""Freshness, places, ages."""

from datetime import date, timedelta

import pytest

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.rules import (
    Freshness,
    check_ages,
    check_keeper,
    check_place_is_free,
    check_places,
    free_places,
    freshness,
    serves_age,
    silent_since,
)  # fmt: skip
from bashke.ground.law.rules import NotAllowed

TODAY = date(2026, 11, 23)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("confirmed", "chased", "means"),
    [
        (ago(0), None, Freshness.FRESH),
        (ago(90), None, Freshness.FRESH),
        (ago(91), None, Freshness.CHASED),
        (ago(120), ago(14), Freshness.CHASED),
        (ago(120), ago(15), Freshness.STALE),
        (ago(91), ago(200), Freshness.CHASED),  # asked in an earlier round, answered since
        (ago(1), ago(40), Freshness.FRESH),
    ],
)
def test_a_service_is_chased_after_90_days_and_marked_after_14_more_of_silence(confirmed, chased, means):
    assert freshness(confirmed, chased, TODAY, days=90) is means


def test_the_chase_begins_the_day_freshness_ends():
    last = silent_since(TODAY, 90)
    assert freshness(last, None, TODAY, days=90) is Freshness.FRESH
    assert freshness(last - timedelta(days=1), None, TODAY, days=90) is Freshness.CHASED


@pytest.mark.parametrize(("places", "taken", "free"), [(12, 0, 12), (12, 12, 0), (3, 5, 0), (None, 7, None)])
def test_free_places_are_never_below_none_and_uncounted_stay_uncounted(places, taken, free):
    assert free_places(places, taken) == free


def test_the_last_place_can_be_taken_once():
    check_place_is_free(3, 2)
    check_place_is_free(None, 99)
    with pytest.raises(NotAllowed, match=r"taken \(3\)"):
        check_place_is_free(3, 3)


def test_a_service_cannot_have_fewer_places_than_people():
    check_places(3, 3)
    with pytest.raises(NotAllowed, match="now: 3"):
        check_places(2, 3)


def test_ages_go_upwards():
    check_ages(None, 3)
    check_ages(6, 6)
    with pytest.raises(NotAllowed):
        check_ages(7, 6)


@pytest.mark.parametrize(("age", "fits"), [(None, True), (5, False), (6, True), (18, True), (19, False)])
def test_an_unknown_age_is_let_through(age, fits):
    assert serves_age(age, 6, 18) is fits
    assert serves_age(age, None, None)


@pytest.mark.parametrize(
    ("by", "keeps"),
    [
        (Actor(kind=Kind.PROVIDER, institution=7, municipality="AL343"), True),
        (Actor(kind=Kind.PROVIDER, institution=8, municipality="AL154"), False),
        (Actor(kind=Kind.MUNICIPALITY, municipality="AL154"), True),
        (Actor(kind=Kind.MUNICIPALITY, municipality="AL343"), False),
        (Actor(kind=Kind.PUBLIC), False),
    ],
)
def test_a_service_is_kept_by_its_provider_and_by_the_municipality_it_stands_in(by, keeps):
    if keeps:
        check_keeper(by, 7, "AL154")
    else:
        with pytest.raises(NotAllowed):
            check_keeper(by, 7, "AL154")

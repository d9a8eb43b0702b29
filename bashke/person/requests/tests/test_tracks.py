"""Which signs of danger are looked at, and the tracks a request is on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bashke.ground.law.queries import terms
from bashke.ground.law.rules import UnknownTerm
from bashke.person.people.actions import add_person, bring_in
from bashke.person.requests.actions import set_urgency
from bashke.person.requests.queries import set_rules, sets_that_fit
from bashke.person.requests.rules import SetRule, tracks_of

from .conftest import MONDAY

CHILD = SetRule("child", frozenset({"education"}), below=18, team=True)
OLDER = SetRule("elderly", from_age=65)


def test_a_set_fits_what_was_asked_or_somebodys_age() -> None:
    assert CHILD.fits(["education", "food"], [])
    assert CHILD.fits(["food"], [41, 17]) and not CHILD.fits(["food"], [18])
    assert OLDER.fits([], [65]) and not OLDER.fits(["education"], [64])


def test_children_in_a_home_make_no_child_protection_case() -> None:
    assert tracks_of([], ["child", "elderly"], [CHILD, OLDER]) == ["elderly"]
    assert tracks_of(["child"], ["child"], [CHILD, OLDER]) == ["child"]


def test_every_sign_stands_in_a_set_and_every_track_has_signs() -> None:
    stands_in = {row.extra["set"] for row in terms("red_flag")}
    assert stands_in == {"general"} | {row.code for row in terms("track")}


def test_no_set_is_a_wall_of_boxes() -> None:
    sizes = [
        len([row for row in terms("red_flag") if row.extra["set"] == code]) for code in {row.extra["set"] for row in terms("red_flag")}
    ]
    assert max(sizes) <= 10


def test_a_sign_for_a_named_team_names_one() -> None:
    teams = {rule.code for rule in set_rules(MONDAY.date()) if rule.team}
    assert teams == {"violence", "child", "trafficking"}
    assert {row.extra["track"] for row in terms("red_flag") if "track" in row.extra} == teams


@pytest.mark.django_db
def test_the_signs_follow_what_is_asked_for_and_the_age(acting: Any, asks: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        for changes, fit in (
            ({"domains": ["safety"]}, ["violence"]),
            ({"domains": ["disability_support"], "birth_date": date(1950, 1, 1)}, ["disability", "elderly"]),
            ({"domains": ["food"], "birth_date": date(2012, 1, 1)}, ["child"]),
            ({"domains": ["food"]}, []),
        ):
            request = asks(besa, channel="phone", **changes).request
            assert sorted(sets_that_fit(request, MONDAY)) == fit


@pytest.mark.django_db
def test_a_child_in_the_household_brings_the_childrens_signs(acting: Any, registered: Any) -> None:
    with acting("besa") as besa:
        person = registered.request.person
        assert sets_that_fit(registered.request, MONDAY) == []
        child = add_person(by=besa, at=MONDAY, given_name="Dea", family_name="Marku", birth_date=date(2019, 1, 1), synthetic=True)
        bring_in(by=besa, at=MONDAY, person=person, other=child, place="child")
        assert sets_that_fit(registered.request, MONDAY) == ["child"]


@pytest.mark.django_db
def test_what_was_looked_at_is_kept_and_the_track_recorded(acting: Any, asks: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        request = asks(besa, channel="phone", birth_date=date(1950, 1, 1)).request
        triage = set_urgency(by=besa, at=MONDAY, request=request, flags=["older_alone"], sets=["violence"])
        request.refresh_from_db()
        assert (triage.sets, request.tracks) == (["elderly", "violence"], ["elderly"])
        again = set_urgency(by=besa, at=MONDAY, request=request, flags=["older_hurt"])
        request.refresh_from_db()
        assert (again.worst, request.tracks) == ("emergency", ["elderly", "violence"])
        with pytest.raises(UnknownTerm):
            set_urgency(by=besa, at=MONDAY, request=request, flags=["older_hurt"], sets=["horoscope"])

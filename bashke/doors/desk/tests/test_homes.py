"""The household page: as it is, as it was, somebody comes in after a search, somebody moves; nothing of it for a protected file's strangers."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.actions import NotThere
from bashke.person.casework.actions import protect_case
from bashke.person.people import actions
from bashke.person.people.models import Household, Membership, Person, Tie
from bashke.person.protection.rules import Track

from .conftest import days_ago

TODAY = timezone.localdate()


def page(name: str, row: Any, **query: str) -> str:
    return reverse(f"desk:{name}", args=[row.pk], query=query)


def on(day: date, prefix: str = "on") -> dict[str, str]:
    return {f"{prefix}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


@pytest.fixture
def home(acting: Callable[..., Any], lule: SimpleNamespace) -> SimpleNamespace:
    """Lule lives with her mother Mrika since last year."""
    with acting("besa") as besa:
        mother = actions.add_person(by=besa, at=days_ago(9), given_name="Mrika", family_name="Prendi", synthetic=True)
        household = actions.add_household(by=besa, address="Rruga e Kirit 3")
        for who, place in ((lule.person, "child"), (mother, "head")):
            actions.join(by=besa, at=days_ago(9), household=household, person=who, place=place, since=TODAY - timedelta(365))
        return SimpleNamespace(lule=lule.person, mother=mother, case=lule.case, household=household)


def test_the_page_and_the_case_show_who_lives_there_today_and_on_another_day(desk: Callable[..., Client], home: SimpleNamespace) -> None:
    besa = desk("besa")
    for address in (page("household", home.lule), page("case", home.case)):
        assert "Mrika Prendi" in besa.get(address).content.decode()
    then = besa.get(page("household", home.lule, **on(TODAY - timedelta(400)))).content.decode()
    assert "Mrika Prendi" not in then and "Nothing is known of that day." in then
    assert "Open case" in besa.get(page("household", home.mother)).content.decode()
    wrong = besa.get(page("household", home.lule, on_day="31", on_month="2", on_year="2024"))
    assert wrong.status_code == 422


def test_somebody_comes_in_after_a_search_and_is_not_created_twice(
    desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace
) -> None:
    besa, add = desk("besa"), page("household_add", home.lule)
    found = besa.get(reverse("desk:household_add", args=[home.lule.pk], query={"given_name": "Mrika", "family_name": "Prendi"}))
    assert "Mrika Prendi" in found.content.decode()
    new = {"given_name": "Mrika", "family_name": "Prendi", "sex": "f", "language": "sq"}
    assert besa.post(add, new).status_code == 422, "look at these first"
    went = besa.post(add, new | {"none_of_these": "on"})
    assert went.status_code == 302 and "with=" in went["Location"]
    bring = besa.post(went["Location"], {"home": str(home.household.pk), "place": "sibling", "kind": "guardian"})
    assert bring.status_code == 422, "a guardian has a right to be one, and nothing is half done"
    done = besa.post(went["Location"], {"home": str(home.household.pk), "place": "sibling", "kind": "guardian", "basis": "court"})
    assert done.status_code == 302
    shown = besa.get(page("household", home.lule)).content.decode()
    assert "Legal guardian" in shown and "by a decision of a court" in shown
    with acting("besa"):
        assert Membership.objects.filter(household=home.household, until=None).count() == 3
        assert Tie.objects.get().other_id == home.lule.pk


def test_who_lives_elsewhere_moves_here_or_lives_in_both_homes(
    desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace
) -> None:
    with acting("besa") as besa:
        father = actions.add_person(by=besa, at=days_ago(9), given_name="Gjon", family_name="Doda", synthetic=True)
        his = actions.add_household(by=besa, address="Rruga e Re 1")
        actions.join(by=besa, at=days_ago(9), household=his, person=father, place="head")
    address = page("household_add", father, **{"with": str(home.lule.pk)})
    known = {"home": str(his.pk), "place": "child"}
    assert desk("besa").post(address, known).status_code == 422, "said where she lived until now"
    assert desk("besa").post(address, known | {"before": "both"}).status_code == 302
    shown = desk("besa").get(page("household", home.lule)).content.decode()
    assert "Mrika Prendi" in shown and "Gjon Doda" in shown and "Rruga e Re 1" in shown


def test_some_of_a_household_move_and_somebody_leaves(
    desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace
) -> None:
    besa = desk("besa")
    with acting("besa"):
        hers, mothers = (Membership.objects.get(person=who, until=None) for who in (home.lule, home.mother))
    sent = {"who": [str(hers.pk), str(mothers.pk)], "address": "Rruga e Re 1"} | on(TODAY, "since")
    assert besa.post(page("household_move", home.lule), sent).status_code == 302
    assert "Rruga e Re 1" in besa.get(page("household", home.lule)).content.decode()
    with acting("besa"):
        now = Membership.objects.get(person=home.mother, until=None)
    left = {"place": "parent"} | on(TODAY, "since") | on(TODAY - timedelta(1), "until")
    assert besa.post(page("member", now), left).status_code == 422, "the last day lies before the first"
    left |= on(TODAY - timedelta(9), "since")
    done = besa.post(page("member", now, of=str(home.lule.pk)), left)
    assert done.status_code == 302 and done["Location"] == page("household", home.lule)
    assert "Mrika" not in besa.get(page("household", home.lule)).content.decode()


def test_the_page_costs_the_same_for_two_and_for_eight(
    desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace
) -> None:
    besa, costs = desk("besa"), []
    for more in (0, 6):
        with acting("besa") as by:
            for number in range(more):
                name = f"Fëmija {'abcdef'[number]}"
                other = actions.add_person(by=by, at=days_ago(9), given_name=name, family_name="Prendi", synthetic=True)
                actions.bring_in(
                    by=by, at=days_ago(9), person=home.lule, other=other, household=home.household, place="sibling", kind="sibling"
                )
        besa.get(page("household", home.lule))
        with CaptureQueriesContext(connection) as asked:
            besa.get(page("household", home.lule))
        costs.append(len(asked))
    assert costs[0] == costs[1], costs


def test_of_a_protected_home_only_the_team_learns(desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace) -> None:
    """Lule's file is protected by Besa; she leaves with her sister. Drita is on no team: the old home is there without Lule, the new one is not."""
    with acting("besa") as besa:
        protect_case(by=besa, at=timezone.now(), case=home.case, track=Track.CHILD, members=[besa.worker])
    with acting("drita") as drita:
        assert not Household.objects.exists(), "where she lives now"
        assert not Membership.objects.exists()
        with pytest.raises(NotThere):
            actions.join(by=drita, at=timezone.now(), household=home.household, person=home.mother, place="head")
    with acting("besa") as besa:
        mine = Membership.objects.get(person=home.lule)
        safe = actions.move(by=besa, at=timezone.now(), members=[mine], since=TODAY, address="")
        sister = actions.add_person(by=besa, at=timezone.now(), given_name="Drane", family_name="Prendi", synthetic=True)
        actions.bring_in(
            by=besa, at=timezone.now(), person=home.lule, other=sister, household=safe, place="sibling", since=TODAY, kind="sibling"
        )
    for who, seen in (("besa", True), ("drita", False)):
        with acting(who):
            assert Household.objects.filter(pk=safe.pk).exists() is seen
            assert Membership.objects.filter(person=sister).exists() is seen
            assert Tie.objects.exists() is seen
            assert Household.objects.filter(pk=home.household.pk).exists(), "the home she left"
            assert Membership.objects.filter(person=home.lule).exists() is seen
    with acting("besa") as besa:  # she leaves the safe home too: it is still nobody else's to know
        for row in Membership.objects.filter(household=safe):
            actions.change_member(by=besa, at=timezone.now(), member=row, place=row.place, since=row.since, until=TODAY)
    with acting("drita"):
        assert not Household.objects.filter(pk=safe.pk).exists() and not Membership.objects.filter(person=sister).exists()
    shown = desk("drita").get(page("household", home.mother)).content.decode()
    assert "Lule" not in shown and "Rruga e Kirit 3" in shown
    with acting("besa"):
        assert Person.objects.filter(pk=home.lule.pk).exists()


def test_for_a_protected_person_no_address_is_asked(desk: Callable[..., Client], acting: Callable[..., Any], home: SimpleNamespace) -> None:
    with acting("besa") as besa:
        protect_case(by=besa, at=timezone.now(), case=home.case, track=Track.CHILD, members=[besa.worker])
    shown = desk("besa").get(page("household_move", home.lule)).content.decode()
    assert 'name="address"' not in shown and "safe contact" in shown
    known = Person.objects.filter(pk=home.lule.pk).values_list("phone", "address")
    with acting("besa"):
        before = known.get()
    shown = desk("besa").get(page("correct", home.lule)).content.decode()
    assert 'name="address"' not in shown and 'name="phone"' not in shown and "safe contact" in shown
    sent = {"given_name": "Lule", "family_name": "Prendi", "sex": "f", "language": "sq", "address": "Shelter", "phone": "069 20 00 999"}
    assert desk("besa").post(page("correct", home.lule), sent).status_code == 302
    with acting("besa"):
        assert known.get() == before

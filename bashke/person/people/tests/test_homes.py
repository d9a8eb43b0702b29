"""Ana lives with her son; she moves; he lives with both parents; and of a protected home nobody else learns."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.law.queries import terms
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions, queries
from bashke.person.people.models import Membership, Person, Tie
from bashke.person.people.rules import check_stay, check_tie, one_way

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = date(2020, 1, 1)


def add(by, name, family="Marku", **more) -> Person:
    return actions.add_person(by=by, at=NOW, given_name=name, family_name=family, synthetic=True, **more)


def names(by, person, day=TODAY) -> list[list[str]]:
    return [[row.person.given_name for row in home.others] for home in queries.homes_of(by, person, day)]


def lives(by, household, person, place="head", since=None, **more) -> Membership:
    return actions.join(by=by, at=NOW, household=household, person=person, place=place, since=since, **more)


# The rules


def test_a_time_of_living_somewhere_has_begun_and_ends_after_it_began():
    check_stay(LONG_AGO, TODAY, TODAY)
    check_stay(None, None, TODAY)
    for since, until in ((TODAY + timedelta(1), None), (None, TODAY + timedelta(1)), (TODAY, LONG_AGO), (date(1800, 1, 1), None)):
        with pytest.raises(NotAllowed):
            check_stay(since, until, TODAY)


def test_whoever_decides_for_another_says_by_what_right():
    one, other = uuid4(), uuid4()
    check_tie(one, other, "guardian", "court")
    check_tie(one, other, "sibling", "")
    for first, second, kind, basis in ((one, other, "guardian", ""), (one, other, "sibling", "court"), (one, one, "sibling", "")):
        with pytest.raises(NotAllowed):
            check_tie(first, second, kind, basis)


def test_a_tie_is_one_row_from_whichever_side_it_is_told():
    one, other = sorted([uuid4(), uuid4()])
    order = ["parent", "child", "sibling"]
    assert one_way(one, other, "parent", "child", order) == one_way(other, one, "child", "parent", order) == (one, other, "parent")
    assert one_way(one, other, "sibling", "sibling", order) == one_way(other, one, "sibling", "sibling", order)


def test_every_relation_has_another_side_in_the_sheet():
    rows = {row.code: row.extra["inverse"] for row in terms("person_tie")}
    assert all(rows[inverse] == code for code, inverse in rows.items())


# Living together


def test_a_household_is_known_as_it_was_on_any_day(acting):
    with acting("besa") as besa:
        ana, son = add(besa, "Ana"), add(besa, "Ardit")
        home = actions.add_household(by=besa, address="Rruga e Kirit 3")
        lives(besa, home, ana)
        mine = lives(besa, home, son, "child", since=date(2024, 5, 1))
        assert names(besa, ana) == [["Ardit"]]
        assert names(besa, ana, date(2024, 4, 30)) == [[]]
        actions.change_member(by=besa, at=NOW, member=mine, place="child", since=mine.since, until=date(2026, 6, 1))
        assert names(besa, ana) == [[]]
        assert names(besa, ana, date(2026, 6, 1)) == [["Ardit"]], "the last day counts"


def test_whoever_moves_takes_along_whom_she_takes(acting):
    with acting("besa") as besa:
        ana, son, mother = add(besa, "Ana"), add(besa, "Ardit"), add(besa, "Age")
        home = actions.add_household(by=besa, address="Rruga e Kirit 3")
        rows = [lives(besa, home, who) for who in (ana, son, mother)]
        new = actions.move(by=besa, at=NOW, members=rows[:2], since=date(2026, 11, 1), address="Rruga e Re 1")
        assert names(besa, ana) == [["Ardit"]] and names(besa, mother) == [[]]
        assert sorted(names(besa, ana, date(2026, 10, 31))[0]) == ["Age", "Ardit"]
        assert queries.homes_of(besa, ana, TODAY)[0].household == new
        with pytest.raises(NotAllowed):
            actions.move(by=besa, at=NOW, members=rows[:2], since=TODAY)


def test_a_child_lives_in_two_homes_or_moves_from_one_to_the_other(acting):
    with acting("besa") as besa:
        ana, father, child = add(besa, "Ana"), add(besa, "Gjon"), add(besa, "Ardit")
        homes = [actions.add_household(by=besa, synthetic=True) for _ in range(2)]
        lives(besa, homes[0], ana)
        lives(besa, homes[1], father)
        lives(besa, homes[0], child, "child")
        lives(besa, homes[1], child, "child")
        assert sorted(names(besa, child)) == [["Ana"], ["Gjon"]]
        with pytest.raises(NotAllowed, match="already"):
            lives(besa, homes[1], child, "child")
        third = actions.add_household(by=besa)
        lives(besa, third, child, "child", since=TODAY, moved=True)
        assert names(besa, child) == [[]] and names(besa, ana) == [[]]


def test_the_database_keeps_a_person_once_in_a_household_and_days_in_order(acting):
    with acting("besa") as besa:
        home, ana = actions.add_household(by=besa), add(besa, "Ana")
        row = lives(besa, home, ana)
        for change in ({"since": TODAY, "until": LONG_AGO},):
            with pytest.raises(IntegrityError, match="living_together_runs_forward"), transaction.atomic():
                Membership.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(IntegrityError, match="once_in_a_household"), transaction.atomic():
            Membership.objects.create(
                municipality_id=besa.municipality, household=home, person=ana, place="head", entered_at=NOW, entered_by_id=besa.worker
            )


def test_two_records_put_together_live_where_each_of_them_lived_and_separate_again(acting):
    with acting("besa") as besa:
        ana, again, son = add(besa, "Ana"), add(besa, "Anna"), add(besa, "Ardit")
        home = actions.add_household(by=besa)
        for who in (again, son):
            lives(besa, home, who)
        pair = actions.propose(by=besa, at=NOW, one=ana, other=again, taken=[], why="Her card.")
    with acting("drita") as drita:
        actions.merge(by=drita, at=NOW, pair=pair)
        ana, again = Person.objects.get(pk=ana.pk), Person.objects.get(pk=again.pk)
        assert names(drita, ana) == [["Ardit"]]
        seen = queries.homes_of(drita, son, TODAY)[0].others
        assert [row.person.one for row in seen] == [ana.one], "once, as the one she is"
        with pytest.raises(NotAllowed, match="already"):
            actions.join(by=drita, at=NOW, household=home, person=ana, place="head")
        actions.split(by=drita, at=NOW, pair=pair, why="Two people.")
        assert names(drita, Person.objects.get(pk=ana.pk)) == []
        assert names(drita, Person.objects.get(pk=again.pk)) == [["Ardit"]]


# What they are to one another


def test_each_reads_the_relation_from_her_own_side(acting):
    with acting("besa") as besa:
        ana, son = add(besa, "Ana"), add(besa, "Ardit")
        made = actions.tie(by=besa, at=NOW, person=son, other=ana, kind="child")
        assert [(row.other, row.tie.kind) for row in queries.kin_of(besa, ana, TODAY)] == [(son, "parent")]
        hers, his = (str(queries.kin_of(besa, who, TODAY)[0].word) for who in (ana, son))
        assert {hers, his} == {"Fëmijë", "Prind"} and hers == "Fëmijë"
        with pytest.raises(NotAllowed, match="already"):
            actions.tie(by=besa, at=NOW, person=ana, other=son, kind="parent")
        actions.end_tie(by=besa, at=NOW, tie=made)
        assert queries.kin_of(besa, ana, TODAY) == []
        with pytest.raises(NotAllowed):
            actions.end_tie(by=besa, at=NOW, tie=made)


def test_the_database_lets_nobody_be_a_guardian_without_a_right(acting):
    with acting("besa") as besa:
        ana, son = add(besa, "Ana"), add(besa, "Ardit")
        known = {"municipality_id": besa.municipality, "person": ana, "entered_at": NOW, "entered_by_id": besa.worker}
        for other, kind, broken in ((son, "guardian", "a_right_to_be_one"), (ana, "sibling", "tied_to_herself")):
            with pytest.raises(IntegrityError, match=broken), transaction.atomic():
                Tie.objects.create(other=other, kind=kind, **known)


def test_korce_learns_of_no_household_and_no_relation_in_shkoder(acting):
    with acting("besa") as besa:
        ana, son = add(besa, "Ana"), add(besa, "Ardit")
        actions.bring_in(by=besa, at=NOW, person=ana, other=son, place="child", kind="child")
    with acting("vera") as vera:
        assert not Membership.objects.visible_to(vera).exists() and not Membership.objects.exists()
        assert queries.homes_of(vera, ana, TODAY) == [] and queries.kin_of(vera, ana, TODAY) == []

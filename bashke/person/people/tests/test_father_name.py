"""Namesakes told apart by their fathers."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions, queries
from bashke.person.people.rules import PairStatus

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def ana(by, father=""):
    return actions.add_person(by=by, at=NOW, given_name="Ana", family_name="Marku", father_name=father)


def test_of_namesakes_whoever_has_this_father_comes_first_then_who_has_none_written_down(acting):
    with acting("besa") as besa:
        for father in ("Ndue", "Zef", "", " Petrit ", "Luan"):
            ana(besa, father)
        hits = queries.search(besa, "Ana", "Marku", father_name="Petrit")
        assert [hit.person.father_name for hit in hits][:2] == ["Petrit", ""]
        assert hits[0].reasons == (queries.WHY["n"], queries.WHY["f"])
        assert [hit.person.full_name for hit in hits[:2]] == ["Ana (Petrit) Marku", "Ana Marku"]


def test_a_father_finds_her_whose_own_name_was_mistyped_among_many_of_her_family(acting):
    with acting("besa") as besa:
        for number in range(queries.CANDIDATES + 20):
            actions.add_person(by=besa, at=NOW, given_name="Drita", family_name="Marku", father_name="Ndue" if number % 2 else "Luan")
        meant = ana(besa, "Petrit")
        assert queries.search(besa, "Ena", "Marku", father_name="Petrit")[0].person == meant


def test_a_fathers_name_alone_is_no_search(acting):
    with acting("besa") as besa, pytest.raises(NotAllowed, match="at least a name"):
        queries.search(besa, father_name="Petrit")


def test_a_fathers_name_that_was_corrected_is_found_and_the_old_one_kept(acting):
    with acting("besa") as besa:
        person = ana(besa)
        actions.correct_person(by=besa, at=NOW, person=person, father_name=" Zef ")
        actions.correct_person(by=besa, at=NOW, person=person, father_name="Petrit")
        assert queries.WHY["f"] in queries.search(besa, "Ana", father_name="Petrit")[0].reasons
        assert queries.WHY["f"] not in queries.search(besa, "Ana", father_name="Zef")[0].reasons
        with connection.cursor() as cursor:
            cursor.execute("SELECT father_name FROM people_personevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [person.pk])
            assert cursor.fetchall() == [("",), ("Zef",)]


def test_what_only_the_other_record_knows_of_the_father_is_taken_over_and_given_back(acting):
    with acting("besa") as besa:
        one, other = ana(besa), ana(besa, "Petrit")
        pair = actions.propose(by=besa, at=NOW, one=one, other=other, taken=[], why="Her own word.")
    with acting("drita") as drita:
        actions.merge(by=drita, at=NOW, pair=pair)
        pair.refresh_from_db()
        assert pair.stays.father_name == "Petrit"
        actions.split(by=drita, at=NOW, pair=pair, why="Two people after all.")
        one.refresh_from_db()
        assert (pair.status, one.father_name) == (PairStatus.MERGED, "")

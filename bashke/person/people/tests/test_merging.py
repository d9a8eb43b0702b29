"""Ana is in the register of Shkodër twice: as Ana Marku, and as Anna Hoxha since she married. Two people put the records together."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions, queries
from bashke.person.people.models import Pair, Person
from bashke.person.people.rules import PairStatus, check_second_person, check_together, differing, filled

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BORN = date(1991, 5, 4)


def add(by, given="Ana", family="Marku", **more):
    return actions.add_person(by=by, at=NOW, given_name=given, family_name=family, **{"birth_date": BORN, **more})


@pytest.fixture
def twice(acting):
    """(Ana Marku with her number, Anna Hoxha with her telephone): both of Shkodër."""
    with acting("besa") as besa:
        return add(besa, personal_number="J15504001A", address="Rruga e Kirit 3"), add(
            besa, "Anna", "Hoxha", phone="0692000101", address="Rruga e Re 1"
        )


def propose(by, one, other, taken=("family_name", "address"), why="She showed her identity card."):
    return actions.propose(by=by, at=NOW, one=one, other=other, taken=taken, why=why)


def merged(acting, one, other, **more):
    with acting("besa") as besa:
        pair = propose(besa, one, other, **more)
    with acting("drita") as drita:
        return actions.merge(by=drita, at=NOW, pair=pair)


def rows():
    """Everything the two tables say, but for the history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person ORDER BY id")
        people = cursor.fetchall()
        cursor.execute("SELECT * FROM people_searchtoken ORDER BY 1, 2, 3")
        return people, cursor.fetchall()


# The rules


def test_two_personal_numbers_are_two_people():
    said = {"personal_number": "J15504001A"}
    check_together(said, {"personal_number": None})
    with pytest.raises(NotAllowed, match="different personal numbers"):
        check_together(said, {"personal_number": "J15504002B"})


@pytest.mark.parametrize(
    ("proposer_decides", "confirmer_decides", "allowed"),
    [(False, True, True), (True, False, True), (True, True, True), (False, False, False)],
)
def test_one_of_the_two_who_look_is_a_supervisor(proposer_decides, confirmer_decides, allowed):
    def check(confirmer):
        check_second_person(proposer=besa, proposer_decides=proposer_decides, confirmer=confirmer, confirmer_decides=confirmer_decides)

    besa = uuid4()
    with pytest.raises(NotAllowed, match="Somebody else"):
        check(besa)
    if allowed:
        check(uuid4())
    else:
        with pytest.raises(NotAllowed, match="must be a supervisor"):
            check(uuid4())


def test_what_only_one_record_knows_is_no_difference(acting, twice):
    one, other = (queries.said(person) for person in twice)
    assert differing(one, other) == ["given_name", "family_name", "address"]
    assert filled(one, other) == ["phone"]


# Putting together


def test_nothing_changes_before_a_second_person_confirms(acting, twice):
    with acting("besa") as besa:
        before = rows()
        pair = propose(besa, *twice)
        assert rows() == before
        with pytest.raises(NotAllowed, match="Somebody else"):
            actions.merge(by=besa, at=NOW, pair=pair)
        assert rows() == before


def test_field_by_field_the_chosen_word_holds_and_nothing_is_deleted(acting, twice):
    pair = merged(acting, *twice)
    with acting("besa"):
        one, other = (Person.objects.get(pk=person.pk) for person in twice)
        assert (one.name, one.address, one.phone) == ("Ana Hoxha", "Rruga e Re 1", "0692000101")
        assert (other.same_as, other.name, other.phone) == (one, "Anna Hoxha", "0692000101")
        assert (pair.stays, pair.other) == (one, other)


def test_the_record_with_the_number_stays_whichever_was_open(acting, twice):
    with acting("besa") as besa:
        assert propose(besa, *reversed(twice)).stays == twice[0]


def test_a_number_that_only_the_other_knows_comes_along_and_goes_back(acting):
    with acting("besa") as besa:
        old = add(besa)
        first, second = add(besa, "Ana", "Hoxha"), add(besa, "Ana", "Leka", personal_number="J15504001A")
    first = merged(acting, first, old).stays
    pair = merged(acting, first, second)
    with acting("drita") as drita:
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.personal_number, second.personal_number, second.same_as_id) == ("J15504001A", None, first.pk)
        actions.split(by=drita, at=NOW, pair=pair, why="Two sisters.")
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.personal_number, second.personal_number, second.same_as_id) == (None, "J15504001A", None)


def test_the_search_finds_the_one_by_every_name_and_says_also_known_as(acting, twice, django_assert_num_queries):
    merged(acting, *twice)
    with acting("besa") as besa:
        for name in (("Ana", "Marku"), ("Anna", "Hoxha")):
            with django_assert_num_queries(3):
                hits = queries.search(besa, *name)
            assert [(hit.person.pk, hit.also) for hit in hits] == [(twice[0].pk, ("Anna Hoxha", "Ana Marku"))]


def test_it_stands_in_the_journal_of_both_records_with_who_and_why(acting, cast, twice):
    merged(acting, *twice)
    with acting("drita"):
        entries = Entry.objects.filter(verb=Verb.RECORDS_MERGED)
        assert {entry.person for entry in entries} == {person.pk for person in twice}
        assert {(entry.worker, entry.reason) for entry in entries} == {(cast.drita.worker, "She showed her identity card.")}
        assert {entry.worker for entry in Entry.objects.filter(verb=Verb.SAME_PROPOSED)} == {cast.besa.worker}


# Undoing


def test_separated_again_everything_is_exactly_as_it_was(acting, twice):
    with acting("besa"):
        before = rows()
    pair = merged(acting, *twice)
    with acting("drita") as drita:
        assert rows() != before
        actions.split(by=drita, at=NOW, pair=pair, why="They are two sisters.")
        assert rows() == before
        assert Pair.objects.get().status == PairStatus.SPLIT
        assert {entry.person for entry in Entry.objects.filter(verb=Verb.RECORDS_SPLIT)} == {person.pk for person in twice}


def test_what_was_corrected_since_stays_corrected(acting, twice):
    pair = merged(acting, *twice)
    with acting("drita") as drita:
        actions.correct_person(by=drita, at=NOW, person=twice[0], address="Rruga e Tretë 7")
        actions.split(by=drita, at=NOW, pair=pair, why="Two sisters.")
        assert Person.objects.get(pk=twice[0].pk).address == "Rruga e Tretë 7"
        assert Person.objects.get(pk=twice[0].pk).family_name == "Marku"


def test_two_people_are_remembered_as_two_and_can_be_proposed_again(acting, twice):
    with acting("besa") as besa:
        pair = propose(besa, *twice)
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            actions.keep_apart(by=besa, at=NOW, pair=pair, why="Sisters.")
    with acting("drita") as drita:
        with pytest.raises(NotAllowed, match="Say why"):
            actions.keep_apart(by=drita, at=NOW, pair=pair, why=" ")
        actions.keep_apart(by=drita, at=NOW, pair=pair, why="Sisters.")
        assert propose(drita, *twice).pk == pair.pk
        assert Pair.objects.get().proposer_decides


# Refused


def test_nobody_merges_across_municipalities(acting, twice):
    with acting("vera") as vera:
        bora = add(vera, "Bora", "Dervishi")
        with pytest.raises(Person.DoesNotExist):
            propose(vera, bora, twice[1])
        assert not Pair.objects.exists()
    with acting("besa") as besa:
        pair = propose(besa, *twice)
    with acting("vera") as vera:
        assert not Pair.objects.visible_to(vera) and not Pair.objects.exists()
        with pytest.raises(Pair.DoesNotExist):
            actions.merge(by=vera, at=NOW, pair=pair)


def test_the_second_of_two_who_confirm_is_told(acting, twice):
    pair = merged(acting, *twice)
    with acting("drita") as drita, pytest.raises(NotAllowed, match="meanwhile"):
        actions.merge(by=drita, at=NOW, pair=pair)


def test_a_record_that_already_belongs_to_another_is_not_merged_again(acting, twice):
    with acting("besa") as besa:
        third = add(besa, "Ana", "Leka")
    merged(acting, *twice)
    with acting("besa") as besa, pytest.raises(NotAllowed, match="already belongs"):
        propose(besa, third, twice[1])


def test_a_record_that_stands_for_another_stays_when_a_third_comes(acting, twice):
    with acting("besa") as besa:
        third = add(besa, "Ana", "Leka")
    merged(acting, *twice)
    merged(acting, third, twice[0])
    with acting("besa") as besa:
        assert set(Person.objects.filter(same_as=twice[0]).values_list("pk", flat=True)) == {twice[1].pk, third.pk}
        for name in ("Leka", "Hoxha", "Marku"):
            hits = queries.search(besa, "", name)
            assert [(hit.person.pk, set(hit.also)) for hit in hits] == [(twice[0].pk, {"Anna Hoxha", "Ana Marku", "Ana Hoxha"})]


@pytest.mark.parametrize("how", ["a chain", "a circle", "of herself", "of another municipality"])
def test_the_database_refuses_a_double_of_a_double(acting, cast, twice, how):
    with acting("vera") as vera:
        bora = add(vera, "Bora", "Dervishi")
    merged(acting, *twice)
    with acting("besa") as besa:
        third = add(besa, "Ana", "Leka")
        who, one = {
            "a chain": (third, twice[1].pk),
            "a circle": (twice[0], twice[1].pk),
            "of herself": (third, third.pk),
            "of another municipality": (third, bora.pk),
        }[how]
        with pytest.raises(IntegrityError, match="a_double_"), transaction.atomic():
            Person.objects.filter(pk=who.pk).update(same_as=one)


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("two_people_put_records_together", {"decided_by_id": "besa"}),
        ("two_people_put_records_together", {"before": None}),
        ("a_proposal_says_who_and_why", {"why": ""}),
        ("keeping_apart_says_who_and_why", {"status": "split"}),
        ("one_of_the_pair_stays", {"stays_id": "third"}),
    ],
)
def test_the_database_refuses_half_a_pair(acting, cast, twice, constraint, broken):
    pair = merged(acting, *twice)
    with acting("besa") as besa:
        values = {"besa": cast.besa.worker, "third": add(besa, "Ana", "Leka").pk}
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**{name: values.get(value, value) for name, value in broken.items()})

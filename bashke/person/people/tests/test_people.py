"""Ana is added, found and corrected in Shkodër; Vera in Korçë learns nothing but what a whole identity may ask."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions, queries
from bashke.person.people.models import Enquiry, EnquiryTarget, Household, Person, SearchToken
from bashke.person.people.rules import EnquiryStatus

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BORN = date(1991, 5, 4)
WHOLE = ("Ana", "Marku", BORN, None)


def add(by, **changes):
    known = {"given_name": "Ana", "family_name": "Marku", "birth_date": BORN, "personal_number": "J15504001A"} | changes
    return actions.add_person(by=by, at=NOW, **known)


@pytest.fixture
def ana(acting):
    with acting("besa") as besa:
        return add(besa)


def found(by, *pieces, **more):
    return [hit.person.name for hit in queries.search(by, *pieces, **more)]


def journal(verb):
    return Entry.objects.filter(verb=verb)


# Adding and correcting


def test_a_person_is_added_in_the_workers_municipality_and_it_stands_in_the_journal(acting, cast, ana):
    with acting("besa"):
        assert (ana.municipality_id, ana.is_provisional, ana.name) == (cast.shkoder, False, "Ana Marku")
        entry = journal(Verb.PERSON_ADDED).get()
        assert (entry.person, entry.worker) == (ana.pk, cast.besa.worker)


def test_a_person_without_papers_is_provisional_and_welcome(acting):
    with acting("besa") as besa:
        assert add(besa, birth_date=None, personal_number="").is_provisional


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"personal_number": "15504001"}, "eight digits"),
        ({"birth_date": date(2026, 11, 24)}, "future"),
        ({"birth_date": date(1850, 1, 1)}, "1900"),
        ({"given_name": "  "}, "both names"),
        ({"family_name": ""}, "both names"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_in_a_sentence(acting, wrong, says):
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match=says):
            add(besa, **wrong)
        assert not Person.objects.exists()


def test_the_same_number_twice_is_one_person(acting, ana):
    with acting("besa") as besa, pytest.raises(NotAllowed, match="already in your municipality"):
        add(besa, given_name="Anë")
    with acting("vera") as vera:
        assert add(vera).pk != ana.pk, "another municipality cannot tell, so it may"


def test_a_correction_is_found_at_once_and_the_old_name_no_longer(acting, ana):
    with acting("besa") as besa:
        actions.correct_person(by=besa, at=NOW, person=ana, family_name="Hoxha", phone=" 0692000011 ")
        assert found(besa, "", "Hoxha") == ["Ana Hoxha"]
        assert found(besa, "", "Marku") == []
        ana.refresh_from_db()
        assert (ana.phone, ana.sort_key < "") == ("0692000011", False)
        assert journal(Verb.PERSON_CORRECTED).get().reason == "family_name, phone"


def test_a_correction_keeps_what_stood_there_before(acting, ana):
    with acting("besa") as besa:
        actions.correct_person(by=besa, at=NOW, person=ana, address="Rruga e Kirit 3")
        with connection.cursor() as cursor:
            cursor.execute("SELECT address, family_name FROM people_personevent WHERE pgh_obj_id = %s", [ana.pk])
            assert cursor.fetchall() == [("", "Marku")]


def test_where_a_person_belongs_is_not_corrected(acting, cast, ana):
    with acting("besa") as besa, pytest.raises(TypeError, match="municipality_id"):
        actions.correct_person(by=besa, at=NOW, person=ana, municipality_id=cast.korce)


# Searching


def test_besa_finds_ana_however_her_name_is_spelled(acting, ana):
    with acting("besa") as besa:
        add(besa, given_name="Xhevahire", family_name="Hoxha", personal_number=None, birth_date=None)
        assert found(besa, "ANNA", "marku") == ["Ana Marku"]
        assert found(besa, "Marku", "Ana") == ["Ana Marku"], "names in the wrong boxes"
        assert found(besa, "Xhevaire", "Hoxa") == ["Xhevahire Hoxha"]
        assert found(besa, personal_number="j15 504 001 a") == ["Ana Marku"]
        assert found(besa, birth_date=BORN) == ["Ana Marku"]


def test_the_likeliest_person_comes_first_with_the_reasons(acting, ana):
    with acting("besa") as besa:
        add(besa, family_name="Hoxha", personal_number=None, birth_date=date(1960, 1, 1))
        hits = queries.search(besa, "Ana", "Marku", BORN)
        assert [hit.person.family_name for hit in hits] == ["Marku", "Hoxha"]
        assert hits[0].score == 1 > hits[1].score
        assert len(hits[0].reasons) == 2


def test_a_search_shows_no_more_than_asked_for(acting):
    with acting("besa") as besa:
        for number in range(15):
            add(besa, family_name=f"Marku{'abcdefghijklmno'[number]}", personal_number=None)
        assert len(queries.search(besa, "Ana")) == 10
        assert len(queries.search(besa, "Ana", limit=3)) == 3


def test_of_namesakes_the_one_whose_birth_date_is_a_slip_away_comes_first(acting):
    with acting("besa") as besa:
        for number in range(12):
            add(besa, birth_date=date(1960 + number, 3, 9), personal_number=None)
        meant = add(besa, birth_date=date(1964, 9, 4), personal_number=None)
        assert queries.search(besa, "Ana", "Marku", date(1964, 3, 8))[0].person.birth_date == date(1964, 3, 9)
        assert queries.search(besa, "Ana", "Marku", date(1965, 9, 4))[0].person == meant


def test_a_name_that_changed_and_a_date_one_slip_away_are_found(acting):
    with acting("besa") as besa:
        add(besa, given_name="Albana", family_name="Dushku", birth_date=date(1966, 11, 25), personal_number=None)
        assert found(besa, "Albama", "Fishta", date(1967, 11, 25)) == ["Albana Dushku"]
        assert found(besa, "Dushku", "Albama") == ["Albana Dushku"]
        assert found(besa, "Ilir", "Fishta", date(1967, 11, 25)) == []


def test_of_namesakes_whoever_is_about_so_old_comes_first(acting):
    with acting("besa") as besa:
        for number in range(12):
            add(besa, birth_date=date(1940 + number * 5, 3, 9), personal_number=None)
        ages = [hit.person.birth_date.year for hit in queries.search(besa, "Ana", "Marku", birth_year=1971, limit=3)]
        assert ages[0] == 1970
        with pytest.raises(NotAllowed, match="at least a name"):
            queries.search(besa, birth_year=1971)


def test_an_empty_search_finds_nobody_and_says_why(acting, ana):
    with acting("besa") as besa, pytest.raises(NotAllowed, match="at least"):
        queries.search(besa, " ", "")


def test_a_search_with_a_wrong_number_is_a_sentence(acting, ana):
    with acting("besa") as besa, pytest.raises(NotAllowed, match="eight digits"):
        queries.search(besa, personal_number="123")


def test_every_search_is_in_the_journal_without_the_name(acting, cast, ana):
    with acting("besa") as besa:
        queries.search(besa, "Ana", "Marku", BORN)
        entry = journal(Verb.PEOPLE_SEARCHED).get()
        assert (entry.worker, entry.municipality, entry.reason) == (cast.besa.worker, cast.shkoder, "b, n, y")


def test_a_search_takes_three_queries_whatever_is_found(acting, django_assert_num_queries):
    with acting("besa") as besa:
        for number in range(8):
            add(besa, family_name=f"Marku{'abcdefgh'[number]}", personal_number=None)
        with django_assert_num_queries(3):
            assert len([hit.person.unit for hit in queries.search(besa, "Ana")]) == 8


MANY = """
INSERT INTO people_searchtoken (municipality_id, token, person_id)
SELECT 'AL154', 'n:x' || number, gen_random_uuid() FROM generate_series(1, 20000) AS number
"""


@pytest.fixture
def many_tokens(outside_the_wall):
    """A register of some size, so that the planner has to choose as it would at work."""
    with outside_the_wall.transaction():
        outside_the_wall.execute("SET LOCAL session_replication_role = replica")  # their people are not needed
        outside_the_wall.execute(MANY)
    outside_the_wall.execute("ANALYZE people_searchtoken")
    yield
    outside_the_wall.execute("DELETE FROM people_searchtoken WHERE token LIKE 'n:x%'")
    outside_the_wall.execute("VACUUM ANALYZE people_searchtoken")


def test_a_search_runs_on_the_index_behind_the_wall(acting, cast, ana, many_tokens):
    plans = []

    def explained(execute, statement, values, many, context):
        if "people_searchtoken" in statement and not statement.startswith("EXPLAIN"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {statement}", values)
                plans.append([line for (line,) in cursor.fetchall()])
        return execute(statement, values, many, context)

    with acting("besa") as besa, connection.execute_wrapper(explained):
        queries.search(besa, *WHOLE)
    [plan] = plans
    reads = [line for line in plan if " Scan " in line and "people_searchtoken" in line and "Bitmap Heap" not in line]
    conditions = [line for line in plan if "Index Cond" in line]
    assert len(reads) == len(conditions) == 7
    assert all("Index" in line for line in reads)
    assert sum("token" in line and "municipality_id" in line for line in conditions) == 6


# The wall


def test_vera_cannot_find_ana_by_any_piece(acting, ana):
    with acting("vera") as vera:
        for pieces in (("Ana", "Marku"), ("Ana", "Marku", BORN), ("", "", BORN), ("", "", None, "J15504001A")):
            assert queries.search(vera, *pieces) == []
        assert not Person.objects.exists()
        assert not SearchToken.objects.exists()
        assert not Person.objects.visible_to(vera).filter(pk=ana.pk).exists()


def test_vera_cannot_correct_ana(acting, ana):
    with acting("vera") as vera:
        with pytest.raises(Person.DoesNotExist):
            actions.correct_person(by=vera, at=NOW, person=ana, phone="0690000000")
        assert Person.objects.filter(pk=ana.pk).update(phone="x") == 0


def test_vera_cannot_plant_a_person_or_a_token_in_shkoder(acting, cast, ana):
    with acting("vera"):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Household.objects.create(municipality_id=cast.shkoder)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            SearchToken.objects.create(municipality_id=cast.shkoder, token="n:x", person_id=ana.pk)


@pytest.mark.parametrize("whose", ["of Korçë", "of nobody"])
def test_a_token_cannot_lie_about_whose_it_is(acting, cast, ana, whose):
    with acting("vera") as vera:
        of_korce = add(vera, personal_number="J15504002B")
    person = of_korce.pk if whose == "of Korçë" else uuid4()
    with acting("besa"):
        SearchToken.objects.create(municipality_id=cast.shkoder, token="n:x", person_id=ana.pk)
        lies = [SearchToken(municipality_id=cast.shkoder, token=f"n:y{one}", person_id=one) for one in (ana.pk, person)]
        with pytest.raises(IntegrityError, match="token_is_of_a_person_here"), transaction.atomic():
            SearchToken.objects.bulk_create(lies)
        assert not SearchToken.objects.filter(token__startswith="n:y").exists()


@pytest.mark.parametrize("who", [None, "ilir", "genc"])
def test_the_public_providers_and_the_ministry_see_no_person(acting, ana, who):
    with acting(who) as by:
        assert not Person.objects.visible_to(by)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Person.objects.count()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT guard.known_elsewhere(%s)", (["x:1"],))


# Known elsewhere


def test_vera_learns_from_a_name_alone_nothing_at_all(acting, ana):
    with acting("vera") as vera:
        for pieces in (("Ana", "Marku", None, None), ("Ana", "", BORN, None), ("", "", BORN, None)):
            assert not queries.known_elsewhere(vera, *pieces)
        with pytest.raises(NotAllowed, match="a name alone"):
            actions.send_enquiry(by=vera, at=NOW, given_name="Ana", family_name="Marku", birth_date=None, personal_number=None, reason="x")


def test_a_whole_identity_answers_yes_and_the_question_is_in_the_journal(acting, cast, ana):
    with acting("vera") as vera:
        assert queries.known_elsewhere(vera, *WHOLE)
        assert queries.known_elsewhere(vera, "", "", None, "j15504001a")
        assert not queries.known_elsewhere(vera, "Ana", "Marku", date(1991, 5, 5), None)
        entries = journal(Verb.KNOWN_ELSEWHERE_ASKED)
        assert sorted(entry.reason for entry in entries) == ["known", "known", "not known"]
        assert {entry.worker for entry in entries} == {cast.vera.worker}


def test_known_here_is_not_known_elsewhere(acting, ana):
    with acting("besa") as besa:
        assert not queries.known_elsewhere(besa, *WHOLE)


def test_a_post_that_may_not_ask_is_told(acting, ana):
    with acting("mira") as mira, pytest.raises(NotAllowed, match="may not ask"):
        queries.known_elsewhere(mira, *WHOLE)


def enquire(by, reason="She came to us after moving"):
    given, family, born, number = WHOLE
    return actions.send_enquiry(by=by, at=NOW, given_name=given, family_name=family, birth_date=born, personal_number=number, reason=reason)


def test_an_enquiry_reaches_the_holder_and_tells_the_asker_nothing_of_who_that_is(acting, cast, ana):
    with acting("vera") as vera:
        enquiry = enquire(vera)
        assert enquiry.due_at > NOW
        assert list(queries.enquiries_sent(vera)) == [enquiry]
        assert not queries.enquiries_to_answer(vera)
        assert not EnquiryTarget.objects.exists(), "the asker sees no target"
    with acting("drita") as drita:
        asked = queries.enquiries_to_answer(drita).get()
        assert (asked.target.person, asked.from_municipality_id, asked.asked_by.name) == (ana, cast.korce, "Vera Kola")


def test_the_holder_answers_once_and_the_person_can_see_it(acting, cast, ana):
    with acting("vera") as vera:
        enquiry = enquire(vera)
    with acting("drita") as drita:
        actions.answer_enquiry(by=drita, at=NOW, enquiry=enquiry, answer="Please call me: 022 800 900.")
        assert not queries.enquiries_to_answer(drita)
        assert journal(Verb.ENQUIRY_ANSWERED).get().person == ana.pk
        with pytest.raises(NotAllowed, match="answered by Drita Leka"):
            actions.answer_enquiry(by=drita, at=NOW, enquiry=enquiry, answer="Again")
    with acting("vera") as vera:
        answered = queries.enquiries_sent(vera).get()
        assert (answered.status, answered.answered_by_name) == (EnquiryStatus.ANSWERED, "Drita Leka")


def test_the_asker_cannot_answer_her_own_enquiry(acting, ana):
    with acting("vera") as vera:
        enquiry = enquire(vera)
        with pytest.raises(NotAllowed, match="that was asked"):
            actions.answer_enquiry(by=vera, at=NOW, enquiry=enquiry, answer="x")


def test_an_enquiry_says_why_and_an_answer_says_something(acting, ana):
    with acting("vera") as vera:
        with pytest.raises(NotAllowed, match="why you ask"):
            enquire(vera, reason="  ")
        enquiry = enquire(vera)
    with acting("drita") as drita, pytest.raises(NotAllowed, match="Write an answer"):
        actions.answer_enquiry(by=drita, at=NOW, enquiry=enquiry, answer=" ")


def test_asking_after_somebody_nobody_holds_leaves_a_trace_and_no_enquiry(acting):
    with acting("vera") as vera:
        with pytest.raises(NotAllowed, match="No other municipality"):
            enquire(vera)
        assert journal(Verb.KNOWN_ELSEWHERE_ASKED).get().reason == "not known"
        assert not Enquiry.objects.exists()


def test_an_enquiry_in_anothers_name_is_refused_by_the_database(acting, cast, ana):
    with acting("vera") as vera:
        enquiry = enquire(vera)
    with acting("drita"), pytest.raises(ProgrammingError, match="not your enquiry"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT guard.send_enquiry(%s, %s)", (enquiry.pk, ["x:1"]))


# What the database refuses


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("person_has_a_name", {"given_name": ""}),
        ("person_has_a_name", {"family_name": ""}),
        ("person_is_born_in_living_memory", {"birth_date": "1899-12-31"}),
        ("personal_number_has_its_form", {"personal_number": "12345"}),
    ],
)
def test_the_database_refuses_a_person_that_cannot_be(acting, ana, constraint, broken):
    with acting("besa"), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.filter(pk=ana.pk).update(**broken)


def test_the_database_refuses_one_number_for_two_people(acting, ana):
    with acting("besa") as besa:
        other = add(besa, personal_number=None)
        with pytest.raises(IntegrityError, match="personal_number_once_in_a_municipality"), transaction.atomic():
            Person.objects.filter(pk=other.pk).update(personal_number="J15504001A")


@pytest.mark.parametrize("half", [{"status": EnquiryStatus.ANSWERED}, {"answered_at": NOW}])
def test_the_database_refuses_half_an_answer(acting, ana, half):
    with acting("vera") as vera:
        enquiry = enquire(vera)
    with acting("drita"), pytest.raises(IntegrityError, match="enquiry_answer_is_whole"), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(**half)

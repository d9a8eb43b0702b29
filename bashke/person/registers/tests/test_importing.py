"""Drita brings Shkodër's register: what is read, what is refused, and that the same rows never count twice."""

import pytest
from django.db import IntegrityError, connection, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions as people
from bashke.person.people import queries as search
from bashke.person.people.models import Person, SearchToken
from bashke.person.registers import actions, queries
from bashke.person.registers.models import Heading, Import, Line, Problem, Upload
from bashke.person.registers.rules import Field, Severity, Status, guess

from .conftest import ARBEN, HEADINGS, MIRA, NOW, TOWN, ZEF, added, as_csv, as_xlsx, changed, checked, said


def counts(source):
    return (source.rows, source.ready, source.known, source.likely, source.wrong)


# Adding


def test_a_register_becomes_people_with_tokens_and_entries(drita, cast):
    source = added(drita)
    assert (source.status, source.added) == (Status.DONE, 3)
    arben = Person.objects.get(family_name="Doda")
    assert (arben.given_name, str(arben.birth_date), arben.sex, arben.personal_number) == ("Arben", "1971-05-04", "m", "H10504001A")
    assert (arben.phone, arben.address, arben.unit.name, arben.municipality_id) == (
        "069 200 0111",
        "Rruga e Kirit 3",
        "Shkodër",
        cast.shkoder,
    )
    entry = Entry.objects.get(person=arben.pk, verb=Verb.PERSON_ADDED)
    assert (entry.worker, entry.role, entry.municipality, entry.subject) == (
        cast.drita.worker,
        "supervisor",
        cast.shkoder,
        f"people.Person:{arben.pk}",
    )
    assert str(source.pk) in entry.reason


def test_who_came_of_a_register_is_the_same_as_who_was_added_by_hand(drita):
    added(drita, [ARBEN])
    poured = Person.objects.get(family_name="Doda")
    tokens = set(SearchToken.objects.filter(person=poured).values_list("token", flat=True))
    SearchToken.objects.filter(person=poured).delete()
    by_hand = people.add_person(
        by=drita, at=NOW, given_name="Arben", family_name="Doda", birth_date=poured.birth_date, sex="m", unit=poured.unit, phone=poured.phone,
        address=poured.address,
    )  # fmt: skip
    assert {t for t in tokens if t[0] not in "ix"} == {
        t for t in SearchToken.objects.filter(person=by_hand).values_list("token", flat=True) if t[0] != "x"
    }
    same = [field.name for field in Person._meta.concrete_fields if field.name not in {"id", "personal_number"}]
    assert {name: getattr(poured, name) for name in same} == {name: getattr(by_hand, name) for name in same}


FATHERS = [*HEADINGS, "Atësia"]


@pytest.mark.parametrize("heading", ["Atësia", "ATESIA", "Emri i babait", "Emri i atësisë", "Father's name"])
def test_the_fathers_name_is_known_by_its_usual_headings(heading):
    assert guess(["Emri", heading, "Mbiemri"]) == {0: Field.GIVEN_NAME, 1: Field.FATHER_NAME, 2: Field.FAMILY_NAME}


def test_the_fathers_name_of_a_register_is_kept_and_found(drita):
    added(drita, data=as_csv([[*ARBEN, "Petrit"], [*MIRA, ""], [*ZEF, "=1+1"]], FATHERS))
    assert list(Person.objects.order_by("given_name").values_list("father_name", flat=True)) == ["Petrit", "", ""]
    assert search.search(drita, "Arben", "Doda", father_name="Petrit")[0].score == 1
    assert said(Import.objects.get()) == [(4, "bad_father_name"), (4, "no_birth_date")]


def test_a_row_is_the_same_row_whether_its_empty_column_is_in_the_file_or_not(drita):
    added(drita)
    assert counts(checked(drita, data=as_csv([[*row, ""] for row in TOWN], FATHERS))) == (3, 0, 3, 0, 0)


def test_namesakes_without_a_date_are_two_people_when_their_fathers_differ(drita):
    added(drita, data=as_csv([[*ZEF, "Pal"]], FATHERS))
    again = [[*changed(ZEF, reference=f"R-{n}"), father] for n, father in ((7, "Ndue"), (8, "Pal"), (9, ""))]
    source = checked(drita, data=as_csv(again, FATHERS))
    assert {(row, code) for row, code in said(source) if code.startswith("likely")} == {
        (3, "likely_here"),
        (4, "likely_here"),
        (4, "likely_in_file"),
    }
    assert source.problems.get(row=3, code="likely_here").detail == "nf"


def test_whoever_came_of_a_register_is_found_by_the_desk(drita):
    added(drita)
    assert [hit.person.name for hit in search.search(drita, "Mirella", "Gjoka")] == ["Mirela Gjoka"]


def test_the_file_is_deleted_when_it_is_done(drita):
    added(drita)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        as_csv(TOWN, sign=","),
        as_csv(TOWN, sign="\t", encoding="utf-16"),
        as_csv(TOWN, encoding="cp1252"),
        as_csv(TOWN, encoding="utf-8-sig"),
        as_xlsx(TOWN),
    ],
)
def test_every_usual_kind_of_file_is_read_the_same(drita, data):
    assert counts(checked(drita, data=data)) == (3, 3, 0, 0, 0)


def test_the_same_rows_again_create_nobody(drita):
    added(drita)
    again = checked(drita, data=as_xlsx(TOWN))
    assert counts(again) == (3, 0, 3, 0, 0)
    with pytest.raises(NotAllowed, match="nobody to add"):
        actions.confirm(by=drita, at=NOW, source=again, leave_out=True, queue=False)
    assert Person.objects.count() == 3


def test_a_number_in_the_register_is_remembered_although_the_row_was_corrected(drita):
    added(drita)
    again = checked(drita, [changed(ZEF, given="Zefi", born="01.02.1950")])
    assert said(again) == [(2, "reference_known")]
    assert Line.objects.filter(reference="R-3").count() == 1


def test_a_title_above_the_headings_is_passed_over_and_rows_are_counted_as_the_sheet_counts(drita):
    data = as_csv([["Emri", "Mbiemri"], ["Ana", ""]], headings=["Regjistri i bashkisë", ""])
    assert [(p.row, p.column, p.code) for p in checked(drita, data=data).problems.filter(severity=Severity.WRONG)] == [
        (3, "Mbiemri", "no_family_name")
    ]


# What is wrong


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"given": ""}, "no_given_name"),
        ({"family": " - "}, "no_family_name"),
        ({"given": "=cmd|' /C calc'!A0"}, "not_a_name"),
        ({"given": "A" * 61}, "name_too_long"),
        ({"born": "31.02.1971"}, "bad_date"),
        ({"born": "05/25/1971"}, "bad_date"),
        ({"born": "4.5.71"}, "short_year"),
        ({"born": "24.11.2026"}, "future_date"),
        ({"born": "04.05.1871"}, "old_date"),
        ({"number": "10504001"}, "bad_number"),
    ],
)
def test_nonsense_keeps_a_row_out_and_says_where(drita, changes, code):
    source = checked(drita, [changed(ARBEN, **changes), MIRA])
    assert counts(source) == (2, 1, 0, 0, 1)
    problem = source.problems.get(severity=Severity.WRONG)
    assert (problem.row, problem.code, bool(problem.column), bool(queries.sentence(problem))) == (2, code, True, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"born": ""}, "no_birth_date"),
        ({"born": "05.05.1971"}, "number_says_other"),
        ({"sex": "?!"}, "unknown_sex"),
        ({"unit": "Atlantida"}, "unknown_unit"),
        ({"phone": "pyet fqinjin"}, "bad_phone"),
        ({"address": "R" * 300}, "address_cut"),
        ({"reference": "9" * 41}, "reference_cut"),
    ],
)
def test_a_small_thing_is_noted_and_the_person_is_added(drita, changes, code):
    source = added(drita, [changed(ARBEN, **changes)])
    assert (source.added, said(source)) == (1, [(2, code)])


def test_the_same_person_twice_in_the_file_is_one_person(drita):
    rows = [ARBEN, changed(MIRA, number="H10504001A"), changed(ZEF, reference="R-1"), ARBEN]
    source = checked(drita, rows)
    assert [(p.row, p.code, p.other_row) for p in source.problems.filter(severity=Severity.WRONG).order_by("row")] == [
        (3, "number_twice", 2), (4, "reference_twice", 2), (5, "row_twice", 2),
    ]  # fmt: skip


def test_a_number_that_belongs_to_another_name_is_nonsense(drita):
    added(drita, [ARBEN])
    source = checked(drita, [changed(MIRA, number="H10504001A")])
    assert said(source)[0] == (2, "number_of_another")
    assert source.wrong == 1


# Likely duplicates

LIKELY = [
    ({"given": "Arbën", "number": ""}, "bn"),
    ({"family": "Dodaj", "number": ""}, "bn"),
    ({"born": "05.04.1971", "number": ""}, "yn"),
    ({"born": "", "number": ""}, "n"),
    ({"number": "H10504001B"}, "bn"),
    ({"given": "Doda", "family": "Arben", "number": ""}, "bn"),
]
ANOTHER = [
    {"given": "Agron", "number": ""},  # a twin
    {"number": "H10504777C"},
    {"born": "04.05.1961", "number": ""},
]


@pytest.mark.parametrize(("changes", "why"), LIKELY)
def test_a_likely_duplicate_is_listed_with_its_reasons_and_not_added(drita, changes, why):
    added(drita, [ARBEN])
    source = added(drita, [changed(ARBEN, reference="R-9", **changes), MIRA])
    problem = source.problems.get(severity=Severity.LIKELY)
    assert (problem.row, problem.code, problem.detail, problem.person.family_name) == (2, "likely_here", why, "Doda")
    assert (source.added, Person.objects.count()) == (1, 2)


@pytest.mark.parametrize(("changes", "why"), LIKELY)
def test_a_likely_duplicate_inside_the_file_is_found_too(drita, changes, why):
    source = checked(drita, [ARBEN, changed(ARBEN, reference="R-9", **changes)])
    problem = source.problems.get(severity=Severity.LIKELY)
    assert (problem.row, problem.other_row, problem.code, problem.detail) == (3, 2, "likely_in_file", why)


@pytest.mark.parametrize("changes", ANOTHER)
def test_twins_and_namesakes_are_two_people(drita, changes):
    added(drita, [ARBEN])
    assert added(drita, [changed(ARBEN, reference="R-9", **changes)]).added == 1
    assert Person.objects.count() == 2


def test_a_person_decides_and_only_then_another_person_is_added(drita):
    added(drita, [ARBEN])
    source = checked(drita, [changed(ARBEN, reference="R-9", family="Dodaj", number="")])
    problem = source.problems.get(severity=Severity.LIKELY)
    actions.decide(by=drita, problem=problem, decision="same")
    source.refresh_from_db()
    assert counts(source) == (1, 0, 1, 0, 0)
    actions.decide(by=drita, problem=problem, decision="other")
    source.refresh_from_db()
    assert counts(source) == (1, 1, 0, 0, 0)
    actions.confirm(by=drita, at=NOW, source=source, leave_out=False, queue=False)
    assert actions.add(by=drita, at=NOW, source=source.pk).added == 1
    with pytest.raises(NotAllowed, match="before the import is confirmed"):
        actions.decide(by=drita, problem=Problem.objects.get(source=source, severity=Severity.LIKELY), decision="same")


# The order of things


def test_rows_that_stay_out_are_said_aloud(drita):
    source = checked(drita, [changed(ARBEN, given=""), MIRA])
    with pytest.raises(NotAllowed, match="left out"):
        actions.confirm(by=drita, at=NOW, source=source, leave_out=False, queue=False)
    assert not Person.objects.exists()


def test_the_second_who_confirms_is_told(drita):
    source = checked(drita)
    actions.confirm(by=drita, at=NOW, source=source, leave_out=False, queue=False)
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        actions.confirm(by=drita, at=NOW, source=source, leave_out=False, queue=False)
    other = checked(drita, [changed(ZEF, reference="R-8", given="Pal")])
    with pytest.raises(NotAllowed, match="Another register is being added"):
        actions.confirm(by=drita, at=NOW, source=other, leave_out=False, queue=False)


def test_when_the_world_changed_since_the_check_nobody_is_added_and_a_person_looks_again(drita):
    source = checked(drita)
    actions.confirm(by=drita, at=NOW, source=source, leave_out=False, queue=False)
    people.add_person(by=drita, at=NOW, given_name="Arben", family_name="Doda", personal_number="H10504001A")
    source = actions.add(by=drita, at=NOW, source=source.pk)
    assert (source.status, source.added, counts(source)) == (Status.CHECKED, None, (3, 2, 1, 0, 0))
    assert Person.objects.count() == 1


def test_an_abandoned_import_leaves_no_name_behind(drita):
    source = checked(drita, [changed(ARBEN, given="")])
    actions.abandon(by=drita, at=NOW, source=source)
    assert not Upload.objects.exists()
    assert not Problem.objects.exists()
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        actions.abandon(by=drita, at=NOW, source=source)


def test_what_a_municipality_calls_its_columns_is_remembered(drita):
    odd = ["Kod", "Si e quajnë", "E kujt", *HEADINGS[3:]]
    source = actions.receive(by=drita, at=NOW, file_name="a.csv", data=as_csv(TOWN, odd))
    assert Field.GIVEN_NAME not in actions.guessed(source).values()
    told = {**actions.guessed(source), 1: Field.GIVEN_NAME, 2: Field.FAMILY_NAME}
    actions.match(by=drita, at=NOW, source=source, mapping=told, queue=False)
    again = actions.receive(by=drita, at=NOW, file_name="b.csv", data=as_csv(TOWN, odd))
    assert actions.guessed(again) == told
    assert Heading.objects.count() == len(told)


def test_without_a_column_for_a_name_nothing_is_checked(drita):
    source = actions.receive(by=drita, at=NOW, file_name="a.csv", data=as_csv(TOWN))
    with pytest.raises(NotAllowed, match="Say which column"):
        actions.match(by=drita, at=NOW, source=source, mapping={1: Field.GIVEN_NAME}, queue=False)


def test_every_step_is_in_the_journal(drita, cast):
    source = added(drita)
    verbs = Entry.objects.filter(subject=f"registers.Import:{source.pk}").order_by("id").values_list("verb", "worker")
    assert list(verbs) == [
        (verb, cast.drita.worker) for verb in (Verb.REGISTER_RECEIVED, Verb.REGISTER_CHECKED, Verb.REGISTER_CONFIRMED, Verb.REGISTER_ADDED)
    ]


# The wall


def test_vera_cannot_see_shkoders_import(drita, acting):
    source = added(drita, [changed(ARBEN, given=""), MIRA])
    with acting("vera") as vera:
        assert not Import.objects.exists()
        assert not Problem.objects.exists()
        assert not Line.objects.exists()
        assert not Import.objects.visible_to(vera).exists()
        with pytest.raises(Import.DoesNotExist):
            actions.abandon(by=vera, at=NOW, source=source)


def test_a_line_cannot_lie_about_whose_it_is(drita, acting):
    with acting("vera") as vera:
        of_korce = people.add_person(by=vera, at=NOW, given_name="Vjollca", family_name="Kote")
    with acting("drita"), connection.cursor() as cursor:
        source = added(drita)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="line_is_of_a_person_here"), transaction.atomic():
            Line.objects.create(person_id=of_korce.pk, municipality_id=source.municipality_id, source=source, digest="0" * 32)


def test_the_same_register_in_korce_makes_koeces_own_people(drita, acting):
    added(drita)
    with acting("vera") as vera:
        assert added(vera).added == 3
        assert Person.objects.count() == 3

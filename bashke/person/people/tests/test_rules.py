"""Names that sound alike, numbers that have their form, identities that are whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.law.rules import NotAllowed
from bashke.person.people.rules import (
    age_on,
    boxes,
    check_birth_date,
    checked_personal_number,
    clean_personal_number,
    is_near,
    is_worth_showing,
    matches,
    near_dates,
    plain,
    query_tokens,
    score,
    search_tokens,
    sound,
    whole_identity,
)

BORN = date(1991, 5, 4)
ANA = search_tokens("Ana", "Marku", BORN, "J15504001A")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xhevahire", "Xhevaire"), ("Hoxha", "Hoxa"), ("Qemal", "Cemal"), ("Gjoka", "Gioka"), ("Besa", "Bese"), ("Ana", "Anë"),
        ("Çela", "Cela"), ("Kryeziu", "Krieziu"), ("Shpresa", "SHPRESA"), ("Arlinda", "Arllinda"), ("Ymer", "Imer"), ("Përparim", "Perparim"),
        ("Anna", "Ana"), ("Rrapo", "Rapo"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_are_found_together(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Ana", "Ina"), ("Besa", "Beni"), ("Marku", "Marka"), ("Leka", "Luka"), ("Drita", "Driton")])
def test_different_names_stay_different(one, other):
    assert sound(one) != sound(other)


def test_plain_keeps_letters_only():
    assert plain("  Fatmira  Çela-Hoxhë ") == "fatmira cela hoxhe"
    assert plain("Αθήνα 12") == ""


@given(st.text(max_size=60))
def test_no_name_breaks_the_sound(name):
    assert len(sound(name)) <= 4 * len(name) + 4
    assert sound(sound(name).upper()) is not None


@pytest.mark.parametrize(("day", "age"), [(date(2026, 5, 3), 34), (date(2026, 5, 4), 35), (date(1991, 5, 4), 0)])
def test_age_changes_on_the_birthday(day, age):
    assert age_on(BORN, day) == age
    assert age_on(None, day) is None


@pytest.mark.parametrize(("typed", "number"), [("j15504001a", "J15504001A"), (" J15 504 001 A ", "J15504001A"), ("", None), ("  ", None)])
def test_a_personal_number_is_cleaned(typed, number):
    assert clean_personal_number(typed) == number


@pytest.mark.parametrize("typed", ["15504001", "JJ5504001A", "J1550400A", "J155040011A", "J15504001A;--"])
def test_a_personal_number_without_its_form_is_refused_in_a_sentence(typed):
    with pytest.raises(NotAllowed, match="one letter, eight digits"):
        checked_personal_number(typed)


def test_a_birth_date_lies_in_living_memory_and_not_in_the_future():
    check_birth_date(None, date(2026, 11, 23))
    check_birth_date(date(2026, 11, 23), date(2026, 11, 23))
    with pytest.raises(NotAllowed, match="future"):
        check_birth_date(date(2026, 11, 24), date(2026, 11, 23))
    with pytest.raises(NotAllowed, match="1900"):
        check_birth_date(date(1899, 12, 31), date(2026, 11, 23))


@pytest.mark.parametrize(
    "pieces",
    [("Ana", "Marku", None, None), ("Ana", "", BORN, None), ("", "Marku", BORN, None), ("", "", BORN, None), ("Ана", "Марку", BORN, None)],
)
def test_pieces_are_no_whole_identity(pieces):
    assert whole_identity(*pieces) == []


def test_a_whole_identity_is_the_number_or_the_full_name_with_the_full_date():
    both = whole_identity("Ana", "Marku", BORN, "J15504001A")
    assert both == whole_identity("", "", None, "J15504001A") + whole_identity("ANA", " marku ", BORN, None)
    assert not any("ana" in mark or "J155" in mark for mark in both)


def test_sounds_do_not_make_a_whole_identity():
    assert whole_identity("Anna", "Marku", BORN, None) != whole_identity("Ana", "Marku", BORN, None)


def test_a_search_inside_compares_pieces_and_never_the_whole_identity():
    assert all(token[0] in "nbyif" for token in query_tokens("Ana", "Marku", BORN, "J15504001A", father_name="Zef"))


def test_the_fathers_name_raises_when_it_is_the_same_lowers_when_it_is_another_and_says_nothing_when_unknown():
    asked = query_tokens("Ana", "Marku", None, None, father_name="Përparim")
    same, near, unknown, other = (search_tokens("Ana", "Marku", BORN, None, father) for father in ("Perparim", "Perpatim", "", "Ndue"))
    assert score(asked, same) == 1 > score(asked, near) > score(asked, unknown) > score(asked, other)
    assert [matches(asked, known) for known in (same, near, unknown, other)] == [["n", "f"], ["n", "g"], ["n"], ["n"]]


def test_a_fathers_name_is_no_name_of_hers():
    asked = query_tokens("Ana", "Zefi", None, None)
    assert matches(asked, search_tokens("Ana", "Marku", None, None, "Zefi")) == ["n"]
    assert not is_worth_showing(
        matches(query_tokens("", "", None, None, father_name="Zef"), search_tokens("Ana", "Marku", None, None, "Zef"))
    )


@pytest.mark.parametrize(
    ("asked", "better_than"),
    [
        (("Ana", "Marku", BORN, None), ("Ana", "Marku", date(1991, 4, 5), None)),
        (("Ana", "Marku", date(1991, 4, 5), None), ("Ana", "Marku", date(1980, 4, 5), None)),
        (("Ana", "Marku", None, "J15504001A"), ("Ana", "Marku", None, "J99999999Z")),
        (("Ana", "Marku", None, None), ("Ana", "Hoxha", None, None)),
    ],
)
def test_the_nearer_what_was_asked_the_higher_the_score(asked, better_than):
    assert score(query_tokens(*asked), ANA) > score(query_tokens(*better_than), ANA)


def test_everything_matched_is_one_and_nothing_asked_is_none():
    assert score(query_tokens("Ana", "Marku", BORN, "J15504001A"), ANA) == 1
    assert score(set(), ANA) == 0


def test_the_reasons_are_said_strongest_first_and_a_date_says_its_year():
    assert matches(query_tokens("Anna", "X", BORN, None), ANA) == ["b", "n"]
    assert matches(query_tokens("Anna", "X", date(1991, 1, 1), None), ANA) == ["n", "y"]


@pytest.mark.parametrize("known", [date(1991, 4, 5), date(1991, 5, 3), date(1991, 5, 5), date(1990, 5, 4), date(1992, 5, 4)])
def test_a_birth_date_with_one_slip_is_near(known):
    assert known in near_dates(BORN)
    assert BORN in near_dates(known)


@pytest.mark.parametrize("known", [BORN, date(1991, 5, 6), date(1993, 5, 4), date(1990, 5, 3)])
def test_the_same_date_and_another_are_not_near(known):
    assert known not in near_dates(BORN)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_near_goes_both_ways_also_at_the_end_of_february(born):
    assert all(born in near_dates(other) for other in near_dates(born))


@pytest.mark.parametrize(
    ("one", "other"), [("albana", "albama"), ("gzim", "gezim"), ("hoksa", "hokas"), ("zenel", "zenele"), ("afrdit", "efrdit")]
)
def test_two_words_one_slip_apart_are_near(one, other):
    assert is_near(one, other)
    assert is_near(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("ana", "ama"), ("albana", "albana"), ("albana", "elbame"), ("mirela", "mira"), ("besnik", "bes")]
)
def test_short_words_the_same_word_and_two_slips_are_not(one, other):
    assert not is_near(one, other)


def test_what_is_nearly_the_same_says_less_than_what_is_the_same():
    albana = search_tokens("Albana", "Dushku", BORN, None)
    exact, near, other = (
        score(query_tokens("Albana", "Dushku", born, None), albana) for born in (BORN, date(1990, 5, 4), date(1985, 2, 3))
    )
    assert exact == 1 > near > other
    exact, near, other = (score(query_tokens(name, "Dushku", None, None), albana) for name in ("Albana", "Albama", "Mimoza"))
    assert exact == 1 > near > other


def test_a_year_where_the_day_is_not_known_says_less_the_further_away_it_is():
    ages = [score(query_tokens("Ana", "Marku", None, None, year), ANA) for year in (1991, 1992, 1994, 1970)]
    assert ages == sorted(ages, reverse=True)
    assert len(set(ages)) == 4
    assert query_tokens("Ana", "Marku", BORN, None, 1950) == query_tokens("Ana", "Marku", BORN, None)


def test_a_slip_of_the_date_and_of_the_name_is_worth_showing_and_one_of_them_is_chance():
    assert matches(query_tokens("Albama", "Fishta", date(1992, 5, 4), None), search_tokens("Albana", "Dushku", BORN, None)) == ["d", "s"]
    assert is_worth_showing(["d", "s"])
    assert is_worth_showing(["n"])
    assert not is_worth_showing(["d"])
    assert not is_worth_showing([])


def test_the_words_of_one_box_are_taken_for_two():
    assert boxes("Ana Lule", "Marku") == (["n:an", "n:lul"], ["n:marku"])
    assert boxes("Ana Marku", "") == (["n:an"], ["n:marku"])
    assert boxes("", "Marku") == (["n:marku"], [])
    assert boxes("", "-") == ([], [])

"""Albanian order, distances, names in addresses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.territory.rules import ALPHABET, distance_km, slug, sort_key

ALBANIAN = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh".split()
WORDS = st.lists(st.sampled_from([*ALBANIAN, " ", "-", "w", "7"]), max_size=12).map("".join)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def in_order(words: list[str]) -> list[str]:
    return sorted(words, key=sort_key)


def test_the_alphabet_has_its_thirty_six_letters_in_order() -> None:
    assert len(ALBANIAN) == 36
    assert in_order(list(reversed(ALBANIAN))) == ALBANIAN
    assert [letter for letter in ALPHABET if letter != "w"] == ALBANIAN


def test_municipalities_stand_as_in_an_albanian_list() -> None:
    names = ["Gjirokastër", "Gramsh", "Çorovodë", "Cërrik", "Divjakë", "Dhërmi", "Shkodër", "Skrapar", "Rrogozhinë", "Roskovec"]
    assert in_order(names) == [
        "Cërrik", "Çorovodë", "Divjakë", "Dhërmi", "Gramsh", "Gjirokastër", "Roskovec", "Rrogozhinë", "Skrapar", "Shkodër",
    ]  # fmt: skip


def test_a_shorter_name_comes_before_a_longer_one() -> None:
    assert in_order(["Fushë-Krujë", "Fushë", "Fush"]) == ["Fush", "Fushë", "Fushë-Krujë"]


def test_capitals_and_blanks_do_not_count() -> None:
    assert sort_key("  VAU  i Dejës ") == sort_key("vau i dejës")


def test_an_accent_written_as_two_signs_is_the_same_letter() -> None:
    assert sort_key(unicodedata.normalize("NFD", "Çorovodë")) == sort_key("Çorovodë")


def test_foreign_letters_follow_the_albanian_alphabet() -> None:
    assert in_order(["Ždrelo", "Zhur", "Ωmega"]) == ["Zhur", "Ždrelo", "Ωmega"]


@given(WORDS, WORDS)
def test_two_different_words_never_share_a_place(one: str, other: str) -> None:
    same = " ".join(one.split()) == " ".join(other.split())
    assert (sort_key(one) == sort_key(other)) is same


@given(st.text(), st.text(), st.text())
def test_the_order_is_total(one: str, other: str, third: str) -> None:
    first, second, last = sorted((one, other, third), key=sort_key)
    assert sort_key(first) <= sort_key(second) <= sort_key(last)
    assert all(sign.isascii() and sign.islower() for sign in sort_key(one))


@given(st.text(alphabet="abcdefgijklmopqtuvxyzçë ", max_size=10), st.sampled_from(["a", "e", "ë", "u"]))
def test_a_beginning_always_comes_before_the_whole(beginning: str, more: str) -> None:
    assert sort_key(beginning) <= sort_key(beginning + more)


@pytest.mark.parametrize(
    ("name", "address"),
    [("Fushë-Krujë", "fushe-kruje"), ("Vau i Dejës", "vau-i-dejes"), ("Çorovodë", "corovode"), ("  --  ", "")],
)
def test_a_name_in_an_address_has_plain_letters(name: str, address: str) -> None:
    assert slug(name) == address


def test_tirana_is_about_eighty_two_kilometres_from_shkodra() -> None:
    assert distance_km(41.32750, 19.81889, 42.06828, 19.51258) == pytest.approx(86.2, abs=1.0)


@given(POINTS, POINTS)
def test_there_is_as_far_as_back(one: tuple[float, float], other: tuple[float, float]) -> None:
    there, back = distance_km(*one, *other), distance_km(*other, *one)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


@given(POINTS)
def test_here_is_no_distance_away(here: tuple[float, float]) -> None:
    assert distance_km(*here, *here) == 0

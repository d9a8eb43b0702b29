"""People as the census has them: how many where, of which age, in which homes. No database."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bashke.ground.law.queries import term, terms
from bashke.person.casework.rules import NEXT_NEED, NeedStatus
from bashke.person.people.rules import PERSONAL_NUMBER, age_on
from bashke.site.demo.census import ADULT, Home, Place, apportion, chance, homes, sheet
from bashke.site.demo.lives.asking import FLAGS
from bashke.site.demo.lives.closing import GONE
from bashke.site.demo.lives.serving import GAPS
from bashke.site.demo.lives.world import ASKED_BY_AGE

TODAY = date(2026, 2, 28)
PLACE = Place("AL154", 3, ((1, "Shkodër", 6), (2, "Rrethinat", 1)))


def _homes(people: int = 1000, seed: int = 1) -> list[Home]:
    return list(homes(PLACE, people, TODAY, chance(seed)))


@given(st.integers(0, 200_000), st.dictionaries(st.text(min_size=1, max_size=5), st.integers(1, 600_000), min_size=1, max_size=61))
def test_shares_are_within_one_of_the_exact_share_and_sum_to_the_total(total: int, weights: dict[str, int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    assert all(abs(parts[key] - total * weight / whole) < 1 for key, weight in weights.items())


@pytest.mark.parametrize("people", [1, 2, 7, 31, 1000])
def test_homes_hold_exactly_as_many_people_as_were_asked_for(people: int) -> None:
    assert sum(len(home.members) for home in _homes(people)) == people


def test_nobody_under_twenty_lives_without_an_adult() -> None:
    assert all(any(human.age >= ADULT for human in home.members) for seed in range(5) for home in _homes(300, seed))


def test_homes_are_as_large_as_the_census_says() -> None:
    sizes = [len(home.members) for home in _homes(5000)]
    assert sum(sizes) / len(sizes) == pytest.approx(2_402_113 / 755_950, rel=0.03)


def test_children_of_a_couple_have_the_given_name_of_its_man_as_fathers_name_where_it_is_known() -> None:
    known = 0
    everybody = [human for home in _homes(3000) for human in home.members]
    for home in _homes(3000):
        man = next((human for human in home.members[:2] if human.sex == "m"), None)
        children = [
            human for human in home.members[2:] if man and human.father_name and min(man.age, home.members[0].age) - human.age >= 16
        ]
        known += len(children)
        assert man is None or all(child.father_name == man.given_name for child in children)
    assert known > 300
    assert sum(bool(human.father_name) for human in everybody) / len(everybody) == pytest.approx(0.92, abs=0.02)


def test_everybody_is_as_old_as_the_birth_date_says() -> None:
    assert all(age_on(human.birth_date, TODAY) == human.age for home in _homes() for human in home.members)


def test_a_personal_number_has_its_form_and_is_given_once() -> None:
    numbers = [human.personal_number for home in _homes(3000) for human in home.members if human.personal_number]
    assert all(PERSONAL_NUMBER.match(number) for number in numbers)
    assert max(Counter(numbers).values()) == 1
    assert 0.92 < len(numbers) / 3000 < 0.99


def test_a_personal_number_can_be_nobodys() -> None:
    """Real ones end in a check letter from A to W."""
    assert all(human.personal_number.endswith("Z") for home in _homes() for human in home.members if human.personal_number)


def test_two_municipalities_never_give_the_same_number() -> None:
    other = Place("AL343", 4, PLACE.units)
    here = {human.personal_number for home in _homes(2000) for human in home.members} - {None}
    there = {human.personal_number for home in homes(other, 2000, TODAY, chance(1)) for human in home.members} - {None}
    assert not here & there


def test_the_same_seed_brings_the_same_people_and_another_seed_others() -> None:
    assert _homes(seed=1) == _homes(seed=1)
    assert _homes(seed=1) != _homes(seed=2)


def test_the_pyramid_says_that_it_is_assumed_and_sums_to_a_thousand() -> None:
    groups, sizes = sheet("pyramid")["groups"], sheet("pyramid")["households"]
    assert sum(group["f"] + group["m"] for group in groups) == pytest.approx(1000)
    assert sum(sizes.values()) == 1000


def test_every_need_has_words() -> None:
    for row in terms("domain"):
        found = sheet("words")["domains"][row.code]
        assert all(found[kind] for kind in ("asks", "purpose", "goal", "worker", "person"))
    for code in ASKED_BY_AGE[0][1]:
        assert sheet("words")["domains"][code]["child"]


def test_every_code_of_the_demo_is_one_of_the_law() -> None:
    words = sheet("words")
    for kind, codes in {
        "refusal_reason": words["refusal"], "decline_reason": words["decline"], "closure_reason": {*words["outcome"], *GONE},
        "unmet_reason": {*GAPS, "no_place", "no_such_service", "provider_declined", *(reason for _, _, reason in GONE.values() if reason)},
        "domain": {*words["domains"], *FLAGS, *(code for _, table in ASKED_BY_AGE for code in table)},
        "red_flag": {flag for flags in FLAGS.values() for flag in flags},
    }.items():  # fmt: skip
        assert {term(kind, code).code for code in codes} == set(codes)


def test_services_are_of_the_typology_and_answer_what_their_type_can() -> None:
    for row in sheet("providers")["services"]:
        assert set(row["domains"]) <= set(term("service_type", row["type"]).extra["domains"])


def test_whoever_goes_gives_every_need_a_possible_answer() -> None:
    for _, to, _reason in GONE.values():
        assert all(to in NEXT_NEED[status] for status in (NeedStatus.OPEN, NeedStatus.PLANNED))

"""When two entries are probably one person. Certain are only equal numbers; everything here is for a person to decide."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bashke.person.people.rules import is_near, plain, sound


class Known(NamedTuple):
    """What two entries are compared by."""

    given_name: str
    family_name: str
    birth_date: date | None
    personal_number: str | None
    father_name: str = ""


@lru_cache(50_000)  # in a register names repeat
def sounds(name: str) -> tuple[str, ...]:
    return tuple(said for word in plain(name).split() if (said := sound(word)))


def heard(who: Known) -> frozenset[str]:
    """The sounds of all names of one person, in whichever boxes they stand."""
    return _heard(who.given_name, who.family_name)


def alike(one: Known, other: Known) -> str:
    """The kinds of pieces in common, the strongest first ("ibn"), when both are probably one person; else nothing.

    - Numbers that differ in more than one sign are two people, whatever else is the same.
    - The same day of birth: the given names sound alike, and the family names do too or one has changed (marriage). Twins share
      everything but the given name, so a family name and a day alone say nothing.
    - All names sound alike: the days of birth are a slip apart (day and month exchanged, or one of them wrong in the same year), or
      one of them is not known. Then two fathers' names that have nothing in common are two people.
    - Numbers one sign apart and the same given name.
    """
    near = _near(one.personal_number, other.personal_number)
    if one.personal_number and other.personal_number and one.personal_number != other.personal_number and not near:
        return ""
    given = _share(one.given_name, other.given_name)
    if one.birth_date and one.birth_date == other.birth_date:
        crossed = _share(one.given_name, other.family_name) and _share(one.family_name, other.given_name)
        return "bn" if given or crossed else ""
    if near and given:
        return "in"
    if heard(one) != heard(other):
        return ""
    fathers = bool(one.father_name and other.father_name)
    same_father = fathers and _share(one.father_name, other.father_name)
    if one.birth_date is None or other.birth_date is None:
        return "" if fathers and not same_father else "nf" if same_father else "n"
    return "yn" if _slip(one.birth_date, other.birth_date) else ""


@lru_cache(50_000)
def _heard(given_name: str, family_name: str) -> frozenset[str]:
    return frozenset((*sounds(given_name), *sounds(family_name)))


def _near(one: str | None, other: str | None) -> bool:
    return (
        bool(one and other) and len(one or "") == len(other or "") and sum(a != b for a, b in zip(one or "", other or "", strict=True)) == 1
    )


def _slip(one: date, other: date) -> bool:
    if one.year != other.year:
        return False
    return (one.month, one.day) == (other.day, other.month) or one.month == other.month or one.day == other.day


def _share(one: str, other: str) -> bool:
    """One word of each sounds alike, or is one letter apart, or a short form of the other (`Besnik`, `Bes`)."""
    return any(a == b or is_near(a, b) for a in sounds(one) for b in sounds(other))

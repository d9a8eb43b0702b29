"""Two screenings: how urgent a request is, and whether a person has a disability in the international sense."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

ANSWERS = ("no_difficulty", "some_difficulty", "a_lot_of_difficulty", "cannot_do")
"""The four answers of the Washington Group Short Set, from least to most difficulty."""

SEVERE = frozenset({"a_lot_of_difficulty", "cannot_do"})


class TriageClass(StrEnum):
    """How soon a request must be answered. Ordered: `TriageClass.EMERGENCY > TriageClass.URGENT`."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def weight(self) -> int:
        """0 routine to 3 emergency; for sorting only, never for adding."""
        return list(TriageClass).index(self)

    def __lt__(self, other: object) -> bool:
        return self.weight < _weight(other)

    def __le__(self, other: object) -> bool:
        return self.weight <= _weight(other)

    def __gt__(self, other: object) -> bool:
        return self.weight > _weight(other)

    def __ge__(self, other: object) -> bool:
        return self.weight >= _weight(other)


def _weight(other: object) -> int:
    if isinstance(other, str):
        return TriageClass(other).weight
    raise TypeError(f"Cannot compare a triage class with {other!r}.")


def triage_class(flags: Iterable[TriageClass]) -> TriageClass:
    """The class of the worst red flag. Never a sum: three small worries do not hide one danger. No flag: routine."""
    return max(flags, default=TriageClass.ROUTINE)


def has_disability(answers: Mapping[str, str]) -> bool:
    """At least one of the six domains with "a lot of difficulty" or "cannot do at all" (the Group's recommended cut-off).

    `answers` maps question code to one of `ANSWERS`; unanswered questions may be left out. Only for statistics and for
    offering help: it never decides a benefit.
    """
    for question, answer in answers.items():
        if answer not in ANSWERS:
            raise ValueError(f"{answer!r} is not an answer to {question!r}.")
    return any(answer in SEVERE for answer in answers.values())

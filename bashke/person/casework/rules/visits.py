"""Appointments: arranged, and afterwards what became of them. No database, no clock."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed

FURTHEST = 366  # days ahead; whoever writes a later day mistyped the year


class VisitKind(StrEnum):
    HOME = "home"
    OFFICE = "office"
    CALL = "call"


class VisitStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"  # worker and person met or spoke
    MISSED = "missed"  # nobody at home, nobody came, nobody answered
    MOVED = "moved"  # to another moment: a new appointment follows it
    CALLED_OFF = "called_off"


V = VisitStatus
OUTCOMES = frozenset({V.HELD, V.MISSED})
# A slip of the finger is put right: who was marked as not there was there after all, and the other way round.
NEXT_VISIT: dict[VisitStatus, set[VisitStatus]] = {
    V.PLANNED: {V.HELD, V.MISSED, V.MOVED, V.CALLED_OFF},
    V.HELD: {V.MISSED},
    V.MISSED: {V.HELD},
    V.MOVED: set(),
    V.CALLED_OFF: set(),
}


def check_visit_move(current: VisitStatus, wanted: VisitStatus, words: Mapping[str, object]) -> None:
    """`words` say each status in the sentence of a refusal."""
    if wanted not in NEXT_VISIT[current]:
        raise NotAllowed("This appointment was recorded already: %(now)s.", now=words[current])


def check_day(day: date, opened: date, today: date) -> None:
    """An appointment lies within the case and not years ahead; a past day is a visit nobody had arranged."""
    if day < opened:
        raise NotAllowed("On that day the case was not open yet. Look at the date again.")
    if (day - today).days > FURTHEST:
        raise NotAllowed("That day is more than a year ahead. Look at the date again.")


def check_outcome_day(day: date, today: date) -> None:
    if day > today:
        raise NotAllowed("This appointment lies ahead. Record it afterwards, move it or call it off.")


def check_ahead(moved_to: date, today: date) -> None:
    if moved_to < today:
        raise NotAllowed("The new day lies in the past. Choose one that is still to come.")

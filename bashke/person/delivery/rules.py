"""The way of an enrolment, and what its outcome does to the need. No database, no clock."""

from enum import StrEnum

from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.rules import NeedStatus


class Status(StrEnum):
    WAITING = "waiting"  # accepted, no place yet
    ENROLLED = "enrolled"
    ENDED = "ended"


class Outcome(StrEnum):
    MET = "met"  # the need is met
    PARTLY = "partly"  # better, and more is needed
    NOT_MET = "not_met"
    LEFT = "left"  # the person stopped coming or said no


NEXT: dict[Status, set[Status]] = {Status.WAITING: {Status.ENROLLED, Status.ENDED}, Status.ENROLLED: {Status.ENDED}, Status.ENDED: set()}

# What an outcome makes of the need, and the listed reason when that is "unmet".
NEED_AFTER: dict[Outcome, tuple[NeedStatus, str]] = {
    Outcome.MET: (NeedStatus.MET, ""),
    Outcome.PARTLY: (NeedStatus.PLANNED, ""),  # back to the worker, who plans what is still missing
    Outcome.NOT_MET: (NeedStatus.PLANNED, ""),
    Outcome.LEFT: (NeedStatus.UNMET, "refused_by_person"),
}


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("An enrolment that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


def check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= 24 * 60:
        raise NotAllowed("A session lasts between 5 minutes and 24 hours; %(minutes)s minutes were given.", minutes=minutes)

"""An emergency place: whom it suits, how a stay goes on, and when somebody must say where she goes. No database, no clock."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from bashke.ground.directory.rules import EMERGENCY
from bashke.ground.law.rules import NotAllowed, Term, Text
from bashke.person.people.rules import Sex

MOST_PEOPLE = 12


class Status(StrEnum):
    HELD = "held"  # the place is hers from now on; she is on the way
    STAYING = "staying"
    RUN_OUT = "run_out"  # the hours are over and nobody has said where she goes; her bed stays hers
    ENDED = "ended"


NEXT: dict[Status, set[Status]] = {
    Status.HELD: {Status.STAYING, Status.ENDED},
    Status.STAYING: {Status.RUN_OUT, Status.ENDED},
    Status.RUN_OUT: {Status.ENDED},
    Status.ENDED: set(),
}
LIVE = frozenset(Status) - {Status.ENDED}

WORDS: dict[Status, Text] = {
    Status.HELD: Text("vendi i mbajtur, pritet të vijë", "place held, expected"),
    Status.STAYING: Text("është këtu", "is there"),
    Status.RUN_OUT: Text("orët mbaruan pa përgjigje", "the hours are over without an answer"),
    Status.ENDED: Text("përfunduar", "ended"),
}


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did."""
    if wanted not in NEXT[current]:
        raise NotAllowed("Somebody has already changed this stay: it is now “%(now)s”. Nothing was changed again.", now=WORDS[current])


def group_of(sex: Sex, age: int | None, people: int, *, adult_from: int) -> str:
    """For whom a place is looked for: the code of `stay_group`, or "" when what is known does not say."""
    if age is not None and age < adult_from:
        return "children"
    if people > 1:
        return "women_children" if sex is Sex.FEMALE else "families"
    return {Sex.FEMALE: "women", Sex.MALE: "men"}.get(sex, "")


def suits(group: str, takes: Collection[str]) -> bool:
    """A service that names nobody takes everybody."""
    return not takes or not group or group in takes


def check_service(*, type: str, is_open: bool, covers: bool, fits: bool) -> None:
    if type != EMERGENCY:
        raise NotAllowed("This service has no emergency places. Choose another.")
    if not is_open:
        raise NotAllowed("This service is closed. Choose another.")
    if not covers:
        raise NotAllowed("This service does not take people from your municipality. Choose another.")
    if not fits:
        raise NotAllowed("These places are for other people. Choose another service.")


def check_people(people: int) -> None:
    if not 1 <= people <= MOST_PEOPLE:
        raise NotAllowed("A booking is for 1 to %(most)s people.", most=MOST_PEOPLE)


def full() -> NotAllowed:
    """What the second of two is told who want the last place."""
    return NotAllowed("Somebody took this place a moment ago. Nothing was booked: choose another.")


def placed_already() -> NotAllowed:
    return NotAllowed("An emergency place is held for this person already.")


def check_onward(onward: Term, status: Status, *, came: bool, referred: bool, by_provider: bool) -> None:
    """No stay ends without an answer to where she goes, and the answer is true of her."""
    if onward.extra["after_coming"] and not came:
        raise NotAllowed("She has not come yet, so she cannot have left.")
    if onward.code == "never_came" and status is not Status.HELD:
        raise NotAllowed("She came. Say where she goes.")
    if onward.extra["referral"] and by_provider:
        raise NotAllowed("The social worker refers her to a longer service and says so.")
    if onward.extra["referral"] and not referred:
        raise NotAllowed("Send the referral to the longer service first, then end the stay.")


def warned_up_to(now: datetime, hours: int) -> datetime:
    """Of stays that end before this moment, whoever is responsible is told now."""
    return now + timedelta(hours=hours)

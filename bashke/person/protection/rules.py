"""Which files are closed to all but a team, who may be on it, and what opening one in an emergency demands. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bashke.ground.law.rules import NotAllowed, Text


class Track(StrEnum):
    """The kinds of work whose existence alone may endanger somebody."""

    VIOLENCE = "violence"
    CHILD = "child"
    TRAFFICKING = "trafficking"


class Judgement(StrEnum):
    """What the data protection officer found of an emergency opening."""

    WAITING = "waiting"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


NEXT: dict[Judgement, set[Judgement]] = {
    Judgement.WAITING: {Judgement.JUSTIFIED, Judgement.NOT_JUSTIFIED},
    Judgement.JUSTIFIED: set(),
    Judgement.NOT_JUSTIFIED: set(),
}

WORDS: dict[Judgement, Text] = {
    Judgement.WAITING: Text("pret", "waiting"),
    Judgement.JUSTIFIED: Text("e justifikuar", "justified"),
    Judgement.NOT_JUSTIFIED: Text("e pajustifikuar", "not justified"),
}

OPEN_FOR = timedelta(hours=1)  # design, two walls: reason, time box, owner told at once
REASON_LETTERS = 15  # "police call" says nothing; a sentence does
TEAM_ROLES = frozenset({"social_worker", "supervisor"})


def track_of(tracks: Collection[str | None]) -> Track | None:
    """The track the signs of danger ask for: the first of violence, child and trafficking that is among them."""
    return next((track for track in Track if track in tracks), None)


def check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LETTERS:
        raise NotAllowed("Say in a sentence why you must look now. The team and the data protection officer read it.")


def check_team(members: Collection[UUID], opener: UUID | None) -> None:
    if opener is None or opener not in members:
        raise NotAllowed("Whoever protects a file is on its team at first, and can leave it later.")


def check_leaving(left: Collection[UUID], leaving: UUID, holder: UUID | None) -> None:
    """A protected file always has somebody; who holds the case stays until it is given to another."""
    if leaving == holder:
        raise NotAllowed("This colleague is responsible for the case. Give the case to somebody else first.")
    if not [member for member in left if member != leaving]:
        raise NotAllowed("A protected file must have somebody. Add a colleague first.")


def check_judgement(current: Judgement, wanted: Judgement, words: str) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("This opening was judged already.")
    if not words.strip():
        raise NotAllowed("Write down what you found.")


def still_open(until: datetime, now: datetime) -> bool:
    return until > now


@dataclass(frozen=True)
class SafeContact:
    """Where and how she can be reached without danger: kept encrypted, read one at a time, each reading in the journal."""

    address: str = ""
    phone: str = ""
    times: str = ""
    words: str = ""

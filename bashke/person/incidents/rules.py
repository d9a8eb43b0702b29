"""The way of an incident, who may close it, and when it is late. No database, no clock."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, Text


class Status(StrEnum):
    REPORTED = "reported"  # nobody of the municipality has looked yet
    SEEN = "seen"  # somebody with a name follows it
    CLOSED = "closed"


NEXT: dict[Status, set[Status]] = {Status.REPORTED: {Status.SEEN}, Status.SEEN: {Status.CLOSED}, Status.CLOSED: set()}

WORDS: dict[Status, Text] = {
    Status.REPORTED: Text("askush s'e ka parë ende", "nobody has looked yet"),
    Status.SEEN: Text("ndiqet", "followed"),
    Status.CLOSED: Text("mbyllur", "closed"),
}


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did; nothing is closed unseen."""
    if wanted not in NEXT[current]:
        raise NotAllowed("This incident is now “%(now)s”. Nothing was changed.", now=WORDS[current])


def check_moment(happened_at: datetime, now: datetime, since: datetime | None) -> None:
    if happened_at > now:
        raise NotAllowed("This moment is still to come.")
    if since is not None and happened_at < since:
        raise NotAllowed("One of these people was not in the service at that time.")


def check_people(chosen: Collection[object], hurt: Collection[object]) -> None:
    """Somebody was there, and whoever was hurt was there."""
    if not chosen:
        raise NotAllowed("Choose at least one person whom it concerns.")
    if set(hurt) - set(chosen):
        raise NotAllowed("Somebody is said to be hurt whom it does not concern.")


def check_words(words: str) -> None:
    if not words.strip():
        raise NotAllowed("Write what was done.")


def check_closer(*, against_staff: bool, by_provider: bool) -> None:
    """Nobody judges what is said against her own house."""
    if against_staff and by_provider:
        raise NotAllowed("This is said against your own staff: only the municipality closes it.")


def is_late(status: Status, due_at: datetime, now: datetime) -> bool:
    """Only an incident nobody has looked at is late."""
    return status is Status.REPORTED and now > due_at


def recorded_late(happened_at: datetime, reported_at: datetime, hours: int) -> bool:
    return reported_at - happened_at > timedelta(hours=hours)

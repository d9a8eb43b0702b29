"""What may be sent, and what becomes of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"  # printed and handed over


class Status(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    OPTED_OUT = "opted_out"


NEXT: dict[Status, set[Status]] = {
    Status.QUEUED: {Status.SENT, Status.FAILED, Status.OPTED_OUT},
    Status.FAILED: {Status.QUEUED},
    Status.SENT: set(),
    Status.OPTED_OUT: set(),
}
MOST_ATTEMPTS = 5


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("A notice that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after a failure: 1, 2, 4, 8 minutes; None when it is time to give up and tell a worker."""
    return None if attempts >= MOST_ATTEMPTS else now + timedelta(minutes=2 ** (attempts - 1))

"""The way of a referral. No database, no clock."""

from datetime import datetime
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class Status(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NEXT: dict[Status, set[Status]] = {
    Status.SENT: {Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
    Status.ACCEPTED: set(),  # an answer is final; what follows is delivery
    Status.DECLINED: set(),
    Status.WITHDRAWN: set(),
}


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("A referral that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


def is_late(status: Status, due_at: datetime, now: datetime) -> bool:
    """Only silence is late: an answered referral never is."""
    return status is Status.SENT and now > due_at

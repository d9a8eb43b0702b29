"""The way of a referral. No database, no clock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, Text
from bashke.person.casework.rules import NEXT_NEED, NeedStatus


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

WORDS: dict[Status, Text] = {
    Status.SENT: Text("në pritje të përgjigjes", "waiting for an answer"),
    Status.ACCEPTED: Text("pranuar", "accepted"),
    Status.DECLINED: Text("refuzuar", "declined"),
    Status.WITHDRAWN: Text("tërhequr", "withdrawn"),
}


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did."""
    if wanted not in NEXT[current]:
        raise NotAllowed("This referral already has its answer (%(now)s). Nothing was changed.", now=WORDS[current])


def check_waits(status: Status) -> None:
    """Only a referral that waits is answered by a link."""
    if status is not Status.SENT:
        raise NotAllowed("This referral already has its answer (%(now)s). Nothing was changed.", now=WORDS[status])


def gone() -> NotAllowed:
    """What a provider is told of a referral that was answered or taken back meanwhile: it no longer sees which."""
    return NotAllowed("This referral already has its answer, or it was taken back. Nothing was changed.")


def is_shared(status: Status, over_on: date | None) -> bool:
    """Does the provider still need the slice? While it must answer, and while it serves (Law 124/2024: no longer than the purpose)."""
    return status is Status.SENT or (status is Status.ACCEPTED and over_on is None)


def check_agreement(agreed: bool) -> None:
    if not agreed:
        raise NotAllowed("Nothing is shared with a provider before the person agrees to it.")


def check_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise NotAllowed("Say what the service is asked to do.")


def check_need(need: NeedStatus) -> None:
    """A need is referred while it asks for a service, to one service at a time."""
    if need is NeedStatus.REFERRED:
        raise NotAllowed("A referral for this need is waiting for an answer. Withdraw it before you send another.")
    if NeedStatus.REFERRED not in NEXT_NEED[need]:
        raise NotAllowed("This need no longer asks for a service: it is met, withdrawn or already being answered.")


def check_still_asked(need: NeedStatus) -> None:
    """An acceptance answers a question that still stands."""
    if need is not NeedStatus.REFERRED:
        raise NotAllowed("The municipality no longer asks for this service: the need was answered in another way.")


def check_service(*, is_open: bool, covers: bool, domain: str, domains: Collection[str], serves_age: bool) -> None:
    """The service can answer this need of this person."""
    if not is_open:
        raise NotAllowed("This service is closed. Choose another.")
    if not covers:
        raise NotAllowed("This service does not take people from your municipality. Choose another.")
    if domain not in domains:
        raise NotAllowed("This service does not answer this kind of need. Choose another.")
    if not serves_age:
        raise NotAllowed("This service is for people of another age. Choose another.")


def check_follows(*, same_need: bool, status: Status, late: bool) -> None:
    """A referral may replace one that was declined, withdrawn, or is late."""
    if not same_need:
        raise NotAllowed("A referral can only follow an earlier one for the same need.")
    if status is Status.ACCEPTED or (status is Status.SENT and not late):
        raise NotAllowed("The earlier referral was accepted or still has time to be answered.")


def check_onward(onward: bool, holds: bool) -> None:
    """The same slice goes to the next service only when the person agreed to that too, and has not taken it back."""
    if not (onward and holds):
        raise one_service_only()


def one_service_only() -> NotAllowed:
    return NotAllowed("The person agreed to that one service only. Ask before you send it to another.")


def check_reason(reason: str, listed: Iterable[str]) -> None:
    if reason not in set(listed):
        raise NotAllowed("Choose one of the listed reasons.")


def is_late(status: Status, due_at: datetime, now: datetime) -> bool:
    """Only silence is late: an answered referral never is."""
    return status is Status.SENT and now > due_at


TOKEN_BYTES = 24  # 192 random bits: nobody guesses one, and it still fits a text message


def check_name(name: str) -> None:
    if not name.strip():
        raise NotAllowed("Write your name: the municipality must know who answered.")

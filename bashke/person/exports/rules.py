"""When an export may be handed over, and which text is safe in a spreadsheet. Pure."""

from datetime import datetime
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed

SHORTEST_REASON = 10
# What a spreadsheet reads as the beginning of a formula, also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Listing(StrEnum):
    """The lists that may be taken out."""

    REQUESTS = "requests"
    CASES = "cases"
    NEEDS = "needs"
    REFERRALS = "referrals"
    PEOPLE = "people"


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class Status(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    READY = "ready"
    REJECTED = "rejected"
    OVER = "over"


NEXT: dict[Status, set[Status]] = {
    Status.WAITING: {Status.READY, Status.REJECTED, Status.OVER},
    Status.READY: {Status.OVER},
    Status.REJECTED: set(),
    Status.OVER: set(),
}


def status_of(*, second_needed: bool, approved: bool | None, until: datetime, now: datetime) -> Status:
    """Derived from rows that are only ever added: the decision of the second person and the clock of the file."""
    if approved is False:
        return Status.REJECTED
    if now > until:
        return Status.OVER
    return Status.READY if approved or not second_needed else Status.WAITING


def check_move(current: Status, wanted: Status) -> None:
    """Raises NotAllowed when an export cannot become what is wanted."""
    if wanted not in NEXT[current]:
        raise NotAllowed("This export can no longer be decided: it was answered already, or its day is over.")


def check_handover(current: Status) -> None:
    """A file is handed over while it is ready, never before the second person agreed."""
    if current is Status.WAITING:
        raise NotAllowed("This export waits for a second person. It can be downloaded when she agrees.")
    if current is Status.REJECTED:
        raise NotAllowed("The second person did not agree to this export.")
    if current is Status.OVER:
        raise NotAllowed("This file was removed: an export is kept for a day. Ask for it again.")


def check_reason(reason: str) -> None:
    """A reason that the people on the list can read."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("Write in a sentence why this list must leave the system.")


def check_size(rows: int, most: int) -> None:
    """Not nothing, and not everything."""
    if rows == 0:
        raise NotAllowed("There is nobody on this list. Nothing was exported.")
    if rows > most:
        raise NotAllowed("This list has more than %(most)s rows. Narrow it down.", most=most)


def needs_second(people: int, above: int) -> bool:
    """Above so many people, nobody takes a list out alone."""
    return people > above


def check_second(*, asked_by: object, decides: object, leads: bool, others_lead: bool) -> None:
    """Another than who asks: a supervisor (`leads`); the head of the directorate only while no other supervisor is there to decide."""
    if asked_by == decides:
        raise NotAllowed("The second person must be another than the one who asks.")
    if not leads and others_lead:
        raise NotAllowed("A supervisor decides about this list. The head of the directorate does when there is no other.")


def safe(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe goes before whatever could be one."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""The way of a request, its code, and how urgent it is. No database, no clock."""

import re
import secrets
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed


class Status(StrEnum):
    RECEIVED = "received"
    REGISTERED = "registered"  # tied to a person and a case
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NEXT: dict[Status, set[Status]] = {
    Status.RECEIVED: {Status.REGISTERED, Status.REFUSED, Status.WITHDRAWN},
    Status.REGISTERED: {Status.WITHDRAWN},
    Status.REFUSED: {Status.RECEIVED},  # an appeal reopens it
    Status.WITHDRAWN: set(),
}


class ForWhom(StrEnum):
    SELF = "self"
    OTHER = "other"


class Channel(StrEnum):
    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"


class TriageStatus(StrEnum):
    FINAL = "final"
    WAITING = "waiting"  # less urgent than the worst flag: needs a second person
    REJECTED = "rejected"


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("A request that is %(now)s cannot become %(wanted)s.", now=current, wanted=wanted)


# Crockford's base 32: no I, L, O, U, so that a code read over the telephone is heard one way. 16 letters are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 16
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code() -> str:
    """A fresh code in four groups of four, as it is shown and printed."""
    return show_code("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)))


def show_code(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, CODE_LETTERS, 4))


def clean_code(text: str) -> str | None:
    """What was typed or read aloud, as the code it means; None when it cannot be one."""
    letters = re.sub(r"[\s\-–—.]+", "", text).upper().translate(_HEARD_AS)
    if len(letters) != CODE_LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return show_code(letters)

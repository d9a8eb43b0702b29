"""What a person may ask about her data, and what becomes of it. Pure."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, Text

LONGEST = 2000
LEAST_REASON = 10  # letters: "why" is a sentence, not a full stop


class Kind(StrEnum):
    """What she may ask for."""

    COPY = "copy"
    CORRECTION = "correction"
    RESTRICTION = "restriction"


class Status(StrEnum):
    """Where her request stands."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NEXT: dict[Status, set[Status]] = {
    Status.RECEIVED: {Status.GRANTED, Status.REFUSED, Status.WITHDRAWN},
    Status.GRANTED: set(),
    Status.REFUSED: set(),
    Status.WITHDRAWN: set(),
}

WORDS: dict[Status, Text] = {
    Status.RECEIVED: Text("pret përgjigje", "waiting for an answer"),
    Status.GRANTED: Text("e pranuar", "granted"),
    Status.REFUSED: Text("e refuzuar", "refused"),
    Status.WITHDRAWN: Text("e tërhequr", "taken back"),
}


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed(
            "This request is %(now)s already; it cannot become %(wanted)s. Nothing was changed.", now=WORDS[current], wanted=WORDS[wanted]
        )


def check_ask(kind: str, words: str) -> None:
    """A copy needs no words. What is wrong must be said, or nobody can put it right (and why a file should rest)."""
    if kind not in set(Kind):
        raise NotAllowed("Choose what you ask for.")
    if kind != Kind.COPY and not words.strip():
        raise NotAllowed("Write in a few words what it is about.")
    if len(words.strip()) > LONGEST:
        raise NotAllowed("This is too long. Use at most %(most)s letters.", most=LONGEST)


def check_refusal(reason: str, known: Collection[str], words: str) -> None:
    """No is said with a reason from the closed list and words the person can understand."""
    if reason not in known:
        raise NotAllowed("Choose the reason from the list.")
    check_words(words)


def check_words(words: str) -> None:
    if not words.strip():
        raise NotAllowed("Write to the person, in plain words, what you decided and why.")


def check_left_out(left_out: Collection[str], parts: Collection[str], why: str) -> None:
    """A part of the file may stay out of a copy only because it would expose somebody else, and the copy says why."""
    if set(left_out) - set(parts):
        raise NotAllowed("Choose the parts from the list.")
    if left_out and not why.strip():
        raise NotAllowed("Write whom the parts you leave out would expose, without a name.")


def check_corrected(changes: Mapping[str, object], elsewhere: bool) -> None:
    """Granted means that something was put right: here, or in the file itself."""
    if not changes and not elsewhere:
        raise NotAllowed("Put right what is wrong, or say that it was put right in the file.")


def check_why(why: str) -> None:
    """Why a restricted file is opened: the person reads it on her page."""
    if len(why.strip()) < LEAST_REASON:
        raise NotAllowed("Write why the file must be opened. The person reads it.")

"""What a person may ask about her data, and what becomes of it. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from bashke.ground.law.rules import NotAllowed, Text

LONGEST = 2000
LAW_KEEPS, FILE_IS_OPEN = "law_keeps", "file_is_open"  # codes of `data_refusal`
LEAST_REASON = 10  # letters: "why" is a sentence, not a full stop


class Kind(StrEnum):
    """What she may ask for."""

    COPY = "copy"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    ERASURE = "erasure"


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


class Erasing(StrEnum):
    """Where the erasure of one file stands."""

    FOUND = "found"  # the night job: its time is over
    PROPOSED = "proposed"
    DONE = "done"
    KEPT = "kept"


NEXT_ERASING: dict[Erasing, set[Erasing]] = {
    Erasing.FOUND: {Erasing.PROPOSED, Erasing.KEPT},
    Erasing.PROPOSED: {Erasing.DONE, Erasing.KEPT},
    Erasing.DONE: set(),
    Erasing.KEPT: set(),
}
ERASING: dict[Erasing, Text] = {
    Erasing.FOUND: Text("i mbaroi koha", "over its time"),
    Erasing.PROPOSED: Text("e propozuar për fshirje", "proposed for erasure"),
    Erasing.DONE: Text("e fshirë", "erased"),
    Erasing.KEPT: Text("ruhet edhe më", "kept longer"),
}


def check_erasing(current: Erasing, wanted: Erasing) -> None:
    if wanted not in NEXT_ERASING[current]:
        raise NotAllowed("This file is %(now)s; nothing was changed.", now=ERASING[current])


def years_later(day: date, years: int) -> date:
    """The same day some years later; of a 29 February the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def check_over(over_on: date | None, today: date, shown: object) -> None:
    """Nothing is erased while we still work with her, nor before the law lets it be (`shown`: that day in words)."""
    if over_on is None:
        raise NotAllowed("Something of this file still runs, or a question of the person waits for its answer. It cannot be erased now.")
    if over_on > today:
        raise NotAllowed("This file must be kept until %(day)s. Refuse with that reason and say the day.", day=shown)


def check_kept(reason: str, over_on: date | None, today: date) -> None:
    """Whether the reason for not erasing is the true one: her file is open, or the law still keeps it until a day, or neither."""
    if reason == LAW_KEEPS and over_on is None:
        raise NotAllowed("Something of this file still runs. Choose that reason.")
    if reason == LAW_KEEPS and over_on is not None and over_on <= today:
        raise NotAllowed("The time for which this file must be kept is over. Choose another reason, or propose to erase it.")
    if reason == FILE_IS_OPEN and over_on is not None:
        raise NotAllowed("Nothing of this file runs any more. Choose another reason.")


def check_not_proposed(proposed: bool) -> None:
    """She is not told no while somebody else is asked to sign yes."""
    if proposed:
        raise NotAllowed("The erasure of this file is proposed. First say on the list of files whose time is over why it is kept.")


def check_still_asked(current: Status) -> None:
    """She changed her mind after it was proposed: her file is not erased on that request."""
    if current is Status.WITHDRAWN:
        raise NotAllowed("The person took her request back. Say why the file is kept longer.")


def check_other(proposed_by: UUID | None, signs: UUID | None) -> None:
    if signs is None or signs == proposed_by:
        raise NotAllowed("Who proposed the erasure cannot sign it. Somebody else does.")


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

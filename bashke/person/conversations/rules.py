"""What may be written, and what becomes of it. Pure."""

from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, Text

LONGEST = 2000
LONGEST_NOTE = 300


class Status(StrEnum):
    """Where a message stands. What the office wrote is said, and that is all."""

    WAITING = "waiting"
    ANSWERED = "answered"
    SETTLED = "settled"  # answered by telephone or in person
    SAID = "said"


NEXT: dict[Status, set[Status]] = {
    Status.WAITING: {Status.ANSWERED, Status.SETTLED},
    Status.ANSWERED: set(),
    Status.SETTLED: set(),
    Status.SAID: set(),
}

WORDS: dict[Status, Text] = {
    Status.WAITING: Text("pret përgjigje", "waits for an answer"),
    Status.ANSWERED: Text("me përgjigje", "answered"),
    Status.SETTLED: Text("me përgjigje në bisedë", "answered in a talk"),
    Status.SAID: Text("e dërguar", "sent"),
}


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("A message that is %(now)s cannot become %(wanted)s.", now=WORDS[current], wanted=WORDS[wanted])


def check_words(words: str) -> None:
    if not words.strip():
        raise NotAllowed("Write your message.")
    if len(words.strip()) > LONGEST:
        raise NotAllowed("A message has at most %(most)s letters. Shorten it, or send it in two.", most=LONGEST)


def check_pace(written: int, most: int) -> None:
    """How many messages of one conversation the office receives in a day: nobody can bury a worker, by hand or by machine."""
    if written >= most:
        raise NotAllowed("You have written %(most)s messages since yesterday. We read them all; please wait for our answer.", most=most)


def check_shown(*, protected: bool) -> None:
    """What an office writes must be read by her alone."""
    if protected:
        raise NotAllowed("Of a protected file nothing is shown on her page. Answer by the safe contact and write here how.")


def check_note(words: str) -> None:
    if not words.strip():
        raise NotAllowed("Write how you answered.")


def check_waits(waiting: int) -> None:
    """The second of two who answer at once is told."""
    if not waiting:
        raise NotAllowed("No message waits for an answer any more.")


def check_reachable(*, tip: bool) -> None:
    if tip:
        raise NotAllowed("A tip has no code: there is nobody who could read an answer.")

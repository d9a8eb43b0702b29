"""Which files are closed to all but a team, who may be on it, and what opening one in an emergency demands. No database, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bashke.ground.law.rules import NotAllowed, Text, TriageClass, triage_class


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


class ReturnStatus(StrEnum):
    """Where the wish to end a protection, or to change its kind, stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"


NEXT_RETURN: dict[ReturnStatus, set[ReturnStatus]] = {
    ReturnStatus.WAITING: {ReturnStatus.AGREED, ReturnStatus.REFUSED},
    ReturnStatus.AGREED: set(),
    ReturnStatus.REFUSED: set(),
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


def ordinary(tracks: Collection[str]) -> list[str]:
    """What is left of a case's tracks when it is protected no longer: none that belongs to a named team."""
    return [track for track in tracks if track not in set(Track)]


def check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LETTERS:
        raise NotAllowed("Say in a sentence why you must look now. The team and the data protection officer read it.")


def check_team(members: Collection[UUID], opener: UUID | None) -> None:
    if opener is None or opener not in members:
        raise NotAllowed("Whoever protects a file is on its team at first, and can leave it later.")


def check_leaving(left: Collection[UUID], leaving: UUID, holder: UUID | None, coordinator: UUID) -> None:
    """A protected file always has somebody; who holds the case or coordinates the team stays until another does."""
    if leaving == holder:
        raise NotAllowed("This colleague is responsible for the case. Give the case to somebody else first.")
    if leaving == coordinator:
        raise NotAllowed("This colleague coordinates the team. Let somebody else coordinate it first.")
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


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Danger:
    """What was found of the danger: kept encrypted. `answers` by code of `danger_sign`; `order_asked_on` as a day in ISO form, or nothing."""

    answers: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    order_asked_on: str = ""
    safe_to_call: str = Answer.UNKNOWN
    words: str = ""


def class_of(answers: Mapping[str, str], classes: Mapping[str, TriageClass]) -> TriageClass:
    """The class of the worst question that was answered with yes, never a sum."""
    return triage_class(classes[code] for code, answer in answers.items() if answer == Answer.YES)


def check_danger(danger: Danger, questions: Collection[str], orders: Collection[str], today: date) -> None:
    """Something was found out, and an order asked of the court says which one and since when."""
    if set(danger.answers) != set(questions):
        raise NotAllowed("The questions do not belong to this kind of file. Open the page again.")
    if set(danger.answers.values()) <= {Answer.UNKNOWN}:
        raise NotAllowed("Answer at least one question with yes or no.")
    if bool(danger.order) != bool(danger.order_asked_on) or (danger.order and danger.order not in orders):
        raise NotAllowed("Of an order, say which one it is and on which day it was asked for.")
    if danger.order_asked_on and date.fromisoformat(danger.order_asked_on) > today:
        raise NotAllowed("An order cannot have been asked for on a day that is still to come.")


BY_ITS_FORM = "danger"  # the step that is done by writing down the danger


def check_step(code: str, done_at: datetime | None) -> None:
    if done_at is not None:
        raise NotAllowed("This step was done already.")
    if code == BY_ITS_FORM:
        raise NotAllowed("This step is done by writing down the danger.")


def check_return(now: str, wanted: str, reason: str, asker: UUID | None, team: Collection[UUID]) -> None:
    """The way back is the team's decision: one of it asks and says why, and there must be somebody else who can agree.

    `wanted` is the track it shall have, or nothing for an ordinary file.
    """
    if asker not in team:
        raise NotAllowed("Only the team of a file decides whether it stays protected.")
    if wanted == now:
        raise NotAllowed("The file is of this kind already.")
    if len(reason.strip()) < REASON_LETTERS:
        raise NotAllowed("Say in a sentence why. The second person of the team reads it.")
    if len(team) < 2:
        raise NotAllowed("A second person of the team must agree. Add a colleague to the team first.")


def check_return_answer(current: ReturnStatus, wanted: ReturnStatus, asker: UUID, second: UUID | None, team: Collection[UUID]) -> None:
    if wanted not in NEXT_RETURN[current]:
        raise NotAllowed("This was answered already.")
    if second not in team:
        raise NotAllowed("Only the team of a file decides whether it stays protected.")
    if second == asker:
        raise NotAllowed("Who asked cannot agree too. Another person of the team decides.")

"""The case conference: called, held with signed minutes, or called off. No database, no clock."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed

from .files import ActionDraft, check_action


class ConferenceStatus(StrEnum):
    CALLED = "called"
    HELD = "held"  # the chair signed minutes; corrections are further versions
    CALLED_OFF = "called_off"


S = ConferenceStatus
NEXT_CONFERENCE: dict[ConferenceStatus, set[ConferenceStatus]] = {S.CALLED: {S.HELD, S.CALLED_OFF}, S.HELD: {S.HELD}, S.CALLED_OFF: set()}


def check_conference_move(current: ConferenceStatus, wanted: ConferenceStatus, words: Mapping[str, object]) -> None:
    """`words` say each status in the sentence of a refusal."""
    if wanted not in NEXT_CONFERENCE[current]:
        raise NotAllowed("This conference is already %(now)s.", now=words[current])


def check_call(*, question: str, day: date, today: date, invited: Collection[object], person_invited: bool, why_not: str) -> None:
    """A conference has a question, somebody to answer it, a day ahead; and the person is there, or it says why she is not."""
    if not question.strip():
        raise NotAllowed("Say which question the conference decides.")
    if not invited:
        raise NotAllowed("Invite at least one other to the conference.")
    if day < today:
        raise NotAllowed("The conference must lie ahead.")
    if not person_invited and not why_not.strip():
        raise NotAllowed("Say why the person is not invited: the conference is about her.")


def check_minutes(*, chairs: bool, at: datetime, now: datetime, text: str, present: Collection[object], version: int, why: str) -> None:
    """Minutes are signed by the chair, after the conference, with who was there; a correction says why."""
    if not chairs:
        raise NotAllowed("Only who chaired the conference signs its minutes.")
    if at > now:
        raise NotAllowed("The conference lies ahead. Sign the minutes afterwards.")
    if not text.strip():
        raise NotAllowed("Write down what was said, in a few sentences.")
    if not present:
        raise NotAllowed("Say who was there.")
    if version > 1 and not why.strip():
        raise NotAllowed("These minutes are signed. A correction is a new version and says why.")


def check_decisions(decisions: Sequence[ActionDraft], day: date) -> None:
    """Each decision says what, who and by when."""
    for decision in decisions:
        check_action(decision, day)


def check_dissent(*, seated: bool, over: bool, words: str) -> None:
    """Whoever was invited may disagree, in her own name and her own words."""
    if not seated:
        raise NotAllowed("Only who was invited to the conference can disagree with it.")
    if not over:
        raise NotAllowed("Nothing is decided yet.")
    if not words.strip():
        raise NotAllowed("Say in your own words what you do not agree with.")

"""Assessing, moving a need, referring it, answering, enrolling and recording."""

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from bashke.person.casework.rules import AssessmentKind, NeedStatus, Place
from bashke.person.people.rules import USUALLY_SHARED, Given, Share

from .fields import Code, Day, Id, Line, Number, Taken, Words, Yes

Rung = Annotated[int, Field(strict=True, ge=1, le=5)]
Answer = Annotated[str, Field(max_length=1000)]


class ByHand(StrEnum):
    """What a worker says of a need herself; the other moves happen when a referral is sent, answered or delivered."""

    OPEN = NeedStatus.OPEN
    PLANNED = NeedStatus.PLANNED
    BEING_MET = NeedStatus.BEING_MET
    MET = NeedStatus.MET
    UNMET = NeedStatus.UNMET
    WITHDRAWN = NeedStatus.WITHDRAWN


class Assessing(Taken):
    """Every domain on its rung, 1 (crisis) to 5 (thriving); the Washington Group's questions that were answered."""

    kind: AssessmentKind
    place: Place
    ladder: dict[Annotated[str, Code("domain")], Rung]
    functioning: dict[Annotated[str, Code("washington_question")], Annotated[str, Code("washington_answer")]] = {}
    wishes: Words = ""
    notes: Words = ""


class Moving(Taken):
    """Where a need goes. `seen` is the status the program read: when somebody was faster, nothing is changed."""

    to: ByHand
    seen: NeedStatus
    reason: Annotated[str, Code("unmet_reason")] | None = None
    words: Line = ""


class Referring(Taken):
    """One service, what it is asked to do, and what the person agreed to share, field by field."""

    service: Number
    purpose: Annotated[str, Field(min_length=1, max_length=1000)]
    agreed: Yes
    shared: Annotated[list[Share], Field(max_length=len(Share))] = list(USUALLY_SHARED)
    safety_note: Annotated[str, Field(max_length=500)] = ""
    given: Given = Given.SPOKEN
    until: Day | None = None
    onward: Yes = False

    @model_validator(mode="after")
    def safety_is_chosen_and_said(self) -> Self:
        if (Share.SAFETY in self.shared) != bool(self.safety_note.strip()):
            raise ValueError(_("A note on safety goes along only when safety is among what is shared, and then it must be written."))
        return self


class Accepting(Taken):
    words: Answer = ""


class Declining(Taken):
    reason: Annotated[str, Code("decline_reason")]
    words: Answer = ""


class Enrolling(Taken):
    """The first day in the service."""

    on: Day


class NewSession(Taken):
    """One session and everybody who was expected: who came, who did not."""

    held_on: Day
    minutes: Annotated[int, Field(strict=True, ge=5, le=1440)]
    topic: Annotated[str, Field(max_length=200)] = ""
    present: Annotated[list[Id], Field(max_length=500)] = []
    absent: Annotated[list[Id], Field(max_length=500)] = []

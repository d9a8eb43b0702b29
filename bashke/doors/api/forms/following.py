"""The plan, the look back, and the end of a case."""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from bashke.person.casework.rules import ActionOwner, Agreement

from .fields import Code, Day, Id, Taken, Words

Sentence = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
Told = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]


class NewAction(Taken):
    """Who does what, by which day."""

    what: Sentence
    owner: ActionOwner
    owner_name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
    due_on: Day


class NewGoal(Taken):
    """Which rung one need should reach, and what is done for it."""

    need: Id
    statement: Sentence
    target: Annotated[int, Field(strict=True, ge=2, le=5)]
    actions: Annotated[list[NewAction], Field(min_length=1, max_length=20)]


class Planning(Taken):
    """The whole draft, goal by goal. `seen` is the `plan_mark` the program read: when somebody wrote in between, nothing is changed."""

    seen: Annotated[str, Field(max_length=60)]
    own_words: Words = ""
    goals: Annotated[list[NewGoal], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def one_goal_for_a_need(self) -> Self:
        if len({goal.need for goal in self.goals}) < len(self.goals):
            raise ValueError(_("A need has one goal in a plan."))
        return self


class Agreeing(Taken):
    """How the person said yes, and what she said."""

    how: Agreement
    own_words: Told


class Reviewing(Taken):
    """What changed, what came back, and when to look again (none: as the law says)."""

    summary: Told
    own_words: Words = ""
    next_due: Day | None = None
    found_again: Annotated[list[Id], Field(max_length=12)] = []


class Closing(Taken):
    reason: Annotated[str, Code("closure_reason")]
    outcome: Told


class SendingBack(Taken):
    """Why it is sent back, or taken back by who proposed it."""

    words: Told

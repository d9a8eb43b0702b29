"""Asking for help, judging it, and who it is."""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from bashke.ground.law.rules import TriageClass
from bashke.person.people.rules import FIRST_YEAR, Sex
from bashke.person.requests.rules import Channel, ForWhom

from .fields import Birthday, Code, Id, Line, Name, Number, PersonalNumber, Phone, Taken, Words, Yes

Sign = Annotated[str, Code("red_flag")]


class NewRequest(Taken):
    """A request taken down by a worker. A tip (`channel: tip`) keeps nothing of who told."""

    channel: Channel
    for_whom: ForWhom = ForWhom.SELF
    domains: Annotated[list[Annotated[str, Code("domain")]], Field(min_length=1, max_length=12)]
    given_name: Name = ""
    family_name: Name = ""
    father_name: Name = ""
    birth_date: Birthday = None
    phone: Phone = ""
    how_to_reach: Line = ""
    words: Words = ""
    language: Annotated[str, Field(pattern="^(sq|en)$")] = "sq"
    spoken: Annotated[str, Code("spoken_language")] = "sq"
    unit: Number | None = None
    asker_name: Annotated[str, Field(max_length=120)] = ""
    asker_phone: Phone = ""
    asker_relation: Name = ""
    asker_office: Annotated[str, Field(max_length=120)] = ""
    permission_given: Yes = False
    without_permission: Sign | None = None

    @model_validator(mode="after")
    def somebody_can_be_answered(self) -> Self:
        if self.channel != Channel.TIP and not (self.phone or self.how_to_reach or self.asker_phone):
            raise ValueError(_("Write a phone or how to reach the person: otherwise nobody can answer."))
        return self

    @model_validator(mode="after")
    def it_came_as_the_desk_knows_it(self) -> Self:
        if self.channel == Channel.WEB:
            raise ValueError(_("Say how the request came to you; over the web the public asks by itself."))
        for_another = (self.asker_name, self.asker_phone, self.asker_relation, self.without_permission, self.permission_given)
        if self.for_whom == ForWhom.SELF and any(for_another):
            raise ValueError(_("Who asks, her permission and a sign instead of it belong to a request for somebody else."))
        return self


class Urgency(Taken):
    """The signs of danger that were seen. `chosen` below what they give needs a `reason` and waits for a second person.

    Every set that fits the request (`fit` of the request) counts as looked at; `sets` names the tracks whose signs were looked at besides.
    """

    flags: Annotated[list[Sign], Field(max_length=60)]
    sets: Annotated[list[Annotated[str, Code("track")]], Field(max_length=12)] = []
    chosen: TriageClass | None = None
    reason: Annotated[str, Code("override_down_reason")] | None = None


class Lowering(Taken):
    """The second person's word about a request that is to be less urgent than its signs."""

    agree: Annotated[bool, Field(strict=True)]
    words: Annotated[str, Field(max_length=300)] = ""


class Refusing(Taken):
    """No refusal without a listed reason, and words that the person understands."""

    reason: Annotated[str, Code("refusal_reason")]
    words: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]


class Identity(Taken):
    """Who a person is, as far as it is known."""

    given_name: Name = ""
    family_name: Name = ""
    father_name: Name = ""
    birth_date: Birthday = None
    personal_number: PersonalNumber = None


class Search(Identity):
    """What is known of a person. A name, a date of birth or a personal number is enough to begin.

    `birth_year` ranks who is about so old, where the day is not known; `father_name` tells namesakes apart.
    """

    birth_year: Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=9999)] | None = None


class NewPerson(Identity):
    """A person who was searched for and not found."""

    given_name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    family_name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    sex: Sex = Sex.UNKNOWN
    phone: Phone = ""
    unit: Number | None = None
    address: Annotated[str, Field(max_length=200)] = ""
    language: Annotated[str, Field(pattern="^(sq|en)$")] = "sq"


class Registering(Taken):
    """Either the person found, or somebody new; `none_of_these` says that the people who look alike were looked at."""

    person: Id | None = None
    new_person: NewPerson | None = None
    none_of_these: Yes = False

    @model_validator(mode="after")
    def one_of_two(self) -> Self:
        if (self.person is None) == (self.new_person is None):
            raise ValueError(_("Name the person you found, or the new person: one of the two."))
        return self

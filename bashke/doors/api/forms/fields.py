"""Kinds of field that several forms share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, field_validator
from pydantic_core import CoreSchema, core_schema

from bashke.ground.law.queries import terms
from bashke.ground.notices.rules import clean_phone
from bashke.person.people.rules import FIRST_YEAR, clean_personal_number

KEPT_WHITE = "\n\r\t"
BIGGEST = 2**31 - 1


class Taken(Schema):
    """What came from outside: no field beyond these, and no sign in a text that cannot be kept."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def only_what_can_be_kept(cls, value: Any) -> Any:
        if isinstance(value, str) and any(sign < " " and sign not in KEPT_WHITE for sign in value):
            raise ValueError(_("There are signs in this text that cannot be kept."))
        return value


@dataclass(frozen=True)
class Code:
    """A code of one kind of the law's words (`GET /api/words/{kind}`), valid today."""

    kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"enum": self._known()}

    def _known(self) -> list[str]:
        return [row.code for row in terms(self.kind, timezone.localdate())]

    def _check(self, code: str) -> str:
        if code not in self._known():
            raise ValueError(_("This code is not on the list."))
        return code


def _text(value: Any) -> Any:
    if value is not None and not isinstance(value, str):
        raise ValueError(_("Write this as a text."))
    return value


def _iso(value: Any) -> Any:
    """Only 2026-03-02: no numbers, no moments."""
    if value is None:
        return value
    try:
        return date.fromisoformat(value) if len(_text(value)) == len("2026-03-02") else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> Any:
    raise ValueError(_("Write the day as 2026-03-02."))


def _born(day: date | None) -> date | None:
    if day is not None and not (day.year >= FIRST_YEAR and day <= timezone.localdate()):
        raise ValueError(_("Nobody alive was born on that day."))
    return day


def _phone(text: str) -> str:
    number = clean_phone(text) if text else ""
    if number is None:
        raise ValueError(_("This is no telephone number we can call. Write it like 069 20 00 011, or +39 06… from abroad."))
    return number


def _number(text: str | None) -> str | None:
    try:
        return clean_personal_number(text or "")
    except ValueError:
        raise ValueError(_("A personal number is a letter, eight digits and a letter, for example J12345678K.")) from None


Day = Annotated[date, BeforeValidator(_iso)]
Birthday = Annotated[date | None, BeforeValidator(_iso), AfterValidator(_born)]
Id = Annotated[UUID, BeforeValidator(_text)]
Number = Annotated[int, Field(strict=True, ge=1, le=BIGGEST)]
Yes = Annotated[bool, Field(strict=True)]
Phone = Annotated[str, Field(max_length=30), AfterValidator(_phone)]
PersonalNumber = Annotated[str | None, Field(max_length=20), AfterValidator(_number)]
Name = Annotated[str, Field(max_length=60)]
Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=4000)]

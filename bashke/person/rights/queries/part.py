"""What a part of a copy is made of: its fields, how each is said, and what stays out of it, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Why(StrEnum):
    """Why something of a row is not in the copy."""

    OTHERS = "others"
    STAFF = "staff"
    INSIDE = "inside"
    FILES = "files"
    SAFE = "safe"
    COUNTED = "counted"


LEFT_OUT: dict[str, Text] = {
    Why.OTHERS: _("Whatever would show who asked for you or told us about you, and what is about another person: it is theirs."),
    Why.STAFF: _("Which worker wrote what: it stands on your page, under “Who opened your file”."),
    Why.FILES: _("Pictures and papers themselves: the list is here. Ask the office to hand them to you."),
    Why.SAFE: _("How somebody in danger can be reached: it is never put into a file or a letter."),
    Why.COUNTED: _("What you said of yourself for the counts: no worker can read it. You read it yourself on your page."),
    Why.INSIDE: _("Numbers and marks the system uses inside, which say nothing about you."),
}


@dataclass(frozen=True)
class Field:
    """One field: its name in the file, what it is called, how it is taken from a row and how it is said."""

    name: str
    label: Text
    say: Callable[[Any], str] = str
    take: Callable[[Any], Any] | None = None

    def of(self, row: Any) -> Any:
        return plain(self.take(row) if self.take else getattr(row, self.name))


@dataclass(frozen=True)
class Part:
    """Rows of one table. `path` leads from a row to the person's id; `out` names the fields that stay out, by reason."""

    code: str
    title: Text
    model: type[Model]
    fields: tuple[Field, ...]
    order: str
    path: str = "person"
    joins: tuple[str, ...] = ()
    out: Mapping[str, str] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """As JSON can carry it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value

"""What is held about one person: gathered for her copy, and said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bashke.ground.access.rules import Actor
from bashke.person.people.models import Person

from .parts import LEFT_OUT, PARTS, Part, Text


def gathered(actor: Actor, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that this worker can see held about a person, under whichever of her records; one query for each part."""
    records = list(Person.objects.visible_to(actor).filter(pk=person.one).values_list("pk", flat=True))
    records += Person.objects.visible_to(actor).filter(same_as=person.one).values_list("pk", flat=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        manager: Any = part.model._default_manager
        rows = manager.visible_to(actor).filter(**{f"{part.path}__in": records}).order_by(part.order)
        rows = rows.select_related(*part.joins) if part.joins else rows  # without a name it would join everything
        if made := [{one.name: one.of(row) for one in part.fields} for row in rows]:
            found[part.code] = made
    return found


@dataclass(frozen=True)
class Shown:
    """A part of a copy as it is read: its title, and of each row what it is called and what it says."""

    code: str
    title: Text
    rows: list[list[tuple[Text, str]]]


def shown(parts: Mapping[str, list[dict[str, Any]]]) -> list[Shown]:
    """The same in words, in the language of the page; what is empty is not shown."""
    return [Shown(part.code, part.title, [_row(part, row) for row in parts[part.code]]) for part in PARTS if part.code in parts]


def readable(content: Mapping[str, Any]) -> dict[str, Any]:
    """A copy as its page shows it: the parts in words, and what stays out of it, and why."""
    left_out = content["left_out"] or {"parts": [], "why": ""}
    return {
        "made_at": datetime.fromisoformat(content["made_at"]),
        "parts": shown(content["parts"]),
        "never": [LEFT_OUT[code] for code in content["never"]],
        "left_out": [part.title for part in PARTS if part.code in left_out["parts"]],
        "left_out_why": left_out["why"],
    }


def _row(part: Part, row: Mapping[str, Any]) -> list[tuple[Text, str]]:
    held = ((one, row.get(one.name)) for one in part.fields)
    return [(one.label, one.say(value)) for one, value in held if value not in (None, "", [], {})]

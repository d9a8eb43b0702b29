"""Finding a person, and one person as the desk shows her outside a case."""

from dataclasses import dataclass
from typing import Any

from django import forms

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.person.casework.models import Case
from bashke.person.people.models import Person, of_one
from bashke.person.people.queries import Hit, known_elsewhere, search
from bashke.person.requests.models import Request

IDENTITY = ("given_name", "family_name", "birth_date", "personal_number")


@dataclass(frozen=True)
class Found:
    """What a search brought: people of this municipality, and whether another one knows exactly this identity."""

    hits: list[Hit]
    elsewhere: bool
    identity: dict[str, Any]


def find(actor: Actor, form: forms.Form) -> Found:
    """Search with what a valid form holds. Both looks are in the journal."""
    identity: dict[str, Any] = {name: form.cleaned_data.get(name) or ("" if name.endswith("_name") else None) for name in IDENTITY}
    said = form.cleaned_data
    hits = search(actor, **identity, birth_year=said.get("birth_year"), father_name=said.get("father_name") or "")
    elsewhere = may(actor, Permission.PERSON_ENQUIRE) and known_elsewhere(actor, **identity)
    return Found(hits, elsewhere, identity)


def cases_of(person: Person, actor: Actor) -> list[Case]:
    """Every case of a person, the running one first."""
    return list(Case.objects.visible_to(actor).filter(of_one(person)).select_related("worker").order_by("-opened_at"))


def requests_of(person: Person, actor: Actor) -> list[Request]:
    """Every request tied to a person, the newest first."""
    return list(Request.objects.visible_to(actor).filter(of_one(person)).order_by("-received_at"))

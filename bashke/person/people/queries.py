"""Finding a person before creating one, and asking whether she is known elsewhere. Every look is in the journal."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, FloatField, QuerySet, Sum, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed

from .models import Enquiry, Person, SearchToken
from .rules import WEIGHTS, EnquiryStatus, checked_personal_number, matches, query_tokens, score, search_tokens, whole_identity

CANDIDATES = 60  # the best by tokens that the index gives; more rows for a very common first name would help nobody

WHY: dict[str, Promise] = {
    "i": _("same personal number"),
    "b": _("same date of birth"),
    "y": _("same year of birth"),
    "n": _("name sounds alike"),
}


@dataclass(frozen=True)
class Hit:
    """A person who may be the one looked for: `score` 0..1, and why, in words."""

    person: Person
    score: float
    reasons: tuple[Promise, ...]


def search(
    actor: Actor, given_name: str = "", family_name: str = "", birth_date: date | None = None, personal_number: str | None = None,
    limit: int = 10,
) -> list[Hit]:  # fmt: skip
    """People of the actor's municipality, the likeliest first. Names are compared by sound, on tokens and never on patterns.

    Two reads and one journal entry, whatever is found. Raises NotAllowed when nothing was given to search for.
    """
    asked = query_tokens(given_name, family_name, birth_date, checked_personal_number(personal_number))
    if not any(token[0] != "y" for token in asked):
        raise NotAllowed("Write at least a name, a date of birth or a personal number.")
    people = Person.objects.visible_to(actor).select_related("unit").in_bulk(_candidates(actor, asked))
    hits = sorted((_hit(person, asked) for person in people.values()), key=lambda hit: (-hit.score, hit.person.sort_key, hit.person.pk))
    record(Verb.PEOPLE_SEARCHED, "people.Person", municipality=actor.municipality, reason=", ".join(sorted({token[0] for token in asked})))
    return hits[:limit]


def known_elsewhere(actor: Actor, given_name: str, family_name: str, birth_date: date | None, personal_number: str | None) -> bool:
    """Does another municipality hold exactly this identity? Yes or no, never who or where; each question is in the journal.

    Only for a whole identity (personal number, or full name with full birth date); anything less is False and asks nobody.
    """
    marks = whole_identity(given_name, family_name, birth_date, checked_personal_number(personal_number))
    if not marks:
        return False
    if not may(actor, Permission.PERSON_ENQUIRE):
        raise NotAllowed("Your post may not ask whether a person is known elsewhere.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.known_elsewhere(%s)", (marks,))
        known = bool(cursor.fetchone()[0])
    record(Verb.KNOWN_ELSEWHERE_ASKED, "people.Person", municipality=actor.municipality, reason="known" if known else "not known")
    return known


def enquiries_to_answer(actor: Actor) -> QuerySet[Enquiry]:
    """What other municipalities ask of this one, oldest clock first, with the person asked about."""
    asked = Enquiry.objects.visible_to(actor).filter(target__municipality=actor.municipality, status=EnquiryStatus.OPEN)
    return asked.select_related("from_municipality", "asked_by", "target__person").order_by("due_at", "pk")


def enquiries_sent(actor: Actor) -> QuerySet[Enquiry]:
    """What this municipality asked of others, newest first."""
    return (
        Enquiry.objects.visible_to(actor)
        .filter(from_municipality=actor.municipality)
        .select_related("asked_by")
        .order_by("-asked_at", "pk")
    )


def _candidates(actor: Actor, asked: set[str]) -> list[object]:
    """The people with the heaviest tokens in common: equality on an index, so that it stays fast behind row security."""
    weight = Case(*[When(token__startswith=f"{kind}:", then=Value(heavy)) for kind, heavy in WEIGHTS.items()], output_field=FloatField())
    tokens = [token for token in asked if token[0] != "y"]  # one year is a hundredth of everybody: it ranks, it does not find
    rows = SearchToken.objects.filter(municipality=actor.municipality, token__in=tokens).values("person_id").annotate(weight=Sum(weight))
    return list(rows.order_by("-weight", "person_id").values_list("person_id", flat=True)[:CANDIDATES])


def _hit(person: Person, asked: set[str]) -> Hit:
    known = search_tokens(person.given_name, person.family_name, person.birth_date, person.personal_number)
    return Hit(person, score(asked, known), tuple(WHY[kind] for kind in matches(asked, known)))

"""Finding a person before creating one, and asking whether she is known elsewhere. Every look is in the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.kept import first, one
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import label, term
from bashke.ground.law.rules import NotAllowed

from .models import ContactWish, Enquiry, Household, Membership, Pair, Person, Tie, of_one
from .rules import (
    CHOSEN,
    EnquiryStatus,
    Likeness,
    PairStatus,
    boxes,
    checked_personal_number,
    is_worth_showing,
    matches,
    near_tokens,
    query_tokens,
    score,
    search_tokens,
    token_of,
    whole_identity,
)

CANDIDATES = 60  # whom to compare of each kind: more of a common name would help nobody
NAMESAKES = 300  # of one whole name, when no day of birth tells them apart; a year may
# Who is worth comparing: by number or by a date of birth (as it is, or one slip away); by a name of each box; where no date is known, by one
# name and the father's; and a few by each name alone.
# Equality on an index, which stays fast behind row security; of two common names only who is in both lists goes on.
_CANDIDATES = """
WITH mine AS NOT MATERIALIZED (SELECT token, person_id FROM people_searchtoken WHERE municipality_id = %(lau)s)
SELECT person_id, array_agg(token) FROM mine
 WHERE token NOT LIKE 'x:%%' AND person_id = ANY (ARRAY(
    (SELECT person_id FROM mine WHERE token = ANY (%(sure)s) LIMIT %(many)s)
    UNION (SELECT person_id FROM mine WHERE token = ANY (%(one)s) INTERSECT SELECT person_id FROM mine WHERE token = ANY (%(other)s) LIMIT %(both)s)
    UNION (SELECT person_id FROM mine WHERE token = ANY (%(father)s)
           INTERSECT SELECT person_id FROM mine WHERE token = ANY (%(names)s) LIMIT %(both)s)
    UNION SELECT few.person_id FROM unnest(%(names)s::text[]) AS name, LATERAL (SELECT person_id FROM mine WHERE token = name LIMIT %(few)s) AS few))
 GROUP BY person_id"""

WHY: dict[str, Promise] = {
    "i": _("same personal number"),
    "b": _("same date of birth"),
    "d": _("a similar date of birth"),
    "n": _("name sounds alike"),
    "s": _("a similar name"),
    "f": _("same father's name"),
    "g": _("a similar father's name"),
    "y": _("same year of birth"),
}


# Why the comparison thinks that two records are one person.
SAME: dict[str, Promise] = {
    "same_name": _("same name"), "similar_name": _("a similar name"), "same_birth_date": _("same date of birth"),
    "similar_birth_date": _("a similar date of birth"), "same_father": _("same father's name"),
    "similar_father": _("a similar father's name"), "same_phone": _("same telephone"), "similar_phone": _("a similar telephone"),
    "same_address": _("same address"), "similar_address": _("a similar address"), "same_number": _("same personal number"),
    "third_record": _("both are like a third record"),
}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A person who may be the one looked for: `score` 0..1, and why, in words."""

    person: Person
    score: float
    reasons: tuple[Promise, ...]
    also: tuple[str, ...] = ()  # the names of her other records


def search(
    actor: Actor, given_name: str = "", family_name: str = "", birth_date: date | None = None, personal_number: str | None = None,
    birth_year: int | None = None, father_name: str = "", limit: int = 10,
) -> list[Hit]:  # fmt: skip
    """People of the actor's municipality, the likeliest first. Names are compared by sound, on tokens and never on patterns.

    A `birth_year` where the day is not known ranks who is about so old, and a father's name tells namesakes apart: the same comes
    first, then who has none written down, then another man's. Two reads and one journal entry, whatever is found. Raises NotAllowed
    when nothing was given to search for.
    """
    asked = query_tokens(given_name, family_name, birth_date, checked_personal_number(personal_number), birth_year, father_name)
    if not any(token[0] not in "yf" for token in asked):
        raise NotAllowed("Write at least a name, a date of birth or a personal number.")
    likeliest = _likeliest(actor, asked, boxes(given_name, family_name), 2 * limit)
    found = first(None, _with_doubles, actor, likeliest) if likeliest else []
    seen = [hit for person in found if (hit := _hit(person, asked)).reasons]
    hits = _once(sorted(seen, key=lambda hit: -hit.score))
    hits.sort(key=lambda hit: (-hit.score, hit.person.sort_key, hit.person.pk))
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


def wish_of(actor: Actor, person: Person) -> ContactWish | None:
    """How she wants to be reached, as she said last under any of her records; None when nobody has asked her yet."""
    return one(_wishes_of, actor, person.one)


def _wishes_of(actor: Actor, person: UUID) -> QuerySet[ContactWish]:
    return ContactWish.objects.visible_to(actor).filter(of_one(person)).select_related("by").order_by("-at")


def when_safe(people: Iterable[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """For those who said so: from when a message may reach them, None for never. The outbox asks in a municipality's context; two queries."""
    ones = {row.pk: row.one for row in Person.objects.filter(pk__in=set(people))}
    said = ContactWish.objects.filter(Q(person__in=ones.values()) | Q(person__same_as__in=ones.values())).select_related("person")
    last = {row.person.one: row for row in said.order_by("at")}
    moments = {one: row.times.next(localtime(now)) if row.notices else None for one, row in last.items()}
    return {person: moments[one] for person, one in ones.items() if one in moments}


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


def _likeliest(actor: Actor, asked: set[str], names: tuple[list[str], list[str]], limit: int) -> list[UUID]:
    """So many people whose tokens fit best what was asked."""
    values = {
        "lau": actor.municipality, "sure": [token for token in asked if token[0] in "ib"] + sorted(near_tokens(token_of("b", asked))),
        "one": names[0], "other": names[1], "names": names[0] + names[1],
        "father": [] if token_of("b", asked) else [token for token in asked if token[0] == "f"], "many": NAMESAKES,
        "both": CANDIDATES if token_of("b", asked) else NAMESAKES, "few": CANDIDATES // (1 + 2 * bool(names[1])),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        known = {person: set(tokens) for person, tokens in cursor.fetchall()}
    return sorted(known, key=lambda person: (-score(asked, known[person]), person))[:limit]


def _hit(record: Person, asked: set[str]) -> Hit:
    """The human being of a record that was found: the record that stands for her, and her other names."""
    person: Person = record.same_as or record
    names: list[str] = [*record.names, *record.former]  # type: ignore[attr-defined]
    also = dict.fromkeys(name for name in names if name != person.name)
    known = search_tokens(record.given_name, record.family_name, record.birth_date, record.personal_number, record.father_name)
    known |= search_tokens(" ".join(also), "", None, None)
    kinds = matches(asked, known)
    return Hit(person, score(asked, known), tuple(WHY[kind] for kind in kinds if is_worth_showing(kinds)), tuple(also))


def _once(hits: list[Hit]) -> list[Hit]:
    """Each human being once, by the record that fits best."""
    best: dict[UUID, Hit] = {}
    for hit in hits:
        best.setdefault(hit.person.pk, hit)
    return list(best.values())


def _with_doubles(actor: Actor, people: list[UUID]) -> QuerySet[Person]:
    """Each record with the one that stands for it (`same_as`) and every other name she had in one of them (`names`, and before a merge `former`)."""
    one = Coalesce(OuterRef("same_as"), OuterRef("pk"))
    doubles = Person.objects.filter(same_as=one).order_by("created_at", "pk")
    pairs_of_one = Pair.objects.filter(stays=one, status=PairStatus.MERGED).order_by("decided_at", "pk")
    before = [KeyTextTransform(field, KeyTextTransform("stays", "before")) for field in ("given_name", "family_name")]
    names = ArraySubquery(doubles.values_list(Concat("given_name", Value(" "), "family_name"), flat=True))
    former = ArraySubquery(pairs_of_one.values_list(Concat(before[0], Value(" "), before[1], output_field=TextField()), flat=True))
    found = Person.objects.visible_to(actor).filter(pk__among=people)
    return found.select_related("unit", "same_as__unit").annotate(names=names, former=former)


def records_of(person: Person, actor: Actor) -> list[Person]:
    """Every record of this human being, the one that stands for all first."""
    rows = Person.objects.visible_to(actor).filter(Q(pk=person.one) | Q(same_as=person.one)).select_related("unit")
    return sorted(rows, key=lambda record: (record.pk != person.one, record.created_at, record.pk))


def said(person: Person) -> dict[str, Any]:
    """What a record says, field by field."""
    return {field: getattr(person, field) for field in CHOSEN}


def stays_of(one: Person, other: Person) -> Person:
    """Which of two records will stand for both: one that already does, else one with a personal number, else the older."""
    already = set(Person.objects.filter(same_as__in=[one, other]).values_list("same_as", flat=True))
    return min(one, other, key=lambda person: (person.pk not in already, person.is_provisional, person.created_at, person.pk))


def alike(actor: Actor, person: Person, limit: int = 5) -> list[Hit]:
    """Other people of the register who look like this one, by the search of the desk."""
    hits = search(actor, person.given_name, person.family_name, person.birth_date, father_name=person.father_name, limit=limit + 1)
    return [hit for hit in hits if hit.person.pk != person.one][:limit]


def pairs(actor: Actor) -> QuerySet[Pair]:
    """Every pair this actor may know of, with both records."""
    return Pair.objects.visible_to(actor).select_related("first__unit", "second__unit", "stays", "proposed_by", "decided_by")


def pair_of(actor: Actor, one: Person, other: Person) -> Pair | None:
    """What is known of these two records already."""
    return pairs(actor).filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk)).first()


def pairs_found(actor: Actor) -> QuerySet[Pair]:
    """What the comparison found and nobody looked at yet, of records that still stand alone; the likeliest first."""
    order = Case(*[When(likeness=word, then=Value(place)) for place, word in enumerate(Likeness)])
    return pairs(actor).filter(status=PairStatus.FOUND, first__same_as=None, second__same_as=None).order_by(order, "found_at", "pk")


def pairs_to_judge(actor: Actor) -> QuerySet[Pair]:
    """What somebody proposed and waits for a second person, the longest first."""
    return pairs(actor).filter(status=PairStatus.PROPOSED).order_by("proposed_at", "pk")


@dataclass(frozen=True)
class Home:
    """A household as it was on a day: the person's own membership, and those of the others."""

    household: Household
    own: Membership
    others: list[Membership]


def homes_of(actor: Actor, person: Person, day: date) -> list[Home]:
    """Where a person lived on a day and with whom, the oldest first: each human being once. Two queries, one for a person without a home."""
    own = {row.household_id: row for row in first(None, _lived, actor, person.one, day)}
    if not own:
        return []
    others: dict[UUID, dict[UUID, Membership]] = {household: {} for household in own}
    for row in first(None, _lived_with, actor, person.one, day, list(own)):
        others[row.household_id].setdefault(row.person.one, row)
    return [Home(row.household, row, list(others[household].values())) for household, row in own.items()]


def _lived(actor: Actor, person: UUID, day: date) -> QuerySet[Membership]:
    rows = Membership.objects.visible_to(actor).on(day).select_related("household__unit")
    return rows.filter(of_one(person)).order_by("since", "pk")


def _lived_with(actor: Actor, person: UUID, day: date, households: list[UUID]) -> QuerySet[Membership]:
    rows = Membership.objects.visible_to(actor).on(day).filter(household__among=households).exclude(of_one(person))
    return rows.select_related("household__unit", "person__same_as").order_by(
        F("person__birth_date").asc(nulls_last=True), "person__sort_key", "pk"
    )


@dataclass(frozen=True)
class Kin:
    """What somebody is to a person: `word` says it from the person's side."""

    tie: Tie
    other: Person
    word: str
    basis: str


def kin_of(actor: Actor, person: Person, day: date) -> list[Kin]:
    """Everybody who was something to this person on a day, under any of her records. One query."""
    rows = Tie.objects.visible_to(actor).filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))
    found = rows.filter(of_one(person) | of_one(person, "other")).select_related("person__same_as", "other__same_as")
    return [_kin(row, person.one) for row in found.order_by("kind", "pk")]


def _kin(row: Tie, one: UUID) -> Kin:
    """Told from her side: when she is the first of the two, the other is what the word's other side says."""
    first = row.person.one == one
    other = row.other if first else row.person
    word: str = term("person_tie", row.kind).extra["inverse"] if first else row.kind
    return Kin(row, other.same_as or other, label("person_tie", word), label("guardian_basis", row.basis) if row.basis else "")

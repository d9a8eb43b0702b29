"""Two records that are one person: proposed, put together by a second person, kept apart, separated again. Nothing is ever deleted.

Rows of other packages stay under the record they were written for. The second record points to the first, and whoever reads asks for
both (`models.of_one`): undoing is taking the pointer away (docs/decisions/one-person-two-records.md).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate

from bashke.ground.access.actions import written_or_not_there
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed

from ..models import Pair, Person, SearchToken
from ..queries import said, stays_of
from ..rules import (
    PairStatus,
    check_pair_move,
    check_reason,
    check_second_person,
    check_together,
    differing,
    filled,
    home_of,
    kept_tokens,
    signer,
)
from .persons import keep


@transaction.atomic
def propose(*, by: Actor, at: datetime, one: Person, other: Person, taken: Collection[str], why: str) -> Pair:
    """Whoever looked at both says: one person. `taken` are the fields in which the record that will point to the other is right.

    Nothing changes before a second person confirms. Raises NotAllowed also when the proposer may not know of a file of one of them,
    in the same words whatever the file is.
    """
    why = check_reason(why)
    signer(by)
    stays, points = _lock(by, one, other)
    _check_free(stays, points)
    before, after = said(stays), said(points)
    check_together(before, after)
    pair = Pair.objects.visible_to(by).filter(first=min(stays.pk, points.pk), second=max(stays.pk, points.pk)).first()
    if pair is None:
        pair = Pair(
            municipality_id=home_of(by), first_id=min(stays.pk, points.pk), second_id=max(stays.pk, points.pk), found_at=at,
            synthetic=stays.synthetic,
        )  # fmt: skip
    else:
        check_pair_move(PairStatus(pair.status), PairStatus.PROPOSED)
    pair.status, pair.stays, pair.why = PairStatus.PROPOSED, stays, why
    pair.taken = sorted(set(taken) & set(differing(before, after)) | set(filled(before, after)))
    pair.proposed_by_id, pair.proposed_at, pair.proposer_decides = by.worker, at, may(by, Permission.PERSON_MERGE)
    pair.decided_by = pair.decided_at = pair.before = None
    pair.decided_why = ""
    _save(pair)
    _tell(Verb.SAME_PROPOSED, pair, why)
    return pair


@transaction.atomic
def merge(*, by: Actor, at: datetime, pair: Pair) -> Pair:
    """The second of two people who looked confirms: from now on one record stands for both. What each said before is kept with the pair."""
    pair = _pair(by, pair)
    check_pair_move(PairStatus(pair.status), PairStatus.MERGED)
    check_second_person(
        proposer=pair.proposed_by_id, proposer_decides=pair.proposer_decides, confirmer=by.worker,
        confirmer_decides=may(by, Permission.PERSON_MERGE),
    )  # fmt: skip
    locked = {person.pk: person for person in _lock(by, pair.first, pair.second)}
    stays, points = locked[pair.stays_id or pair.first_id], locked[pair.other.pk]
    _check_free(stays, points)
    check_together(said(stays), said(points))
    pair.before = {
        name: {field: _plain(value) for field, value in said(person).items()} for name, person in (("stays", stays), ("other", points))
    }
    pair.status, pair.decided_by_id, pair.decided_at = PairStatus.MERGED, by.worker, at
    for field in pair.taken:
        setattr(stays, field, getattr(points, field))
    points.personal_number, points.same_as = None, stays  # a number stands once in a municipality: with the record that stays
    keep(points, localdate(at), new=False)
    keep(stays, localdate(at), new=False)
    SearchToken.objects.bulk_create(_former(pair.before["stays"], points), ignore_conflicts=True)
    _save(pair)
    _tell(Verb.RECORDS_MERGED, pair, pair.why)
    return pair


@transaction.atomic
def keep_apart(*, by: Actor, at: datetime, pair: Pair, why: str) -> Pair:
    """They are two people. It is remembered, so that neither the comparison nor a colleague asks again for nothing."""
    pair = _pair(by, pair)
    check_pair_move(PairStatus(pair.status), PairStatus.DIFFERENT)
    if not may(by, Permission.PERSON_MERGE):
        raise NotAllowed("Only a supervisor decides about two records.")
    pair.status, pair.decided_why = PairStatus.DIFFERENT, check_reason(why)
    pair.decided_by_id, pair.decided_at = signer(by), at
    _save(pair)
    _tell(Verb.RECORDS_KEPT_APART, pair, pair.decided_why)
    return pair


@transaction.atomic
def split(*, by: Actor, at: datetime, pair: Pair, why: str) -> Pair:
    """It was a mistake: both records say again what they said before. What was corrected since is left as it was corrected."""
    pair = _pair(by, pair)
    check_pair_move(PairStatus(pair.status), PairStatus.SPLIT)
    if not may(by, Permission.PERSON_MERGE):
        raise NotAllowed("Only a supervisor separates two records.")
    locked = {person.pk: person for person in _lock(by, pair.first, pair.second)}
    stays, points = locked[pair.stays_id or pair.first_id], locked[pair.other.pk]
    before: dict[str, dict[str, Any]] = pair.before or {}
    for field in pair.taken:
        if _plain(getattr(stays, field)) == before["other"][field]:
            setattr(stays, field, _value(field, before["stays"][field]))
    points.same_as = None
    if before["other"]["personal_number"] != stays.personal_number:
        points.personal_number = before["other"]["personal_number"]
    keep(stays, localdate(at), new=False)
    keep(points, localdate(at), new=False)
    pair.status, pair.decided_why = PairStatus.SPLIT, check_reason(why)
    pair.decided_by_id, pair.decided_at = signer(by), at
    _save(pair)
    _tell(Verb.RECORDS_SPLIT, pair, pair.decided_why)
    return pair


def _lock(by: Actor, one: Person, other: Person) -> tuple[Person, Person]:
    """Both records, locked in one order for everybody; the one that stays first."""
    if one.pk == other.pk:
        raise NotAllowed("Choose another record: this is the same one.")
    rows = Person.objects.visible_to(by).select_for_update(of=("self",)).order_by("pk").filter(pk__in=[one.pk, other.pk])
    found = list(rows)
    if len(found) < 2:
        raise Person.DoesNotExist
    stays = stays_of(*found)
    return stays, next(person for person in found if person is not stays)


def _check_free(stays: Person, points: Person) -> None:
    if stays.same_as_id or points.same_as_id:
        raise NotAllowed("One of these records already belongs to another one. Open the person and choose from there.")
    if Person.objects.filter(same_as=points).exists():
        raise NotAllowed("Both records already stand for others. Separate one of them first.")


def _pair(by: Actor, pair: Pair) -> Pair:
    return Pair.objects.visible_to(by).select_for_update(of=("self",)).select_related("first", "second", "stays").get(pk=pair.pk)


def _save(pair: Pair) -> None:
    """Of a pair of whom the actor may not know everything nothing is there; of one she may not read, she is told no more than that."""
    try:
        with written_or_not_there():
            pair.save()
    except IntegrityError as error:
        if "a_pair_is_kept_once" in str(error):
            raise NotAllowed("You cannot put these two records together. Ask the data protection officer.") from error
        raise


def _tell(verb: Verb, pair: Pair, reason: str) -> None:
    """In the journal of both: each record has its own page of who looked and who changed."""
    record_many((verb, pair, person, pair.municipality_id, reason) for person in (pair.first_id, pair.second_id))


def _former(said: dict[str, Any], points: Person) -> list[SearchToken]:
    """What the record that stays was found by until now, kept with the other one: separating writes that one's own tokens again."""
    born = _value("birth_date", said["birth_date"])
    tokens = kept_tokens(said["given_name"], said["family_name"], born, None, said["father_name"])
    return [SearchToken(municipality_id=points.municipality_id, token=token, person=points) for token in tokens]


def _plain(value: Any) -> Any:
    """As it is written down with the pair."""
    return value if value is None or isinstance(value, (int, str)) else DjangoJSONEncoder().default(value)


def _value(field: str, written: Any) -> Any:
    return parse_date(written) if written is not None and field == "birth_date" else written

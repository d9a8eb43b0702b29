"""A file whose time is over: found by night, proposed by a supervisor, signed by somebody else, or kept with a reason."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.rules import signer

from ..models import DataRequest, Erasure
from ..queries.keeping import kept, over_their_time
from ..rules import Erasing, Kind, Status, check_erasing, check_other, check_over, check_still_asked, check_words
from .answering import lock

BATCH = 200


@transaction.atomic
def find_over(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: files that are over their time are put on the list. Nothing is erased. Returns how many are new."""
    found = []
    for person in over_their_time(by, at)[:BATCH]:
        ended = kept(by, person)
        if ended.last_on is not None and ended.over_on is not None:
            found.append(
                Erasure(
                    municipality_id=person.municipality_id, person=person, last_on=ended.last_on, over_on=ended.over_on, found_at=at
                )
            )  # fmt: skip
    Erasure.objects.bulk_create(found)
    record_many((Verb.ERASURE_FOUND, one, one.person_id, one.municipality_id, "") for one in found)
    return len(found)


@transaction.atomic
def propose_asked(*, by: Actor, at: datetime, ask: DataRequest) -> Erasure:
    """She asked that her data be erased, and the law lets it be: a second person signs. Raises NotAllowed with the day until which it is kept."""
    ask = lock(by, ask, Kind.ERASURE)
    if ask.status != Status.RECEIVED:
        raise NotAllowed("This request was answered already. Nothing was changed.")
    ended = kept(by, ask.person)
    check_over(ended.over_on, localdate(at), date_long(ended.over_on, page_language()) if ended.over_on else "")
    if ended.last_on is None or ended.over_on is None:
        raise AssertionError("unreachable")
    held = Erasure.objects.visible_to(by).select_for_update(of=("self",)).filter(person=ask.person, status=Erasing.FOUND).first()
    made = held or Erasure(
        municipality_id=ask.municipality_id, person=ask.person, last_on=ended.last_on, over_on=ended.over_on, found_at=at
    )  # fmt: skip
    made.ask = ask
    return _propose(by, at, made, new=held is None)


@transaction.atomic
def propose(*, by: Actor, at: datetime, erasure: Erasure) -> Erasure:
    """The supervisor looked at a file that is over its time: it may go."""
    if not may(by, Permission.DATA_REQUEST_ANSWER):
        raise NotAllowed("Only a supervisor proposes an erasure.")
    held = _lock(by, erasure)
    check_erasing(Erasing(held.status), Erasing.PROPOSED)
    return _propose(by, at, held, new=False)


@transaction.atomic
def sign(*, by: Actor, at: datetime, erasure: Erasure) -> None:
    """The second person signs, and the identity is erased: in the file, in what was kept of its earlier states, in search. It cannot be undone."""
    if not may(by, Permission.ERASURE_SIGN):
        raise NotAllowed("Only the data protection officer signs an erasure.")
    held = _lock(by, erasure)
    check_erasing(Erasing(held.status), Erasing.DONE)
    check_other(held.proposed_by_id, by.worker)
    ended = kept(by, held.person)
    check_over(ended.over_on, localdate(at), date_long(ended.over_on, page_language()) if ended.over_on else "")
    if held.ask is not None:
        check_still_asked(Status(held.ask.status))
        DataRequest.objects.filter(pk=held.ask.pk, status=Status.RECEIVED).update(
            status=Status.GRANTED, answer="–", answered_at=at, answered_by=held.proposed_by_id
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.erase(%s, %s)", (held.pk, at))
    record(Verb.ERASED, held, person=held.person_id, municipality=held.municipality_id)


@transaction.atomic
def keep_longer(*, by: Actor, at: datetime, erasure: Erasure, why: str) -> Erasure:
    """Either of the two says why the file must still be kept; her request, if there was one, waits for its answer again."""
    if not (may(by, Permission.ERASURE_SIGN) or may(by, Permission.DATA_REQUEST_ANSWER)):
        raise NotAllowed("Your post may not do this.")
    check_words(why)
    held = _lock(by, erasure)
    check_erasing(Erasing(held.status), Erasing.KEPT)
    held.status, held.decided_by_id, held.decided_at, held.why = Erasing.KEPT, signer(by), at, why.strip()[:300]
    held.ask = None
    held.save(update_fields=["status", "decided_by", "decided_at", "why", "ask"])
    record(Verb.ERASURE_NOT, held, person=held.person_id, municipality=held.municipality_id, reason=held.why)
    return held


def _propose(by: Actor, at: datetime, erasure: Erasure, *, new: bool) -> Erasure:
    erasure.status, erasure.proposed_by_id, erasure.proposed_at = Erasing.PROPOSED, signer(by), at
    try:
        with transaction.atomic():
            if new:
                erasure.save(force_insert=True)
            else:
                erasure.save(update_fields=["status", "proposed_by", "proposed_at", "ask"])
    except IntegrityError as twice:
        raise NotAllowed("The erasure of this file is proposed already.") from twice
    record(Verb.ERASURE_PROPOSED, erasure, person=erasure.person_id, municipality=erasure.municipality_id)
    return erasure


def _lock(by: Actor, erasure: Erasure) -> Erasure:
    """The row as it is now. What was erased can be locked by nobody: the wall does not let it be changed again."""
    rows = Erasure.objects.visible_to(by)
    held = rows.select_related("person").select_for_update(of=("self",)).exclude(status=Erasing.DONE).filter(pk=erasure.pk).first()
    if held is None:
        check_erasing(Erasing(rows.get(pk=erasure.pk).status), Erasing.KEPT)
        raise Erasure.DoesNotExist
    return held

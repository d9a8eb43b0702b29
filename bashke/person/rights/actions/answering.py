"""A supervisor answers: a copy is made, something is put right, or no with a reason; and the person is told that there is news."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import terms
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.actions import tell
from bashke.person.people import actions as people
from bashke.person.protection.models import ProtectedFile

from ..models import DataRequest, Erasure
from ..queries import gathered, is_shut, kept
from ..rules import (
    LAW_KEEPS,
    Erasing,
    Kind,
    Status,
    check_corrected,
    check_kept,
    check_left_out,
    check_move,
    check_not_proposed,
    check_refusal,
    check_words,
)
from .copies import keep


@transaction.atomic
def give_copy(*, by: Actor, at: datetime, ask: DataRequest, answer: str, left_out: Collection[str] = (), why: str = "") -> DataRequest:
    """Make the copy of what is held today. `left_out` names parts that would expose another person; the copy says so, and why."""
    ask = lock(by, ask, Kind.COPY)
    if is_shut(by, ask.person, at):
        raise NotAllowed("This file rests. Open it first, with a reason; then make the copy.")
    parts = gathered(by, ask.person)
    check_left_out(left_out, parts, why)
    done = close(by, at, ask, Status.GRANTED, answer)
    keep(at=at, ask=done, parts={code: rows for code, rows in parts.items() if code not in left_out}, left_out=left_out, why=why)
    return done


@transaction.atomic
def grant_correction(
    *, by: Actor, at: datetime, ask: DataRequest, answer: str, changes: Mapping[str, Any], elsewhere: bool = False
) -> DataRequest:  # fmt: skip
    """Put right what is wrong in her details; `elsewhere`: it was put right in the file itself. What stood there before is kept in the history."""
    ask = lock(by, ask, Kind.CORRECTION)
    check_corrected(changes, elsewhere)
    if changes:
        people.correct_person(by=by, at=at, person=ask.person, **changes)
    return close(by, at, ask, Status.GRANTED, answer)


@transaction.atomic
def refuse(*, by: Actor, at: datetime, ask: DataRequest, reason: str, answer: str) -> DataRequest:
    """Say no, with a reason and the way to the Commissioner. A correction that is refused stays with the file as her statement."""
    ask = lock(by, ask)
    check_refusal(reason, [row.code for row in terms("data_refusal") if ask.kind in row.extra["of"]], answer)
    kept_until = None
    if ask.kind == Kind.ERASURE:
        check_not_proposed(Erasure.objects.visible_to(by).filter(ask=ask, status=Erasing.PROPOSED).exists())
        over_on = kept(by, ask.person).over_on
        check_kept(reason, over_on, localdate(at))
        kept_until = over_on if reason == LAW_KEEPS else None
    return close(by, at, ask, Status.REFUSED, answer, reason, kept_until)


def lock(by: Actor, ask: DataRequest, kind: Kind | None = None) -> DataRequest:
    """The request as it is now, for whoever may answer it."""
    if not may(by, Permission.DATA_REQUEST_ANSWER) or by.worker is None:
        raise NotAllowed("Only a supervisor answers what a person asks about her data.")
    rows = DataRequest.objects.visible_to(by).select_related("person").select_for_update(of=("self",))
    found = rows.get(pk=ask.pk)
    if kind is not None and found.kind != kind:
        raise NotAllowed("The person asked for something else.")
    return found


def close(
    by: Actor, at: datetime, ask: DataRequest, status: Status, answer: str, reason: str = "", kept_until: date | None = None
) -> DataRequest:
    """Write the answer down and tell her that there is news; no message goes out where a file of hers is protected."""
    check_move(Status(ask.status), status)
    check_words(answer)
    ask.status, ask.answer, ask.refusal_reason = status, answer.strip(), reason
    ask.answered_at, ask.answered_by_id, ask.kept_until = at, by.worker, kept_until
    ask.save(update_fields=["status", "answer", "refusal_reason", "answered_at", "answered_by", "kept_until"])
    verb = Verb.DATA_REFUSED if status is Status.REFUSED else Verb.DATA_GRANTED
    record(verb, ask, person=ask.person_id, municipality=ask.municipality_id, reason=ask.kind)
    person = ask.person
    if person.phone and not ProtectedFile.objects.filter(person=person).exists():
        tell(
            municipality=ask.municipality_id, person=person.pk, phone=person.phone, language=person.language, template="news", at=at,
        )  # fmt: skip
    return ask

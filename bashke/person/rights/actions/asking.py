"""A person asks about her data, herself or through a worker who takes it down; and what nobody answered goes to the supervisor."""

from datetime import datetime

from django.db import IntegrityError, transaction

from bashke.ground.access.actions import written_or_not_there
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.access.rules import Kind as Asker
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person

from ..models import DataRequest
from ..rules import Kind, Status, check_ask, check_move

ESCALATION_BATCH = 200
WAITS = "one_data_request_of_a_kind_waits"


@transaction.atomic
def ask(*, by: Actor, at: datetime, person: Person, kind: str, words: str = "") -> DataRequest:
    """She asks for a copy, a correction or a restriction of her data (Law 124/2024). The clock starts now. Raises NotAllowed.

    With her code she asks about herself; a worker takes down what is said at the counter or written in a letter.
    """
    if by.kind is not Asker.PERSON and not may(by, Permission.PERSON_WRITE):
        raise NotAllowed("Your post may not do this.")
    person = Person.objects.visible_to(by).get(pk=person.one if by.kind is not Asker.PERSON else person.pk)
    check_ask(kind, words)
    made = DataRequest(
        municipality_id=person.municipality_id, person=person, kind=Kind(kind), words=words.strip(), asked_at=at,
        due_at=due("data.answer", at, person.municipality_id), synthetic=person.synthetic,
    )  # fmt: skip
    try:
        with written_or_not_there():
            made.save(force_insert=True)
    except IntegrityError as twice:
        if WAITS in str(twice):
            raise NotAllowed("You have asked for this already. The answer comes by the day that stands here.") from twice
        raise
    record(Verb.DATA_ASKED, made, person=person.pk, municipality=made.municipality_id, reason=made.kind)
    return made


@transaction.atomic
def take_back(*, by: Actor, at: datetime, ask: DataRequest) -> DataRequest:
    """She no longer wants it."""
    if by.kind is not Asker.PERSON:
        raise NotAllowed("Only the person herself takes this back.")
    rows = DataRequest.objects.visible_to(by)
    check_move(Status(rows.get(pk=ask.pk).status), Status.WITHDRAWN)
    # The wall lets her lock only what still waits: what is answered at this moment is not there to be locked.
    held = rows.select_for_update(of=("self",)).filter(pk=ask.pk, status=Status.RECEIVED).first()
    check_move(Status.RECEIVED if held else Status.GRANTED, Status.WITHDRAWN)
    ask = held or ask
    ask.status, ask.answered_at = Status.WITHDRAWN, at
    ask.save(update_fields=["status", "answered_at"])
    record(Verb.DATA_TAKEN_BACK, ask, person=ask.person_id, municipality=ask.municipality_id, reason=ask.kind)
    return ask


@transaction.atomic
def escalate_late(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: what nobody answered in time is marked, once, and stands first on the supervisor's board."""
    rows = DataRequest.objects.visible_to(by).filter(status=Status.RECEIVED, due_at__lt=at, escalated_at=None)
    late = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk")[:ESCALATION_BATCH])
    DataRequest.objects.filter(pk__in=[one.pk for one in late]).update(escalated_at=at)
    record_many((Verb.ESCALATED, one, one.person_id, one.municipality_id, "late") for one in late)
    return len(late)

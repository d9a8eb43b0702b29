"""The verbs of a message: write, answer, settle in a talk, see; and the job that carries silence to the supervisor."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, figure
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.actions import tell
from bashke.person.requests.models import Request
from bashke.person.requests.rules import ForWhom

from . import rules
from .models import Message
from .queries import of_thread, threads
from .rules import Status

DAY = timedelta(days=1)
ESCALATION_BATCH = 200


@transaction.atomic
def write(*, by: Actor, at: datetime, words: str, key: UUID) -> Message:
    """She writes, or who asked for her. The clock of the answer starts. The same press of the button twice is one message."""
    if by.kind is not Kind.PERSON:
        raise NotAllowed("Only who holds the code writes here.")
    rules.check_words(words)
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get()
    mine = Message.objects.visible_to(by)
    if (twice := mine.filter(request=request, key=key).first()) is not None:
        return twice
    rules.check_pace(mine.filter(worker=None, at__gt=at - DAY).count(), figure("message.most_a_day", localdate(at)).value)
    made = Message(
        municipality_id=request.municipality_id, request=request, person_id=by.person, words=words.strip(), key=key, at=at,
        asker=by.person is None and request.for_whom == ForWhom.OTHER, status=Status.WAITING,
        due_at=due("message.answer", at, request.municipality_id),
    )  # fmt: skip
    made.save(force_insert=True)
    _record(Verb.MESSAGE_WRITTEN, made)
    return made


@transaction.atomic
def answer(*, by: Actor, at: datetime, request: Request, asker: bool, words: str, key: UUID) -> Message:
    """The office writes; whatever waited in this conversation is answered by it. She gets a notice that there is news, and no word of it."""
    rules.check_words(words)
    request = _lock(by, request, asker)
    rules.check_shown(protected=request.file_id is not None)
    if (twice := Message.objects.visible_to(by).filter(request=request, key=key).first()) is not None:
        return twice
    made = Message(
        municipality_id=request.municipality_id, request=request, person_id=None if asker else request.person_id, asker=asker,
        worker_id=by.worker, words=words.strip(), key=key, at=at, status=Status.SAID,
    )  # fmt: skip
    made.save(force_insert=True)
    _close(by, at, request, asker, Status.ANSWERED)
    _record(Verb.MESSAGE_ANSWERED, made)
    _tell(made, at)
    return made


@transaction.atomic
def settle(*, by: Actor, at: datetime, request: Request, asker: bool, words: str) -> int:
    """She was answered by telephone or in person: `words` say how. Returns how many messages it answered."""
    rules.check_note(words)
    request = _lock(by, request, asker)
    done = _close(by, at, request, asker, Status.SETTLED, words.strip()[: rules.LONGEST_NOTE])
    rules.check_waits(len(done))
    _record(Verb.MESSAGE_SETTLED, done[0])
    return len(done)


@transaction.atomic
def see(*, by: Actor, at: datetime) -> int:
    """She opened her messages: what the office wrote is marked as seen. Returns how many were new."""
    return Message.objects.visible_to(by).filter(worker__isnull=False, read_at=None).update(read_at=at)


@transaction.atomic
def escalate_late(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: what nobody answered in time goes to the supervisor, once."""
    rows = Message.objects.visible_to(by).filter(status=Status.WAITING, due_at__lt=at, escalated_at=None)
    late = list(
        rows.select_related("request").select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk")[:ESCALATION_BATCH]
    )
    Message.objects.filter(pk__in=[one.pk for one in late]).update(escalated_at=at)
    record_many((Verb.ESCALATED, one, _whose(one), one.municipality_id, "late") for one in late)
    return len(late)


def _lock(by: Actor, request: Request, asker: bool) -> Request:
    if not may(by, Permission.CASE_WRITE) or by.worker is None:
        raise NotAllowed("Your post may not do this.")
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    rules.check_reachable(tip=request.is_tip)
    if asker not in threads(request):
        raise NotAllowed("There is nobody to write to in this conversation yet.")
    return request


def _close(by: Actor, at: datetime, request: Request, asker: bool, status: Status, words: str = "") -> list[Message]:
    rows = of_thread(Message.objects.visible_to(by).filter(status=Status.WAITING), request, asker=asker)
    open_ones = list(rows.select_for_update(of=("self",)).order_by("at", "pk"))
    for one in open_ones:
        rules.check_move(Status(one.status), status)
    Message.objects.filter(pk__in=[one.pk for one in open_ones]).update(
        status=status, answered_at=at, answered_by=by.worker, settled_words=words
    )
    return open_ones


def _tell(message: Message, at: datetime) -> None:
    """That there is news, to the number of whoever is in this conversation; nothing when there is none."""
    request, person = message.request, message.person
    own = request.for_whom == ForWhom.SELF
    phone = request.asker_phone if message.asker else (person.phone if person else "") or (request.phone if own else "")
    if phone:
        tell(
            municipality=message.municipality_id, person=message.person_id, request=request.pk, phone=phone,
            language=person.language if person else request.language, template="news", at=at,
        )  # fmt: skip


def _record(verb: Verb, message: Message) -> None:
    record(verb, message, person=_whose(message), municipality=message.municipality_id)


def _whose(message: Message) -> UUID:
    """In the journal a conversation with who asked stands under the request, never in her file."""
    return message.request_id if message.asker else message.person_id or message.request.person_id or message.request_id

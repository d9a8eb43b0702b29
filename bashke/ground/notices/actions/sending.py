"""The job that empties the outbox of one municipality, a few messages at a time, and writes down every attempt."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ..models import Delivery, Notice, OptOut
from ..rules import HIDDEN_CODE, Channel, Status, check_move, next_attempt
from .gateways import Answer, BackEnd, chosen
from .mail import Mail
from .telling import contact_hash, unseal

# Asked for the persons of a batch: from when a message may reach each, None for never. Who is not in the answer said nothing.
WHEN_SAFE: list[Callable[[Iterable[UUID], datetime], dict[UUID, datetime | None]]] = []
BATCH = 20  # a slow provider holds the rows of one batch, never those of a night; call again while a whole batch comes back


@transaction.atomic
def send_due(*, at: datetime, back_end: BackEnd | None = None, most: int = BATCH) -> int:
    """Try every message that is due, at most `most` of them; returns how many were looked at. Two senders never take one message.

    What somebody does not want now waits until it is safe; what she does not want at all is not sent.
    A provider that does not answer at all is not asked again in this round: the transaction stays short. E-mail then still goes out, and the
    other way round. `back_end` takes the place of both.
    """
    ways: dict[str, BackEnd] = {Channel.SMS: back_end or chosen(), Channel.EMAIL: back_end or Mail()}
    waiting = list(
        Notice.objects.filter(status=Status.QUEUED, not_before__lte=at, channel__in=ways)
        .order_by("not_before", "pk")
        .select_for_update(skip_locked=True)[:most]
    )
    hashes = {notice.pk: contact_hash(notice.recipient) for notice in waiting}
    silent = {bytes(row) for row in OptOut.objects.filter(pk__in=hashes.values()).values_list("pk", flat=True)}
    safe = _safe(waiting, at)
    looked, away = 0, set[str]()
    for notice in waiting:
        way = ways[notice.channel]
        if way.name in away:
            continue
        looked += 1
        moment = safe.get(notice.person, at) if notice.person else at
        if hashes[notice.pk] in silent or moment is None:
            _end(notice, Status.OPTED_OUT)
        elif moment > at:
            notice.not_before = moment
            notice.save(update_fields=["not_before"])
        elif _try(notice, way, at).away:
            away.add(way.name)
    return looked


def _safe(waiting: list[Notice], at: datetime) -> dict[UUID, datetime | None]:
    people = {notice.person for notice in waiting if notice.person}
    return {person: moment for ask in WHEN_SAFE for person, moment in ask(people, at).items()} if people else {}


def _try(notice: Notice, back_end: BackEnd, at: datetime) -> Answer:
    text = notice.text.replace(HIDDEN_CODE, unseal(notice.sealed)) if notice.sealed else notice.text
    answer = back_end.hand_over(number=notice.recipient, text=text, reference=str(notice.pk))
    notice.attempts += 1
    Delivery.objects.create(
        notice=notice, municipality_id=notice.municipality_id, at=at, back_end=back_end.name, delivered=answer.delivered,
        detail=answer.detail[:200],
    )  # fmt: skip
    if answer.delivered:
        _end(notice, Status.SENT)
    else:
        _again_or_never(notice, answer, at)
    return answer


def _again_or_never(notice: Notice, answer: Answer, at: datetime) -> None:
    again = None if answer.final else next_attempt(notice.attempts, at)
    if again is None:
        _end(notice, Status.FAILED)
    else:
        notice.not_before = again
        notice.save(update_fields=["attempts", "not_before"])


def _end(notice: Notice, status: Status) -> None:
    check_move(Status(notice.status), status)
    notice.status, notice.sealed = status, None
    notice.save(update_fields=["status", "sealed", "attempts"])

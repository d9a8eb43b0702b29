"""Writing a notice into the outbox, in the transaction of the act it tells of; and honouring who wants none."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from bashke.ground.access.models import Worker
from bashke.ground.access.vault import vault
from bashke.ground.design.rules import date_short

from ..models import Notice, OptOut
from ..rules import HIDDEN_CODE, Channel, clean_phone, compose, takes_sms

PURPOSE = "notices"
LONGEST = Notice._meta.get_field("recipient").max_length or 0  # an address that is longer takes no message
PLAIN_SPACE = str.maketrans({"\u00a0": " ", "\u202f": " "})  # a hard space costs an SMS its alphabet


def tell(
    *, municipality: str, person: UUID | None = None, request: UUID | None = None, phone: str, language: str, template: str,
    at: datetime, **values: Any,
) -> Notice | None:  # fmt: skip
    """Put one message into the outbox of a municipality (LAU code); None when there is no number that takes messages.

    `values` fill the text: days and moments are written as dates; `code` is sealed and leaves the database with the message.
    """
    recipient = clean_phone(phone)
    if recipient is None or not takes_sms(recipient):
        return None
    return _put(Channel.SMS, recipient, municipality, person, request, language, template, at, values)


def tell_worker(*, municipality: str, worker: Worker, template: str, at: datetime, **values: Any) -> list[Notice]:
    """The same few words to a worker's telephone and, when she wished it, to her work address. They name nobody."""
    told = [tell(municipality=municipality, phone=worker.phone, language="sq", template=template, at=at, **values)]
    if worker.by_email and worker.email and len(worker.email) <= LONGEST and worker.is_active and settings.EMAIL_GOES_OUT:
        told.append(_put(Channel.EMAIL, worker.email, municipality, None, None, "sq", template, at, values))
    return [notice for notice in told if notice is not None]


def _put(
    channel: Channel, recipient: str, municipality: str, person: UUID | None, request: UUID | None, language: str, template: str,
    at: datetime, values: dict[str, Any],
) -> Notice:  # fmt: skip
    code = values.pop("code", None)
    said = {name: _say(value, language) for name, value in values.items()}
    text = compose(template, language, {"where": settings.PUBLIC_URL, "code": HIDDEN_CODE, **said})
    notice = Notice(
        municipality_id=municipality, person=person, request=request, channel=channel, recipient=recipient, language=language,
        template=template, text=text, sealed=seal(code) if code else None, created_at=at, not_before=at,
    )  # fmt: skip
    notice.save(force_insert=True)
    return notice


@transaction.atomic
def opt_out(*, phone: str, at: datetime) -> None:
    """Nobody sends to this number any more, whatever waits in the outbox. Asking twice changes nothing."""
    OptOut.objects.bulk_create([OptOut(contact_hash=contact_hash(phone), at=at)], ignore_conflicts=True)


@transaction.atomic
def opt_in(*, phone: str) -> None:
    """The number takes messages again, because its holder asked for it."""
    OptOut.objects.filter(contact_hash=contact_hash(phone)).delete()


def contact_hash(phone: str) -> bytes:
    """What is kept of a number that wants no messages: keyed, so that a stolen table cannot be tried number by number."""
    return salted_hmac("bashke.ground.notices", clean_phone(phone) or phone, secret=settings.VAULT_KEY, algorithm="sha256").digest()


def seal(code: str) -> bytes:
    return vault(PURPOSE).encrypt(code.encode())


def unseal(sealed: bytes | memoryview) -> str:
    return vault(PURPOSE).decrypt(bytes(sealed)).decode()


def _say(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        value = localdate(value)
    return date_short(value, language).translate(PLAIN_SPACE) if isinstance(value, date) else str(value)

"""Writing a notice into the outbox, in the transaction of the act it tells of; and honouring who wants none."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from bashke.ground.access.vault import vault
from bashke.ground.design.rules import date_short

from ..models import Notice, OptOut
from ..rules import HIDDEN_CODE, Channel, clean_phone, compose, takes_sms

PURPOSE = "notices"
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
    code = values.pop("code", None)
    said = {name: _say(value, language) for name, value in values.items()}
    text = compose(template, language, {"where": settings.PUBLIC_URL, "code": HIDDEN_CODE, **said})
    notice = Notice(
        municipality_id=municipality, person=person, request=request, channel=Channel.SMS, recipient=recipient, language=language,
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

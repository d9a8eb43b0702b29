"""The copy: sealed when it is made, opened by the person or at the counter, removed when its time is over."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import connection, transaction

from bashke.ground.access.rules import Actor
from bashke.ground.access.vault import vault
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed

from ..models import Copy, DataRequest
from ..queries import LEFT_OUT

PURPOSE = "rights"


def keep(*, at: datetime, ask: DataRequest, parts: Mapping[str, Any], left_out: Collection[str], why: str) -> Copy:
    """Seal what was gathered, with what stays out of it and why."""
    content = {
        "made_at": at.isoformat(), "municipality": ask.municipality_id, "parts": parts, "never": list(LEFT_OUT),
        "left_out": {"parts": sorted(left_out), "why": why.strip()} if left_out else None,
    }  # fmt: skip
    sealed = vault(PURPOSE).encrypt(json.dumps(content, ensure_ascii=False).encode())
    copy = Copy(
        ask=ask, municipality_id=ask.municipality_id, person_id=ask.person_id, made_at=at, until=due("data.copy_kept", at), sealed=sealed
    )
    copy.save(force_insert=True)
    return copy


@transaction.atomic
def opened(*, by: Actor, at: datetime, ask: DataRequest) -> dict[str, Any]:
    """What is in her copy; that it was opened is written down. Raises NotAllowed when it is no longer kept."""
    copy = Copy.objects.visible_to(by).filter(ask=ask, until__gt=at).first()
    if copy is None:
        raise NotAllowed("This copy is no longer kept. Ask for a new one.")
    try:
        content: dict[str, Any] = json.loads(vault(PURPOSE).decrypt(bytes(copy.sealed)))
    except InvalidToken as lost:
        raise NotAllowed("This copy can no longer be opened. Ask for a new one.") from lost
    record(Verb.DATA_COPY_OPENED, copy, person=copy.person_id, municipality=copy.municipality_id)
    return content


def forget(*, by: Actor) -> int:
    """Remove the copies whose time is over; the wall lets nothing else be removed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rights_copy")
        return int(cursor.rowcount)

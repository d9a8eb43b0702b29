"""Someone asks for help and holds a code from then on."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, term
from bashke.ground.notices.actions import tell
from bashke.ground.territory.models import Unit

from ..models import AccessCode, Request
from ..rules import AlreadySent, ForWhom, check_asking, check_channel, new_code

ONCE = "one_press_one_request"


@dataclass(frozen=True)
class Asked:
    """The request, and its code in the open: shown once, kept by us only as a hash."""

    request: Request
    code: str


@transaction.atomic
def ask(
    *, by: Actor, at: datetime, municipality: str, unit: Unit | None = None, channel: str, for_whom: str, domains: Iterable[str],
    words: str = "", given_name: str, family_name: str = "", birth_date: date | None = None, phone: str = "", how_to_reach: str = "",
    language: str = "sq", asker_name: str = "", asker_phone: str = "", asker_relation: str = "", permission_given: bool = False,
    key: UUID, synthetic: bool = False,
) -> Asked:  # fmt: skip
    """Take a request in: for oneself, or with permission for another. The clocks start and the code is made.

    The code of one who asks for herself will open her whole file; who asks for another follows the progress only.
    Raises AlreadySent when this key was used before: one press of the button is one request.
    """
    check_channel(by, channel, municipality)
    domains = [term("domain", code).code for code in domains]
    check_asking(for_whom, domains, given_name, asker_name, permission_given)
    request = Request(
        municipality_id=municipality, unit=unit, channel=channel, for_whom=for_whom, domains=domains, words=words, given_name=given_name,
        family_name=family_name, birth_date=birth_date, phone=phone, how_to_reach=how_to_reach, language=language, asker_name=asker_name,
        asker_phone=asker_phone, asker_relation=asker_relation, permission_given=permission_given, key=key, received_at=at,
        answer_due_at=due("request.acknowledge", at, municipality), decide_due_at=due("request.decide_bound", at, municipality),
        synthetic=synthetic,
    )  # fmt: skip
    _insert(request)
    code = _first_code(request)
    record(Verb.REQUEST_MADE, request, municipality=municipality)
    tell_asker(request, "request_received", at, by=request.answer_due_at, code=code)
    return Asked(request, code)


@transaction.atomic
def issue_code(*, by: Actor, at: datetime, request: Request, whole_file: bool) -> str:
    """A new code, handed over by a worker on paper or aloud; earlier codes of the same reach stop working."""
    request = Request.objects.visible_to(by).select_for_update().get(pk=request.pk)
    AccessCode.objects.filter(request=request, whole_file=whole_file, ended_at=None).update(ended_at=at)
    code = new_code()
    AccessCode.objects.create(
        request=request, municipality_id=request.municipality_id, code_hash=hashlib.sha256(code.encode()).digest(), whole_file=whole_file,
        issued_at=at, issued_by_id=by.worker,
    )  # fmt: skip
    reach = "whole file" if whole_file else "progress only"
    record(Verb.CODE_ISSUED, request, person=request.person_id or request.pk, municipality=request.municipality_id, reason=reach)
    return code


def tell_asker(request: Request, template: str, at: datetime, **values: Any) -> None:
    """A message to whoever holds the code: the person herself, or who asked for her."""
    own = request.for_whom == ForWhom.SELF
    phone = request.phone if own else request.asker_phone
    if phone:
        tell(
            municipality=request.municipality_id, person=request.person_id if own else None, request=request.pk, phone=phone,
            language=request.language, template=template, at=at, **values,
        )  # fmt: skip


def _insert(request: Request) -> None:
    """The public may write a request and read none, so whether the key was used shows only when writing."""
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadySent from error
        raise


def _first_code(request: Request) -> str:
    code = new_code()
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.first_code(%s, %s, %s)", (request.pk, code, request.for_whom == ForWhom.SELF))
    return code

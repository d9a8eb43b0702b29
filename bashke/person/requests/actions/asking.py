"""Someone asks for help and holds a code from then on."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, term, terms
from bashke.ground.law.rules import TriageClass
from bashke.ground.notices.actions import tell
from bashke.ground.territory.models import Unit

from ..models import AccessCode, Request
from ..rules import AlreadySent, Channel, ForWhom, check_asking, check_channel, check_code, check_sender, check_tip, new_code
from .judging import set_urgency

ONCE = "one_press_one_request"


@dataclass(frozen=True)
class Asked:
    """The request, and its code in the open: shown once, kept by us only as a hash. A tip has none."""

    request: Request
    code: str


@transaction.atomic
def ask(
    *, by: Actor, at: datetime, municipality: str, unit: Unit | None = None, channel: str, for_whom: str, domains: Iterable[str],
    words: str = "", given_name: str, family_name: str = "", father_name: str = "", birth_date: date | None = None, phone: str = "",
    how_to_reach: str = "", language: str = "sq", asker_name: str = "", asker_phone: str = "", asker_relation: str = "",
    permission_given: bool = False, asker_office: str = "", without_permission: str = "", spoken: str = "sq", key: UUID,
    synthetic: bool = False,
) -> Asked:  # fmt: skip
    """Take a request in by any channel: for oneself, or for another with permission or a sign of danger. The clocks start.

    The code of one who asks for herself will open her whole file; who asks for another follows the progress only; a tip
    has no code, for nobody is to follow it. `without_permission`, a code of `red_flag`, judges the urgency at once.
    Raises AlreadySent when this key was used before: one press of the button is one request.
    """
    check_channel(by, channel, municipality)
    domains = [term("domain", code).code for code in domains]
    spoken = term("spoken_language", spoken).code
    if channel == Channel.TIP:
        check_tip(for_whom, domains, (asker_name, asker_phone, asker_relation, asker_office), words, how_to_reach)
    else:
        dangers = dangers_on(at) if by.kind is Kind.MUNICIPALITY else ()
        check_asking(for_whom, domains, given_name, asker_name, permission_given, without=without_permission, dangers=dangers)
        check_sender(channel, asker_office)
    request = Request(
        municipality_id=municipality, unit=unit, channel=channel, for_whom=for_whom, domains=domains, words=words, given_name=given_name,
        family_name=family_name, father_name=father_name, birth_date=birth_date, phone=phone, how_to_reach=how_to_reach, language=language,
        asker_name=asker_name, asker_phone=asker_phone, asker_relation=asker_relation, permission_given=permission_given,
        asker_office=asker_office, without_permission="" if permission_given else without_permission, spoken=spoken, key=key,
        received_at=at, answer_due_at=due("request.acknowledge", at, municipality),
        decide_due_at=due("request.decide_bound", at, municipality), synthetic=synthetic,
    )  # fmt: skip
    _insert(request)
    code = "" if request.is_tip else _first_code(request)
    record(Verb.REQUEST_MADE, request, municipality=municipality)
    if request.without_permission:
        set_urgency(by=by, at=at, request=request, flags=[request.without_permission])
        request.refresh_from_db(fields=["urgency", "contact_due_at", "tracks"])
    if code:
        tell_asker(request, "request_received", at, by=request.answer_due_at, code=code)
    return Asked(request, code)


def dangers_on(at: datetime) -> list[str]:
    """The signs for which a request is taken without the person's permission: an emergency, an urgent one, or a named team's."""
    grave = {TriageClass.EMERGENCY, TriageClass.URGENT}
    rows = terms("red_flag", localdate(at))
    return [row.code for row in rows if row.extra["class"] in grave or row.extra.get("track")]


@transaction.atomic
def issue_code(*, by: Actor, at: datetime, request: Request, whole_file: bool) -> str:
    """A new code, handed over by a worker on paper or aloud; earlier codes of the same reach stop working."""
    request = Request.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    check_code(request.channel, request.person_id is not None and whole_file)
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
    """A message to whoever holds the code: the person herself, or who asked for her; none from a protected file, whoever reads it."""
    own = request.for_whom == ForWhom.SELF
    phone = request.phone if own else request.asker_phone
    if phone and request.file_id is None:
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

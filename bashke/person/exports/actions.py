"""The verbs of an export: ask, decide, hand over, forget. Each file carries who, when, why and its number."""

import base64
import csv
import hashlib
from datetime import datetime
from functools import cache
from io import BytesIO, StringIO
from uuid import UUID, uuid4

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed

from . import rules
from .models import Decision, Export, File, Handover
from .queries import LISTS, Listed, leads, listed, most_rows, second_above, status, supervisors
from .rules import Format, Status, safe


@transaction.atomic
def ask(
    *, by: Actor, at: datetime, listing: str, format: str, reason: str, given_name: str = "", family_name: str = ""
) -> Export:  # fmt: skip
    """Take a list out as it stands now. Small ones are ready at once; larger ones wait for a second person. Raises NotAllowed."""
    lau, worker = _check(by, Permission.EXPORT_MAKE)
    rules.check_reason(reason)
    most = most_rows(at)
    found = listed(by, listing, most=most, given_name=given_name, family_name=family_name)
    rules.check_size(len(found.rows), most)
    people = sorted(set(found.people))
    pk = uuid4()
    export = Export.objects.create(
        pk=pk, municipality_id=lau, number=f"{localtime(at):%Y%m%d}-{pk.hex[:6]}", asked_by_id=worker, asked_at=at,
        listing=listing, format=format, reason=reason.strip(), rows=len(found.rows), people=len(people),
        second_needed=rules.needs_second(len(people), second_above(at)), until=due("export.kept", at),
    )  # fmt: skip
    content = written(found, Format(format), _mark(by, export), export.number)
    # No row comes back: a file that waits for a second person cannot be read by anybody, not even by who asked for it.
    kept = File(export=export, municipality_id=lau, asked_by_id=worker, sealed=_vault().encrypt(content), people=people, until=export.until)
    File.objects.bulk_create([kept])
    return export


@transaction.atomic
def decide(*, by: Actor, at: datetime, export: Export, approved: bool) -> Decision:
    """The second person agrees, or does not. Raises NotAllowed."""
    lau, worker = _check(by, Permission.EXPORT_APPROVE)
    others = supervisors(by, at).exclude(worker=export.asked_by_id).exists()
    rules.check_second(asked_by=export.asked_by_id, decides=worker, leads=leads(by), others_lead=others)
    rules.check_move(status(export, at), Status.READY if approved else Status.REJECTED)
    try:
        with transaction.atomic():
            return Decision.objects.create(municipality_id=lau, export=export, by_id=worker, at=at, approved=approved)
    except IntegrityError as twice:
        raise NotAllowed("This export can no longer be decided: it was answered already, or its day is over.") from twice


@transaction.atomic
def hand_over(*, by: Actor, at: datetime, export: Export) -> bytes:
    """The file, to who asked for it; and an entry in the journal of every person it names. Raises NotAllowed."""
    lau, worker = _check(by, Permission.EXPORT_MAKE)
    rules.check_handover(status(export, at))
    held = File.objects.filter(export=export, until__gte=at).first()
    if held is None:
        rules.check_handover(Status.OVER)
        raise AssertionError("unreachable")
    try:
        content = _vault().decrypt(bytes(held.sealed))
    except InvalidToken as lost:
        raise NotAllowed("This file can no longer be opened. Ask for it again.") from lost
    Handover.objects.create(municipality_id=lau, export=export, by_id=worker, at=at)
    record_many((Verb.EXPORTED, export, person, lau, export.reason) for person in held.people)
    return content


def forget(*, by: Actor) -> int:
    """Remove the files whose day is over. The wall lets nothing else be removed; the ledger stays."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM exports_file")
        return int(cursor.rowcount)


def written(found: Listed, format: Format, mark: str, number: str) -> bytes:
    """The list as a file: the mark above, the number of the export at the end of every row, no cell a formula."""
    heads = (*found.heads, _("Export no."))
    rows = [(*row, number) for row in found.rows]
    return _csv(heads, rows, mark) if format is Format.CSV else _xlsx(heads, rows, mark)


def _csv(heads: tuple[str, ...], rows: list[tuple[str, ...]], mark: str) -> bytes:
    text = StringIO()
    sheet = csv.writer(text, quoting=csv.QUOTE_ALL)
    sheet.writerow([safe(mark)])
    sheet.writerows([[safe(cell) for cell in row] for row in (heads, *rows)])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: tuple[str, ...], rows: list[tuple[str, ...]], mark: str) -> bytes:
    made = BytesIO()
    with Workbook(
        made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        bold, soft = book.add_format({"bold": True, "bottom": 1}), book.add_format({"italic": True, "font_color": "#4a5456"})
        sheet = book.add_worksheet()
        sheet.set_column(0, len(heads) - 1, 22)
        sheet.set_footer(f"&L{mark.replace('&', '&&')[:200]}&R&P / &N")
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 1)
        sheet.write_string(0, 0, safe(mark), soft)
        for column, head in enumerate(heads):
            sheet.write_string(2, column, safe(head), bold)
        for place, row in enumerate(rows, start=3):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, safe(cell))
    return made.getvalue()


def _mark(by: Actor, export: Export) -> str:
    said = {
        "number": export.number, "who": by.worker_name, "office": by.institution_name_sq, "when": f"{localtime(export.asked_at):%d.%m.%Y %H:%M}",
        "list": str(LISTS[export.listing]), "reason": export.reason,
    }  # fmt: skip
    return _("Export %(number)s: %(list)s. Taken out by %(who)s, %(office)s, on %(when)s. Why: %(reason)s") % said


def _check(by: Actor, permission: Permission) -> tuple[str, UUID]:
    """Who acts: the municipality and the worker. Raises NotAllowed for a post without the permission, and for no post."""
    if not may(by, permission) or by.municipality is None or by.worker is None:
        raise NotAllowed("Your post may not do this.")
    return by.municipality, by.worker


@cache
def _vault() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"exports|{settings.VAULT_KEY}".encode()).digest()))

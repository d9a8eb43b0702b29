"""The verbs of a document: add, open, remove."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.access.rules import Kind as Asker
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions.cases import lock
from bashke.person.casework.models import Case

from . import rules
from .models import Attachment, Content
from .queries import Limits, limits
from .rules import Fault, Kind

CLEANER = Path(__file__).resolve().parent / "cleaner.py"
SECONDS = 30  # wall clock; a photograph of a telephone takes about a second
NONCE = 12
TYPES = {Kind.PHOTO: "image/jpeg", Kind.PDF: "application/pdf"}


@transaction.atomic
def add(*, by: Actor, at: datetime, case: Case, name: str, about: str, came: bytes, hers: bool = False) -> Attachment:
    """Clean it, keep it, write it down. `hers`: she handed it in, or it was made for her, and sees it with her code.

    Raises NotAllowed with the sentence; then nothing was kept.
    """
    worker = _check(by, Permission.CASE_WRITE)
    most = limits(localdate(at))
    case = lock(case, by)
    rules.check_room(Attachment.objects.filter(case=case, removed_at=None).count(), most.of_case)
    kind, made = cleaned(came, most)
    pk = uuid4()
    kept = Attachment.objects.create(
        pk=pk, case=case, municipality_id=case.municipality_id, person_id=case.person_id, name=rules.clean_name(name, kind), kind=kind,
        about=about.strip(), size=len(made), hers=hers, added_by_id=worker, added_at=at,
    )  # fmt: skip
    Content.objects.bulk_create(
        [Content(attachment=kept, municipality_id=case.municipality_id, person_id=case.person_id, sealed=_seal(kept, made))]
    )
    record(Verb.DOCUMENT_ADDED, kept, person=case.person_id, municipality=case.municipality_id)
    return kept


@transaction.atomic
def open_it(*, by: Actor, attachment: Attachment) -> bytes:
    """What is in it. Opening is an act, and she can read that it happened. Raises NotAllowed when it was removed.

    The person herself opens what is hers: `visible_to` and the wall know which that is.
    """
    if by.kind is Asker.PERSON:
        attachment = Attachment.objects.visible_to(by).get(pk=attachment.pk)
    else:
        _check(by, Permission.CASE_VIEW)
    rules.check_there(attachment.removed_at is not None)
    record(Verb.DOCUMENT_OPENED, attachment, person=attachment.person_id, municipality=attachment.municipality_id)
    sealed = bytes(Content.objects.get(attachment=attachment).sealed)
    try:
        return _vault().decrypt(sealed[:NONCE], sealed[NONCE:], _bound(attachment))
    except InvalidTag as changed:
        raise NotAllowed("This document cannot be opened: what is kept is not what was added. Tell the operator.") from changed


@transaction.atomic
def remove(*, by: Actor, at: datetime, attachment: Attachment, why: str) -> Attachment:
    """Take the contents away for good; the line stays, with who and why. Raises NotAllowed."""
    _check(by, Permission.CASE_WRITE)
    rules.check_reason(why)
    locked: Attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    rules.check_there(locked.removed_at is not None)
    Content.objects.filter(attachment=locked).delete()
    locked.removed_by_id, locked.removed_at, locked.removed_why = by.worker, at, why.strip()
    locked.save(update_fields=["removed_by", "removed_at", "removed_why"])
    record(Verb.DOCUMENT_REMOVED, locked, person=locked.person_id, municipality=locked.municipality_id, reason=why.strip())
    return locked


def as_download(attachment: Attachment, content: bytes) -> HttpResponse:
    """Always as a download: no browser shows it as a page of ours."""
    return HttpResponse(content, content_type=TYPES[Kind(attachment.kind)], headers={
        "Content-Disposition": content_disposition_header(True, attachment.name) or "attachment", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store",
    })  # fmt: skip


def cleaned(came: bytes, most: Limits) -> tuple[Kind, bytes]:
    """The file made anew by the cleaner. Raises NotAllowed with the sentence for what is wrong with it."""

    def no(fault: Fault) -> NotAllowed:
        return rules.refusal(fault, megabytes=most.megabytes, megapixels=most.megapixels, pages=most.pages)

    if len(came) > most.bytes:
        raise no(Fault.HEAVY)
    command = [sys.executable, "-I", str(CLEANER), str(most.megapixels), str(most.pages)]
    try:
        done = subprocess.run(
            command, input=came, capture_output=True, timeout=SECONDS, env={"PATH": os.defpath}, cwd=CLEANER.parent, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise no(Fault.BROKEN) from late
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise no(Fault.BROKEN)
    said = json.loads(head)
    if "fault" in said:
        raise no(Fault(said["fault"]))
    if len(made) > most.bytes:
        raise no(Fault.HEAVY)
    return Kind(said["kind"]), made


def _seal(attachment: Attachment, made: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _vault().encrypt(nonce, made, _bound(attachment))


def _bound(attachment: Attachment) -> bytes:
    """What the contents are bound to: moved to another row they do not open."""
    return f"attachments_content|{attachment.pk}|{attachment.municipality_id}".encode()


def _check(by: Actor, permission: Permission) -> UUID:
    """The worker who acts. Raises NotAllowed for a post without the permission, and for no post."""
    if not may(by, permission) or by.worker is None:
        raise NotAllowed("Your post may not do this.")
    return by.worker


@cache
def _vault() -> AESGCM:
    return AESGCM(hashlib.sha256(f"attachments|{settings.VAULT_KEY}".encode()).digest())

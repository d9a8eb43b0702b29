"""What a person does with a register: bring it, name its columns, decide on likely duplicates, confirm, or give up."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.rules import home_of

from .. import queries
from ..models import Heading, Import, Problem, Progress, Upload
from ..rules import Field, Severity, Status, check_columns, check_move, guess, heading_key

SAMPLE = 4
CHECK, ADD = "bashke.site.jobs.check_register", "bashke.site.jobs.add_register"
DECISIONS = ("same", "other")


@transaction.atomic
def receive(*, by: Actor, at: datetime, file_name: str, data: bytes) -> Import:
    """Take a file in: what it is and which column is which, guessed. Raises NotAllowed when it can be no register."""
    lau = home_of(by)
    found = queries.head(data)
    begin = found.header_row
    if begin >= len(found.rows):
        raise NotAllowed("The file is empty.")
    headings = [heading.strip()[:100] for heading in found.rows[begin]]
    source = Import.objects.create(
        municipality_id=lau, file_name=file_name[-200:] or "?", digest=hashlib.sha256(data).hexdigest(), size=len(data), about=found.about,
        headings=headings, header_row=begin, received_by_id=by.worker, received_at=at,
    )  # fmt: skip
    sample = [row for row in found.rows[begin + 1 :] if any(cell.strip() for cell in row)][:SAMPLE]
    Upload.objects.create(source=source, municipality_id=lau, data=data, sample=sample)
    Progress.objects.create(source=source, municipality_id=lau, at=at)
    record(Verb.REGISTER_RECEIVED, source, municipality=lau, reason=f"{source.size} bytes, sha256 {source.digest[:16]}")
    return source


def guessed(source: Import) -> dict[int, Field]:
    """Which column is which: as chosen, else as the municipality said last time, else by the words."""
    if source.mapping:
        return {int(place): Field(field) for place, field in source.mapping.items()}
    return guess(source.headings, dict(Heading.objects.filter(municipality=source.municipality_id).values_list("heading", "field")))


@transaction.atomic
def match(*, by: Actor, at: datetime, source: Import, mapping: Mapping[int, Field], queue: bool = True) -> Import:
    """Say which column is which, remember it for next time, and have the file checked."""
    check_columns(mapping, len(source.headings))
    source = locked(by, source.pk)
    if source.status != Status.UPLOADED:
        check_move(Status(source.status), Status.UPLOADED)
    _remember(source, mapping)
    source.mapping = {str(place): str(field) for place, field in mapping.items()}
    source.status, source.refusal = Status.UPLOADED, ""
    source.save(update_fields=["mapping", "status", "refusal"])
    if queue:
        _queue(CHECK, source, at)
    return source


@transaction.atomic
def decide(*, by: Actor, problem: Problem, decision: str) -> Problem:
    """The same person (nobody is added) or another one (she is added with the others). A decision can be taken back until confirming."""
    source = locked(by, problem.source_id)
    problem = Problem.objects.visible_to(by).select_for_update().get(pk=problem.pk)
    if source.status != Status.CHECKED:
        raise NotAllowed("Decisions count only before the import is confirmed.")
    if problem.severity != Severity.LIKELY or decision not in (*DECISIONS, ""):
        raise NotAllowed("Only a likely duplicate is decided: the same person, or another.")
    together = Problem.objects.filter(source=source, row=problem.row, severity=Severity.LIKELY)
    before = _outcome(list(together.values_list("decision", flat=True)))
    problem.decision = decision
    problem.save(update_fields=["decision"])
    after = _outcome(list(together.values_list("decision", flat=True)))
    for name, by_how_many in ((before, -1), (after, 1)):
        setattr(source, name, (getattr(source, name) or 0) + by_how_many)
    source.save(update_fields=["ready", "likely", "known"])
    return problem


@transaction.atomic
def confirm(*, by: Actor, at: datetime, source: Import, leave_out: bool, queue: bool = True) -> Import:
    """Have everybody who is ready added. Rows that are wrong or undecided stay out, and whoever confirms says so."""
    source = locked(by, source.pk)
    check_move(Status(source.status), Status.CONFIRMED)
    if not source.ready:
        raise NotAllowed("There is nobody to add.")
    if (source.wrong or source.likely) and not leave_out:
        raise NotAllowed("Say that the rows with problems are left out, or correct the file and upload it again.")
    source.status, source.confirmed_by_id, source.confirmed_at, source.refusal = Status.CONFIRMED, by.worker, at, ""
    try:
        with transaction.atomic():
            source.save(update_fields=["status", "confirmed_by", "confirmed_at", "refusal"])
    except IntegrityError:
        raise NotAllowed("Another register is being added in your municipality. Confirm again when it is done.") from None
    record(Verb.REGISTER_CONFIRMED, source, municipality=source.municipality_id, reason=f"{source.ready} of {source.rows} rows")
    if queue:
        _queue(ADD, source, at)
    return source


@transaction.atomic
def abandon(*, by: Actor, at: datetime, source: Import) -> Import:
    """Give up: the file and the list of its problems are deleted, the entry stays."""
    source = locked(by, source.pk)
    check_move(Status(source.status), Status.ABANDONED)
    source.status, source.ended_at = Status.ABANDONED, at
    source.save(update_fields=["status", "ended_at"])
    Upload.objects.filter(source=source).delete()
    Problem.objects.filter(source=source).delete()
    record(Verb.REGISTER_ABANDONED, source, municipality=source.municipality_id)
    return source


@transaction.atomic
def resume(*, by: Actor, at: datetime, source: Import) -> Import:
    """Work that stopped in the middle left nothing behind: begin it again."""
    source = locked(by, source.pk)
    if not queries.is_stuck(source, at):
        raise NotAllowed("The work goes on; there is nothing to begin again.")
    _queue(ADD if source.status == Status.CONFIRMED else CHECK, source, at)
    return source


def locked(by: Actor, pk: UUID) -> Import:
    """The import, held until this act ends: the second of two is told what the first one did."""
    found: Import = Import.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    return found


def _outcome(decisions: list[str]) -> str:
    """Where a row with likely duplicates is counted: one word "same" settles it; only all words "other" make it ready."""
    if "same" in decisions:
        return "known"
    return "ready" if all(decision == "other" for decision in decisions) else "likely"


def _remember(source: Import, mapping: Mapping[int, Field]) -> None:
    named = {heading_key(source.headings[place]): field for place, field in mapping.items()}
    named.pop("", None)
    Heading.objects.filter(municipality=source.municipality_id, heading__in=[heading_key(heading) for heading in source.headings]).delete()
    Heading.objects.bulk_create(
        [Heading(municipality_id=source.municipality_id, heading=heading, field=field) for heading, field in named.items()]
    )


def _queue(task: str, source: Import, at: datetime) -> None:
    """In the same transaction: what is not committed is not begun. One register of a municipality at a time."""
    Progress.objects.filter(source=source).update(step="waiting", done=0, total=0, at=at)
    job = app.configure_task(task, lock=f"register {source.municipality_id}", allow_unknown=True)
    job.defer(lau=source.municipality_id, source=str(source.pk))

"""`bashke import people FILE --municipality LAU`: the operator's way to bring in a register. One line per problem; a dry run unless told otherwise.

Ends with 0 when every row is ready or here already, with 1 when something is wrong or undecided (or nobody was added because of it),
and with a sentence when the file can be no register.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone, translation
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bashke.ground.access.queries import as_municipality
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.models import Municipality
from bashke.person.registers import actions, queries
from bashke.person.registers.models import Import, Problem
from bashke.person.registers.rules import FIELDS, Field, Status, heading_key
from bashke.person.registers.views import STEPS

from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> int:
    if not Municipality.objects.filter(lau=arguments.municipality).exists():
        raise ConfigurationError("Name the municipality by its LAU code, for example --municipality AL154 for Shkodër.")
    try:
        data = arguments.file.read_bytes()
    except OSError as broken:
        raise ConfigurationError(f"{arguments.file} cannot be read: {broken.strerror}.") from None
    with translation.override(arguments.language):
        try:
            with as_municipality(arguments.municipality) as by:  # one transaction: interrupted at any moment, nothing has happened
                return _import(by, arguments, data)
        except NotAllowed as broken:
            raise ConfigurationError(sentence(broken)) from None


def _import(by: Actor, arguments: argparse.Namespace, data: bytes) -> int:
    now = timezone.now()
    source = actions.receive(by=by, at=now, file_name=arguments.file.name, data=data)
    mapping = _columns(source, arguments.column)
    for place, heading in enumerate(source.headings):
        print(f"{heading or place + 1}: {mapping.get(place, '–')}")
    source = actions.match(by=by, at=now, source=source, mapping=mapping, queue=False)
    with _bar() as tell:
        source = actions.check(by=by, at=now, source=source.pk, tell=tell)
    _list(source)
    left_out = (source.wrong or 0) + (source.likely or 0)
    if arguments.write and source.ready and (arguments.leave_out or not left_out):
        actions.confirm(by=by, at=now, source=source, leave_out=arguments.leave_out, queue=False)
        with _bar() as tell:
            source = actions.add(by=by, at=now, source=source.pk, tell=tell)
    else:
        transaction.set_rollback(True)
    _count(source, arguments)
    return 1 if left_out and source.status != Status.DONE else 0


def _columns(source: Import, said: list[str]) -> dict[int, Field]:
    """The guess, corrected by --column FIELD=HEADING."""
    mapping = actions.guessed(source)
    keys = [heading_key(heading) for heading in source.headings]
    for word in said:
        field, _, heading = word.partition("=")
        if field not in FIELDS or heading_key(heading) not in keys:
            known = ", ".join(FIELDS)
            raise ConfigurationError(f"--column {word}: write FIELD=HEADING. Fields: {known}. Headings: {', '.join(source.headings)}.")
        mapping = {place: other for place, other in mapping.items() if other != field}
        mapping[keys.index(heading_key(heading))] = Field(field)
    return mapping


def _list(source: Import) -> None:
    """FILE:ROW: [weight] column: sentence (what stands there)"""
    for problem in Problem.objects.filter(source=source).order_by("row", "pk").iterator():
        column = f"{problem.column}: " if problem.column else ""
        value = f" ({problem.value})" if problem.value else ""
        print(f"{source.file_name}:{problem.row}: [{problem.severity}] {column}{queries.sentence(problem)}{value}")


def _count(source: Import, arguments: argparse.Namespace) -> None:
    print(
        f"{source.rows} rows: {source.ready} ready, {source.known} here already, {source.likely} likely duplicates, {source.wrong} wrong,"
        f" {source.noted} with a note."
    )
    if source.status == Status.DONE:
        print(f"{source.added} people were added.")
    elif not arguments.write:
        print("Dry run: nobody was added. Add them with --write.")
    elif not source.ready:
        print("There is nobody to add.")
    else:
        print(
            "Nobody was added. Correct the rows above, or add the others with --write --leave-out; likely duplicates are decided on the page."
        )


@contextmanager
def _bar() -> Iterator[actions.Tell]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:  # a log needs no bar
        task = progress.add_task("", total=None)
        yield lambda step, done, total: progress.update(task, description=str(STEPS[step]), completed=done, total=total or None)

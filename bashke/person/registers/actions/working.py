"""The long work on a register: reading and checking every row, and adding everybody who is ready, or nobody."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.queries import units_of
from bashke.person.people.actions import Newcomer, add_many

from .. import queries
from ..models import Import, Problem, Upload
from ..rules import LIMITS, SEVERITY, Field, Row, Severity, Sheet, Status, check_move, read_rows, within_file
from ..rules import Problem as Found
from .receiving import locked

FIELD, LINE = "\x1f", "\x1e"
Tell = Callable[[str, int, int], None]
Decided = dict[tuple[int, str, str], str]
_PROBLEMS = """
INSERT INTO registers_problem (id, municipality_id, source_id, row, "column", code, severity, value, detail, other_row, person_id, decision)
SELECT gen_random_uuid(), %(lau)s, %(source)s, v[1]::integer, v[2], v[3], v[4], v[5], v[6], nullif(v[7], '')::integer,
       nullif(v[8], '')::uuid, v[9]
  FROM (SELECT string_to_array(text, %(field)s) AS v FROM unnest(string_to_array(%(rows)s, %(line)s)) AS text) AS lines"""
_LINES = """
INSERT INTO registers_line (person_id, municipality_id, source_id, reference, digest)
SELECT v[1]::uuid, %(lau)s, %(source)s, nullif(v[2], ''), v[3]
  FROM (SELECT string_to_array(text, %(field)s) AS v FROM unnest(string_to_array(%(rows)s, %(line)s)) AS text) AS lines
 ORDER BY v[3] COLLATE "C" """


CHANGED = NotAllowed("Since the check somebody changed the people here. Nobody was added: look at the list again and confirm it.")


@dataclass(frozen=True)
class Examined:
    """Who is ready to be added, everything that is wrong, and how many rows fall into each heap."""

    ready: list[Row]
    problems: list[Found]
    counts: dict[str, int]


@contextmanager
def _without_cleaning() -> Iterator[None]:
    """Python looks for circles among all objects again and again; with millions of plain ones that is a third of the time, for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def silence(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@_without_cleaning()
@transaction.atomic
def check(*, by: Actor, at: datetime, source: UUID, tell: Tell = silence) -> Import:
    """The dry run: every row read, every problem listed, nobody added. Raises NotAllowed when the file can be no register."""
    held = locked(by, source)
    check_move(Status(held.status), Status.CHECKED)
    examined = examine(by, held, localdate(at), {}, tell)
    _keep(held, examined, {}, Status.CHECKED)
    record(Verb.REGISTER_CHECKED, held, municipality=held.municipality_id, reason=_in_numbers(examined.counts))
    return held


@_without_cleaning()
@transaction.atomic
def add(*, by: Actor, at: datetime, source: UUID, tell: Tell = silence) -> Import:
    """Everybody who was confirmed, or nobody. Checked again first: when the world has changed meanwhile, a person looks again."""
    held = locked(by, source)
    check_move(Status(held.status), Status.DONE)
    decided: Decided = {(p.row, p.code, str(p.person_id or p.other_row)): p.decision for p in held.problems.exclude(decision="")}
    examined = examine(by, held, localdate(at), decided, tell)
    if len(examined.ready) != held.ready:
        held.refusal = CHANGED.msgid
        _keep(held, examined, decided, Status.CHECKED)
        return held
    # In the order of their new keys, which is chance: what is written side by side lies side by side in every index of persons.
    keyed = sorted(((uuid4(), row) for row in examined.ready), key=itemgetter(0))
    held.added = add_many(by=by, at=at, people=[_newcomer(key, row) for key, row in keyed], reason=f"register {held.pk}", tell=tell)
    tell("lines", 0, len(keyed))
    _pour(_LINES, held, (FIELD.join((str(key), row.reference or "", row.digest)) for key, row in keyed))
    held.ended_at = at
    _keep(held, examined, decided, Status.DONE)
    Upload.objects.filter(source=held).delete()
    tell("closing", 0, 0)
    record(Verb.REGISTER_ADDED, held, municipality=held.municipality_id, reason=f"{held.added} people")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # whatever does not fit says so now, while nothing is done yet
    return held


@transaction.atomic
def refuse(*, by: Actor, at: datetime, source: UUID, broken: NotAllowed) -> Import:
    """The file could not become a register; it is deleted and the reason stays."""
    held = locked(by, source)
    check_move(Status(held.status), Status.REFUSED)
    held.status, held.ended_at = Status.REFUSED, at
    held.refusal, held.refusal_params = broken.msgid, {name: str(value) for name, value in broken.params.items()}
    held.save(update_fields=["status", "ended_at", "refusal", "refusal_params"])
    Upload.objects.filter(source=held).delete()
    return held


def examine(by: Actor, source: Import, today: date, decided: Decided, tell: Tell) -> Examined:
    """Read the file again and look at every row beside the others and beside everybody who is here."""
    tell("reading", 0, 0)
    lines = queries.read(bytes(Upload.objects.get(source=source).data)).rows[source.header_row + 1 :]
    mapping = {Field(field): int(place) for place, field in (source.mapping or {}).items()}
    sheet = Sheet(mapping, source.headings, {unit.slug: unit.pk for unit in units_of(source.municipality_id)}, today)
    tell("rows", 0, len(lines))
    read = read_rows(lines, sheet, first=source.header_row + 2)
    if not read.total:
        raise NotAllowed("There is no row under the headings.")
    if read.total > LIMITS["rows"]:
        raise NotAllowed("The file has more than %(most)s rows: split the file.", most=f"{LIMITS['rows']:,}")
    tell("within", 0, read.total)
    problems = read.problems + within_file(read.rows, sheet)
    certain = {problem.row for problem in problems if SEVERITY[problem.code] is Severity.WRONG}
    tell("search", 0, read.total)
    left = [row for row in read.rows if row.row not in certain]
    problems += queries.already_here(by, left, sheet.heading(Field.PERSONAL_NUMBER), sheet.heading(Field.REFERENCE))
    return _sorted_out(read.rows, read.total, problems, decided)


def _sorted_out(rows: Sequence[Row], total: int, problems: list[Found], decided: Decided) -> Examined:
    """Each row falls into one heap: the worst thing said of it decides, and what a person decided counts."""
    heaps: dict[Severity, set[int]] = {severity: set() for severity in Severity}
    for problem in problems:
        severity = SEVERITY[problem.code]
        word = decided.get(_key(problem), "")
        if severity is Severity.LIKELY and word:
            severity = Severity.KNOWN if word == "same" else Severity.NOTE
        heaps[severity].add(problem.row)
    wrong = heaps[Severity.WRONG]
    known = heaps[Severity.KNOWN] - wrong
    likely = heaps[Severity.LIKELY] - wrong - known
    out = wrong | known | likely
    ready = [row for row in rows if row.row not in out]
    noted = {p.row for p in problems if SEVERITY[p.code] is Severity.NOTE} - out
    counts = Counter(rows=total, ready=len(ready), wrong=len(wrong), known=len(known), likely=len(likely), noted=len(noted))
    return Examined(ready, sorted(problems, key=lambda p: (p.row, p.code)), dict(counts))


def _key(problem: Found) -> tuple[int, str, str]:
    return problem.row, str(problem.code), str(problem.person or problem.other_row)


def _keep(source: Import, examined: Examined, decided: Decided, status: Status) -> None:
    """The list and the counts take the place of those before."""
    Problem.objects.filter(source=source).delete()
    _pour(_PROBLEMS, source, (_line(problem, decided.get(_key(problem), "")) for problem in examined.problems))
    for name, number in examined.counts.items():
        setattr(source, name, number)
    source.status = status
    source.save()


def _line(p: Found, decision: str) -> str:
    return FIELD.join((
        str(p.row), p.column, p.code, SEVERITY[p.code], p.value, p.detail, "" if p.other_row is None else str(p.other_row), p.person or "",
        decision,
    ))  # fmt: skip


def _pour(statement: str, source: Import, lines: Iterable[str]) -> None:
    text = LINE.join(lines)
    if text:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"rows": text, "field": FIELD, "line": LINE, "lau": source.municipality_id, "source": source.pk})


def _newcomer(key: UUID, row: Row) -> Newcomer:
    return Newcomer(
        key, row.given_name, row.family_name, row.birth_date, row.sex, row.personal_number, row.phone, row.address, row.unit, row.father_name
    )  # fmt: skip


def _in_numbers(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())

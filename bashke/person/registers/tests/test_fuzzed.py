"""A thousand registers that chance wrote: no traceback, nothing half done, and every refusal names its row and its reason."""

import json
from random import Random

import pytest
from django.db import transaction

from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person, SearchToken
from bashke.person.registers import actions, queries, reader
from bashke.person.registers.models import Line, Problem
from bashke.person.registers.queries import reading
from bashke.person.registers.rules import Severity, Status, refusal_of

from .conftest import ARBEN, HEADINGS, MIRA, NOW, ZEF, as_csv, as_xlsx

PARTS, EACH = 10, 100
NASTY = (
    "", " ", "-", "=1+1", "@x", "'; DROP TABLE people_person; --", "\x00", "\x1e\x1f", "\u202eevil", "🙂", "ë" * 61, "Ç", "نور", "A\nB", "a;b", '"', "%s%(x)s",
    "{0}", "NULL", "None", "0", "31.02.1990", "29.02.2001", "1.1.1", "9999-12-31", "2026-11-24", "0000-00-00", "99999999999999999999", "1e309", "NaN",
    "J99999999Z", "A00000000A", "j 1 5 5 0 4 0 0 1 a", "\ufeffAna", "ﬁ", "Ⅷ", "١٢.٠٣.١٩٩٠", "A" * 4000, "\t", "x\u200by", "O'Brien-Ç.", "Nj. Administrative Dajç",
)  # fmt: skip


def spoil(rng: Random) -> bytes:
    rows = [list(rng.choice((ARBEN, MIRA, ZEF))) for _ in range(rng.randrange(6))]
    for row in rows:
        row[0] = str(rng.randrange(5))
        for _ in range(rng.randrange(4)):
            row[rng.randrange(len(row))] = rng.choice(NASTY)
        if rng.random() < 0.1:
            del row[rng.randrange(len(row)) :]
        if rng.random() < 0.1:
            row += [rng.choice(NASTY)] * rng.randrange(1, 120)
    headings = list(HEADINGS)
    if rng.random() < 0.2:
        headings[rng.randrange(len(headings))] = rng.choice((*NASTY, "Emri"))
    if rng.random() < 0.1:
        return as_xlsx([[cell.replace("\x00", "")[:1000] for cell in row] for row in rows], headings)
    data = as_csv(rows, headings, sign=rng.choice(";,\t"), encoding=rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16")))
    if rng.random() < 0.3:
        at = rng.randrange(len(data))
        data = data[:at] + rng.randbytes(rng.randrange(1, 9)) + data[at + rng.randrange(9) :]
    return data


def bring(by, data):
    """Through every step, as far as it goes; the import as it stands at the end, or the sentence."""
    try:
        source = actions.receive(by=by, at=NOW, file_name="x", data=data)
        actions.match(by=by, at=NOW, source=source, mapping=actions.guessed(source), queue=False)
        source = actions.check(by=by, at=NOW, source=source.pk)
        if source.ready:
            actions.confirm(by=by, at=NOW, source=source, leave_out=True, queue=False)
            source = actions.add(by=by, at=NOW, source=source.pk)
    except NotAllowed as broken:
        return str(broken)
    return source


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """The reading program's own functions, without a process for each of 3,000 readings (the hostile files have theirs)."""

    def read(data, how):
        try:
            told = [json.loads(json.dumps(line)) for line in reader.lines(data, only_head=how == "head")]
        except reader.Refused as refused:
            raise refusal_of({"refused": refused.args[0], **refused.args[1]}) from None
        return reading.Head(told[0], told[1:])

    monkeypatch.setattr(reader, "limit", lambda memory: None)
    monkeypatch.setattr(reading, "_run", read)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_chance_writes_is_added_whole_or_refused_with_row_and_reason(drita, part):
    outcomes = set()
    for number in range(EACH):
        data = spoil(Random(f"{part} {number}"))
        with transaction.atomic():
            outcome = bring(drita, data)
            outcomes.add(getattr(outcome, "status", "refused"))
            check(drita, outcome)
            transaction.set_rollback(True)
    assert {Status.DONE, "refused"} <= outcomes, "chance wrote good and bad ones"


def check(by, outcome):
    people = Person.objects.count()
    if isinstance(outcome, str):
        assert outcome.endswith((".", "A.")), outcome
        assert people == 0
        return
    assert people == Line.objects.count() == (outcome.added or 0)
    assert SearchToken.objects.values("person_id").distinct().count() == people
    assert (outcome.rows or 0) == (outcome.ready or 0) + outcome.wrong + outcome.likely + outcome.known
    for problem in Problem.objects.filter(source=outcome):
        assert problem.row >= 2
        assert queries.sentence(problem).endswith(".")
        assert (
            problem.column
            or problem.severity == Severity.LIKELY
            or problem.code in {"row_twice", "row_known", "no_birth_date", "no_family_name", "no_given_name"}
        )

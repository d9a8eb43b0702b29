"""The town's register, and what a test does with one."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import xlsxwriter

from bashke.ground.access.rules import Actor
from bashke.person.registers import actions
from bashke.person.registers.models import Import

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADINGS = ["Nr. regjistri", "Emri", "Mbiemri", "Datëlindja", "Gjinia", "NID", "Tel.", "Adresa", "Njësia administrative"]
ARBEN = ["R-1", "Arben", "Doda", "04.05.1971", "M", "H10504001A", "069 200 0111", "Rruga e Kirit 3", "Shkodër"]
MIRA = ["R-2", "Mirela", "Gjoka", "17.09.1984", "F", "I45917002B", "", "", "Rrethinat"]
ZEF = ["R-3", "Zef", "Ndoja", "", "m", "", "", "", ""]
TOWN = [ARBEN, MIRA, ZEF]


def as_csv(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS, *, sign: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Regjistri")
    for number, row in enumerate([headings, *rows]):
        for place, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(number, place, value, book.add_format({"num_format": "dd.mm.yyyy"}))
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            else:
                sheet.write(number, place, value)
    book.close()
    return out.getvalue()


def changed(row: Sequence[str], **changes: str) -> list[str]:
    places = dict(zip(("reference", "given", "family", "born", "sex", "number", "phone", "address", "unit"), range(9), strict=True))
    new = list(row)
    for name, value in changes.items():
        new[places[name]] = value
    return new


def checked(by: Actor, rows: Sequence[Sequence[str]] = TOWN, *, data: bytes | None = None, name: str = "regjistri.csv") -> Import:
    """Received, its columns as guessed, and checked."""
    source = actions.receive(by=by, at=NOW, file_name=name, data=data if data is not None else as_csv(rows))
    actions.match(by=by, at=NOW, source=source, mapping=actions.guessed(source), queue=False)
    return actions.check(by=by, at=NOW, source=source.pk)


def added(by: Actor, rows: Sequence[Sequence[str]] = TOWN, **more: Any) -> Import:
    source = checked(by, rows, **more)
    actions.confirm(by=by, at=NOW, source=source, leave_out=True, queue=False)
    return actions.add(by=by, at=NOW, source=source.pk)


def said(source: Import) -> list[tuple[int, str]]:
    """Row and code of every problem, in order."""
    return list(source.problems.order_by("row", "code").values_list("row", "code"))


@pytest.fixture
def drita(acting: Callable[..., Any]) -> Any:
    with acting("drita") as by:
        yield by

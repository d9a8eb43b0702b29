"""Files that mean harm, or only look like a register: each is refused with its sentence, small and soon, and nothing is kept."""

import io
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.registers import actions, queries
from bashke.person.registers.models import Import
from bashke.person.registers.queries.reading import PROGRAM

from .conftest import ARBEN, HEADINGS, MIRA, NOW, as_csv, as_xlsx, checked, said

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def book(sheet: str | bytes, **parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rows(*cells: str) -> str:
    return SHEET.format("".join(f"<row>{cell}</row>" for cell in cells))


def lying(data: bytes, part: str, size: int) -> bytes:
    """The archive says of one part that it is small."""
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(part.encode()))
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        for number in range(60_000):
            archive.writestr(f"x{number}", b"")
    return out.getvalue()


BOMB = book(SHEET.format("<row>" + " " * (300 << 20) + "</row>").encode())
HOSTILE = {
    "empty": (b"", "empty"),
    "only blanks": (b" \n\r\n\0\0", "empty"),
    "a bomb": (BOMB, "unfold"),
    "a bomb that lies": (lying(BOMB, "xl/worksheets/sheet1.xml", 1000), "unfold|damaged"),
    "60,000 entries": (many_entries(), "archive"),
    "entities": (book('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rows(CELL.format("A1", "&b;"))), "definitions"),
    "a cell at the edge": (book(rows(CELL.format("A1", "a"), CELL.format("XFD1048576", "z"))), "columns"),
    "a cell far below": (book(rows(CELL.format("A1", "a"), '<c r="B290000" t="inlineStr"><is><t>z</t></is></c>')), "far below"),
    "a million rows": (book(rows(*(f'<c r="A{n}"><v>1</v></c>' for n in (1, 1_000_000)))), "300,000 rows"),
    "an archive": (book("x").replace(b"xl/workbook.xml", b"xl/workbork.xml"), "archive"),
    "half an archive": (book(rows(CELL.format("A1", "a")))[:200], "damaged"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "old Excel"),
    "a PDF": (b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\n", "neither"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "neither"),
    "a web page": (b"<html><table><tr><td>Emri</td></tr></table></html>", "neither"),
    "one column": (b"Emri Mbiemri\nAna Marku\n", "one column"),
    "a quotation mark that never ends": (b'Emri;Mbiemri\n"' + b"a;b\n" * 60_000, "quotation|one column"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(drita, name):
    data, says = HOSTILE[name]
    with pytest.raises(NotAllowed, match=says):
        checked(drita, data=data, name="regjistri.xlsx")
    assert not Import.objects.filter(status="checked").exists()


MEASURING = (
    "import resource, subprocess, sys\n"
    "subprocess.run([sys.executable, '-I', sys.argv[1], 'all'], stdin=open(sys.argv[2], 'rb'), stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_less_than_100_megabytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[name][0])
    told = subprocess.run([sys.executable, "-c", MEASURING, str(PROGRAM), str(path)], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 100_000, "kilobytes, as the kernel counted them"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "this system counts them"


def test_more_rows_than_a_file_may_have_are_said_in_words(drita):
    with pytest.raises(NotAllowed, match="300,000 rows: split the file"):
        checked(drita, data=b"Emri;Mbiemri\n" + b"Ana;Marku\n" * 300_100)


def test_a_file_that_is_too_large_is_not_even_opened(drita):
    with pytest.raises(NotAllowed, match="40 MB"):
        queries.head(b"a;b\n" * (11 << 20))


def test_a_wrong_ending_does_no_harm(drita):
    assert checked(drita, data=as_csv([ARBEN]), name="regjistri.xlsx").ready == 1
    assert checked(drita, data=as_xlsx([MIRA]), name="regjistri.csv").ready == 1


def test_a_formula_is_a_text_and_no_name(drita):
    source = checked(drita, [["1", '=HYPERLINK("http://x")', "+Marku", "", "", "", "", "@SUM(A1)", ""]], name="a.csv")
    assert said(source)[0] == (2, "no_birth_date")
    assert source.wrong == 1
    text = queries.problems_as_csv(drita, source)
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'+Marku" in text


def test_the_columns_of_the_file_are_no_formulas_either(drita):
    data = as_csv([["1", "", "Marku"]], ["Nr", "Emri", "Mbiemri"]).replace(b"Mbiemri", b"Mbiemri") + b"\n"
    source = actions.receive(by=drita, at=NOW, file_name="a.csv", data=data.replace(b"Emri;", b"=1+1;"))
    given = source.headings.index("=1+1")
    actions.match(by=drita, at=NOW, source=source, mapping={**actions.guessed(source), given: "given_name"}, queue=False)
    text = queries.problems_as_csv(drita, actions.check(by=drita, at=NOW, source=source.pk))
    assert "'=1+1" in text


def test_the_reading_program_knows_nothing_of_this_house() -> None:
    text = PROGRAM.read_text(encoding="utf-8")
    assert "bashke" not in text.replace("bashke.person", "")
    assert "django" not in text
    assert len(HEADINGS) == 9

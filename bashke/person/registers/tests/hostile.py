"""Files that mean harm, or only look like a register, with a word of the sentence each is refused with. Used by the tests and by `bench.hostile`."""

import io
import struct
import zipfile

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def _frame(archive: zipfile.ZipFile) -> None:
    """What every workbook has around its sheets."""
    archive.writestr("[Content_Types].xml", TYPES)
    archive.writestr("xl/workbook.xml", BOOK)
    archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)


def book(sheet: str | bytes, **parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _frame(archive)
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


def many_entries(*, lies: bool = False) -> bytes:
    """An archive of 100,000 parts. One that lies says at its end that there are four."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _frame(archive)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(""))
        for number in range(100_000):
            archive.writestr(f"x{number}", b"")
    data = out.getvalue()
    return _ended(data) if lies else data


def _ended(data: bytes) -> bytes:
    """The same parts behind the plain old end of an archive, with a small number in it."""
    wide = data.rfind(b"PK\x06\x06")
    size, offset = struct.unpack_from("<QQ", data, wide + 40)
    return data[:wide] + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 4, 4, size, offset, 0)


LAUGHS = '<!DOCTYPE x [<!ENTITY h0 "ha">' + "".join(f'<!ENTITY h{n} "{f"&h{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
BOMB = book(SHEET.format("<row>" + " " * (300 << 20) + "</row>").encode())
HOSTILE = {
    "empty": (b"", "empty"),
    "only blanks": (b" \n\r\n\0\0", "empty"),
    "a bomb": (BOMB, "unfold"),
    "a bomb that lies": (lying(BOMB, "xl/worksheets/sheet1.xml", 1000), "unfold|damaged"),
    "100,000 entries": (many_entries(), "archive"),
    "100,000 entries that lie": (many_entries(lies=True), "archive"),
    "entities": (book('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rows(CELL.format("A1", "&b;"))), "definitions"),
    "a billion laughs": (book(LAUGHS + rows(CELL.format("A1", "&h9;"))), "definitions"),
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

"""Reads one file that nobody has vouched for: a program of its own, run with limits, which knows nothing of this house.

`python -I reader.py head|all < FILE` prints one JSON object about the file, then one JSON array of texts per row; or one object
`{"refused": code, …}` and nothing else. What is dangerous in a file ends with this process: archives that unfold without end, cells at
the edge of the world, entities. Formulas are not computed: the text or the last value stands for them.
"""

import csv
import io
import json
import re
import resource
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

import python_calamine

MEMORY = 96 << 20  # before anything is known of the file
MOST_MEMORY = 1 << 30
CPU_SECONDS = 40
MOST_ROWS = 300_000
MOST_COLUMNS = 100
MOST_ENTRIES = 500
MOST_UNFOLDED = 400 << 20
MOST_TIMES = 200  # unfolded : packed; a real sheet of text reaches 30
PART = b"PK\x01\x02"  # each stands once in an archive's table
HEAD_ROWS = 40
HEAD_BYTES = 256 << 10
CELL = 500
LONGEST_LINE = 100_000
_CELL_FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{3,}|[D-Z][A-Z]|C[W-Z])[0-9]""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Z]{0,3}([0-9]{6,})["']""")
_OPEN_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


class Refused(Exception):
    """The file cannot be a register; the first argument is the code of the sentence."""


def refuse(code: str, **values: Any) -> NoReturn:
    raise Refused(code, values)


def limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, MOST_MEMORY))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit(MEMORY)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False)
    try:
        for line in lines(sys.stdin.buffer.read(), only_head=sys.argv[1] == "head"):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    except Refused as refused:
        out.write(json.dumps({"refused": refused.args[0], **refused.args[1]}) + "\n")
    except MemoryError:
        out.write(json.dumps({"refused": "unfolds"}) + "\n")
    out.flush()


def lines(data: bytes, *, only_head: bool) -> Iterator[Any]:
    if not data.strip(b"\0 \t\r\n"):
        refuse("empty")
    limit(min(MEMORY + 4 * len(data), MOST_MEMORY))
    if data[:4] == b"PK\x03\x04":
        about, rows = sheet(data)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        refuse("old_excel")
    else:
        about, rows = table(data[:HEAD_BYTES] if only_head else data, cut=only_head and len(data) > HEAD_BYTES)
    yield about
    for number, row in enumerate(rows, start=1):
        if only_head and number > HEAD_ROWS:
            return
        if number > MOST_ROWS + HEAD_ROWS:
            refuse("rows", most=MOST_ROWS)
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            refuse("columns", most=MOST_COLUMNS)
        yield row[:MOST_COLUMNS]


# Text ----------------------------------------------------------------------------------------------------------------


def table(data: bytes, *, cut: bool) -> tuple[dict[str, Any], Iterator[list[str]]]:
    text, encoding = decoded(data, cut=cut)
    if text.count("\0") or sum(not c.isprintable() and c not in "\t\r\n\x0b\x0c\x1e\x1f" for c in text[:4000]) > 8:
        refuse("not_a_table")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "%pdf", "{\\rtf")):
        refuse("not_a_table")
    if cut:
        text = text[: text.rfind("\n") + 1] or text
    delimiter = divided(text)
    return {"kind": "csv", "encoding": encoding, "delimiter": delimiter}, _records(text, delimiter)


def decoded(data: bytes, *, cut: bool) -> tuple[str, str]:
    """Unicode when it says so or reads so; else the Windows code pages of our offices (ë and ç are the same in both)."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as broken:
        if cut and broken.start > len(data) - 4:
            return data[: broken.start].decode("utf-8"), "utf-8"
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace"), "windows-1250"


def divided(text: str) -> str:
    """The sign between the columns: the one that cuts the first lines most, and most alike."""
    head = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    best, most = ";", 0.0
    for sign in (";", "\t", ",", "|"):
        widths = [len(row) for row in csv.reader(head, delimiter=sign)]
        usual = max(set(widths), key=widths.count) if widths else 1
        value = (usual - 1) * widths.count(usual) / max(len(widths), 1)
        if value > most:
            best, most = sign, value
    if not most:
        refuse("one_column")
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_LINE)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [value if len(value) <= CELL else value[:CELL] for value in row]
    except csv.Error:
        refuse("quotes")


# Sheets --------------------------------------------------------------------------------------------------------------


def sheet(data: bytes) -> tuple[dict[str, Any], Iterator[list[str]]]:
    cells = weighed(data)
    limit(min(MEMORY + 5 * len(data) + 600 * cells, MOST_MEMORY))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = book.sheet_names[0]
        rows = book.get_sheet_by_index(0).iter_rows()
    except MemoryError:
        raise
    except BaseException as broken:  # the parser's own panics are no Exceptions
        refuse("password" if "assword" in str(broken) else "broken_sheet")
    return {"kind": "xlsx", "encoding": "", "delimiter": "", "sheet": name[:60], "sheets": len(book.sheet_names)}, _texts(rows)


def weighed(data: bytes) -> int:
    """How many cells there are, counted while unfolding, so that nothing is believed that the archive says of itself."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        refuse("broken_sheet")
    if data.count(PART) > MOST_ENTRIES:  # counted, whatever the archive says of itself
        refuse("not_a_sheet")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                refuse("not_a_sheet")
            if sum(part.file_size for part in parts) > min(MOST_UNFOLDED, MOST_TIMES * len(data) + (1 << 20)):
                refuse("unfolds")
            return sum(_unfold(archive, part, data) for part in parts if part.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error):
        refuse("broken_sheet")
    except Exception as broken:
        if type(broken).__module__ == "zlib":
            refuse("broken_sheet")
        raise


def _unfold(archive: zipfile.ZipFile, part: zipfile.ZipInfo, data: bytes) -> int:
    cells = rows = 0
    tail = b""
    most = min(part.file_size, MOST_UNFOLDED)
    with archive.open(part) as stream:
        unfolded = 0
        while piece := stream.read(1 << 18):
            unfolded += len(piece)
            if unfolded > most:
                refuse("unfolds")
            text = tail + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                refuse("entities")
            if part.filename.startswith("xl/worksheets/"):
                if _CELL_FAR.search(text):
                    refuse("columns", most=MOST_COLUMNS)
                rows = max([rows, *(int(n[:9]) for n in _ROW.findall(text))])
                if rows > MOST_ROWS + HEAD_ROWS:
                    refuse("rows", most=MOST_ROWS)
                cells += len(_OPEN_CELL.findall(text)) - len(_OPEN_CELL.findall(tail))
            tail = text[-24:]
    return cells + (rows if rows <= 4 * cells + 1000 else refuse("far_cells"))


def _texts(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [value if type(value) is str and len(value) <= CELL else _text(value) for value in row]


def _text(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)[:CELL]


if __name__ == "__main__":
    main()

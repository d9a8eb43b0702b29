"""The typesetter: a program of its own. Values of a paper come in on standard input as JSON, a PDF/UA-1 goes out on standard output.

    python press.py <folder with paper.typ> <folder with fonts>

Relied on by `actions.pressed`. It stands apart from the house (imports nothing of it), so that a fault in the typesetter or a
hostile text meets a process that can write no file, reach no network, and use no more memory and time than it was given.
"""

import json
import struct
import sys
from pathlib import Path
from typing import Any

import typst

try:
    import resource
except ImportError:  # Windows: the time limit of the caller remains
    resource = None  # type: ignore[assignment]

MEMORY = 1 << 30  # bytes of address space; a page needs about 40 MB
SECONDS = 10
MISSING = "\ufffd"


def main() -> None:
    """Read, set, write. Anything wrong ends with a status that is not 0 and a line on standard error without the words of the paper."""
    template, fonts = Path(sys.argv[1]), Path(sys.argv[2])
    paper = json.load(sys.stdin.buffer)
    faces = sorted(fonts.glob("*.ttf"))
    known = set.intersection(*(characters(face.read_bytes()) for face in faces))
    _limit()
    compiler = typst.Compiler(
        str(template / "paper.typ"),
        root=str(template),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]),
        sys_inputs={"paper": json.dumps(_printable(paper, known))},
        package_path=str(template),
        package_cache_path=str(template),
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    sys.stdout.buffer.write(made if isinstance(made, bytes) else b"".join(made or []))


def characters(font: bytes) -> set[int]:
    """The characters a TrueType font has, from its `cmap` (formats 4 and 12)."""
    tables = {font[at : at + 4]: struct.unpack(">II", font[at + 8 : at + 16]) for at in range(12, 12 + 16 * _u16(font, 4), 16)}
    start, _length = tables[b"cmap"]
    found: set[int] = set()
    for record in range(_u16(font, start + 2)):
        (offset,) = struct.unpack(">I", font[start + 8 + 8 * record : start + 12 + 8 * record])
        at = start + offset
        if _u16(font, at) == 12:
            (groups,) = struct.unpack(">I", font[at + 12 : at + 16])
            for first, last, _glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
                found.update(range(first, last + 1))
        elif _u16(font, at) == 4:
            double = _u16(font, at + 6)
            for segment in range(0, double, 2):
                last, first = _u16(font, at + 14 + segment), _u16(font, at + 16 + double + segment)
                found.update(range(first, min(last, 0xFFFE) + 1))
    return found


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _printable(value: Any, known: set[int]) -> Any:
    if isinstance(value, str):
        return "".join(letter if letter == "\n" or ord(letter) in known else MISSING for letter in value)
    if isinstance(value, dict):
        return {key: inner if key == "picture" else _printable(inner, known) for key, inner in value.items()}
    return [_printable(inner, known) for inner in value] if isinstance(value, list) else value


def _limit() -> None:
    if resource is None:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()

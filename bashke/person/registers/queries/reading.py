"""The reading program, started for one file and ended with it."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bashke.ground.law.rules import NotAllowed

from ..rules import LIMITS, find_header, refusal_of

PROGRAM = Path(__file__).resolve().parent.parent / "reader.py"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Head:
    """What a file is, and its first rows."""

    about: dict[str, Any]
    rows: list[list[str]]

    @property
    def header_row(self) -> int:
        return find_header(self.rows)


def head(data: bytes) -> Head:
    """The first rows of a file. Raises NotAllowed with the reason when it is no register."""
    return _run(data, "head")


def read(data: bytes) -> Head:
    """Every row of a file, as texts. Raises NotAllowed with the reason."""
    return _run(data, "all")


def _run(data: bytes, how: str) -> Head:
    if len(data) > LIMITS["bytes"]:
        raise NotAllowed("The file is larger than %(most)s MB: split the file.", most=LIMITS["bytes"] >> 20)
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM), how], stdin=source, capture_output=True, timeout=PATIENCE_SECONDS, env={}, cwd="/"
            )
        except subprocess.TimeoutExpired:
            raise refusal_of({"refused": "too_long"}) from None
    lines = done.stdout.split(b"\n")
    if done.returncode != 0 or not lines[0]:  # ended by one of its limits, in the middle of whatever it was
        raise refusal_of({"refused": "too_long" if done.returncode in (-24, -9) else "unfolds"})
    told = [json.loads(line) for line in lines if line]
    for piece in (told[0], told[-1]):
        if isinstance(piece, dict) and "refused" in piece:
            raise refusal_of(piece)
    return Head(told[0], told[1:])

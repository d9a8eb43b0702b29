"""What our own servers use of the machine: seconds of processor, bytes of memory."""

import os
from collections.abc import Iterator
from pathlib import Path

from .country import HOME, ROOT


def processor() -> float:
    """Seconds of processor that our database (it lives in HOME) and our web server have used."""
    ticks = 0
    for process in _ours():
        fields = process.joinpath("stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory() -> float:
    """Megabytes that they hold; what several share is counted once."""
    kilobytes = 0
    for process in _ours():
        held = process.joinpath("smaps_rollup").read_text()
        kilobytes += next(int(line.split()[1]) for line in held.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024


def _ours() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            home = process.joinpath("cwd").readlink()
            served = b"gunicorn" in process.joinpath("cmdline").read_bytes() and home.is_relative_to(ROOT)
            if home.is_relative_to(HOME) or served:
                yield process
        except OSError:  # it ended, or is somebody else's
            continue

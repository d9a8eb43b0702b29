"""What a file that means harm costs before it is refused, beside opening the same file with the library one would usually take.

Each file is read in a child process of its own; the kernel counts its seconds and its memory. The library's child may use what many
servers have: 20 seconds of processor and 4 GB.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from bashke.person.registers.tests.hostile import HOSTILE

from .country import ROOT

ALLOWED_SECONDS, ALLOWED_MEGABYTES = 1.0, 100.0
READER = [sys.executable, "-I", str(ROOT / "bashke/person/registers/reader.py"), "all"]
OPENPYXL = (
    "import io, resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)); resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
    "import openpyxl\n"
    "for row in openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), data_only=True).worksheets[0].iter_rows(values_only=True): pass"
)
# A small process between, because a child begins with the memory of whoever made it.
MEASURING = (
    "import json, resource, subprocess, sys, time\n"
    "began = time.perf_counter()\n"
    "done = subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], 'rb'), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(json.dumps([time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode,"
    " done.stdout.startswith(b'{\"refused\"')]))"
)
SHEETS = ("bomb", "entries", "entities", "laughs", "cell", "rows")  # the others are no sheets: the library would not be asked


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of the processor, the most memory in MB, and how it ended."""

    clock: float
    processor: float
    megabytes: float
    ended: str


def run() -> bool:
    """Print a line for each file; True when every one is refused in less than a second of processor and 100 MB."""
    print(f"{'file':28}{'reader':>34}{'openpyxl':>38}")
    good = True
    for name, (data, _) in HOSTILE.items():
        ours = cost(READER, data)
        good &= ours.processor < ALLOWED_SECONDS and ours.megabytes < ALLOWED_MEGABYTES and ours.ended == "refused"
        theirs = said(cost([sys.executable, "-c", OPENPYXL], data)) if any(word in name for word in SHEETS) else ""
        print(f"{name:28}{said(ours):>34}{theirs:>38}")
    return good


def said(one: Cost) -> str:
    return f"{one.clock:.2f} s ({one.processor:.2f} cpu) {one.megabytes:.0f} MB {one.ended}"


def cost(command: list[str], data: bytes) -> Cost:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        told = subprocess.run([sys.executable, "-c", MEASURING, file.name, *command], stdout=subprocess.PIPE, text=True, check=True)
    clock, processor, kilobytes, code, refused = json.loads(told.stdout)
    ended = "refused" if refused else "read" if code == 0 else "killed" if code < 0 else "failed"
    return Cost(clock, processor, kilobytes / 1024, ended)

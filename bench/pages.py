"""What a worker opens all day, wall and journal on, beside a plain Django page with a sign-in and 20 rows: same server, same machine, turn by turn.

Figure to reach: no page of ours costs more than twice the plain one. `COUNTRY=187630 python -m bench pages` takes the country larger.
"""

import os
import re
import subprocess
import sys

from .country import ROOT, copy, country, empty
from .machine import processor
from .serving import Visitor, median, round_of, serving

ALLOWED = 2.0
ROUNDS, SECONDS = 7, 2.0
PLAIN = "/people/"


def run() -> bool:
    """Print requests per second, the ratio and the processor of each page; True when every page is within the figure."""
    with country():
        ours, plain = copy("bench_pages"), empty("bench_plain")
        with serving(ours) as walled, serving(plain, app="bench.plain:application", first="/people/") as bare:
            return _compare(Visitor(walled), Visitor(bare, {"sessionid": _session(plain)}))


def _session(database: str) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "bench.plain"],
        cwd=ROOT,
        env=os.environ | {"BASHKE_DATABASE": database},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


def _compare(besa: Visitor, plain: Visitor) -> bool:
    besa.become("Besa")
    head = Visitor(besa.port)
    head.become("Drita")
    print(
        f"{'page':24}{'ours':>9}{'plain':>9}{'times':>8}{'ms of processor':>18}   requests per second, median of {ROUNDS} rounds of {SECONDS:.0f} s"
    )
    worst = 0.0
    for name, (visitor, path) in _pages(besa, head).items():
        rounds = []
        used = asked = 0.0
        for _ in range(ROUNDS):
            began = processor()
            mine = round_of(visitor, path, SECONDS)
            used, asked = used + processor() - began, asked + mine * SECONDS
            rounds.append((mine, round_of(plain, PLAIN, SECONDS)))
        times = median([theirs / mine for mine, theirs in rounds])
        worst = max(worst, times)
        print(f"{name:24}{median([r[0] for r in rounds]):9.1f}{median([r[1] for r in rounds]):9.1f}{times:8.1f}{used / asked * 1000:18.1f}")
    print(f"The dearest costs {worst:.1f} plain pages (figure to reach: {ALLOWED:.0f}).")
    return worst <= ALLOWED


def _pages(besa: Visitor, head: Visitor) -> dict[str, tuple[Visitor, str]]:
    case = re.search(r"/desk/cases/[0-9a-f-]{36}/", besa.get("/desk/cases/"))
    if not case:
        raise RuntimeError("Besa has no case")
    return {
        "my day": (besa, "/desk/"), "a case": (besa, case[0]), "queue of requests": (besa, "/desk/requests/"),
        "search a person": (besa, "/desk/people/?given_name=Ana&family_name=Marku"), "supervisor's board": (head, "/desk/board/"),
    }  # fmt: skip

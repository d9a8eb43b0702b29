"""What the second wall costs: the same server with it and without it, in one run, turn by turn.

Figure to reach: at most 15 % of the requests per second (design, speed).
"""

import re
from pathlib import Path

from .country import copy, country
from .serving import Visitor, median, round_of, serving

ALLOWED = 0.15
ROUNDS, SECONDS = 9, 2.0


def run() -> bool:
    """Print a table of pages with requests per second and the ratio; True when the figure is reached."""
    with country():
        walled, bare = copy("bench_walled"), copy("bench_bare", Path(__file__).with_name("without_wall.sql"))
        with serving(walled) as with_wall, serving(bare) as without:
            return _compare(with_wall, without)


def _compare(with_wall: int, without: int) -> bool:
    ours, theirs = Visitor(with_wall), Visitor(without)
    for visitor in (ours, theirs):
        visitor.become("Besa")
    pages = _pages(ours)
    print(f"{'page':28}{'with wall':>12}{'without':>12}{'kept':>8}   requests per second, median of {ROUNDS} rounds of {SECONDS:.0f} s")
    kept = []
    for name, path in pages.items():
        rounds = [(round_of(ours, path, SECONDS), round_of(theirs, path, SECONDS)) for _ in range(ROUNDS)]
        ratio = median([one / other for one, other in rounds])
        kept.append(ratio)
        print(f"{name:28}{median([r[0] for r in rounds]):12.1f}{median([r[1] for r in rounds]):12.1f}{ratio:8.2f}")
    cost = 1 - sum(kept) / len(kept)
    print(f"The wall costs {cost:.1%} of requests per second over these pages (figure to reach: at most {ALLOWED:.0%}).")
    return cost <= ALLOWED


def _pages(visitor: Visitor) -> dict[str, str]:
    case = re.search(r"/desk/cases/[0-9a-f-]{36}/", visitor.get("/desk/cases/"))
    if not case:
        raise RuntimeError("Besa has no case")
    return {
        "my day": "/desk/", "queue of requests": "/desk/requests/", "a case": case[0],
        "search a person": "/desk/people/?given_name=Ana&family_name=Marku", "services near her": "/find/?municipality=AL154&domains=income",
    }  # fmt: skip

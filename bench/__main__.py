"""`python -m bench [NAME …]`: run the benchmarks, all of them unless some are named. `make bench` does it."""

import sys

from . import batch, febrl, hostile, mixed, pages, register, search, wall

BENCHMARKS = {
    "pages": pages.run,
    "wall": wall.run,
    "register": register.run,
    "febrl": febrl.run,
    "hostile": hostile.run,
    "search": search.run,
    "batch": batch.run,
    "mixed": mixed.run,
}


def main() -> int:
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"There is no benchmark {', '.join(unknown)}. Choose from: {', '.join(BENCHMARKS)}.")
        return 2
    missed = [name for name in names if not BENCHMARKS[name]()]
    if missed:
        print(f"\nOutside the figure to reach: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

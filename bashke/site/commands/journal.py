"""`bashke journal verify`: recompute every seal. `bashke journal seal`: seal now."""

import argparse

from bashke.ground.journal.actions import seal
from bashke.ground.journal.queries import verify


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "seal":
        print(f"{seal()} entries sealed.")
        return 0
    verdict = verify()
    print(f"{verdict.seals} seals, {verdict.unsealed} entries not sealed yet. Head: {verdict.head or 'none'}")
    print("Compare the head with the one you published: whoever rewrote the whole chain shows only there.")
    for number in verdict.broken:
        print(f"Seal {number} is broken: an entry of that batch was added, changed or removed.")
    return 1 if verdict.broken else 0

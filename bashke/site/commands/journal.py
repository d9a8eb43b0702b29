"""`bashke journal verify`: recompute every seal. `bashke journal seal`: seal now."""

import argparse

from bashke.ground.journal.actions import seal
from bashke.ground.journal.queries import verify


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "seal":
        print(f"{seal()} entries sealed.")
        return 0
    verdict = verify(arguments.head)
    print(f"{verdict.seals} seals, {verdict.unsealed} entries not sealed yet. Head: {verdict.head or 'none'}")
    if verdict.known is None:
        print("Give the head you published last with --head: whoever cut off seals or rewrote the whole chain shows only there.")
    for number in verdict.broken:
        print(f"Seal {number} is broken: an entry of that batch was added, changed or removed.")
    if verdict.known is False:
        print("The head you published is not in this chain: seals were cut off, or the whole chain was rewritten.")
    return 0 if verdict.whole else 1

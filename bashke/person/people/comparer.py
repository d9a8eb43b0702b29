"""The comparer: a program of its own. Records go in on standard input as CSV, pairs that may be one person come out as JSON lines.

    python comparer.py <memory in MB> <threads>

Columns: id, given, family, given_sound, family_sound, born (ISO), phone, address, number (a mark nobody can read back), father (his given
name). Each line of the answer is {"a", "b", "p": how probable, "levels": {what: how well it agrees}}.

Splink weighs how well two records agree against how often strangers agree by chance (Fellegi and Sunter, 1969), which it learns from the
records themselves. It stands apart from the house (imports nothing of it) and is given memory and time by a limit.
"""

import csv
import json
import logging
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import duckdb
import pandas
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_library import CustomRule

LEAST = 0.3  # less probable pairs are nobody's time
FAINTEST, ROUNDS = 0.02, 20  # what may still become probable when the number of pairs is known better; how often that is asked
LINK, MOST_LINKS = 0.9, 10  # from how probable on two records lead to a third one; ours, as the number of links
LEARNING_PAIRS = 2e6
SEED = 7
FIELDS = ("id", "given", "family", "given_sound", "family_sound", "born", "phone", "address", "number", "father")
SHARED = "len(list_intersect(words_l, words_r))::double / greatest(len(words_l), len(words_r))"
# Pairs that share one of these are looked at; all others are strangers. Each names what may be mistyped while the rest holds.
BLOCKS = (
    ("number",), ("phone",), ("born",), ("address",), ("given_sound", "family_sound"),
    *((name, piece) for name in ("given_sound", "family_sound") for piece in ("substr(born, 1, 4)", "substr(born, 6, 5)", "street", "place")),
)  # fmt: skip
# Names in the wrong boxes; one name that was kept while the other changed, at an address of which half a line agrees.
SWAPPED = (
    "l.given_sound = r.family_sound AND l.family_sound = r.given_sound",
    "l.given_sound = r.family_sound AND l.place = r.place",
    "l.family_sound = r.given_sound AND l.place = r.place",
)


def main() -> None:
    memory, threads = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_DATA, (memory << 20, memory << 20))
    records = pandas.DataFrame(csv.DictReader(sys.stdin, fieldnames=FIELDS)).replace("", None)
    for pair in pairs(records, memory // 2, threads):
        sys.stdout.write(json.dumps(pair) + "\n")


def pairs(records: pandas.DataFrame, memory: int, threads: int) -> list[dict[str, Any]]:
    """Every pair at least as probable as LEAST."""
    logging.disable(logging.WARNING)
    words = [text.split() if text else None for text in records["address"]]
    records = records.assign(
        words=[list(dict.fromkeys(w)) if w else None for w in words], street=[" ".join(w[:2]) if w else None for w in words],
        place=[" ".join(w[-2:]) if w else None for w in words],
    )  # fmt: skip
    base = duckdb.connect(config={"memory_limit": f"{memory}MB", "threads": threads})
    linker: Any = Linker(records, settings(len(records)), DuckDBAPI(base), set_up_basic_logging=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=LEARNING_PAIRS, seed=SEED)  # how often strangers agree, in this register
    found = linker.inference.predict(threshold_match_probability=FAINTEST).as_pandas_dataframe()
    found["match_probability"] = fitted(found["match_probability"], TWICE * len(records))
    found = found[found["match_probability"] >= LEAST]
    names = [column for column in found.columns if column.startswith("gamma_")]
    near = [
        {"a": row["id_l"], "b": row["id_r"], "p": row["match_probability"], "levels": {n.removeprefix("gamma_"): int(row[n]) for n in names}}
        for row in found.to_dict("records")
    ]  # fmt: skip
    return [*near, *through_a_third(near, dict(zip(records["id"], records["number"], strict=True)))]


def fitted(probabilities: pandas.Series, guess: float) -> pandas.Series:
    """The probabilities under so many pairs as the register itself seems to hold, in place of the guess (EM, one number)."""
    odds, share = probabilities / (1 - probabilities).clip(lower=1e-12), 1.0
    for _ in range(ROUNDS):
        probabilities = odds * share / (1 + odds * share)
        share = probabilities.sum() / guess
    return probabilities


def through_a_third(found: list[dict[str, Any]], numbers: dict[Any, str | None]) -> Iterator[dict[str, Any]]:
    """Two records that look unlike, or that nothing made anybody compare, of which each is likely one person with the same third record.

    As probable as both links together. A record linked to more than MOST_LINKS others is only an ordinary one, and links nobody.
    """
    links: dict[Any, dict[Any, float]] = defaultdict(dict)
    for pair in found:
        if pair["p"] >= LINK:
            links[pair["a"]][pair["b"]] = links[pair["b"]][pair["a"]] = pair["p"]
    known = {frozenset((pair["a"], pair["b"])) for pair in found}
    for near in links.values():
        for one, other in combinations(sorted(near) if len(near) <= MOST_LINKS else (), 2):
            if (both := frozenset((one, other))) not in known:
                known.add(both)
                number = -1 if not (numbers[one] and numbers[other]) else int(numbers[one] == numbers[other])
                yield {"a": one, "b": other, "p": near[one] * near[other], "levels": {"number": number, "third": 1}}


def settings(records: int) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[_names(), _born(), _address(), _phone(), _father(), compare.ExactMatch("number").configure(m_probabilities=list(NUMBER_AGREES))],
        blocking_rules_to_generate_predictions=[
            *(block_on(*columns) for columns in BLOCKS), *(CustomRule(rule, sql_dialect="duckdb") for rule in SWAPPED),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=True,
        probability_two_random_records_match=2 * TWICE / records,
    )  # fmt: skip


# How often the records of one person agree so well, level by level from the best; ours, near what the FEBRL sets teach. It is not learned from
# a register: with few people in it twice there is nothing to learn from, and the answer would be about strangers.
NAMES_AGREE = (0.5, 0.06, 0.1, 0.06, 0.1, 0.1, 0.08)
BORN_AGREES = (0.7, 0.08, 0.06, 0.04, 0.12)
ADDRESS_AGREES = (0.3, 0.25, 0.25, 0.15, 0.05)
PHONE_AGREES = (0.7, 0.1, 0.2)
FATHER_AGREES = (0.7, 0.15, 0.15)
NUMBER_AGREES = (0.5, 0.5)
TWICE = 0.3  # how many of a hundred records, divided by a hundred, have a second one: the guess before anything is compared


def _names() -> Any:
    return compare.ForenameSurnameComparison("given", "family", jaro_winkler_thresholds=[0.92, 0.8]).configure(
        m_probabilities=list(NAMES_AGREE)
    )


def _born() -> Any:
    half = "substr(born_l, 1, 4) = substr(born_r, 1, 4) OR substr(born_l, 6, 5) = substr(born_r, 6, 5)"
    near = [levels.DamerauLevenshteinLevel("born", 1), levels.DamerauLevenshteinLevel("born", 2), levels.CustomLevel(half)]
    return _comparison("born", near, BORN_AGREES)


def _address() -> Any:
    return _comparison("address", [levels.CustomLevel(f"{SHARED} >= {least}") for least in (0.7, 0.5, 0.3)], ADDRESS_AGREES)


def _phone() -> Any:
    return _comparison("phone", [levels.DamerauLevenshteinLevel("phone", 1)], PHONE_AGREES)


def _father() -> Any:
    """Brothers and sisters have one father: his name says something only of two records whose own given names agree."""
    untold = "father_l IS NULL OR father_r IS NULL OR jaro_winkler_similarity(given_l, given_r) < 0.8"
    steps = [
        levels.CustomLevel(untold).configure(is_null_level=True), levels.ExactMatchLevel("father"),
        levels.JaroWinklerLevel("father", 0.88), levels.ElseLevel(),
    ]  # fmt: skip
    return compare.CustomComparison(output_column_name="father", comparison_levels=steps).configure(m_probabilities=list(FATHER_AGREES))


def _comparison(column: str, between: list[Any], agree: tuple[float, ...]) -> Any:
    steps = [levels.NullLevel(column), levels.ExactMatchLevel(column), *between, levels.ElseLevel()]
    return compare.CustomComparison(output_column_name=column, comparison_levels=steps).configure(m_probabilities=list(agree))


if __name__ == "__main__":
    main()

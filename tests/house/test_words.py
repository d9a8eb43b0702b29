"""Every string of every screen is in both catalogues, and one English string has one Albanian."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest

from bashke.site.commands.messages import LANGUAGES, catalogue, packages, strings

ROOT = Path(__file__).resolve().parents[2]
# English words that mean something else on our screens than the term of the same spelling in docs/words.csv.
HOMONYMS = {"next": "a heading: the next step, not a button", "outcome": "of a service for one person, not of a results framework"}
FILLED = [package for package in packages() if strings(package)]


def entries(package: Path, language: str) -> dict[str, polib.POEntry]:
    path = catalogue(package, language)
    return {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", FILLED, ids=lambda p: p.name)
def test_every_string_has_its_words(package: Path, language: str) -> None:
    known = entries(package, language)
    wanted = {msgid if isinstance(msgid, str) else msgid[0] for msgid in strings(package)}
    empty = [m for m, e in known.items() if m in wanted and (e.fuzzy or not (e.msgstr or all(e.msgstr_plural.values() or [""])))]
    assert {"missing": sorted(wanted - set(known)), "empty or fuzzy": empty} == {"missing": [], "empty or fuzzy": []}


def test_one_english_string_has_one_albanian() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for package in FILLED:
        for msgid, entry in entries(package, "sq").items():
            if msgid and entry.msgstr:
                said[msgid].add(entry.msgstr)
    assert {msgid: words for msgid, words in said.items() if len(words) > 1} == {}


@pytest.mark.parametrize("package", FILLED, ids=lambda p: p.name)
def test_what_is_filled_in_stays_in_the_translation(package: Path) -> None:
    holes = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    wrong = [
        msgid
        for msgid, entry in entries(package, "sq").items()
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text and not set(holes.findall(text)) <= set(holes.findall(msgid + (entry.msgid_plural or "")))
    ]
    assert wrong == []


def test_terms_of_the_law_are_said_as_the_law_says_them() -> None:
    """Where a string is exactly a term of docs/words.csv, its Albanian is one of the forms given there."""
    with (ROOT / "docs" / "words.csv").open(encoding="utf-8") as source:
        terms = {
            row["en"].lower(): {row[f].lower() for f in ("sq_indefinite", "sq_definite", "sq_plural_indefinite")}
            for row in csv.DictReader(source)
        }
    wrong = {}
    for package in FILLED:
        for msgid, entry in entries(package, "sq").items():
            forms = terms.get(msgid.lower())
            if msgid.lower() not in HOMONYMS and forms and entry.msgstr and entry.msgstr.lower() not in forms:
                wrong[msgid] = (entry.msgstr, sorted(forms))
    assert wrong == {}


def test_no_albanian_page_says_english_words() -> None:
    """A translation that repeats its English is a slip, except for names, numbers and words both languages share."""
    shared = set((ROOT / "tests" / "house" / "shared_words.txt").read_text(encoding="utf-8").split("\n"))
    same = {
        msgid
        for package in FILLED
        for msgid, entry in entries(package, "sq").items()
        if msgid and entry.msgstr == msgid and re.search(r"[A-Za-z]{3}", re.sub(r"%\(\w+\)[sd]", "", msgid)) and msgid not in shared
    }
    assert same == set()

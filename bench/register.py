"""A municipality's register of 200,000 people: read, checked, searched for duplicates and added, beside what one would write instead.

Beside it, the same rows without any check, search, token, journal or wall: Django's `bulk_create`; and one by one through `add_person`
(measured on a part, and said for the whole). Every run is rolled back.
"""

import csv
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bashke.site.demo.census import names

from . import country
from .population import WRITTEN

ROWS = 200_000
FIGURE_SECONDS = 20.0
HEADINGS = ("Nr. regjistri", "Emri", "Mbiemri", "Datëlindja", "Gjinia", "NID", "Telefoni", "Adresa", "Njësia administrative", "Atësia")
UNITS = ("Shkodër", "Rrethinat", "Ana e Malit", "Bërdicë", "Dajç", "Guri i Zi", "Postribë", "Pult", "Shalë", "Shosh", "Velipojë")


def run() -> bool:
    """Print the seconds and ratios; True when the whole import stays within the figure."""
    with country.country():
        for name, bad in (("good", 0.0), ("bad", 0.03)):
            write(country.HOME / f"register-{name}.csv", bad)
        done = subprocess.run(
            [sys.executable, "-m", "bench.registering"], cwd=country.ROOT, env=os.environ | {"BASHKE_LOGIN": "job"}, check=True,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    seconds: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print("\n".join(done.stdout.splitlines()[:-1]))
    whole = seconds["good"]
    print(f"{ROWS:,} rows, everything: {whole:.1f} s (figure to reach: {FIGURE_SECONDS:.0f} s); with 3 % bad rows: {seconds['bad']:.1f} s")
    print(f"bulk_create without any check, token or entry: {seconds['bulk_create']:.1f} s, ratio {whole / seconds['bulk_create']:.1f}")
    print(f"one by one with add_person: {seconds['one by one']:.0f} s, ratio {whole / seconds['one by one']:.4f}")
    return whole <= FIGURE_SECONDS


def write(path: Path, bad: float) -> None:
    """A register with the names of the country; of every hundred rows `bad` are nonsense, duplicates or slips of the pen."""
    rng, fathers = Random(7), Random("fathers 7")
    given, family = {sex: names(kind) for sex, kind in (("F", "female"), ("M", "male"))}, names("family")
    serials: dict[str, int] = {}
    rows: list[list[str]] = []
    for number in range(1, ROWS + 1):
        row = _row(number, rng, given, family, serials)
        row.append(fathers.choice(given["M"]) if fathers.random() < WRITTEN else "")
        rows.append(_spoilt(row, rows, rng) if bad and rows and rng.random() < bad else row)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([HEADINGS, *rows])


def _row(number: int, rng: Random, given: dict[str, tuple[str, ...]], family: tuple[str, ...], serials: dict[str, int]) -> list[str]:
    sex = rng.choice("FM")
    born = date(1936, 1, 1) + timedelta(days=rng.randrange(33_000))
    stem = f"{chr(65 + (born.year - 1900) // 10)}{born.year % 10}{born.month + (50 if sex == 'F' else 0):02d}{born.day:02d}"
    serials[stem] = serials.get(stem, rng.randrange(400)) + 1
    personal = f"{stem}{serials[stem]:03d}{chr(65 + rng.randrange(23))}" if rng.random() > 0.04 else ""
    # Two given names and two family names for some, as people have them: a few thousand whole names would make everybody a namesake.
    name = rng.choice(given[sex]) + (f" {rng.choice(given[sex])}" if rng.random() < 0.2 else "")
    surname = rng.choice(family) + (f" {rng.choice(family)}" if rng.random() < 0.2 else "")
    return [
        str(number), name, surname, f"{born:%d.%m.%Y}", sex, personal, f"06920{rng.randrange(100_000):05d}",
        f"Lagjja {rng.randrange(1, 10)}, nr. {rng.randrange(1, 90)}", rng.choice(UNITS),
    ]  # fmt: skip


def _spoilt(row: list[str], rows: list[list[str]], rng: Random) -> list[str]:
    """Nonsense, or an earlier person once more with a slip."""
    row = list(row)
    kind = rng.randrange(6)
    if kind == 0:
        row[1] = ""
    elif kind == 1:
        row[3] = "31.02.1980"
    elif kind == 2:
        row[5] = "1234"
    elif kind == 3:
        row[8] = "Atlantida"
    else:
        twin = rng.choice(rows)
        row[1:6] = twin[1:6]
        row[2 if kind == 4 else 1] = twin[2 if kind == 4 else 1].replace("i", "j", 1) + "a"
        row[5] = ""
    return row

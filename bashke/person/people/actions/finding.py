"""The comparison of a whole register: who may be in it twice. It reads one municipality in that municipality's context and decides nothing."""

import csv
import hmac
import json
import re
import secrets
import subprocess
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb

from ..models import Pair, Person
from ..rules import home_of, likeness, plain, reasons_of, sound

PROGRAM = Path(__file__).resolve().parent.parent / "comparer.py"
MEMORY_MB, THREADS, PATIENCE_SECONDS = 4096, 1, 1800
FEWEST = 200  # from fewer records nothing can be learned about how often strangers agree
BATCH = 1000


@transaction.atomic
def find_pairs(*, by: Actor, at: datetime, threads: int = THREADS) -> int:
    """Compare everybody of a municipality with everybody; write down who may be one person. Returns how many pairs are new.

    What somebody already decided stays decided. The program gets names, dates, addresses and telephones, and in place of the personal
    number a mark made for this run only. Raises RuntimeError when it ends before it is done.
    """
    home = home_of(by)
    people = Person.objects.visible_to(by).filter(same_as=None)
    columns = ("id", "given_name", "family_name", "birth_date", "phone", "address", "personal_number", "father_name", "synthetic")
    rows = list(people.values_list(*columns).iterator())
    if len(rows) < FEWEST:
        return 0
    synthetic = {row[0] for row in rows if row[-1]}
    found = _compare(rows, threads)
    known = Pair.objects.visible_to(by).count()
    pairs = [_pair(home, at, one, synthetic) for one in found if one["levels"]["number"] != 0]  # two numbers are two people
    Pair.objects.bulk_create(pairs, ignore_conflicts=True, batch_size=BATCH)
    new = Pair.objects.visible_to(by).count() - known
    record(Verb.REGISTER_COMPARED, "people.Person", municipality=home, reason=f"{len(rows)}, {new}")
    return new


def _pair(home: str, at: datetime, found: dict[str, Any], synthetic: set[UUID]) -> Pair:
    first, second = sorted((UUID(found["a"]), UUID(found["b"])))
    return Pair(
        municipality_id=home, first_id=first, second_id=second, found_at=at, likeness=likeness(found["p"]),
        reasons=reasons_of(found["levels"]), synthetic=first in synthetic,
    )  # fmt: skip


def _compare(rows: list[Any], threads: int) -> list[dict[str, Any]]:
    key, lines = secrets.token_bytes(32), StringIO()
    write = csv.writer(lines)
    for pk, given, family, born, phone, address, number, father, _synthetic in rows:
        write.writerow((
            pk, plain(given), plain(family), sound(given), sound(family), born.isoformat() if born else "", re.sub(r"\D", "", phone)[-9:],
            _words(address), hmac.digest(key, number.encode(), "sha256").hex()[:20] if number else "", plain(father),
        ))  # fmt: skip
    command = [sys.executable, "-I", str(PROGRAM), str(MEMORY_MB), str(threads)]
    done = subprocess.run(command, input=lines.getvalue(), capture_output=True, text=True, timeout=PATIENCE_SECONDS, env={}, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"the comparison ended with {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _words(address: str) -> str:
    """Words and house numbers, lower case, without marks."""
    return " ".join(word if word.isdigit() else plain(word) for word in re.findall(r"\w+", address))

"""A register as large as one likes, of generated people with the names of the country, and the slips with which somebody asks for them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bashke.ground.territory.rules import sort_key
from bashke.person.people.rules import kept_tokens
from bashke.site.demo.census import names

from .country import superuser

FIRST_DAY, DAYS = date(1936, 1, 1), 33_000
SERIES = 97_000_000  # ids of one run
TWINS, TWO_GIVEN, TWO_FAMILY = 0.012, 0.2, 0.2
# Of a hundred records so many have the father's name; of those who ask so many say it: the person herself and her family know it, a
# neighbour or a teacher does not. Both are guesses of ours.
WRITTEN, SAID = 0.92, 0.75
BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class One:
    """Somebody of the register, or what is typed to find her."""

    id: UUID
    given: str
    family: str
    born: date | None
    about: int | None = None  # the year somebody guesses who does not know the day
    father: str = ""  # his given name; empty where it is not written down, or not said


def people(count: int, seed: int = 7) -> Iterator[One]:
    """As many as asked, always the same. One in eighty has a twin: another given name, all else alike."""
    rng, fathers = Random(seed), Random(f"fathers {seed}")
    given, family, men = (*names("female"), *names("male")), names("family"), names("male")
    last: One | None = None
    for number in range(count):
        name = rng.choice(given) + (f" {rng.choice(given)}" if rng.random() < TWO_GIVEN else "")
        if last is not None and rng.random() < TWINS:
            last = replace(last, id=UUID(int=SERIES + number), given=name)
        else:
            surname = rng.choice(family) + (f" {rng.choice(family)}" if rng.random() < TWO_FAMILY else "")
            father = fathers.choice(men) if fathers.random() < WRITTEN else ""
            last = One(UUID(int=SERIES + number), name, surname, FIRST_DAY + timedelta(days=rng.randrange(DAYS)), father=father)
        yield last


def load(database: str, lau: str, count: int) -> None:
    """By COPY as the superuser, past checks and history: what is measured begins afterwards."""
    with superuser(database) as base:
        base.execute("SET session_replication_role = replica")
        with base.cursor() as cursor:
            block: list[One] = []
            for one in people(count):
                block.append(one)
                if len(block) == BLOCK:
                    _pour(cursor, lau, block)
                    block.clear()
            _pour(cursor, lau, block)
        base.execute("VACUUM ANALYZE people_person")
        base.execute("VACUUM ANALYZE people_searchtoken")


def _pour(cursor: object, lau: str, block: list[One]) -> None:
    persons, tokens = io.StringIO(), io.StringIO()
    to_persons, to_tokens = csv.writer(persons), csv.writer(tokens)
    for one in block:
        key = sort_key(f"{one.family} {one.given}")[:260]
        to_persons.writerow(
            [one.id, lau, one.given, one.family, key, one.born, "u", "", "", "sq", "2026-01-02T10:00:00Z", "true", one.father]
        )
        to_tokens.writerows([lau, token, one.id] for token in kept_tokens(one.given, one.family, one.born, None, one.father))
    columns = "id, municipality_id, given_name, family_name, sort_key, birth_date, sex, phone, address, language, created_at, synthetic, father_name"
    for table, content, empty in (
        (f"people_person ({columns})", persons, ", FORCE_NOT_NULL (phone, address, father_name)"),
        ("people_searchtoken (municipality_id, token, person_id)", tokens, ""),
    ):
        with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv{empty})") as stream:  # type: ignore[attr-defined]
            stream.write(content.getvalue())


# What people write when they spell as they hear, in a hurry, or from another alphabet.
SPELLINGS: tuple[tuple[str, str], ...] = (
    ("ë", "e"), ("ç", "c"), ("xh", "x"), ("dh", "d"), ("gj", "g"), ("ll", "l"), ("rr", "r"), ("sh", "s"), ("th", "t"), ("q", "ç"), ("q", "k"),
    ("nj", "n"), ("y", "i"), ("j", "i"), ("i", "j"), ("zh", "z"), ("r", "rr"), ("l", "ll"), ("t", "tt"), ("a", "e"), ("n", "m"),
)  # fmt: skip


def asked_for(one: One, rng: Random, family: tuple[str, ...]) -> One:
    """How somebody asks for her: each slip by itself as often as we guess (nobody has counted them in an Albanian office)."""
    slips: tuple[tuple[float, Callable[[One], One]], ...] = (
        (0.35, lambda o: replace(o, given=_misspelt(o.given, rng))),
        (0.35, lambda o: replace(o, family=_misspelt(o.family, rng))),
        (0.10, lambda o: replace(o, family=rng.choice(family))),  # her name since she married, or from before
        (0.10, lambda o: replace(o, given=o.family, family=o.given)),
        (0.10, lambda o: replace(o, born=_shifted(o.born, rng))),
    )  # fmt: skip
    said = replace(one, father="")
    for often, slip in slips:
        if rng.random() < often:
            said = slip(said)
    changed = set(said.family.split()).isdisjoint(one.family.split()) and said.given == one.given
    if rng.random() < 0.15 and said.born == one.born and not changed:  # with another family name and no date, nobody could tell her
        said = replace(said, born=None)
    return said


def with_father(said: One, one: One, rng: Random) -> One:
    """The same question with the father's name, when whoever asks knows it; heard and spelled as the other names are."""
    true = one.father or rng.choice(names("male"))
    true = _misspelt(true, rng) if rng.random() < 0.35 else true
    return replace(said, father=true if rng.random() < SAID else "")


def guessed(said: One, one: One, rng: Random) -> One:
    """Where no date is told, half of those who ask guess the year, within two years; ours as well."""
    if said.born is not None or one.born is None or rng.random() >= 0.5:
        return said
    return replace(said, about=one.born.year + rng.randint(-2, 2))


def _misspelt(name: str, rng: Random) -> str:
    fitting = [(wrong, right) for wrong, right in SPELLINGS if wrong in name.lower()]
    if not fitting:
        return name
    written, meant = rng.choice(fitting)
    return re.sub(written, meant, name, count=1, flags=re.IGNORECASE).title()


def _shifted(born: date | None, rng: Random) -> date | None:
    """The day before or after, the year before or after, or day and month in each other's place."""
    if born is None:
        return None
    kind = rng.randrange(3)
    if kind == 0 and born.day <= 12:
        return date(born.year, born.day, born.month)
    if kind == 1 or (born.month, born.day) == (2, 29):
        return born + timedelta(days=rng.choice((-1, 1)))
    return born.replace(year=born.year + rng.choice((-1, 1)))

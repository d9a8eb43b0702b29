"""Synthetic people: how many where (census), of which sex and age (an assumed pyramid), in which homes, under which names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).parent / "data"
ADULT, A_GENERATION = 20, 16  # years
SERIALS = 16  # of one day in one municipality
PROVISIONAL = 0.04  # people without a personal number
FATHER_KNOWN = 0.92  # ours: of so many the father's name is written down


@dataclass(frozen=True, slots=True)
class Human:
    """One synthetic person before the database knows her."""

    id: str
    given_name: str
    family_name: str
    sex: str
    birth_date: date
    age: int
    personal_number: str | None
    phone: str
    address: str
    unit: int
    language: str
    household: str
    father_name: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Home:
    """One household: the people who live and eat together."""

    id: str
    unit: int
    address: str
    members: tuple[Human, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What the census needs to know of a municipality. `units`: id, name, weight; `language`: one spoken beside Albanian."""

    lau: str
    number: int  # its place among the 61, so that personal numbers of two municipalities never meet
    units: tuple[tuple[int, str, int], ...]
    language: str | None = None


@cache
def sheet(name: str) -> Any:
    """One of the demo's own data files."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def names(kind: str) -> tuple[str, ...]:
    """Given names (`female`, `male`) or family names (`family`)."""
    return tuple(sheet("names")[kind].split())


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Share a number in proportion to weights: whole parts first, then the largest remainders. The parts sum to the total."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


class Chance(Random):
    """Chance that the same words always bring: for made-up lives, never for a secret. Counts the keys it gave."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.keys = count(self.getrandbits(8) << 24)


def chance(*words: object) -> Chance:
    return Chance("|".join(map(str, words)))


def uid(rng: Chance) -> str:
    """A version 4 UUID that the seed decides; spelled out here, because millions of them are needed.

    Its first part counts up: keys that are written one after the other lie side by side in every index, and the loading of a whole
    country does not jump through all of it. The keys of real people are random from end to end and tell nothing.
    """
    h = f"{rng.getrandbits(96):024x}"
    return f"{next(rng.keys):08x}-{h[:4]}-4{h[5:8]}-{'89ab'[int(h[8], 16) & 3]}{h[9:12]}-{h[12:]}"


def homes(place: Place, people: int, today: date, rng: Chance) -> Iterator[Home]:
    """Households with exactly so many people in all, whose ages follow the pyramid of the whole municipality."""
    numbers: dict[str, int] = {}
    fathers = chance("fathers", place.lau, people)
    for members in _households(_Pool(people, rng), rng):
        yield _home(place, members, today, rng, numbers, fathers)


class _Pool:
    """Everybody of one municipality by (sex, age), waiting for a home: children, and adults by sex from young to old."""

    def __init__(self, people: int, rng: Random) -> None:
        groups = sheet("pyramid")["groups"]
        weights = {f"{group['from']}|{group['to']}|{sex}": group[sex] for group in groups for sex in "fm"}
        self.left = people
        self.children: list[tuple[str, int]] = []
        self.adults: dict[str, list[int]] = {"f": [], "m": []}
        for key, number in apportion(people, weights).items():
            low, high, sex = key.split("|")
            for _ in range(number):
                age = rng.randint(int(low), int(high))
                if age < ADULT:
                    self.children.append((sex, age))
                else:
                    self.adults[sex].append(age)
        rng.shuffle(self.children)
        for ages in self.adults.values():
            rng.shuffle(ages)

    def adult(self, sex: str) -> tuple[str, int] | None:
        """The next adult, of this sex if there is one."""
        other = "m" if sex == "f" else "f"
        for wanted in (sex, other):
            if self.adults[wanted]:
                self.left -= 1
                return wanted, self.adults[wanted].pop()
        return None

    def partner(self, sex: str, age: int) -> tuple[str, int] | None:
        """Somebody of about that age among the next few who wait."""
        waiting = self.adults[sex]
        near = [n for n in range(max(len(waiting) - 12, 0), len(waiting)) if abs(waiting[n] - age) <= 7]
        if not near:
            return None
        self.left -= 1
        return sex, waiting.pop(min(near, key=lambda n: abs(waiting[n] - age)))

    def child(self, parent: int) -> tuple[str, int] | None:
        """A child that this parent may have had between 18 and 48."""
        for n in range(len(self.children) - 1, max(len(self.children) - 9, -1), -1):
            if 18 <= parent - self.children[n][1] <= 48:
                self.left -= 1
                return self.children.pop(n)
        return None

    def anyone(self, rng: Random) -> tuple[str, int] | None:
        found = self.adult(rng.choice("fm"))
        if found is None and self.children:
            self.left -= 1
            found = self.children.pop()
        return found


def _households(pool: _Pool, rng: Random) -> list[list[tuple[str, int]]]:
    """Everybody in a home with an adult: children for whom none is left join homes where there are some already."""
    together = []
    while pool.adults["f"] or pool.adults["m"]:
        together.append(_together(pool, rng))
    families = [members for members in together if len(members) > 1] or together
    for number, child in enumerate(pool.children):
        families[number % len(families)].append(child)
    return together


def _together(pool: _Pool, rng: Random) -> list[tuple[str, int]]:
    """One household: an adult, a partner, children, then whoever comes."""
    shape = sheet("pyramid")["households"]
    size = min(rng.choices(tuple(shape), tuple(shape.values()))[0], pool.left)
    first = pool.adult(rng.choice("fm"))
    members = [first] if first else []
    if members and size > 1 and rng.random() < 0.85:
        sex, age = members[0]
        partner = pool.partner("m" if sex == "f" else "f", age)
        members += [partner] if partner else []
    while members and len(members) < size and pool.left:
        youngest = min((age for _, age in members[:2]), default=0)
        found = (pool.child(youngest) if len(members) > 1 or rng.random() < 0.6 else None) or pool.anyone(rng)
        if found is None:
            break
        members.append(found)
    return members


def _home(place: Place, members: Sequence[tuple[str, int]], today: date, rng: Chance, numbers: dict[str, int], fathers: Random) -> Home:
    units = place.units
    unit, unit_name, _ = units[_pick(rng, [weight for *_, weight in units])]
    address = f"Lagjja {rng.randint(1, 9)}, nr. {rng.randint(1, 90)}, {unit_name}"
    family, phone = rng.choice(names("family")), f"06900{rng.randrange(1_000, 100_000):05d}"  # no operator gives out 069 00
    language = place.language if place.language and rng.random() < 0.3 else "sq"
    household, first = uid(rng), place.number * SERIALS
    humans: list[Human] = []
    away = fathers.choice(names("male"))  # of the children of a woman alone
    for sex, age in members:
        father = _father(humans[:2], age, away, fathers)
        reached = phone if age >= 16 else ""
        humans.append(_human(rng, sex, age, family, reached, address, unit, language, household, today, first, numbers, father))
    return Home(household, unit, address, tuple(humans))


def _father(couple: Sequence[Human], age: int, away: str, rng: Random) -> str:
    """The given name of the man of the house for whoever is young enough to be his child; anybody's for the others; unknown for some."""
    if rng.random() >= FATHER_KNOWN:
        return ""
    if not couple or couple[0].age - age < A_GENERATION:
        return rng.choice(names("male"))
    return next((human.given_name for human in couple if human.sex == "m" and human.age - age >= A_GENERATION), away)


def _human(
    rng: Chance, sex: str, age: int, family: str, phone: str, address: str, unit: int, language: str, household: str, today: date,
    first: int, numbers: dict[str, int], father: str,
) -> Human:  # fmt: skip
    born = _birth_date(rng, age, today)
    given = rng.choice(names("female" if sex == "f" else "male"))
    if age > 30 and rng.random() < 0.12:
        family = rng.choice(names("family"))
    number = None if rng.random() < PROVISIONAL else _personal_number(born, sex, first, numbers)
    reached = phone if rng.random() < 0.85 else ""
    return Human(uid(rng), given, family, sex, born, age, number, reached, address, unit, language, household, father)


def _birth_date(rng: Random, age: int, today: date) -> date:
    """A day on which somebody of exactly this age was born."""
    try:
        birthday = today.replace(year=today.year - age)
    except ValueError:  # born on 29 February, asked in a year without one
        birthday = today.replace(year=today.year - age, day=28)
    return birthday - timedelta(days=rng.randrange(365)) if age else today - timedelta(days=rng.randrange(1, 365))


def _personal_number(born: date, sex: str, first: int, numbers: dict[str, int]) -> str:
    """The form of an Albanian personal number, with Z where real ones have a check letter from A to W: it can be nobody's.

    Decade, year, month (women 50 more), day, a serial number of that day.
    """
    decade = chr(ord("A") + (born.year - 1900) // 10)
    stem = f"{decade}{born.year % 10}{born.month + (50 if sex == 'f' else 0):02d}{born.day:02d}"
    serial = numbers.get(stem, first)
    numbers[stem] = serial + 1
    return f"{stem}{serial % 1000:03d}Z"


def _pick(rng: Random, weights: Sequence[int]) -> int:
    running = list(accumulate(weights))
    place = rng.random() * running[-1]
    return next(n for n, bound in enumerate(running) if place < bound)

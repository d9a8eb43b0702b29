"""Finding a person: how names sound, under which tokens she is found, and how well she fits what was asked. No database."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache

# How Albanian is written without its letters, or heard and spelled another way: one sound, one spelling.
_SOUNDS = (("xh", "x"), ("gj", "g"), ("nj", "n"), ("ll", "l"), ("rr", "r"), ("sh", "s"), ("zh", "z"), ("th", "t"), ("dh", "d"),
           ("ch", "c"), ("q", "k"), ("c", "k"), ("y", "i"), ("j", "i"), ("w", "v"))  # fmt: skip


@lru_cache(50_000)  # names repeat: a register of 200,000 people has a few thousand
def plain(text: str) -> str:
    """Lower case, ë→e and ç→c, letters and spaces only."""
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z ]+", " ", stripped.lower()).split())


@lru_cache(50_000)
def sound(word: str) -> str:
    """One spelling for words that sound alike: `Xhevahire` and `Xhevaire`, `Hoxha` and `Hoxa`, `Qemal` and `Cemal`."""
    w = plain(word).replace(" ", "")
    for written, heard in _SOUNDS:
        w = w.replace(written, heard)
    w = re.sub(r"gi(?=[aeou])", "g", w)  # Giergi for Gjergji, as Italian writes it
    w = re.sub(r"(?<=.)h", "", w)
    w = re.sub(r"(.)\1+", r"\1", w)
    return re.sub(r"(?<=..)[ea]$", "", w)  # Besa/Bese, Ana/Anë: the ending says only the case


def _sounds_of(names: str) -> Iterator[str]:
    return (heard for word in plain(names).split() if (heard := sound(word)))


def whole_identity(given_name: str, family_name: str, birth_date: date | None, personal_number: str | None) -> list[str]:
    """Marks under which the whole identity is known, hashed: by personal number, and by full name with full birth date."""
    marks = []
    if personal_number:
        marks.append(f"number|{personal_number}")
    if birth_date and plain(given_name) and plain(family_name):
        marks.append(f"name|{plain(given_name)}|{plain(family_name)}|{birth_date.isoformat()}")
    return ["x:" + hashlib.sha256(mark.encode()).hexdigest()[:40] for mark in marks]


def search_tokens(
    given_name: str, family_name: str, birth_date: date | None, personal_number: str | None, father_name: str = ""
) -> set[str]:
    """Every token under which a person can be found."""
    tokens = {f"n:{heard}" for heard in _sounds_of(f"{given_name} {family_name}")} | {f"f:{heard}" for heard in _sounds_of(father_name)}
    if birth_date:
        tokens |= {f"b:{birth_date.isoformat()}", f"y:{birth_date.year}"}
    if personal_number:
        tokens.add(f"i:{personal_number}")
    return tokens | set(whole_identity(given_name, family_name, birth_date, personal_number))


def kept_tokens(
    given_name: str, family_name: str, birth_date: date | None, personal_number: str | None, father_name: str = ""
) -> list[str]:
    """What is kept of them for searching, in order. Not the year: it ranks whom the others found, and finds nobody itself."""
    return sorted(token for token in search_tokens(given_name, family_name, birth_date, personal_number, father_name) if token[0] != "y")


def query_tokens(
    given_name: str, family_name: str, birth_date: date | None, personal_number: str | None, birth_year: int | None = None,
    father_name: str = "",
) -> set[str]:  # fmt: skip
    """What a worker looks for inside her own municipality: pieces, each of which may be mistyped; never the whole identity's mark.

    A year counts where the day is not known.
    """
    year = {f"y:{birth_year}"} if birth_year and birth_date is None else set()
    return {token for token in search_tokens(given_name, family_name, birth_date, personal_number, father_name) if token[0] != "x"} | year


# How much a piece in common says: a number or a birth date more than one name. The whole identity is no more than its pieces.
WEIGHTS = {"i": 6, "b": 3, "n": 2, "f": 2, "y": 1}
# What is nearly the same says less than what is the same, and more than nothing; ours, chosen on generated people (bench/README.md).
NEAR_DATE, NEAR_NAME, YEARS_ABOUT = 0.5, 0.75, 4
# Where nobody wrote the father's name down: neither for her nor against her, so between the same and another.
FATHER_UNTOLD = 0.5


def near_dates(born: date) -> set[date]:
    """The dates of birth one slip away: day and month in each other's place, one day or one year beside."""
    near = {born + timedelta(days=1), born - timedelta(days=1)}
    for year, month, day in (
        (born.year, born.day, born.month),
        (born.year + 1, born.month, born.day),
        (born.year - 1, born.month, born.day),
    ):
        try:
            near.add(date(year, month, day))
        except ValueError:  # there is no such day
            continue
    return near - {born}


def is_near(one: str, other: str) -> bool:
    """Are two words one slip apart: a letter other, more or fewer, or two in each other's place? Short words are too alike for that."""
    if (one[0] != other[0] and one[-1] != other[-1]) or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    if len(one) == len(other):
        apart = [n for n in range(len(one)) if one[n] != other[n]]
        if len(apart) == 2:
            first, last = apart
            return last == first + 1 and one[first] == other[last] and one[last] == other[first]
        return len(apart) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@lru_cache(1_000)
def near_tokens(born: str) -> frozenset[str]:
    """The tokens of dates of birth one slip from the one asked (a token as well; none for an empty text): looked for as it is."""
    return frozenset(f"b:{day.isoformat()}" for day in near_dates(date.fromisoformat(born[2:]))) if born else frozenset()


def token_of(kind: str, tokens: Collection[str]) -> str:
    """The one token of a kind, or an empty text."""
    return next((token for token in tokens if token[0] == kind), "")


def _has_near_name(token: str, known: Collection[str]) -> bool:
    return any(is_near(token[2:], other[2:]) for other in known if other[0] == token[0])


def _near_father(token: str, known: Collection[str]) -> float:
    """A father's name that is not the same: one slip away, not known, or another man's."""
    return NEAR_NAME if _has_near_name(token, known) else 0.0 if token_of("f", known) else FATHER_UNTOLD


def _year_agrees(asked: str, day_asked: str, near: bool, known: Collection[str]) -> float:
    """A year beside a whole date is the same or not; alone it is a guess, and the further away the less it says."""
    apart = min((abs(int(asked[2:]) - int(other[2:6])) for other in known if other[0] == "b"), default=YEARS_ABOUT)
    return float(near or apart == 0) if day_asked else max(0, 1 - apart / YEARS_ABOUT)


def score(query: set[str], known: set[str]) -> float:
    """How much of what was asked a person matches, 0..1."""
    day = token_of("b", query)
    near = not near_tokens(day).isdisjoint(known)
    asked = hit = 0.0
    for token in query:
        kind, weight = token[0], WEIGHTS[token[0]]
        asked += weight
        if kind == "y":
            hit += weight * _year_agrees(token, day, near, known)
        elif token in known:
            hit += weight
        elif kind == "b":
            hit += weight * NEAR_DATE * near
        elif kind == "n":
            hit += weight * NEAR_NAME * _has_near_name(token, known)
        elif kind == "f":
            hit += weight * _near_father(token, known)
    return hit / asked if asked else 0.0


# A reason that goes without saying beside another.
HIDES = (("b", "y"), ("d", "y"), ("n", "s"), ("f", "g"))


def matches(query: set[str], known: set[str]) -> list[str]:
    """The kinds of piece in common, the strongest first; `d` is a date, `s` a name and `g` a father's name one slip away.

    A date says its year too.
    """
    kinds = {token[0] for token in query & known}
    if not near_tokens(token_of("b", query)).isdisjoint(known):
        kinds.add("d")
    if any(token[0] == "n" and _has_near_name(token, known) for token in query - known):
        kinds.add("s")
    if any(token[0] == "f" and _has_near_name(token, known) for token in query - known):
        kinds.add("g")
    hidden = {weak for strong, weak in HIDES if strong in kinds}
    return [kind for kind in "ibdnsfgy" if kind in kinds - hidden]


def is_worth_showing(kinds: Collection[str]) -> bool:
    """A whole piece in common, or two that are nearly the same: less is chance."""
    return not {"i", "b", "n"}.isdisjoint(kinds) or len(kinds) > 1


def boxes(given_name: str, family_name: str) -> tuple[list[str], list[str]]:
    """Name tokens in two boxes, in which the same person has one each at least. One box with several words is two: its first, and the rest."""
    given, family = ([f"n:{sound(word)}" for word in plain(name).split() if sound(word)] for name in (given_name, family_name))
    if given and family:
        return given, family
    words = given or family
    return words[:1], words[1:]
